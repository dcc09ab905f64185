/** `replace_triggered_by`: whether what it names changes. */
import type { Doubt } from "../model/resource-change.ts";
import type { ResourceInstance } from "../model/terraform-module.ts";
import { type Address, addressText, parseAddress } from "./predict-addresses.ts";
import { type Fate, isOutput, isTriggered, type Upstream, wasNothing } from "./predict-upstream.ts";

export interface TriggerResult {
  readonly state: "none" | "certain" | "uncertain";
  /** The resource that triggers, as an address. */
  readonly by: string | null;
  readonly doubts: readonly Doubt[];
}

/**
 * A whole resource triggers where one of its instances is updated or replaced; an attribute where its instance is and the attribute
 * differs. Created and deleted ones do not trigger.
 */
export function triggersOf(instance: ResourceInstance, upstream: Upstream): TriggerResult {
  const own = parseAddress(instance.address);
  const modules: Address["modules"] = own?.modules ?? [];
  let uncertain: TriggerResult | null = null;
  for (const written of instance.lifecycle.replaceTriggeredBy) {
    const result = triggeredBy(withOwnIndex(written, own?.index ?? null), modules, upstream);
    if (result.state === "certain") return result;
    if (result.state === "uncertain") uncertain ??= result;
  }
  return uncertain ?? { state: "none", by: null, doubts: [] };
}

/** `[count.index]` and `[each.key]` are the instance's own index. */
function withOwnIndex(written: string, index: string | null): string {
  return index === null ? written : written.replaceAll("[count.index]", index).replaceAll("[each.key]", index);
}

function triggeredBy(written: string, modules: Address["modules"], upstream: Upstream): TriggerResult {
  const { fates, attribute } = upstream.find(written, modules);
  const parsed = parseAddress(written);
  const by = parsed === null ? written : addressText(parsed);
  const unsure: TriggerResult = { state: "uncertain", by, doubts: [{ kind: "unknown-value", path: null, subject: written }] };
  if (fates.length === 0) return unsure;
  const states = fates.map((fate) => stateOf(fate, attribute));
  // An index that is not a literal names one instance of those found.
  const several = fates.length > 1 && (parsed?.index ?? null) !== null;
  if (several && !states.every((state) => state === states[0])) return unsure;
  if (states.includes("certain")) return { state: "certain", by, doubts: [] };
  return states.includes("uncertain") ? unsure : { state: "none", by: null, doubts: [] };
}

function stateOf(fate: Fate, attribute: string | null): TriggerResult["state"] {
  switch (fate.action) {
    case "update":
    case "replace":
      return attribute === null ? "certain" : attributeState(fate, attribute);
    case "undecided":
      return fate.possible.includes("update") || fate.possible.includes("replace") ? "uncertain" : "none";
    default:
      return "none";
  }
}

function attributeState(fate: Fate, attribute: string): TriggerResult["state"] {
  if (fate.surely.has(attribute)) return "certain";
  if (fate.changed.has(attribute)) return "uncertain";
  return fate.action === "update" ? afterUpdate(fate, attribute) : afterReplacement(fate, attribute);
}

function afterUpdate(fate: Fate, attribute: string): TriggerResult["state"] {
  if (attribute === "id") return "none";
  const recomputed = fate.facts?.recomputed ?? null;
  const triggers = recomputed?.get(attribute);
  if (triggers !== undefined) {
    const triggered = isTriggered(triggers, fate.changed);
    return triggered === "yes" ? "certain" : triggered === "no" ? "none" : "uncertain";
  }
  const plain = fate.facts !== null && fate.facts.fact(attribute) !== "unknown" && fate.facts.argument?.(attribute)?.computed === false;
  return plain || recomputed !== null ? "none" : "uncertain";
}

function afterReplacement(fate: Fate, attribute: string): TriggerResult["state"] {
  if (isOutput(fate, attribute) && fate.input !== "something") {
    return fate.input === "uncertain" ? "uncertain" : wasNothing(fate) ? "none" : "certain";
  }
  if (fate.facts === null) return attribute === "id" ? "certain" : "uncertain";
  if (fate.facts.fact(attribute) === "unknown") return "certain";
  return fate.facts.argument?.(attribute)?.computed === false ? "none" : "uncertain";
}
