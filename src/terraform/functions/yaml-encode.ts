/** `yamlencode`, byte for byte as Terraform writes it: go-cty-yaml with libyaml's emitter, two spaces, lines of about eighty characters. */
import type { Value } from "../../model/value.ts";
import { fail } from "../evaluation.ts";
import type { Mapping } from "../values.ts";
import { isCollection, isMapping, sortedEntries } from "../values.ts";

const step = 2;
const lineWidth = 80;

/** Longer keys, and those of several lines, are written behind a question mark. */
const longestSimpleKey = 128;

/** A whole document. */
export function yamlText(value: Value): string {
  const writer = new YamlWriter();
  writer.write(value, { indent: 0, isKey: false });
  return writer.document(isPlain(value));
}

interface Place {
  /** Columns in front of what stands on lines of its own inside. */
  readonly indent: number;
  /** A key that has to stand on one line. */
  readonly isKey: boolean;
}

/** What has no quotes and no brackets. */
function isPlain(value: Value): boolean {
  return value.kind === "null" || value.kind === "bool" || value.kind === "number";
}

function plainText(value: Value): string {
  switch (value.kind) {
    case "null":
      return "null";
    case "bool":
      return String(value.value);
    case "number":
      return value.digits;
    default:
      return fail("an unknown value has no YAML");
  }
}

function isEmpty(value: Value): boolean {
  return (isCollection(value) && value.items.length === 0) || (isMapping(value) && value.entries.size === 0);
}

/** A collection with something in it: it stands below its key, line by line. */
function isBlock(value: Value): boolean {
  return (isCollection(value) || isMapping(value)) && !isEmpty(value);
}

class YamlWriter {
  readonly #pieces: string[] = [];
  /** The last character that was written. */
  #last = "";
  #column = 0;

  /** Plain scalars at the top end with a mark, or a reader could not tell where they end. */
  document(isPlainScalar: boolean): string {
    if (!isBreak(this.#last)) this.#put("\n");
    return this.#pieces.join("") + (isPlainScalar ? "...\n" : "");
  }

  write(value: Value, place: Place): void {
    if (isCollection(value)) this.#sequence(value.items, place.indent);
    else if (isMapping(value)) this.#mapping(value, place.indent);
    else if (value.kind === "string") this.#string(value.value, place);
    else this.#put(plainText(value));
  }

  #sequence(items: readonly Value[], indent: number): void {
    if (items.length === 0) this.#put("[]");
    for (const [i, item] of items.entries()) {
      if (i > 0) this.#line(indent);
      this.#put("- ");
      this.write(item, { indent: indent + step, isKey: false });
    }
  }

  #mapping(mapping: Mapping, indent: number): void {
    if (mapping.entries.size === 0) this.#put("{}");
    for (const [i, [key, value]] of sortedEntries(mapping).entries()) {
      if (i > 0) this.#line(indent);
      if (isSimpleKey(key)) {
        this.#string(key, { indent, isKey: true });
        this.#put(":");
      } else {
        this.#put("? ");
        this.#string(key, { indent: indent + step, isKey: false });
        this.#line(indent);
        this.#put(":");
      }
      this.#value(value, indent, isSimpleKey(key));
    }
  }

