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
