/** Patterns of the maintainers' own for tokens that no vendor's rule knows, run in time linear in the text whatever they are. */
import type { PatternMatch, PatternSearch } from "../model/policy.ts";
import { defaultLimits, EvaluationFailure, LimitReached, newRun } from "../terraform/evaluation.ts";
import { compilePattern, type Pattern, UnsupportedPattern } from "../terraform/regex/compile.ts";
import { allMatches } from "../terraform/regex/match.ts";

export interface TextPattern {
  /** Matches that do not overlap, in order. */
  search(text: string): PatternSearch;
}

/** Instructions of a pattern, to which the time that it takes for each character is proportional. */
const mostInstructions = 2_000;
/** Nothing shorter is a credential that could be told by its shape, in characters. */
const shortestMatch = 4;
/** Steps of one search: a text of ordinary words takes a pattern that is not exact about a third of it. */
const steps = { always: 500_000, ofCharacter: 8 } as const;

/**
 * Compiles a pattern in RE2's syntax (github.com/google/re2/wiki/Syntax: no look-around, no references back), or says what is wrong with it,
 * in words that follow it in a sentence. Where it has a group, what the first one matched is the credential.
 */
export function compileTextPattern(source: string): TextPattern | { readonly problem: string } {
  let pattern: Pattern;
  try {
    pattern = compilePattern(source);
  } catch (failure) {
    if (failure instanceof EvaluationFailure || failure instanceof UnsupportedPattern)
      return { problem: `cannot be used: ${failure.message}` };
    throw failure;
  }
  if (pattern.program.length > mostInstructions) return { problem: "is too large; use fewer or smaller counts" };
  if (pattern.shortest === 0) return { problem: "matches the empty text, so it would be found everywhere" };
  if (pattern.shortest < shortestMatch)
    return {
      problem: `matches texts of ${pattern.shortest === 1 ? "a single character" : `${pattern.shortest} characters`}; at least ${shortestMatch} are needed`,
    };
  return { search: (text) => search(pattern, text) };
}

function search(pattern: Pattern, text: string): PatternSearch {
  const run = newRun({ limits: { ...defaultLimits, steps: steps.always + text.length * steps.ofCharacter } });
  try {
    return { matches: allMatches(pattern, text, run).map(matchOf), whole: true };
  } catch (failure) {
    if (failure instanceof LimitReached) return { matches: [], whole: false };
    throw failure;
  }
}

function matchOf(match: { readonly start: number; readonly end: number; readonly groups: readonly (string | undefined)[] }): PatternMatch {
  return { begin: match.start, end: match.end, text: match.groups[1] ?? match.groups[0] ?? "" };
}
