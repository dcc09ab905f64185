/** Globs as maintainers write them, compiled once; bad ones come back as a problem instead of matching nothing. */
import { Minimatch, type MinimatchOptions } from "minimatch";
import type { Glob } from "../../model/policy.ts";
import { addressProblem, withoutIndexes, withoutLastIndex } from "./address-indexes.ts";
import { compileAttributePattern } from "./attribute-glob.ts";
import { braceProblem } from "./braces.ts";
import { isInvisible } from "./quote.ts";

/**
 * What a glob is held against.
 * `path`: a file; a pattern that ends in a plain name also matches everything below that folder. `*` stays within one folder, `**` crosses them.
 * `file`: a file, exactly. `folder`: a directory, exactly. `branch`: a branch name; `*` stays within one part.
 * `resource`: a resource type or address; brackets are literal, `*` matches anything, and an address without index matches every instance.
 * `attribute`: a path within a resource, with everything below it.
 * `rule`: a rule's id; `*` matches anything.
 */
export type GlobKind = "path" | "file" | "folder" | "branch" | "resource" | "attribute" | "rule";

type PathKind = "path" | "file" | "folder" | "branch";

export interface GlobProblem {
  /** Words that follow the glob in a sentence: `has a "[" that is never closed`. */
  readonly problem: string;
}

/** In UTF-16 units. */
const longestGlob = 500;

const options: MinimatchOptions = {
  dot: true,
  nonegate: true,
  nocomment: true,
  noext: true,
  platform: "linux",
  optimizationLevel: 1,
  braceExpandMax: 1000,
};

/** Compiles a glob, or says what is wrong with it. Matching never throws and takes time linear in the text for a given glob. */
export function parseGlob(source: string, kind: GlobKind): Glob | GlobProblem {
  const problem = commonProblem(source);
  if (problem !== null) return { problem };
  switch (kind) {
    case "path":
    case "file":
    case "folder":
    case "branch":
      return parsePathGlob(source, kind);
    case "resource":
      return parseResourceGlob(source);
    case "rule":
      return parseRuleGlob(source);
    case "attribute":
      return parseAttributeGlob(source);
    default:
      return unreachable(kind);
  }
}

/** True for what {@link parseGlob} refused. */
export function isGlobProblem(glob: Glob | GlobProblem): glob is GlobProblem {
  return "problem" in glob;
}

function unreachable(kind: never): never {
  throw new TypeError(`unknown kind of glob ${String(kind)}`);
}

function commonProblem(source: string): string | null {
  if (source.length === 0) return "is empty";
  if (source.length > longestGlob) return `is longer than ${longestGlob} characters`;
  if (source.trim() !== source) return "starts or ends with white space";
  for (const character of source) {
    if (isInvisible(character.codePointAt(0) ?? 0)) return "holds an invisible character";
  }
  if (source.startsWith("!")) return 'starts with "!": negation is not read; name what is meant';
  return braceProblem(source);
}

function parsePathGlob(source: string, kind: PathKind): Glob | GlobProblem {
  const problem = pathProblem(source, kind);
  if (problem !== null) return { problem };
  const trimmed = source.startsWith("./") ? source.slice(2) : source;
  const pattern = kind === "folder" && trimmed.endsWith("/") ? trimmed.slice(0, -1) : trimmed;
  const exact = new Minimatch(pattern, options);
  const lastPart = pattern.slice(pattern.lastIndexOf("/") + 1);
  const below = kind === "path" && !/[*?[{]/.test(lastPart) ? new Minimatch(`${pattern}/**`, options) : null;
  const all = pattern === "*" || pattern === "**";
  return {
    source,
    matches(text) {
      if (text === pattern) return true;
      if (text === ".") return all;
      return exact.match(text) || (below?.match(text) ?? false);
    },
  };
}

function pathProblem(source: string, kind: PathKind): string | null {
  if (source.includes("\\")) return kind === "branch" ? "holds a backslash" : "holds a backslash; write forward slashes";
  if (source.startsWith("/")) return 'starts with "/"; write it relative to the root of the repository';
  if (source.includes("//")) return 'holds "//"';
  const parts = source.split("/");
  if (parts.includes("..")) return 'holds ".."; it cannot leave the repository';
  if (parts.slice(1).includes(".") || (parts[0] === "." && parts.length === 1 && kind !== "folder")) return 'holds a part that is only "."';
  if (source.endsWith("/") && (kind === "path" || kind === "file")) return `ends with "/"; for everything in the folder write ${source}**`;
  if (source.endsWith("/") && kind === "branch") return 'ends with "/"';
  if (/[!+@*?]\(/.test(source)) return "holds an extended pattern such as +(a|b), which is not read; write {a,b}";
  return bracketProblem(source);
}

/** Character classes have to be closed, and must not be empty. */
function bracketProblem(source: string): string | null {
  let index = 0;
  while (index < source.length) {
    const character = source[index];
    if (character === "]") return 'has a "]" without a "["';
    if (character === "[") {
      const first = source[index + 1] === "!" || source[index + 1] === "^" ? index + 2 : index + 1;
      const end = closingBracket(source, first);
      if (end === -1) return 'has a "[" that is never closed';
      if (source.slice(index, end).includes("/")) return 'has a "/" within "[…]"';
      index = end;
    }
    index += 1;
  }
  return null;
}

/** A `]` that comes first is a member of the class, and `[:alpha:]` may stand within one. */
function closingBracket(source: string, first: number): number {
  let index = first;
  if (source[index] === "]") index += 1;
  while (index < source.length) {
    if (source.startsWith("[:", index)) {
      const end = source.indexOf(":]", index + 2);
      if (end === -1) return -1;
      index = end + 2;
    } else if (source[index] === "]") {
      return index;
    } else {
      index += 1;
    }
  }
  return -1;
}

function parseResourceGlob(source: string): Glob | GlobProblem {
  const problem = addressProblem(source);
  if (problem !== null) return { problem };
  const matches = compileFlat(source);
  return {
    source,
    matches(text) {
      if (matches(text)) return true;
      const resource = withoutLastIndex(text);
      if (resource !== text && matches(resource)) return true;
      const everywhere = withoutIndexes(text);
      return everywhere !== resource && matches(everywhere);
    },
  };
}

function parseRuleGlob(source: string): Glob | GlobProblem {
  if (/[[\]\\]/.test(source))
    return { problem: 'holds a bracket or a backslash; a rule is named as in "immutable/in-place-update" or "immutable/*"' };
  return { source, matches: compileFlat(source) };
}

function parseAttributeGlob(source: string): Glob | GlobProblem {
  const compiled = compileAttributePattern(source, compileFlat);
  return "problem" in compiled ? compiled : { source, matches: compiled.matches };
}

/**
 * A glob in which only `*`, `?` and `{a,b}` have a meaning, and nothing separates parts.
 * Slashes are swapped for a control character, which a pattern cannot hold otherwise; one in the text is swapped away first, so it meets wildcards only.
 */
function compileFlat(source: string): (text: string) => boolean {
  const pattern = source.replace(/[[\]\\]/g, "\\$&").replaceAll("/", "\u0001");
  const matcher = new Minimatch(pattern, { ...options, noglobstar: true });
  return (text) => text === source || matcher.match(text.replaceAll("\u0001", "\u0002").replaceAll("/", "\u0001"));
}
