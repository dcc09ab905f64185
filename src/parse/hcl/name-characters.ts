/** Which characters a name is made of: Unicode identifiers, with dashes. */
const NAME_START = /[\p{ID_Start}_]/u;
const NAME_REST = /[\p{ID_Continue}-]/u;

/** An ASCII letter or underscore, by its code unit. */
export function isAsciiNameStart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
}

/** The character (a whole code point) at an offset; empty at the end. */
export function characterAt(text: string, at: number): string {
  const point = text.codePointAt(at);
  return point === undefined ? "" : String.fromCodePoint(point);
}

/** Whether a name may start with this character (a code point). */
export function startsName(character: string): boolean {
  return NAME_START.test(character);
}

/** Whether a name may go on with this character (a code point). */
export function continuesName(character: string): boolean {
  return NAME_REST.test(character);
}
