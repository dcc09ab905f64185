/** Expected failures that end a command, with what, where and the next step. */

/**
 * `usage`: wrong command line, reference, configuration or policy (exit 2).
 * `incomplete`: the review could not be completed (exit 3).
 */
export type FailureKind = "usage" | "incomplete";

export class BakegateError extends Error {
  override readonly name: string = "BakegateError";
  readonly kind: FailureKind;
  /** One or more lines, each `what, where` as the user sees it; `next` is the next step. */
  readonly next: string;

  constructor(kind: FailureKind, message: string, next: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.kind = kind;
    this.next = next;
  }
}

/** The code of a system error (`ENOENT`), wherever it was made; null where there is none. */
export function errorCode(cause: unknown): string | null {
  return typeof cause === "object" && cause !== null && "code" in cause && typeof cause.code === "string" ? cause.code : null;
}

const systemCodes: Readonly<Record<string, string>> = {
  ENOENT: "it does not exist",
  ENOTDIR: "a part of its path is a file",
  EISDIR: "it is a folder",
  EEXIST: "something of this name is there already",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EFBIG: "the file would be larger than this process may write",
  ENAMETOOLONG: "its name is too long",
  ELOOP: "its links lead in a circle",
  EMFILE: "too many files are open",
};

/** Why a file could not be read or written, in words; the code where it is a rare one. */
export function systemWords(cause: unknown): string {
  const code = errorCode(cause) ?? "unknown error";
  return systemCodes[code] ?? code;
}
