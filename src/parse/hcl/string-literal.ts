/** Decodes the literal text of strings and templates as Terraform does. */

/** Text between quotes, escapes decoded. The scanner has checked the escapes; one that is wrong stays as it is written. */
export function decodeQuoted(raw: string): string {
  if (!raw.includes("\\")) {
    return decodeUnquoted(raw);
  }
  let value = "";
  let from = 0;
  for (let at = raw.indexOf("\\"); at !== -1; at = raw.indexOf("\\", from)) {
    value += decodeUnquoted(raw.slice(from, at));
    const letter = raw.charAt(at + 1);
    const length = letter === "u" ? 4 : letter === "U" ? 8 : 0;
    const point = length === 0 ? Number.NaN : Number.parseInt(raw.slice(at + 2, at + 2 + length), 16);
    if (point <= 0x10ffff) {
      value += String.fromCodePoint(point);
      from = at + 2 + length;
      continue;
    }
    value += SIMPLE_ESCAPES.get(letter) ?? raw.slice(at, at + 2);
    from = at + 2;
  }
  return value + decodeUnquoted(raw.slice(from));
}

const SIMPLE_ESCAPES: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ['"', '"'],
  ["\\", "\\"],
]);

/** Text of a heredoc or a bare template: only `$${` and `%%{` mean something else than they show. */
export function decodeUnquoted(raw: string): string {
  if (!raw.includes("${") && !raw.includes("%{")) {
    return raw;
  }
  return raw.replaceAll("$${", "${").replaceAll("%%{", "%{");
}

/** Terraform's strings are in Unicode's normal form C. */
export function normalForm(text: string): string {
  return text.normalize("NFC");
}

/** White space as Go's `unicode.IsSpace` sees it, which strip markers and heredoc indentation go by. */
export function isSpace(code: number): boolean {
  if (code < 128) {
    return code === 32 || (code >= 9 && code <= 13);
  }
  return (
    code === 0x85 ||
    code === 0xa0 ||
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000
  );
}

export function trimSpaceStart(text: string): string {
  let at = 0;
  while (at < text.length && isSpace(text.charCodeAt(at))) {
    at++;
  }
  return text.slice(at);
}

export function trimSpaceEnd(text: string): string {
  let at = text.length;
  while (at > 0 && isSpace(text.charCodeAt(at - 1))) {
    at--;
  }
  return text.slice(0, at);
}
