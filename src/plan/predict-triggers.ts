/** `replace_triggered_by`: whether what it names changes. */
import type { Doubt } from "../model/resource-change.ts";
import type { ResourceInstance } from "../model/terraform-module.ts";
import type { Value } from "../model/value.ts";
import { plannedWithin } from "../terraform/planned.ts";
import { type Reached, reached, type Step, stepsOf } from "./attribute-steps.ts";
import { withWholeMaps } from "./planned-maps.ts";
import { type Address, addressText, parseAddress } from "./predict-addresses.ts";
import { surelyDiffer } from "./predict-difference.ts";
import type { Fate } from "./predict-fate.ts";
import { typesAgree } from "./predict-types.ts";
import type { Upstream } from "./predict-upstream.ts";
import { canonical, entriesOf, holdsUnknown, isNothing, itemsOf, sensitivePaths } from "./predict-values.ts";
import { deployedView, plannedView } from "./predict-views.ts";
import { isTriggered } from "./recomputed.ts";

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
  // Deleted ones do not trigger.
  if (fates.length === 0) return upstream.isNone(written, modules) ? { state: "none", by: null, doubts: [] } : unsure;
  const path = stepsOf(parsed?.rest ?? "");
  if (path === null) return unsure;
  const states = fates.map((fate) => stateOf(fate, attribute, path));
  // An index that is not a literal names one instance of those found.
  const several = fates.length > 1 && (parsed?.index ?? null) !== null;
  if (several && !states.every((state) => state === states[0])) return unsure;
  if (states.includes("certain")) return { state: "certain", by, doubts: [] };
  return states.includes("uncertain") ? unsure : { state: "none", by: null, doubts: [] };
}

function stateOf(fate: Fate, attribute: string | null, path: readonly Step[]): TriggerResult["state"] {
  switch (fate.action) {
    case "update":
    case "replace":
      return attribute === null ? "certain" : attributeState(fate, attribute, path);
    case "undecided":
      return fate.possible.includes("update") || fate.possible.includes("replace") ? "uncertain" : "none";
    default:
      return "none";
  }
}

function attributeState(fate: Fate, attribute: string, path: readonly Step[]): TriggerResult["state"] {
  if (fate.before !== null && fate.instance.type === "terraform_data") return viewState(fate, fate.before, path);
  if (isAllTags(fate, attribute)) return allTagsState(fate, path);
  if (path.length > 1 && fate.changed.has(attribute)) return partState(fate, path);
  if (fate.surely.has(attribute)) return "certain";
  if (fate.changed.has(attribute)) return "uncertain";
  return fate.action === "update" ? afterUpdate(fate, attribute) : afterReplacement(fate, attribute);
}

/** All attributes of `terraform_data` are known as far as the code tells. */
function viewState(fate: Fate, base: ResourceInstance, path: readonly Step[]): TriggerResult["state"] {
  const written = { ...base, values: () => base.values, content: () => null, readAttribute: () => null, neighbours: () => [] };
  const before = reached(deployedView(written, fate.address, null), path);
  const after = reached(plannedView(fate, null), path);
  if (after.kind === "open" || before.kind === "open") return openState(before, after);
  if (before.kind === "nothing" || after.kind === "nothing") return before.kind === after.kind ? "none" : "certain";
  if (JSON.stringify(sensitivePaths(before.value)) !== JSON.stringify(sensitivePaths(after.value))) return "certain";
  const known = !holdsUnknown(before.value) && !holdsUnknown(after.value);
  if (known && canonical(before.value, false) !== canonical(after.value, false)) return "certain";
  return plainState(before.value, after.value);
}

/** What was there differs from what is not known yet, and from nothing. */
function openState(before: Reached, after: Reached): TriggerResult["state"] {
  if (after.kind !== "open") return "uncertain";
  if (after.at.planned === "later") return before.kind === "value" ? "certain" : "uncertain";
  return before.kind === "open" && plainState(before.at, after.at) === "none" ? "none" : "uncertain";
}

/** `tags_all` of AWS: the tags of the resource and those of its provider block. */
function isAllTags(fate: Fate, attribute: string): boolean {
  return attribute === "tags_all" && fate.instance.type.startsWith("aws_") && fate.facts !== null && fate.facts.fact("tags") !== "unknown";
}

/** It differs where the own tags do; beside the same own tags, those of the provider block may differ. */
function allTagsState(fate: Fate, [, ...rest]: readonly Step[]): TriggerResult["state"] {
  if (fate.changed.has("tags_all")) return rest.length === 0 && fate.surely.has("tags_all") ? "certain" : "uncertain";
  if (!fate.changed.has("tags")) return "uncertain";
  if (rest.length > 0) return partState(fate, [{ kind: "attribute", name: "tags" }, ...rest]);
  return fate.surely.has("tags") ? "certain" : "uncertain";
}

/** A part of an argument that changes. */
function partState(fate: Fate, path: readonly Step[]): TriggerResult["state"] {
  const [before, after] = [fate.before?.values, withWholeMaps(fate.planned, fate.facts)].map((values) => valueAt(values, path));
  return before === undefined || after === undefined ? "uncertain" : plainState(before, after);
}

/** However it is written: the code has objects for maps. Undefined: there is no such part. Of something unknown, that itself. */
function valueAt(value: Value | undefined, path: readonly Step[]): Value | undefined {
  let at = value;
  for (const step of path) {
    if (at === undefined || at.kind === "unknown") return at;
    const key = step.kind === "attribute" ? step.name : step.key;
    at = entriesOf(at)?.get(String(key)) ?? itemsOf(at)?.[Number(key)];
  }
  return at;
}

function plainState(before: Value, after: Value): TriggerResult["state"] {
  switch (plannedWithin(after)) {
    case "later":
      return "certain";
    case "perhaps":
      return "uncertain";
    case "kept":
    case undefined:
      break;
  }
  if (canonical(before, false) === canonical(after, false)) {
    const agree = typesAgree(before, after);
    return before.kind === "unknown" || agree === "yes" ? "none" : agree === "no" ? "certain" : "uncertain";
  }
  return surelyDiffer(before, after) ? "certain" : "uncertain";
}

function afterUpdate(fate: Fate, attribute: string): TriggerResult["state"] {
  if (attribute === "id") return "none";
  const recomputed = fate.facts?.recomputed ?? null;
  const triggers = recomputed?.get(attribute);
  if (triggers !== undefined) {
    const triggered = isTriggered(triggers, fate.changed, (name) => entriesOf(fate.instance.values)?.get(name));
    return triggered === "yes" ? "certain" : triggered === "no" ? "none" : "uncertain";
  }
  const plain = fate.facts !== null && fate.facts.fact(attribute) !== "unknown" && fate.facts.argument?.(attribute)?.computed === false;
  return plain || recomputed !== null ? "none" : "uncertain";
}

function afterReplacement(fate: Fate, attribute: string): TriggerResult["state"] {
  if (fate.facts === null) return attribute === "id" ? "certain" : "uncertain";
  if (fate.facts.fact(attribute) === "unknown") return "certain";
  const schema = fate.facts.argument?.(attribute) ?? null;
  const [before, after] = [fate.before?.values, fate.planned].map((values) => valueAt(values, [{ kind: "attribute", name: attribute }]));
  // What nobody chose the provider chooses anew.
  if (isNothing(after) && schema?.computed === true && schema.kind === "scalar") return "certain";
  // What `ignore_changes` held back comes with the new one.
  if (before !== undefined && after !== undefined && surelyDiffer(before, after)) return "certain";
  return schema?.computed === false ? "none" : "uncertain";
}
