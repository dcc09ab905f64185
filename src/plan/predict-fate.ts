/** What was predicted of one instance, and what that means for its attributes. */
import type { ResourceFacts } from "../model/catalogue.ts";
import type { Action } from "../model/resource-change.ts";
import type { ResourceInstance } from "../model/terraform-module.ts";
import type { Value } from "../model/value.ts";
import { isNeverNull } from "../terraform/unknown-facts.ts";
import { entriesOf, isNothing } from "./predict-values.ts";
import { isTriggered } from "./recomputed.ts";

export interface Fate {
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly action: Action;
  readonly possible: readonly Action[];
  /** As the head has it, evaluated over what is planned for others. */
  readonly instance: ResourceInstance;
  /** Its arguments as Terraform plans them: what `ignore_changes` holds back is what is deployed. */
  readonly planned: Value;
  /** What a data source reads of the tree for an attribute; null: only the provider knows it. */
  readonly readAttribute: (name: string) => Value | null;
  /** Whether the planned `input` has a value: of `terraform_data`, whose output is unknown only then. */
  readonly input: "something" | "nothing" | "uncertain";
  /** The `id` that an `import` block gives it, where it is imported and the block says it plainly. */
  readonly importId: string | null;
  /** As it was at the base; null: it was not there. */
  readonly before: ResourceInstance | null;
  readonly facts: ResourceFacts | null;
  /** Top-level arguments that change or may change. */
  readonly changed: ReadonlySet<string>;
  /** Those of them that change for certain. */
  readonly surely: ReadonlySet<string>;
}

export function inputOf(planned: Value): Fate["input"] {
  const value = entriesOf(planned)?.get("input");
  if (value === undefined || value.kind === "null") return "nothing";
  return value.kind !== "unknown" || value.planned === "later" || isNeverNull(value) ? "something" : "uncertain";
}

/** Of an attribute that the provider computes. `settled`: as it was. `fresh`: known only after the apply. */
export type Standing = "settled" | "fresh" | "unsettled";

export function standingOf(fate: Fate, attribute: string): Standing {
  switch (fate.action) {
    case "no-op":
    case "move":
    case "import":
      return "settled";
    case "create":
    case "replace":
      return anew(fate, attribute);
    case "read":
      return "fresh";
    case "update":
      return afterUpdate(fate, attribute);
    case "undecided":
      return maybeSettled(fate, attribute);
    case "delete":
    case "forget":
      return "unsettled";
  }
}

/** Of the resource as a whole. */
export function wholeStanding(fate: Fate): Standing {
  if (fate.action !== "update") return fate.action === "undecided" ? "unsettled" : standingOf(fate, "id");
  const recomputed = [...(fate.facts?.recomputed?.keys() ?? [])];
  return recomputed.some((name) => afterUpdate(fate, name) === "fresh") ? "fresh" : "unsettled";
}

/** Created or replaced: what the provider computes is known only after apply; an argument that is left out and not computed is not. */
function anew(fate: Fate, attribute: string): Standing {
  if (fate.facts === null) return attribute === "id" ? "fresh" : "unsettled";
  // The provider plans all tags of what it makes from those that are written.
  if (attribute === "tags_all" && fate.facts.type.startsWith("aws_")) return "unsettled";
  if (fate.facts.fact(attribute) === "unknown") return "fresh";
  const computed = fate.facts.argument?.(attribute)?.computed;
  if (computed !== false) return computed === true ? "fresh" : "unsettled";
  const [old, next] = [fate.before?.values, fate.planned].map((values) => entriesOf(values)?.get(attribute));
  return fate.before !== null && isNothing(old) && isNothing(next) ? "settled" : "unsettled";
}

function afterUpdate(fate: Fate, attribute: string): Standing {
  if (attribute === "id") return "settled";
  if (fate.changed.has(attribute)) return "unsettled";
  const recomputed = fate.facts?.recomputed ?? null;
  if (recomputed === null) return "unsettled";
  const triggers = recomputed.get(attribute);
  if (triggers === undefined) return attribute === "tags_all" ? "unsettled" : "settled";
  // Providers add their tags after they have looked at what the code changes: whether that counts as any change was not looked up for all.
  const onlyAdded = fate.changed.size === 1 && fate.changed.has("tags_all");
  if (onlyAdded && triggers.includes("*") && !triggers.includes("!tags_all")) return "unsettled";
  const triggered = isTriggered(triggers, fate.changed, (name) => entriesOf(fate.instance.values)?.get(name));
  if (triggered === "no") return "settled";
  return triggered === "maybe" ? "unsettled" : "fresh";
}

/** Not decided, but none of what it may be touches the attribute, or all of it makes it anew. */
function maybeSettled(fate: Fate, attribute: string): Standing {
  if (fate.possible.length === 0) return "unsettled";
  const standings = new Set(
    fate.possible.map((action): Standing => {
      if (action === "create" || action === "replace") return anew(fate, attribute);
      return action === "update"
        ? afterUpdate(fate, attribute)
        : action === "no-op" || action === "move" || action === "import"
          ? "settled"
          : "unsettled";
    }),
  );
  const [only] = standings;
  return standings.size === 1 && only !== undefined ? only : "unsettled";
}
