/** Takes credentials out of what a plan or a finding would show. */
import type { Evidence } from "../model/finding.ts";
import type { AttributeChange, PlainValue, ResourceChange } from "../model/resource-change.ts";
import type { Secret } from "../model/sighting.ts";
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
  const names = attribute.path.split(/[.[\]"]+/).filter((name) => name !== "" && !/^\d+$/.test(name));
  const search: Search = { type, sinks, secrets };
  return holdsCredential(attribute.before, names, search, 0) || holdsCredential(attribute.after, names, search, 0)
    ? { ...attribute, before: null, after: null, sensitive: true }
    : attribute;
}

interface Search {
  readonly type: string;
  readonly sinks: SinkCatalogue;
  readonly secrets: readonly Secret[];
}

function holdsCredential(value: PlainValue, names: readonly string[], search: Search, depth: number): boolean {
  if (value === null || typeof value === "boolean") return false;
  if (depth > deepest) return true;
  if (typeof value !== "object") return textHoldsCredential(String(value), names, search);
  if (Array.isArray(value)) return value.some((item) => holdsCredential(item, names, search, depth + 1));
  const entries = Object.entries(value);
  const named = entries.find(([key, name]) => /^(?:name|key)$/i.test(key) && typeof name === "string")?.[1];
  return entries.some(([key, inner]) => {
    if (search.secrets.some((secret) => occurs(secret, key))) return true;
    const path = /^value$/i.test(key) && typeof named === "string" ? [...names, named] : [...names, key];
    return holdsCredential(inner, path, search, depth + 1);
  });
}

function textHoldsCredential(text: string, names: readonly string[], { type, sinks, secrets }: Search): boolean {
  const sink = sinks.ofResource(type, names);
  if (text === "") return false;
  if (sink?.strength === "known") return true;
  if (sink !== null && judgeLiteral(text, sink) !== null) return true;
  if (secrets.some((secret) => occurs(secret, text))) return true;
  if (mayAssign(text) && sightDocument({ text, place: () => nowhere, address: "", attribute: "" }, sinks).length > 0) return true;
  return text.length >= 16 && sightTokens("", text).length > 0;
}

const nowhere = { file: "", line: 1, endLine: 1 };

function occurs(secret: Secret, text: string): boolean {
  if (secret.length >= shortestWithin) return secret.occursIn(text) || holdsEncoded(secret, text);
  return secret.digest((own) => own === text);
}

/** As base64 of the whole value: how user data and Kubernetes data hold it. */
function holdsEncoded(secret: Secret, text: string): boolean {
  if (text.length < 8 || text.length % 4 !== 0 || text.length > 100_000 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return false;
  return secret.occursIn(atob(text));
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
    if (!occurs(secret, masked) && !occursEscaped(secret, masked)) continue;
    masked = secret.length >= shortestWithin && secret.occursIn(masked) ? secret.mask(masked, mask) : mask;
    if (occursEscaped(secret, masked)) masked = mask;
  }
  return masked;
}

/** Quotes, backslashes and line ends as JSON and HCL write them. */
function occursEscaped(secret: Secret, text: string): boolean {
  if (secret.length < shortestWithin || !text.includes("\\")) return false;
  return secret.digest((own) => text.includes(JSON.stringify(own).slice(1, -1)));
}
