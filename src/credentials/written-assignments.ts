/** Assignments in a text of any language: `export A=b`, `"a": "b"`, `a: b`, `--a b`, and name–value pairs over several lines. */

export interface WrittenAssignment {
  readonly name: string;
  readonly value: string;
  /** UTF-16 offset of the value. */
  readonly offset: number;
  readonly quoted: boolean;
}

/** Longer values are documents of their own, in UTF-16 units. */
const longestValue = 2_000;
/** The value of a pair stands this near behind its name. */
const nearest = 200;

const start =
  /(?<![\w.])(?:(\\?["'])([A-Za-z_][\w.-]{0,80})\1|(-{0,2})([A-Za-z_][\w.-]{0,80}))([ \t]{0,20}(?::=|=>|[=:])(?![=:])[ \t]{0,20}|[ \t]{1,20})/g;

/** In order of writing. Linear: of each name and value a bounded piece is looked at. */
export function* writtenAssignments(text: string): Generator<WrittenAssignment, void, undefined> {
  const names = new RegExp(start);
  let pairName: { readonly name: string; readonly end: number } | null = null;
  for (let match = names.exec(text); match !== null; match = names.exec(text)) {
    const name = match[2] ?? match[4] ?? "";
    const sign = (match[5] ?? "").trim();
    // `--password hunter2` needs no sign; all else does.
    if (sign === "" && match[3] !== "--") {
      names.lastIndex = match.index + match[0].length - (match[5]?.length ?? 0);
      continue;
    }
    const at = match.index + match[0].length;
    if (isComparison(text, match.index) || isVersioned(match, text[at])) {
      names.lastIndex = at;
      continue;
    }
    const value = valueAt(text, at, sign === ":" && match[1] === undefined);
    if (value === null) {
      names.lastIndex = at;
      continue;
    }
    // The value may hold assignments of its own: `environment: "A=b"`.
    names.lastIndex = value.quoted ? at + 1 : at;
    if (/^(?:name|key)$/i.test(name)) pairName = { name: value.text, end: value.offset + value.text.length };
    if (/^value$/i.test(name) && pairName !== null && value.offset - pairName.end < nearest) {
      yield { name: pairName.name, value: value.text, offset: value.offset, quoted: value.quoted };
      pairName = null;
    } else yield { name, value: value.text, offset: value.offset, quoted: value.quoted };
  }
}

/** `[ $TOKEN = "" ]`, `test $TOKEN = x`: a shell's question. */
function isComparison(text: string, index: number): boolean {
  if (text[index - 1] !== "$" && text[index - 1] !== "{") return false;
  const before = text.slice(Math.max(0, index - 200), index);
  return /(?:\[|\btest)[ \t][^\n]*$/.test(before.slice(before.lastIndexOf("\n") + 1));
}

/** `db-password:latest`: a name and its version. Where a colon assigns a word without quotes, a space stands behind it. */
function isVersioned(match: RegExpExecArray, next: string | undefined): boolean {
  return match[5] === ":" && match[1] === undefined && next !== undefined && /[A-Za-z0-9]/.test(next);
}

interface WrittenValue {
  readonly text: string;
  readonly offset: number;
  readonly quoted: boolean;
}

/** @param wholeLine an unquoted value has to be the last word of its line: `Password: see below` is prose. */
function valueAt(text: string, at: number, wholeLine: boolean): WrittenValue | null {
  const piece = text.slice(at, at + longestValue);
  const quoted = /^(?:\\?(["']))/.exec(piece);
  if (quoted !== null) {
    const opening = quoted[0];
    const end = piece.indexOf(opening, opening.length);
    const line = piece.search(/[\r\n]/);
    if (end === -1 || (line !== -1 && line < end)) return null;
    return { text: piece.slice(opening.length, end), offset: at + opening.length, quoted: true };
  }
  const plain = /^[^\s"'`,;(){}[\]<>|&\\]{1,200}/.exec(piece)?.[0];
  if (plain === undefined) return referenceAt(piece, at);
  const rest = piece.slice(plain.length);
  if (rest.startsWith("(") || rest.startsWith("[")) return null;
  if (wholeLine && !/^[ \t]{0,20}(?:#[^\r\n]*)?(?:[\r\n]|$|[,}\]])/.test(rest)) return null;
  const braces = /^[{(]/.test(rest) ? /^[^\s"']{1,200}/.exec(rest)?.[0] : undefined;
  return { text: plain + (braces ?? ""), offset: at, quoted: false };
}

/** `{{ … }}` and the like, unquoted: kept, so that it is known for a reference. */
function referenceAt(piece: string, at: number): WrittenValue | null {
  const reference = /^(?:\{\{[^{}]{0,200}\}\}|<[^<>\s]{1,100}>|`[^`]{0,200}`|\([^()]{0,200}\))/.exec(piece)?.[0];
  return reference === undefined ? null : { text: reference, offset: at, quoted: false };
}
