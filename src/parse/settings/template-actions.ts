/** What templates write into a document: `{{ … }}`, `${…}`. */

/** Between the braces, in UTF-16 units. */
const longestAction = 2_000;

/** Is asked for offsets that grow. Linear in the text, whatever is asked. */
export class TemplateActions {
  readonly #text: string;
  readonly #next = { "}": -1, "}}": -1 };

  constructor(text: string) {
    this.#text = text;
  }

  /** Behind `{{ … }}` or `${…}` at this offset; -1: neither. */
  endAt(at: number): number {
    const sign = this.#text[at];
    if (sign === "{" && this.#text[at + 1] === "{") return this.#closing("}}", at + 2);
    return sign === "$" && this.#text[at + 1] === "{" ? this.#closing("}", at + 2) : -1;
  }

  /** The next closing sign is looked for once, and kept until the reader has passed it. */
  #closing(sign: "}" | "}}", from: number): number {
    let end = this.#next[sign];
    if (end < from) {
      const found = this.#text.indexOf(sign, from);
      end = found === -1 ? Number.POSITIVE_INFINITY : found;
      this.#next[sign] = end;
    }
    return end - from > longestAction ? -1 : end + sign.length;
  }
}
