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
    if (text[at + 1] !== "'") return { text: folded(text.slice(start + 1, at), false).replaceAll("''", "'"), end: at + 1 };
  }
  return null;
}

function doubleQuoted(text: string, start: number, limit: number): QuotedText | null {
  for (let at = text.indexOf('"', start + 1); at !== -1 && at < limit; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text[at - 1 - slashes] === "\\") slashes++;
    if (slashes % 2 === 0) return { text: unescaped(folded(text.slice(start + 1, at), true)), end: at + 1 };
  }
  return null;
}

/** Line ends within quotes are a space; in double quotes none where a backslash stands before it. */
function folded(text: string, escapes: boolean): string {
  if (!text.includes("\n")) return text;
  let joined = "";
  let escaped = true;
  for (const line of text.split("\n")) {
    const plain = line.trim();
    const cut = escapes && isEscaped(plain);
    joined += (escaped ? "" : " ") + (cut ? plain.slice(0, -1) : plain);
    escaped = cut;
  }
  return joined;
}

/** Whether a line ends in a backslash that no other one escapes. */
function isEscaped(line: string): boolean {
  let slashes = 0;
  while (line[line.length - 1 - slashes] === "\\") slashes++;
  return slashes % 2 === 1;
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
