/** Classes of characters in regular expressions: `\d`, `[[:alpha:]]`, `\p{Greek}`. */

export type CharacterTest = (point: number) => boolean;

/** Perl's classes, which RE2 keeps to ASCII. */
const perlClasses: ReadonlyMap<string, RegExp> = new Map([
  ["d", /^[0-9]$/],
  ["s", /^[\t\n\f\r ]$/],
  ["w", /^[0-9A-Za-z_]$/],
]);

const posixClasses: ReadonlyMap<string, RegExp> = new Map([
  [":alnum", /^[0-9A-Za-z]$/],
  [":alpha", /^[A-Za-z]$/],
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the class is defined by them.
  [":ascii", /^[\u0000-\u007f]$/],
  [":blank", /^[\t ]$/],
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the class is defined by them.
  [":cntrl", /^[\u0000-\u001f\u007f]$/],
  [":digit", /^[0-9]$/],
  [":graph", /^[!-~]$/],
  [":lower", /^[a-z]$/],
  [":print", /^[ -~]$/],
  [":punct", /^[!-/:-@[-`{-~]$/],
  [":space", /^[\t\n\v\f\r ]$/],
  [":upper", /^[A-Z]$/],
  [":word", /^[0-9A-Za-z_]$/],
  [":xdigit", /^[0-9A-Fa-f]$/],
]);

/** The class of `\d`, `\D` and the like; null: the letter names none. */
export function classOf(letter: string): CharacterTest | null {
  const positive = perlClasses.get(letter.toLowerCase());
  if (positive === undefined) return null;
  const test = testOf(positive);
  return letter === letter.toLowerCase() ? test : (point) => !test(point);
}

/** A POSIX class (`:alpha`) or a Unicode category or script (`L`, `Greek`); null: unknown. */
export function characterClass(name: string): CharacterTest | null {
  const posix = posixClasses.get(name);
  if (posix !== undefined) return testOf(posix);
  if (!/^[A-Z][A-Za-z_]{0,40}$/.test(name)) return null;
  for (const property of [name, `Script=${name}`]) {
    try {
      return testOf(new RegExp(`^\\p{${property}}$`, "u"));
    } catch {
      // Not a property of that sort.
    }
  }
  return null;
}

/** One character against one class: nothing to backtrack over. */
function testOf(pattern: RegExp): CharacterTest {
  const known = new Map<number, boolean>();
  return (point) => {
    let result = known.get(point);
    if (result === undefined) {
      result = pattern.test(String.fromCodePoint(point));
      if (known.size < 4096) known.set(point, result);
    }
    return result;
  };
}
