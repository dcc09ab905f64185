/** Shows attribute values in few words: short, honest, and never what is sensitive. */
import type { AttributeChange, PlainValue } from "../model/resource-change.ts";
import { counted, grouped } from "./phrase.ts";
import { shorten, shortenPair } from "./shorten.ts";

/** Deeper than this, and longer than this many units, a value is shown with `…`. */
const MOST_DEPTH = 5;
const MOST_UNITS = 2000;

function compactInto(value: PlainValue, depth: number, parts: string[], budget: { left: number }): void {
  if (budget.left <= 0) return;
  const put = (text: string): void => {
    const shown = text.length > budget.left ? shorten(text, Math.max(8, budget.left)) : text;
    budget.left -= shown.length;
    parts.push(shown);
  };
  if (value === null || typeof value !== "object") {
    put(typeof value === "string" ? JSON.stringify(shorten(value, MOST_UNITS)) : String(value));
    return;
  }
  if (depth >= MOST_DEPTH) {
    put(Array.isArray(value) ? "[…]" : "{…}");
    return;
  }
  const entries: readonly (readonly [string, PlainValue])[] = Array.isArray(value)
    ? value.map((item) => ["", item] as const)
    : Object.entries(value);
  put(Array.isArray(value) ? "[" : "{");
  for (const [index, [key, item]] of entries.entries()) {
    if (budget.left <= 0) {
      parts.push("…");
      break;
    }
    put(`${index > 0 ? ", " : ""}${Array.isArray(value) ? "" : `${shorten(key, 80)} = `}`);
    compactInto(item, depth + 1, parts, budget);
  }
  put(Array.isArray(value) ? "]" : "}");
}

/** A value as Terraform would write it on one line, cut where it is deep or long. Newlines stay in strings of the top level only. */
export function compactValue(value: PlainValue): string {
  if (typeof value === "string") return value;
  const parts: string[] = [];
  compactInto(value, 0, parts, { left: MOST_UNITS });
  return parts.join("");
}

/** How one attribute changed, ready to be shown. `words` are ours, `literal` is hostile. */
export type ShownChange =
  | { readonly kind: "values"; readonly before: ShownValue; readonly after: ShownValue }
  /** A text over several lines: it is said how much changed. */
  | { readonly kind: "text"; readonly words: string };

export type ShownValue = { readonly kind: "words"; readonly text: string } | { readonly kind: "literal"; readonly text: string };

const SENSITIVE: ShownValue = { kind: "words", text: "(sensitive)" };
const UNKNOWN: ShownValue = { kind: "words", text: "(known after apply)" };
const NOT_KNOWN: ShownValue = { kind: "words", text: "(not known from the code)" };
const NOTHING: ShownValue = { kind: "words", text: "(none)" };

function isLongText(value: PlainValue): value is string {
  return typeof value === "string" && value.includes("\n");
}

/** Long enough that it is no identifier, and of all the kinds of characters that base64 has. */
const FEWEST_ENCODED = 64;

/**
 * How many bytes a text in base64 stands for; null: it is none. Nobody reads it, and what is in it was never looked at for secrets, so it
 * is not decoded.
 */
function encodedBytes(value: PlainValue): number | null {
  if (typeof value !== "string" || value.length < FEWEST_ENCODED || value.length % 4 !== 0) return null;
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(value) || !/[A-Z]/.test(value) || !/[a-z]/.test(value) || !/[0-9+/=]/.test(value)) return null;
  const padding = value.endsWith("==") ? 2 : value.endsWith("=") ? 1 : 0;
  return (value.length / 4) * 3 - padding;
}

/** `(160 bytes in base64)`; null: anything else. */
export function encodedWords(value: PlainValue): string | null {
  const bytes = encodedBytes(value);
  return bytes === null ? null : `(${counted(bytes, "byte")} in base64)`;
}

/** Of two texts in base64. */
function encodedChange(before: number, after: number): string {
  return before === after ? `other ${counted(after, "byte")} in base64` : `${grouped(before)} → ${counted(after, "byte")} in base64`;
}

/** Lines that stand on only one of the sides, each counted as often as it stands there. */
export function changedLines(before: string, after: string): number {
  const counts = new Map<string, number>();
  for (const line of before.split("\n")) counts.set(line, (counts.get(line) ?? 0) + 1);
  for (const line of after.split("\n")) counts.set(line, (counts.get(line) ?? 0) - 1);
  let removed = 0;
  let added = 0;
  for (const count of counts.values()) {
    if (count > 0) removed += count;
    else added -= count;
  }
  return Math.max(removed, added);
}

function quoted(value: PlainValue): string {
  const text = compactValue(value);
  return typeof value === "string" && (text === "" || text !== text.trim()) ? JSON.stringify(text) : text;
}

/** Sensitive on both sides: there is nothing to be shown of it. */
export function isHidden(attribute: AttributeChange): boolean {
  return attribute.sensitive && !attribute.unknown;
}

/** Before and after of an attribute; each literal has at most `max` UTF-16 units. */
export function shownChange(attribute: AttributeChange, max: number): ShownChange {
  if (attribute.sensitive) {
    return { kind: "values", before: SENSITIVE, after: attribute.unknown ? UNKNOWN : SENSITIVE };
  }
  const { before, after } = attribute;
  if (!attribute.unknown && isLongText(before) && isLongText(after)) {
    const lines = changedLines(before, after);
    return { kind: "text", words: lines === 0 ? "lines in another order" : `${counted(lines, "line")} changed` };
  }
  const [encodedBefore, encodedAfter] = [encodedBytes(before), attribute.unknown ? null : encodedBytes(after)];
  if (encodedBefore !== null && encodedAfter !== null) return { kind: "text", words: encodedChange(encodedBefore, encodedAfter) };
  const [shortBefore, shortAfter] = shortenPair(quoted(before), attribute.unknown ? "" : quoted(after), max);
  return {
    kind: "values",
    before: attribute.beforeUnknown ? NOT_KNOWN : before === null ? NOTHING : sized(before, shortBefore),
    after: attribute.unknown ? UNKNOWN : after === null ? NOTHING : sized(after, shortAfter),
  };
}

function sized(value: PlainValue, short: string): ShownValue {
  const encoded = encodedWords(value);
  if (encoded !== null) return { kind: "words", text: encoded };
  if (isLongText(value)) return { kind: "words", text: `(text of ${counted(value.split("\n").length, "line")})` };
  return { kind: "literal", text: short };
}
