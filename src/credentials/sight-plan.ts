/** Credentials that a real plan shows: in the values of its changes, and in the constants of its configuration. */
import type { PlanConstant } from "../model/plan.ts";
import type { AttributeChange, PlainValue, ResourceChange } from "../model/resource-change.ts";
import { type PlannedSighting, Secret } from "../model/sighting.ts";
import { judgeLiteral } from "./judge-literal.ts";
import { mayAssign, sightDocument } from "./sight-document.ts";
import { sightTokens } from "./sight-tokens.ts";
import type { Sink, SinkCatalogue } from "./sinks.ts";

/** Sightings of one plan that are told; each fingerprint is made slow on purpose. */
const mostOfPlan = 200;
/** Shorter texts have no shape, in UTF-16 units. */
const shortest = 16;
/** Values nested deeper than this are not looked into; they are never shown either. */
const deepest = 30;

/**
 * Of a change's values after it, what has the shape of a credential or is one by its name in a document; what merely stands in an argument
 * for credentials may have been handed in from outside, and is only hidden. Of the configuration, literals in such arguments of what is
 * created or changed. What the plan marks as sensitive is not among the values.
 */
export function sightPlan(
  changes: readonly ResourceChange[],
  constants: readonly PlanConstant[],
  sinks: SinkCatalogue,
): readonly PlannedSighting[] {
  const found = new Map<string, PlannedSighting>();
  for (const sighting of sightingsOf(changes, constants, sinks)) {
    const key = sighting.secret.digest((text) => JSON.stringify([withoutKeys(sighting.address), sighting.attribute, text]));
    if (!found.has(key)) found.set(key, sighting);
    if (found.size >= mostOfPlan) break;
  }
  return [...found.values()];
}

function* sightingsOf(
  changes: readonly ResourceChange[],
  constants: readonly PlanConstant[],
  sinks: SinkCatalogue,
): Generator<PlannedSighting, void, undefined> {
  const changing = new Map<string, ResourceChange>();
  for (const change of changes) {
    if (change.action === "delete" || change.action === "forget" || change.attributes.length === 0) continue;
    changing.set(withoutKeys(change.address), change);
    for (const attribute of change.attributes) if (!attribute.sensitive) yield* ofValue(change, attribute, sinks);
  }
  for (const constant of constants) {
    const change = changing.get(constant.address);
    if (change !== undefined ? changesArgument(change, constant.path[0] ?? "") : !isResource(constant)) yield* ofConstant(constant, sinks);
  }
}

/** A provider's argument or a variable's default is in every plan. */
function isResource({ address }: PlanConstant): boolean {
  return !address.startsWith("provider.") && !address.startsWith("var.");
}

function changesArgument(change: ResourceChange, argument: string): boolean {
  return change.attributes.some(({ path }) => path === argument || path.startsWith(`${argument}.`) || path.startsWith(`${argument}[`));
}

function* ofConstant(
  { address, type, path, beside, text }: PlanConstant,
  sinks: SinkCatalogue,
): Generator<PlannedSighting, void, undefined> {
  const sink = sinkOf(address, type, path, beside, sinks);
  const judged = sink === null ? null : text.digest((written) => judgeLiteral(written, sink));
  if (sink === null || judged === null || judged.kind === "placeholder") return;
  yield sightingOf("constant", sink.what, address, path.join("."), judged.text);
}

function sinkOf(
  address: string,
  type: string | null,
  path: readonly string[],
  beside: ReadonlyMap<string, string>,
  sinks: SinkCatalogue,
): Sink | null {
  if (type === null) return sinks.ofPath(path);
  return address.startsWith("provider.") ? sinks.ofProvider(type, path) : sinks.ofResource(type, path, (name) => beside.get(name));
}

function* ofValue(
  change: ResourceChange,
  { path, after }: AttributeChange,
  sinks: SinkCatalogue,
): Generator<PlannedSighting, void, undefined> {
  for (const text of textsOf(after, 0)) {
    if (text.length < shortest) continue;
    for (const read of [text, ...decoded(text)]) {
      for (const { kind, what, secret } of sightTokens("", read)) {
        if (kind !== "placeholder") yield { ...sightingOf("value", what, change.address, path, ""), secret };
      }
      if (!mayAssign(read)) continue;
      for (const { kind, what, secret } of sightDocument(
        { text: read, place: () => nowhere, address: change.address, attribute: path },
        sinks,
      )) {
        if (kind !== "placeholder") yield { ...sightingOf("value", what, change.address, path, ""), secret };
      }
    }
  }
}

const nowhere = { file: "", line: 1, endLine: 1 };

function sightingOf(from: PlannedSighting["from"], what: string, address: string, attribute: string, text: string): PlannedSighting {
  return {
    kind: "in-plan",
    from,
    what,
    address,
    attribute,
    place: null,
    way: [`${withoutKeys(address)}.${attribute}`],
    secret: new Secret(text),
  };
}

function* textsOf(value: PlainValue, depth: number): Generator<string, void, undefined> {
  if (typeof value === "string") yield value;
  else if (typeof value === "object" && value !== null && depth < deepest) {
    for (const inner of Object.values(value)) yield* textsOf(inner, depth + 1);
  }
}

/** User data and Kubernetes' data come in base64. */
function decoded(text: string): readonly string[] {
  if (text.length % 4 !== 0 || text.length > 200_000 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return [];
  const plain = atob(text);
  return plain.includes("\n") || /^[\x20-\x7e]*$/.test(plain) ? [plain] : [];
}

/** `module.app["eu"].aws_instance.web[0]` → `module.app.aws_instance.web` */
function withoutKeys(address: string): string {
  return address.replaceAll(/\[(?:\d{1,12}|"(?:[^"\\]|\\.){0,1000}")\]/g, "");
}
