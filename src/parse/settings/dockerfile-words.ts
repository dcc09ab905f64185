/** The words of a Dockerfile's `ENV` and `ARG`, with quotes and escapes resolved. */

export interface DockerWord {
  readonly text: string;
  readonly quoted: boolean;
  /** From 1. */
  readonly line: number;
}

/** @param text continued lines end in a backslash. One pass. */
export function dockerWords(text: string, line: number): readonly DockerWord[] {
  const words: DockerWord[] = [];
  const place = { at: 0, line };
  for (;;) {
    skipBlanks(text, place);
    if (place.at >= text.length) return words;
    words.push(wordAt(text, place));
  }
}

/** Where the reading stands. */
interface Standing {
  at: number;
  line: number;
}

function skipBlanks(text: string, place: Standing): void {
  for (;;) {
    const c = text[place.at];
    if (c === "\\" && text[place.at + 1] === "\n") {
      place.at += 2;
      place.line++;
    } else if (c === "\n") {
      place.at++;
      place.line++;
    } else if (c === " " || c === "\t" || c === "\r") place.at++;
    else return;
  }
}

function wordAt(text: string, place: Standing): DockerWord {
  const { line } = place;
  const pieces: string[] = [];
  let quoted = false;
  while (place.at < text.length) {
    const c = text[place.at] ?? "";
    if (c === " " || c === "\t" || c === "\r" || c === "\n") break;
    if (c === '"' || c === "'") {
      quoted = true;
      place.at++;
      quotedPart(text, place, c, pieces);
    } else if (c === "\\") {
      escaped(text, place, "", pieces);
    } else {
      const start = place.at;
      while (place.at < text.length && !/[\s"'\\]/.test(text[place.at] ?? "")) place.at++;
      pieces.push(text.slice(start, place.at));
    }
  }
  return { text: pieces.join(""), quoted, line };
}

function quotedPart(text: string, place: Standing, quote: string, pieces: string[]): void {
  while (place.at < text.length) {
    const c = text[place.at] ?? "";
    if (c === quote) {
      place.at++;
      return;
    }
    if (c === "\\" && (quote === '"' || text[place.at + 1] === "\n")) {
      escaped(text, place, quote, pieces);
      continue;
    }
    if (c === "\n") place.line++;
    const start = place.at;
    place.at++;
    while (place.at < text.length && !/["'\\\n]/.test(text[place.at] ?? "")) place.at++;
    pieces.push(text.slice(start, place.at));
  }
}

/** A backslash: before a line's end it joins the lines, in quotes it stays before what it does not change. */
function escaped(text: string, place: Standing, quote: string, pieces: string[]): void {
  const next = text[place.at + 1] ?? "";
  place.at += 2;
  if (next === "\n") place.line++;
  else pieces.push(quote === "" || next === quote || next === "\\" || next === "$" ? next : `\\${next}`);
}
