/** Checks the `{a,b}` and `{1..9}` of a glob before anything expands them. */

/** More alternatives than this are refused. */
const mostAlternatives = 256;
const deepest = 8;

interface Level {
  /** Alternatives that are complete. */
  done: number;
  /** Ways to write the alternative that is being read. */
  current: number;
  commas: number;
  readonly start: number;
}

/** What is wrong with the braces of a glob, in words that follow it in a sentence; null: nothing. Linear in the text. */
export function braceProblem(source: string): string | null {
  const levels: Level[] = [{ done: 0, current: 1, commas: 0, start: -1 }];
  for (let index = 0; index < source.length; index += 1) {
    const character = source[index];
    const level = levels[levels.length - 1];
    if (level === undefined) return 'has a "}" without a "{"';
    if (character === "{") {
      if (levels.length > deepest) return `has braces nested more than ${deepest} deep`;
      levels.push({ done: 0, current: 1, commas: 0, start: index });
    } else if (character === "," && levels.length > 1) {
      level.done += level.current;
      level.current = 1;
      level.commas += 1;
    } else if (character === "}") {
      const outer = levels[levels.length - 2];
      if (outer === undefined) return 'has a "}" without a "{"';
      const ways = waysOf(level, source.slice(level.start + 1, index));
      if (ways === null) return `has braces with only one alternative; write {a,b}`;
      levels.pop();
      outer.current *= ways;
      if (outer.current > mostAlternatives || outer.done > mostAlternatives) return `stands for more than ${mostAlternatives} patterns`;
    }
  }
  if (levels.length > 1) return 'has a "{" that is never closed';
  return null;
}

function waysOf(level: Level, inner: string): number | null {
  if (level.commas > 0) return level.done + level.current;
  const range = /^(-?\d{1,9}|[A-Za-z])\.\.(-?\d{1,9}|[A-Za-z])(?:\.\.(-?\d{1,9}))?$/.exec(inner);
  if (range === null) return inner.includes("..") && /^[-\d.]+$/.test(inner) ? Number.POSITIVE_INFINITY : null;
  const [from, to] = [pointOf(range[1] ?? ""), pointOf(range[2] ?? "")];
  const step = Math.max(1, Math.abs(Number(range[3] ?? 1)));
  return Math.floor(Math.abs(to - from) / step) + 1;
}

function pointOf(text: string): number {
  return /^[A-Za-z]$/.test(text) ? text.charCodeAt(0) : Number(text);
}
