/** The patterns of `fileset`: `*`, `**`, `?`, `[…]` and `{a,b}`. */
import type { Run } from "../evaluation.ts";
import { compilePattern, UnsupportedPattern } from "../regex/compile.ts";
import { firstMatch } from "../regex/match.ts";

/** Paths that match, in the order given. Null: the pattern is outside what is understood. */
export function matchingPaths(glob: string, paths: readonly string[], run: Run): readonly string[] | null {
  const source = patternOf(glob);
  if (source === null) return null;
  try {
    const pattern = compilePattern(source);
    return paths.filter((path) => firstMatch(pattern, path, run) !== null);
  } catch (failure) {
    if (failure instanceof UnsupportedPattern) return null;
    throw failure;
  }
}

/** What each piece of a glob is as a regular expression. */
const pieces: ReadonlyMap<string, string> = new Map([
  ["**/", "(?:[^/]+/)*"],
  ["**", ".*"],
  ["*", "[^/]*"],
  ["?", "[^/]"],
]);

/** The glob as a regular expression over a whole path; null: it has classes or escapes. */
function patternOf(glob: string): string | null {
  if (glob.length > 1000 || /[\\[\]]/.test(glob)) return null;
  let pattern = "";
  let braces = 0;
  for (const [piece] of glob.matchAll(/\*\*\/|\*\*|[\s\S]/gu)) {
    const inBraces = braces > 0;
    if (piece === "{") braces++;
    if (piece === "}" && inBraces) braces--;
    pattern += pieces.get(piece) ?? bracePiece(piece, inBraces) ?? `\\x{${(piece.codePointAt(0) ?? 0).toString(16)}}`;
  }
  return braces === 0 ? `^(?s:${pattern})$` : null;
}

function bracePiece(piece: string, inBraces: boolean): string | null {
  if (piece === "{") return "(?:";
  if (!inBraces) return null;
  return piece === "}" ? ")" : piece === "," ? "|" : null;
}
