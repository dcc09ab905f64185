/** How text from a file is shown in a message: quoted, short, and without characters that could move or hide text on a terminal. */

const shown = 60;

/** True for C0 and C1 controls, line and paragraph separators, zero-width and bidirectional formatting characters, and lone surrogates. */
export function isInvisible(codePoint: number): boolean {
  return (
    codePoint < 0x20 ||
    (codePoint >= 0x7f && codePoint <= 0x9f) ||
    codePoint === 0xad ||
    codePoint === 0x61c ||
    (codePoint >= 0x200b && codePoint <= 0x200f) ||
    (codePoint >= 0x2028 && codePoint <= 0x202e) ||
    (codePoint >= 0x2060 && codePoint <= 0x206f) ||
    (codePoint >= 0xd800 && codePoint <= 0xdfff) ||
    codePoint === 0xfeff ||
    (codePoint >= 0xe0000 && codePoint <= 0xe007f)
  );
}

/** The text with every invisible character written as `\u{…}`, cut after 60 characters. It holds no line break. */
export function plain(text: string, limit = shown): string {
  let out = "";
  let count = 0;
  for (const character of text) {
    if (count === limit) return `${out}…`;
    const codePoint = character.codePointAt(0) ?? 0;
    out += isInvisible(codePoint) ? `\\u{${codePoint.toString(16)}}` : character;
    count += 1;
  }
  return out;
}

/** {@link plain}, between double quotes, and as {@link unrevealing} as that. */
export function quote(text: string): string {
  return `"${unrevealing(text)}"`;
}

/** {@link plain}; of what looks like a credential in the wrong place, the first three characters. */
export function unrevealing(text: string): string {
  return looksLikeCredential(text) ? `${plain(text.slice(0, 3), 3)}…` : plain(text);
}

/** More is not shown anyhow, in UTF-16 units. */
const longestJudged = 200;

/** A generated text among the words: names, days, versions and fingerprints of findings are none. Linear. */
function looksLikeCredential(text: string): boolean {
  if (/^[0-9a-f]{1,12}$/.test(text)) return false;
  return text
    .slice(0, longestJudged)
    .split(/[^A-Za-z0-9]+/)
    .some((word) => {
      if (word.length < 12) return false;
      const changes = word.match(/\d+/g)?.length ?? 0;
      return (
        changes >= 3 ||
        (changes >= 1 && /[a-z]/.test(word) && /[A-Z]/.test(word)) ||
        (word.length >= 16 && changes >= 1 && /^[0-9a-f]+$/i.test(word))
      );
    });
}

/** `a, b and c`; with `or` between the last two where `word` says so. */
export function sentenceList(items: readonly string[], word: "and" | "or" = "and"): string {
  if (items.length <= 1) return items.join("");
  return `${items.slice(0, -1).join(", ")} ${word} ${items[items.length - 1]}`;
}
