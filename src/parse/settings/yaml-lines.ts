/** The lines of a YAML text, one at a time, with what the reader needs to know of each: where it begins and whether it is a template's. */

export interface YamlLine {
  /** UTF-16 offsets of the first sign that is no blank, and of the line's end (exclusive). */
  readonly start: number;
  readonly end: number;
  /** Blanks before it. */
  readonly indent: number;
}

/** Goes through the lines once. Lines without content, comments and lines that are only a template's action can be passed over. */
export class YamlLines {
  readonly text: string;
  #next = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** The offset at which the next line begins. */
  get offset(): number {
    return this.#next;
  }

  set offset(offset: number) {
    this.#next = offset;
  }

  /** The next line, whatever it holds. Null: the text is over. */
  take(): YamlLine | null {
    const line = this.peek();
    if (line !== null) this.#next = this.#behind(line);
    return line;
  }

  peek(): YamlLine | null {
    const from = this.#next;
    if (from >= this.text.length) return null;
    const newline = this.text.indexOf("\n", from);
    let end = newline === -1 ? this.text.length : newline;
    if (end > from && this.text[end - 1] === "\r") end--;
    let start = from;
    while (start < end && (this.text[start] === " " || this.text[start] === "\t")) start++;
    return { start, end, indent: start - from };
  }

  /** The next line that says something, itself not taken. */
  peekContent(): YamlLine | null {
    for (let line = this.peek(); line !== null; line = this.peek()) {
      if (!this.#saysNothing(line)) return line;
      this.#next = this.#behind(line);
    }
    return null;
  }

  isBlank(line: YamlLine): boolean {
    return line.start === line.end;
  }

  #behind(line: YamlLine): number {
    const newline = this.text.indexOf("\n", line.end);
    return newline === -1 ? this.text.length : newline + 1;
  }

  #saysNothing(line: YamlLine): boolean {
    return line.start === line.end || this.text[line.start] === "#" || this.isAction(line);
  }

  /** `{{- if .Values.x }}`, `{% for x in y %}`, `<% end %>` alone on a line: nothing of it is YAML. */
  isAction(line: YamlLine): boolean {
    const first = this.text[line.start];
    if (first !== "{" && first !== "<") return false;
    const second = this.text[line.start + 1];
    if (first === "{" && second !== "{" && second !== "%" && second !== "#") return false;
    if (first === "<" && second !== "%") return false;
    const closing = first === "<" ? "%>" : second === "{" ? "}}" : `${second}}`;
    const written = this.text.slice(line.start, line.end).trimEnd();
    const end = written.indexOf(closing);
    // Without its end it goes on below; what stands behind the end belongs to the YAML.
    return end === -1 || end + closing.length === written.length || (written.endsWith(closing) && !written.includes(": "));
  }
}
