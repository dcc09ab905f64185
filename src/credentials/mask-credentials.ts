/** Takes credentials out of what a plan or a finding would show. */
import type { Evidence } from "../model/finding.ts";
import type { AttributeChange, PlainValue, ResourceChange } from "../model/resource-change.ts";
import { Secret } from "../model/sighting.ts";
import { judgeLiteral } from "./judge-literal.ts";
import { mayAssign, sightDocument } from "./sight-document.ts";
import { sightTokens } from "./sight-tokens.ts";
import type { SinkCatalogue } from "./sinks.ts";

/** Shorter texts than this stand in many words by chance; they are only masked as a whole value, in UTF-16 units. */
const shortestWithin = 6;
/** Values nested deeper than this are redacted as they are. */
const deepest = 30;

const mask = "(credential)";

/**
 * The change with every attribute that holds a credential redacted: one whose argument is a sink, one that has a credential's shape, one
 * that is a document with a credential in it, and one in whose value a sighted credential occurs. Redacted attributes count as sensitive.
 * Where there is nothing to hide it is the very same change.
 */
export function maskChange<C extends ResourceChange>(change: C, sinks: SinkCatalogue, secrets: readonly Secret[]): C {
  const attributes = change.attributes.map((attribute) => maskAttribute(change.type, attribute, sinks, secrets));
  return attributes.every((attribute, index) => attribute === change.attributes[index]) ? change : { ...change, attributes };
}

function maskAttribute(type: string, attribute: AttributeChange, sinks: SinkCatalogue, secrets: readonly Secret[]): AttributeChange {
  if (attribute.sensitive) return attribute;
  return attributeHolds(attribute, { type, sinks, secrets, only: null })
    ? { ...attribute, before: null, after: null, sensitive: true }
    : attribute;
}

/** Whether a change sets an argument to this very text, and the text is a credential there. */
export function holdsAsValue({ type, attributes }: ResourceChange, text: string, sinks: SinkCatalogue): boolean {
  return attributes.some((attribute) => attributeHolds(attribute, { type, sinks, secrets: [], only: text }));
}