  /** The value of a key: lists stand below it without indentation, maps with; behind a long key both begin on its line. */
  #value(value: Value, indent: number, isSimple: boolean): void {
    if (!isBlock(value) || !isSimple) {
      this.#put(" ");
      this.write(value, { indent: indent + step, isKey: false });
      return;
    }
    const inner = isCollection(value) ? indent : indent + step;
    this.#line(inner);
    this.write(value, { indent: inner, isKey: false });
  }

  #string(text: string, place: Place): void {
    if (text.includes("\n") && !place.isKey && mayBeLiteral(text)) this.#literal(text, place.indent);
    else this.#quoted(text, place);
  }

  /** `|` and the lines as they are. */
  #literal(text: string, indent: number): void {
    const depth = indent === 0 ? step : indent;
    const hint = /^[ \n\u2028\u2029]/.test(text) ? String(step) : "";
    this.#put(`|${hint}${chomping(text)}`);
    this.#put("\n");
    let isLineStart = true;
    for (const character of text) {
      if (isBreak(character)) {
        this.#put(character);
        isLineStart = true;
        continue;
      }
      if (isLineStart) this.#put(" ".repeat(depth));
      this.#put(character);
      isLineStart = false;
    }
    this.#column = isLineStart ? 0 : lineWidth;
  }

  /** Double quotes; long lines are folded at spaces. */
  #quoted(text: string, place: Place): void {
    const characters = [...text];
    const depth = place.indent === 0 ? step : place.indent;
    this.#put('"');
    let afterSpace = false;
    let pending = "";
    let column = this.#column;
    for (const [i, character] of characters.entries()) {
      const isSpace = character === " ";
      const mayFold = isSpace && !place.isKey && !afterSpace && i > 0 && i < characters.length - 1;
      if (mayFold && column > lineWidth) {
        this.#put(pending);
        this.#line(depth);
        pending = characters[i + 1] === " " ? "\\" : "";
        column = depth + pending.length;
      } else {
        const written = escaped(character);
        pending += written;
        column += written.length > 1 ? [...written].length : 1;
      }
      afterSpace = isSpace;
    }
    this.#put(`${pending}"`);
  }

  /** Goes to the next line, unless a literal has ended there already. */
  #line(indent: number): void {
    if (!isBreak(this.#last)) this.#put("\n");
    this.#put(" ".repeat(indent));
    this.#column = indent;
  }

  #put(text: string): void {
    if (text === "") return;
    this.#pieces.push(text);
    this.#last = text.slice(-1);
    this.#column += [...text].length;
  }
}

function isSimpleKey(key: string): boolean {
  return !hasBreak(key) && new TextEncoder().encode(key).length <= longestSimpleKey;
}

function hasBreak(text: string): boolean {
  return /[\r\n\u0085\u2028\u2029]/.test(text);
}

function isBreak(character: string): boolean {
  return character === "\n" || character === "\u2028" || character === "\u2029";
}

/** Not with a space at the end of a line, and only with what libyaml prints as it is. */
function mayBeLiteral(text: string): boolean {
  if (/ (?:[\n\u2028\u2029]|$)/.test(text)) return false;
  for (const character of text)
    if (character !== "\n" && escapeOf(character) !== null && character !== '"' && character !== "\\" && !isBreak(character)) return false;
  return true;
}

/** How many line breaks stand at the end: none (`-`), one (nothing), several (`+`). */
function chomping(text: string): string {
  const characters = [...text];
  const [last = "", before] = [characters.at(-1), characters.at(-2)];
  if (!isBreak(last)) return "-";
  return before === undefined || isBreak(before) ? "+" : "";
}

function escaped(character: string): string {
  return escapeOf(character) ?? character;
}

const letters: ReadonlyMap<number, string> = new Map([
  [0x00, "0"],
  [0x07, "a"],
  [0x08, "b"],
  [0x09, "t"],
  [0x0a, "n"],
  [0x0b, "v"],
  [0x0c, "f"],
  [0x0d, "r"],
  [0x1b, "e"],
  [0x22, '"'],
  [0x5c, "\\"],
  [0x85, "N"],
  [0xa0, "_"],
  [0x2028, "L"],
  [0x2029, "P"],
]);

/** Null: it stands as it is. */
function escapeOf(character: string): string | null {
  const point = character.codePointAt(0) ?? 0;
  const isPrinted = (point >= 0x20 && point <= 0x7e) || (point >= 0xa0 && point <= 0xfffd && point !== 0xfeff);
  if (isPrinted && character !== '"' && character !== "\\" && !isBreak(character)) return null;
  const letter = letters.get(point);
  if (letter !== undefined) return `\\${letter}`;
  const [mark, width] = point <= 0xff ? ["x", 2] : point <= 0xffff ? ["u", 4] : ["U", 8];
  return `\\${mark}${point.toString(16).toUpperCase().padStart(Number(width), "0")}`;
}
