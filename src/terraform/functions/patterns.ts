/** Functions that search with regular expressions, in RE2's syntax as Terraform has it. */
import type { Value } from "../../model/value.ts";
import { fail } from "../evaluation.ts";
import type { Pattern } from "../regex/compile.ts";
import { compilePattern, UnsupportedPattern } from "../regex/compile.ts";
import type { Match } from "../regex/match.ts";
import { allMatches, firstMatch } from "../regex/match.ts";
import type { Type } from "../type.ts";
import { stringType } from "../type.ts";
import { listValue, nullValue, stringValue, typedValue } from "../values.ts";
import type { CallSite } from "./pure-function.ts";
import { fits, pure, textArgument } from "./pure-function.ts";

export const patternFunctions = [
  pure("regex", 2, (args, site) =>
    withPattern(textArgument(args, 0), (pattern) => {
      const match = firstMatch(pattern, textArgument(args, 1), site.scope.run);
      return match === null ? fail("the pattern does not match") : captured(pattern, match);
    }),
  ),
  pure("regexall", 2, (args, site) =>
    withPattern(textArgument(args, 0), (pattern) =>
      typedList(
        pattern,
        allMatches(pattern, textArgument(args, 1), site.scope.run).map((match) => captured(pattern, match)),
      ),
    ),
  ),
  pure("replace", 3, replace),
];

/** Null where the pattern uses something that is not evaluated. */
function withPattern(source: string, use: (pattern: Pattern) => Value): Value | null {
  try {
    return use(compilePattern(source));
  } catch (failure) {
    if (failure instanceof UnsupportedPattern) return null;
    throw failure;
  }
}

/** Where nothing matches, the list knows what it would hold. */
function typedList(pattern: Pattern, found: readonly Value[]): Value {
  return found.length > 0 ? listValue(found) : typedValue(listValue([]), { kind: "list", element: capturedType(pattern) });
}

function capturedType(pattern: Pattern): Type {
  const names = pattern.groupNames.slice(1);
  if (names.length === 0) return stringType;
  if (names.every((name) => name === null)) return { kind: "tuple", items: names.map(() => stringType) };
  return {
    kind: "object",
    attributes: new Map(names.map((name) => [name ?? "", { type: stringType, optional: false, default: null }])),
  };
}

/** Named groups give an object, unnamed ones a tuple, none the matched text. */
function captured(pattern: Pattern, match: Match): Value {
  const group = (i: number): Value => {
    const text = match.groups[i];
    return text === undefined ? typedValue(nullValue, stringType) : stringValue(text);
  };
  if (pattern.groupNames.length === 1) return group(0);
  const names = pattern.groupNames.slice(1);
  if (names.every((name) => name === null)) return { kind: "tuple", items: names.map((_, i) => group(i + 1)) };
  if (names.some((name) => name === null)) return fail("a pattern has either named or unnamed groups");
  return { kind: "object", entries: new Map(names.map((name, i) => [name ?? "", group(i + 1)])) };
}

/** A search between slashes is a pattern, everything else stands for itself. */
function replace(args: readonly Value[], site: CallSite): Value | null {
  const text = textArgument(args, 0);
  const search = textArgument(args, 1);
  const replacement = textArgument(args, 2);
  if (search.length > 1 && search.startsWith("/") && search.endsWith("/")) {
    return withPattern(search.slice(1, -1), (pattern) => stringValue(replaced(pattern, text, replacement, site)));
  }
  const pieces = search === "" ? ["", ...text, ""] : text.split(search);
  fits(text.length + (pieces.length - 1) * replacement.length, site);
  return stringValue(pieces.join(replacement));
}

function replaced(pattern: Pattern, text: string, replacement: string, site: CallSite): string {
  let result = "";
  let at = 0;
  for (const match of allMatches(pattern, text, site.scope.run)) {
    result += text.slice(at, match.start) + expanded(replacement, pattern, match);
    at = match.end;
    fits(result.length, site);
  }
  return result + text.slice(at);
}

/** Go's `Regexp.Expand`: `$1`, `$name`, `${name}`, `$$`; the longest name counts, an unknown one is empty. */
function expanded(template: string, pattern: Pattern, match: Match): string {
  return template.replace(/\$(?:\$|([0-9A-Za-z_]+)|\{([0-9A-Za-z_]+)\})/g, (whole, bare?: string, braced?: string) => {
    const name = bare ?? braced;
    if (name === undefined) return "$";
    if (whole === "$$") return "$";
    const index = /^[0-9]+$/.test(name) ? Number(name) : pattern.groupNames.indexOf(name);
    return index < 0 ? "" : (match.groups[index] ?? "");
  });
}
