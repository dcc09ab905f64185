/** Texts in quotes, as YAML and JSON write them. */

export interface QuotedText {
  readonly text: string;
  /** UTF-16 offset behind the closing quote. */
  readonly end: number;
}

/**
 * The text whose opening quote stands at `start`. Null: no closing quote stands before `limit`. Linear in what is passed over.
 * @param limit UTF-16 offset, exclusive
 */
export function quotedText(text: string, start: number, limit: number): QuotedText | null {
  return text[start] === "'" ? singleQuoted(text, start, limit) : doubleQuoted(text, start, limit);
}

function singleQuoted(text: string, start: number, limit: number): QuotedText | null {
  for (let at = text.indexOf("'", start + 1); at !== -1 && at < limit; at = text.indexOf("'", at + 2)) {
    if (text[at + 1] !== "'") return { text: folded(text.slice(start + 1, at)).replaceAll("''", "'"), end: at + 1 };
  }
  return null;
}

function doubleQuoted(text: string, start: number, limit: number): QuotedText | null {
  for (let at = text.indexOf('"', start + 1); at !== -1 && at < limit; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text[at - 1 - slashes] === "\\") slashes++;
    if (slashes % 2 === 0) return { text: unescaped(folded(text.slice(start + 1, at))), end: at + 1 };
  }
  return null;
}

/** Line ends within quotes are a space. */
function folded(text: string): string {
  return text.includes("\n") ? text.replaceAll("\\\n", "\n").split("\n").map(trimmed).join(" ") : text;
}

function trimmed(line: string): string {
  return line.trim();
}

const plainEscapes: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  b: "\b",
  f: "\f",
  "0": "\0",
  e: "\u001b",
  a: "\u0007",
  v: "\v",
};

function unescaped(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replaceAll(/\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))/gs, (_all, two, four, eight, other) => {
    const code = two ?? four ?? eight;
    if (code === undefined) return plainEscapes[String(other)] ?? String(other);
    const point = Number.parseInt(String(code), 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : "\ufffd";
  });
}
