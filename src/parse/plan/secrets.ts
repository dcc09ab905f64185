/** Gathers what a plan marks as sensitive, and takes the same text out wherever else the plan repeats it without the mark. */
import type { AttributeChange, PlainValue } from "../../model/resource-change.ts";
import { isArray, isObject, type JsonValue, member } from "./json-members.ts";
import { fittingMark, type Mark, markOfKey } from "./marks.ts";

/** A shorter value is more likely to be equal by chance than to be the secret. */
const SHORTEST_EQUAL = 4;
/** A shorter secret is not looked for inside longer texts. */
const SHORTEST_WITHIN = 8;
/** Comparisons spent on texts that begin like a secret; after that every further text counts as one that holds a secret. */
const MOST_COMPARISONS = 20_000_000;

// biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these are escaped in JSON.
const NEEDS_ESCAPE = /["\\\u0000-\u001f]/;

const HIDDEN = "(sensitive)";

/**
 * The sensitive texts of one plan, for as long as it is being read. Providers copy values into computed attributes that nobody marks
 * (`terraform_data.output` mirrors `input`), so a mark on one attribute has to hide the same value in all of them.
 */
export class PlanSecrets {
  readonly #texts = new Set<string>();
  /** Secrets by their first {@link SHORTEST_WITHIN} characters. */
  readonly #byStart = new Map<string, string[]>();
  /** Which hashes of the first four characters occur: a cheap "certainly not here". */
  readonly #starts = new Uint8Array(1 << 16);
  #comparisons = 0;

  /** Notes every leaf below a mark. */
  collect(value: JsonValue | undefined, mark: Mark): void {
    const fitting = fittingMark(mark, value);
    if (fitting === true) this.#addAll(value);
    else if (isArray(value) && isArray(fitting)) {
      for (const [index, inner] of fitting.entries()) this.collect(value[index], inner);
    } else if (isObject(value) && isObject(fitting)) {
      for (const key of Object.keys(fitting)) this.collect(member(value, key), markOfKey(fitting, key));
    }
  }

  #addAll(value: JsonValue | undefined): void {
    if (isArray(value)) for (const item of value) this.#addAll(item);
    else if (isObject(value)) for (const key of Object.keys(value)) this.#addAll(member(value, key));
    else if (typeof value === "string" || typeof value === "number") this.#add(String(value));
  }

  #add(text: string): void {
    if (text.length < SHORTEST_EQUAL || this.#texts.has(text)) return;
    this.#texts.add(text);
    if (text.length < SHORTEST_WITHIN) return;
    // A computed attribute may hold it within JSON.
    const forms = NEEDS_ESCAPE.test(text) ? [text, JSON.stringify(text).slice(1, -1)] : [text];
    for (const form of forms) {
      const start = form.slice(0, SHORTEST_WITHIN);
      const same = this.#byStart.get(start);
      if (same === undefined) this.#byStart.set(start, [form]);
      else same.push(form);
      this.#starts[hashAt(form, 0)] = 1;
    }
  }

  /** The attributes with every value taken out that is, or holds, something sensitive, and with such texts taken out of map keys. */
  hide(attributes: readonly AttributeChange[]): readonly AttributeChange[] {
    if (this.#texts.size === 0) return attributes;
    let differs = false;
    const hidden = attributes.map((attribute) => {
      const path = this.hidePath(attribute.path);
      const sensitive = attribute.sensitive || this.#occursIn(attribute.before) || this.#occursIn(attribute.after);
      if (path === attribute.path && sensitive === attribute.sensitive) return attribute;
      differs = true;
      return { ...attribute, path, ...(sensitive ? { before: null, after: null, sensitive } : {}) };
    });
    return differs ? hidden : attributes;
  }

  /** The settings without those that are, or hold, something sensitive: they count as not known. */
  hideSettings(settings: ReadonlyMap<string, PlainValue>): ReadonlyMap<string, PlainValue> {
    const shown = [...settings].filter(([, value]) => !this.#occursIn(value));
    return shown.length === settings.size ? settings : new Map(shown);
  }

  /** A path, cut off in front of a map key that holds something sensitive. */
  hidePath(path: string): string {
    if (this.#texts.size === 0 || !this.#holds(path)) return path;
    const attribute = path.split(/[.[]/, 1)[0] ?? "";
    return this.#holds(attribute) ? HIDDEN : attribute;
  }

  /** A text that is shown; a fixed word stands for one that is, or holds, something sensitive. */
  hideText(text: string | null): string | null {
    return text !== null && this.#occursIn(text) ? HIDDEN : text;
  }

  #occursIn(value: PlainValue): boolean {
    if (typeof value === "string") return this.#texts.has(value) || this.#holds(value);
    if (typeof value === "number") return this.#texts.has(String(value));
    if (value === null || typeof value === "boolean") return false;
    if (Array.isArray(value)) return value.some((item) => this.#occursIn(item));
    return Object.entries(value).some(([key, item]) => this.#texts.has(key) || this.#holds(key) || this.#occursIn(item));
  }

  /** Whether a secret stands somewhere within the text. */
  #holds(text: string): boolean {
    for (let at = 0; at + SHORTEST_WITHIN <= text.length; at += 1) {
      if (this.#starts[hashAt(text, at)] === 0) continue;
      const candidates = this.#byStart.get(text.slice(at, at + SHORTEST_WITHIN));
      if (candidates === undefined) continue;
      this.#comparisons += candidates.length;
      if (this.#comparisons > MOST_COMPARISONS || candidates.some((secret) => text.startsWith(secret, at))) return true;
    }
    return false;
  }
}

/** Of four characters. */
function hashAt(text: string, at: number): number {
  const low = text.charCodeAt(at) + text.charCodeAt(at + 1) * 31;
  const high = text.charCodeAt(at + 2) * 961 + text.charCodeAt(at + 3) * 29791;
  return (low + high) & 0xffff;
}
