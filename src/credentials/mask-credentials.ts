/** Takes credentials out of what a plan or a finding would show. */
import type { Evidence } from "../model/finding.ts";
import type { AttributeChange, PlainValue, ResourceChange } from "../model/resource-change.ts";
import type { Secret } from "../model/sighting.ts";
import { literalKind } from "./literal-kind.ts";
import { nameOfSecret } from "./name-of-secret.ts";
import type { SinkCatalogue } from "./sinks.ts";

/** Shorter texts than this stand in many words by chance; they are only masked as a whole value, in UTF-16 units. */
const shortestWithin = 6;

/**
 * The change with every attribute that holds a credential redacted: one whose argument is a sink, and one in whose value a sighted
 * credential occurs. Redacted attributes count as sensitive.
 */
export function maskChange(change: ResourceChange, sinks: SinkCatalogue, secrets: readonly Secret[]): ResourceChange {
  if (change.attributes.length === 0) return change;
  return { ...change, attributes: change.attributes.map((attribute) => maskAttribute(change.type, attribute, sinks, secrets)) };
}

function maskAttribute(type: string, attribute: AttributeChange, sinks: SinkCatalogue, secrets: readonly Secret[]): AttributeChange {
  if (attribute.sensitive) return attribute;
  const names = attribute.path.split(/[.[\]"]+/).filter((name) => name !== "" && !/^\d+$/.test(name));
  const sink = sinks.ofResource(type, names);
  if (sink?.strength === "known" || (sink !== null && (holdsText(attribute.before) || holdsText(attribute.after))))
    return redacted(attribute);
  return holdsSecret(attribute.before, secrets) || holdsSecret(attribute.after, secrets) ? redacted(attribute) : attribute;
}

function redacted(attribute: AttributeChange): AttributeChange {
  return { ...attribute, before: null, after: null, sensitive: true };
}

function holdsText(value: PlainValue): boolean {
  return typeof value === "string"
    ? literalKind(value) === "credential" && !nameOfSecret(value)
    : typeof value === "object" && value !== null;
}

function holdsSecret(value: PlainValue, secrets: readonly Secret[]): boolean {
  if (typeof value === "string") return secrets.some((secret) => occurs(secret, value));
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([key, inner]) => holdsSecret(key, secrets) || holdsSecret(inner, secrets));
}

function occurs(secret: Secret, text: string): boolean {
  if (secret.length >= shortestWithin) return secret.occursIn(text) || holdsEncoded(secret, text);
  return secret.digest((own) => own === text);
}

/** As base64 wrote it, at the start of a value: how user data and Kubernetes data hold it. */
function holdsEncoded(secret: Secret, text: string): boolean {
  if (text.length % 4 !== 0 || text.length > 100_000 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return false;
  return secret.occursIn(atob(text));
}

/** The evidence with every sighted credential taken out of its texts. */
export function maskEvidence(evidence: Evidence, secrets: readonly Secret[]): Evidence {
  const masked: Record<string, string | number | readonly string[]> = {};
  for (const [name, value] of Object.entries(evidence)) {
    masked[name] =
      typeof value === "string"
        ? maskText(value, secrets)
        : typeof value === "number"
          ? value
          : value.map((text) => maskText(text, secrets));
  }
  return masked;
}

export function maskText(text: string, secrets: readonly Secret[]): string {
  let masked = text;
  for (const secret of secrets) if (occurs(secret, masked)) masked = secret.length >= shortestWithin ? secret.mask(masked) : "(credential)";
  return masked;
}
