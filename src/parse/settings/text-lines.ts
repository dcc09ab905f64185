/** The lines of a text with their offsets. */

export interface TextLine {
  /** Without the line's end. */
  readonly text: string;
  /** UTF-16 offset of its first unit. */
  readonly offset: number;
}

/** Lines end with `\n` or `\r\n`. Linear. */
export function* textLines(text: string): Generator<TextLine, void, undefined> {
  for (let offset = 0; offset <= text.length; ) {
    const newline = text.indexOf("\n", offset);
    const end = newline === -1 ? text.length : newline;
    const last = end > offset && text[end - 1] === "\r" ? end - 1 : end;
    yield { text: text.slice(offset, last), offset };
    offset = end + 1;
  }
}
