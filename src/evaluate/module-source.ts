/** What a module's source address points at, and how open a version constraint is. */

export type ModuleSource =
  | { readonly kind: "local" }
  | { readonly kind: "registry" }
  | { readonly kind: "git"; readonly ref: string | null }
  /** An archive, a bucket, Mercurial: fetched as it is. */
  | { readonly kind: "other" };

/** By the forms of https://developer.hashicorp.com/terraform/language/modules/sources */
export function moduleSource(source: string): ModuleSource {
  if (source.startsWith("./") || source.startsWith("../") || source.startsWith("/")) return { kind: "local" };
  if (isGit(source)) return { kind: "git", ref: refOf(source) };
  if (source.includes("::") || source.includes("://")) return { kind: "other" };
  const parts = (source.split("//")[0] ?? "").split("/");
  return parts.length === 3 || parts.length === 4 ? { kind: "registry" } : { kind: "other" };
}

function isGit(source: string): boolean {
  if (source.startsWith("git::") || source.startsWith("git@")) return true;
  if (source.startsWith("github.com/") || source.startsWith("bitbucket.org/")) return true;
  const bare = source.split("?")[0] ?? "";
  return source.startsWith("ssh://") || (bare.startsWith("https://") && bare.includes(".git"));
}

/** The `ref` of the address's query; an empty one is none. */
function refOf(source: string): string | null {
  const question = source.indexOf("?");
  if (question === -1) return null;
  for (const pair of source.slice(question + 1).split("&")) {
    if (pair.startsWith("ref=") && pair.length > 4) return pair.slice(4);
  }
  return null;
}

/** The address without `user:password@`, the sign encoded or not: a token in it is a credential. */
export function withoutCredentials(source: string): string {
  const scheme = source.indexOf("://");
  if (scheme === -1) return source;
  const start = scheme + 3;
  const slash = source.indexOf("/", start);
  const end = slash === -1 ? source.length : slash;
  const at = source.lastIndexOf("@", end);
  const encoded = source.slice(0, end).lastIndexOf("%40");
  const host = Math.max(at + 1, encoded + 3);
  return host <= start ? source : source.slice(0, start) + source.slice(host);
}

/** No upper end: `>= 1.2`, `> 1`, `!= 2.0`, `*`, an empty text. `~> 1.2` and `1.2.3` have one, and so has `>= 1.2, < 2`. */
export function isUnbounded(constraint: string): boolean {
  const parts = constraint.split(",").map((part) => part.trim());
  return !parts.some((part) => {
    if (part === "" || part === "*" || part.startsWith(">") || part.startsWith("!=")) return false;
    return true;
  });
}
