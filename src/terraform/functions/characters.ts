/** Characters as Go's standard library and go-cty see them. */

/** Made when it is first needed: it loads tables, and most texts are plain. */
let segmenter: Intl.Segmenter | null = null;

/** So many units are looked at in one go: the time that the segmenter takes grows with the square of what it is given. */
const window = 256;

/** Grapheme clusters (Unicode Standard Annex 29). */
export function graphemes(text: string): string[] {
  if (isPlain(text)) return text.split("");
  const found: string[] = [];
  for (let at = 0; at < text.length; ) {
    const clusters = clustersFrom(text, at);
    for (const cluster of clusters) found.push(cluster);
    at += clusters.reduce((length, cluster) => length + cluster.length, 0);
  }
  return found;
}

/** At least one cluster; where one begins is told by what stands before it, where the last one of a window ends is not. */
function clustersFrom(text: string, start: number): readonly string[] {
  segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  for (let size = window; ; size *= 2) {
    const clusters = Array.from(segmenter.segment(text.slice(start, start + size)), (piece) => piece.segment);
    if (start + size >= text.length) return clusters;
    if (clusters.length > 1) return clusters.slice(0, -1);
  }
}

/** Steps that {@link graphemes} is worth. */
export function clusterCost(text: string): number {
  return isPlain(text) ? 0 : text.length;
}

/** Go's `strings.Split`: an empty separator splits into code points. */
export function splitText(text: string, separator: string): string[] {
  return separator === "" ? [...text] : text.split(separator);
}

export function upperCase(text: string): string {
  return mapCharacters(text, (character) => capitalIota(character) ?? character.toUpperCase());
}

export function lowerCase(text: string): string {
  return mapCharacters(text, (character) => (character === "İ" ? "i" : character.toLowerCase()));
}

/** `ᾳ` is one letter in Go, whose capital is `ᾼ`; in JavaScript it becomes two. Null: another letter. */
function capitalIota(character: string): string | null {
  const point = character.codePointAt(0) ?? 0;
  if (point === 0x1fb3 || point === 0x1fc3 || point === 0x1ff3) return String.fromCodePoint(point + 9);
  return point >= 0x1f80 && point < 0x1fb0 && point % 16 < 8 ? String.fromCodePoint(point + 8) : null;
}

/** Go's `strings.Title`: the first letter of each word, where a word ends at anything but a letter, a digit or an underscore. */
export function titleCase(text: string): string {
  let result = "";
  let before = " ";
  for (const character of text) {
    result += isSeparator(before) ? single(character, titleOf(character)) : character;
    before = character;
  }
  return result;
}

/** Letters whose title case is not their upper case. */
const titleForms: ReadonlyMap<string, string> = new Map([
  ...["ǅ", "ǈ", "ǋ", "ǲ"].flatMap((title) =>
    [title, title.toUpperCase(), title.toLowerCase()].map((form): [string, string] => [form, title]),
  ),
]);

function titleOf(character: string): string {
  // The capitals of Georgian are for whole words.
  if (/^[\u10d0-\u10ff]$/.test(character)) return character;
  return titleForms.get(character) ?? capitalIota(character) ?? character.toUpperCase();
}

const space = /^[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]$/;

/** Go's `strings.TrimSpace`. */
export function trimSpace(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && space.test(text[start] ?? "")) start++;
  while (end > start && space.test(text[end - 1] ?? "")) end--;
  return text.slice(start, end);
}

function isSeparator(character: string): boolean {
  if ((character.codePointAt(0) ?? 0) <= 0x7f) return !/^[0-9A-Za-z_]$/.test(character);
  if (/^[\p{L}\p{Nd}]$/u.test(character)) return false;
  return space.test(character);
}

/** Go maps one code point to one: what grows (`ß`) stays. */
function mapCharacters(text: string, map: (character: string) => string): string {
  let result = "";
  for (const character of text) result += single(character, map(character));
  return result;
}

function single(character: string, mapped: string): string {
  return [...mapped].length === 1 ? mapped : character;
}

/** No clusters of more than one unit: Latin letters and signs without carriage returns. */
function isPlain(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0x300 || unit === 0x0d) return false;
  }
  return true;
}
