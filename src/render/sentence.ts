/** Fills a sentence for one medium: our words stay prose, every value from the pull request is escaped by the medium. */
import type { Evidence, Sentence } from "../model/finding.ts";
import { grouped } from "./phrase.ts";
import { shorten } from "./shorten.ts";

/** How a medium shows our own words and what must be taken literally. Both are handed unescaped text. */
export interface Medium {
  prose(text: string): string;
  code(text: string): string;
  /** Puts the parts together, where side by side is not enough. */
  join?(parts: readonly string[]): string;
}

type Piece =
  | { readonly kind: "prose"; readonly text: string }
  /** Literal; from between backticks of the template, or a value. */
  | { readonly kind: "code"; readonly text: string };

/** UTF-16 units of one value, and entries of one list, beyond which a sentence says how many more there are. */
export interface SentenceLimits {
  readonly value: number;
  readonly items: number;
}

export const SHORT: SentenceLimits = { value: 96, items: 6 };
export const FULL: SentenceLimits = { value: 1000, items: 50 };

/**
 * Values of these names are our own words (`{what}`: "password"), and read better as prose. Anything but letters and
 * single spaces is code all the same, so nothing can be smuggled in by them.
 */
const WORDS = new Set(["what", "why", "kind", "how"]);
const ONLY_LETTERS = /^[A-Za-z]+(?: [A-Za-z]+)*$/;
const PLACE = /\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/** The directory of a project, `.`, is the root module's in a sentence; `--plan FILE:.` stays what it is. */
function isRoot(name: string, values: Evidence): boolean {
  return (name === "project" || name === "dir") && Object.hasOwn(values, name) && values[name] === ".";
}

const ROOT: Piece = { kind: "prose", text: "the root module" };
const ROOT_FIRST: Piece = { kind: "prose", text: "The root module" };

function valuePieces(name: string, values: Evidence, limits: SentenceLimits): Piece[] {
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  if (value === undefined) return [{ kind: "prose", text: `(no ${name})` }];
  if (typeof value === "number") return [{ kind: "prose", text: Number.isInteger(value) && value >= 0 ? grouped(value) : String(value) }];
  if (typeof value === "string") {
    if (WORDS.has(name) && value.length <= limits.value && ONLY_LETTERS.test(value)) return [{ kind: "prose", text: value }];
    return [{ kind: "code", text: shorten(value, limits.value) }];
  }
  return listPieces(value, limits);
}

function listPieces(items: readonly string[], limits: SentenceLimits): Piece[] {
  if (items.length === 0) return [{ kind: "prose", text: "none" }];
  const shown = items.length > limits.items ? items.slice(0, limits.items) : items;
  const hidden = items.length - shown.length;
  const pieces: Piece[] = [];
  for (const [index, item] of shown.entries()) {
    if (index > 0) pieces.push({ kind: "prose", text: index === shown.length - 1 && hidden === 0 ? " and " : ", " });
    pieces.push({ kind: "code", text: shorten(item, limits.value) });
  }
  if (hidden > 0) pieces.push({ kind: "prose", text: ` and ${grouped(hidden)} more` });
  return pieces;
}

function fillText(text: string, values: Evidence, limits: SentenceLimits, inCode = false): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(PLACE)) {
    const name = match[1] ?? "";
    if (match.index > from) pieces.push({ kind: "prose", text: text.slice(from, match.index) });
    pieces.push(...(isRoot(name, values) && !inCode ? [ROOT] : valuePieces(name, values, limits)));
    from = match.index + match[0].length;
  }
  if (from < text.length) pieces.push({ kind: "prose", text: text.slice(from) });
  return pieces;
}

/** Adjacent code becomes one span: two spans side by side would merge their marks in Markdown. */
function joined(pieces: readonly Piece[]): Piece[] {
  const result: Piece[] = [];
  for (const piece of pieces) {
    if (piece.text === "" && piece.kind === "prose") continue;
    const last = result[result.length - 1];
    if (last !== undefined && last.kind === piece.kind) result[result.length - 1] = { kind: last.kind, text: last.text + piece.text };
    else result.push(piece);
  }
  return result;
}

/** `{name}` alone between backticks: a list stays a list. */
const ONLY_PLACE = /^\{[A-Za-z_][A-Za-z0-9_]*\}$/;

const BETWEEN_ITEMS = new Set([", ", " and "]);

function literal(piece: Piece): Piece {
  return piece.kind === "prose" && !BETWEEN_ITEMS.has(piece.text) && !/^ and [\d,]+ more$/.test(piece.text)
    ? { kind: "code", text: piece.text }
    : piece;
}

function pieces(sentence: Sentence, limits: SentenceLimits): Piece[] {
  const parts = sentence.template.split("`");
  // An odd number of backticks: the last one opens nothing and is taken as it is.
  const unmatched = parts.length % 2 === 0 ? parts.length - 1 : -1;
  const result: Piece[] = [];
  for (const [index, part] of parts.entries()) {
    if (index === unmatched) result.push({ kind: "prose", text: "`" }, ...fillText(part, sentence.values, limits));
    else if (index % 2 === 0) result.push(...fillText(part, sentence.values, limits));
    else if (ONLY_PLACE.test(part) && isRoot(part.slice(1, -1), sentence.values))
      result.push(index === 1 && parts[0] === "" ? ROOT_FIRST : ROOT);
    else if (ONLY_PLACE.test(part)) result.push(...fillText(part, sentence.values, limits).map(literal));
    else {
      const inside = fillText(part, sentence.values, limits, true);
      result.push({ kind: "code", text: inside.map((piece) => piece.text).join("") });
    }
  }
  return joined(result);
}

/**
 * The sentence with its values, as the medium writes it. `{name}` is a place for a value; between backticks the template's own
 * words are code, and so is every value but numbers. A place without a value says `(no name)`.
 */
export function fill(sentence: Sentence, medium: Medium, limits: SentenceLimits = SHORT): string {
  const parts = pieces(sentence, limits).map((piece) => (piece.kind === "prose" ? medium.prose(piece.text) : medium.code(piece.text)));
  return medium.join === undefined ? parts.join("") : medium.join(parts);
}

/** Whether a template speaks of a value, so that a renderer need not say it again. */
export function mentions(sentence: Sentence, name: string): boolean {
  return sentence.template.includes(`{${name}}`);
}