function attributeHolds({ path, before, after }: AttributeChange, search: Search): boolean {
  const names = path.split(/[.[\]"]+/).filter((name) => name !== "" && !/^\d+$/.test(name));
  return holdsCredential(before, names, search, 0) || holdsCredential(after, names, search, 0);
}

interface Search {
  readonly type: string;
  readonly sinks: SinkCatalogue;
  readonly secrets: readonly Secret[];
  /** Other texts are passed over; null: none are. */
  readonly only: string | null;
}

function holdsCredential(value: PlainValue, names: readonly string[], search: Search, depth: number): boolean {
  if (value === null || typeof value === "boolean") return false;
  if (depth > deepest) return true;
  if (typeof value !== "object") return textHoldsCredential(String(value), names, search);
  if (Array.isArray(value)) return value.some((item) => holdsCredential(item, names, search, depth + 1));
  const entries = Object.entries(value);
  const named = entries.find(([key, name]) => /^(?:name|key)$/i.test(key) && typeof name === "string")?.[1];
  return entries.some(([key, inner]) => {
    if (holdsAny(search.secrets, key)) return true;
    const path = /^value$/i.test(key) && typeof named === "string" ? [...names, named] : [...names, key];
    return holdsCredential(inner, path, search, depth + 1);
  });
}

function textHoldsCredential(text: string, names: readonly string[], { type, sinks, secrets, only }: Search): boolean {
  if (text === "" || (only !== null && text !== only)) return false;
  const sink = sinks.ofResource(type, names);
  if (sink?.strength === "known") return true;
  if (sink !== null && judgeLiteral(text, sink) !== null) return true;
  if (holdsAny(secrets, text)) return true;
  if (mayAssign(text) && sightDocument({ text, place: () => nowhere, address: "", attribute: "" }, sinks).length > 0) return true;
  return text.length >= 16 && sightTokens("", text).length > 0;
}

const nowhere = { file: "", line: 1, endLine: 1 };

/** Whether any of the credentials occurs in the text, in whatever way it is written. One of a few characters has to be all of it. */
export function holdsAny(secrets: readonly Secret[], text: string): boolean {
  if (secrets.length === 0) return false;
  const ways = waysIn(text);
  return secrets.some((secret) => occurs(secret, text, ways));
}

function occurs(secret: Secret, text: string, ways: Ways): boolean {
  if (secret.length < shortestWithin) return secret.digest((own) => own === text);
  if (secret.occursIn(text)) return true;
  if (!ways.url && !ways.base64) return false;
  const { inUrl, inBase64 } = formsOf(secret);
  return (
    (ways.url && inUrl.some((form) => form.occursIn(text))) ||
    (ways.base64 && (inBase64.some((form) => form.occursIn(text)) || holdsEncoded(secret, text)))
  );
}

/** In which other ways a text can write anything at all: asked once for all credentials. */
interface Ways {
  readonly url: boolean;
  readonly base64: boolean;
}

function waysIn(text: string): Ways {
  return { url: text.includes("%") || text.includes("://"), base64: /[A-Za-z0-9+/]{8}/.test(text) };
}

/** As base64 of the whole value: how user data and Kubernetes data hold it. */
function holdsEncoded(secret: Secret, text: string): boolean {
  if (text.length < 8 || text.length % 4 !== 0 || text.length > 100_000 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return false;
  return secret.occursIn(atob(text));
}

/** Other ways in which a text may write a credential. */
interface Forms {
  /** As URLs write it, and as it is where the credential was found in one. */
  readonly inUrl: readonly Secret[];
  /** Within something longer in base64: by what stands in front of it there are three ways. */
  readonly inBase64: readonly Secret[];
}

/** A run of base64 shorter than this is in every text, in UTF-16 units. */
const shortestEncoded = 8;

const knownForms = new WeakMap<Secret, Forms>();

function formsOf(secret: Secret): Forms {
  const known = knownForms.get(secret);
  if (known !== undefined) return known;
  const forms = secret.digest((own) => ({ inUrl: urlForms(own), inBase64: base64Forms(own) }));
  knownForms.set(secret, forms);
  return forms;
}

function urlForms(own: string): readonly Secret[] {
  const forms = new Set([encodeURIComponent(own.replaceAll(/\p{Cs}/gu, "\ufffd")), decodedUrl(own)]);
  forms.delete(own);
  return [...forms].filter((form) => form.length >= shortestWithin).map((form) => new Secret(form));
}

function decodedUrl(own: string): string {
  // What is no percent-encoded UTF-8 stays as it is.
  return /^(?:[^%]|%[0-7][0-9A-Fa-f]){1,2000}$/.test(own) ? decodeURIComponent(own) : own;
}

function base64Forms(own: string): readonly Secret[] {
  // Other characters than Latin ones are written in UTF-8, longer texts are keys, which no text holds in part.
  if (own.length > 4_000 || /[^\x20-\x7e\n\r\t]/.test(own)) return [];
  return [0, 1, 2].flatMap((shift) => {
    // The first and last characters rest on what stands beside it.
    const form = btoa("\0".repeat(shift) + own)
      .replaceAll("=", "")
      .slice(shift === 0 ? 0 : shift + 1, (own.length + shift) % 3 === 0 ? undefined : -1);
    return form.length >= shortestEncoded ? [new Secret(form)] : [];
  });
}

/** The evidence with every sighted credential taken out of its texts. */
export function maskEvidence(evidence: Evidence, secrets: readonly Secret[]): Evidence {
  const masked: [string, string | number | readonly string[]][] = [];
  for (const [name, value] of Object.entries(evidence)) {
    // Kind and fingerprint are our own words.
    if (name === "what" || name === "fingerprint") masked.push([name, value]);
    else if (typeof value === "string") masked.push([name, maskText(value, secrets)]);
    else masked.push([name, typeof value === "number" ? value : value.map((text) => maskText(text, secrets))]);
  }
  return Object.fromEntries(masked);
}

/** The text without any sighted credential in it: as it is, with JSON's escapes, or encoded in base64. */
export function maskText(text: string, secrets: readonly Secret[]): string {
  let masked = text;
  for (const secret of secrets) {
    if (!isShown(secret, masked)) continue;
    masked = secret.length >= shortestWithin ? secret.mask(masked, mask) : mask;
    // Where it is written in another way, no part of the text is known to be free of it.
    if (isShown(secret, masked)) masked = mask;
  }
  return masked;
}

function isShown(secret: Secret, text: string): boolean {
  return occurs(secret, text, waysIn(text)) || occursEscaped(secret, text);
}

/** Quotes, backslashes and line ends as JSON and HCL write them. */
function occursEscaped(secret: Secret, text: string): boolean {
  if (secret.length < shortestWithin || !text.includes("\\")) return false;
  return secret.digest((own) => text.includes(JSON.stringify(own).slice(1, -1)));
}
