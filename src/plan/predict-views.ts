/** What references to a resource stand for: in the state of what is deployed, and in the plan that is predicted. */
import type { Unknown, Value } from "../model/value.ts";
import type { OpenInstance } from "../terraform/module-instance.ts";
import { plannedAs } from "../terraform/planned.ts";
import { refined } from "../terraform/refinement.ts";
import { computedAttribute, resourceView } from "../terraform/resource-view.ts";
import { stringType, typeOf } from "../terraform/type.ts";
import { unknownBecause } from "../terraform/unknowns.ts";
import { nullValue, stringValue, typedValue } from "../terraform/values.ts";
import { withWholeMaps } from "./planned-maps.ts";
import { type Fate, standingOf, wholeStanding } from "./predict-fate.ts";
import { sampleId } from "./predict-samples.ts";
import { entriesOf, itemsOf } from "./predict-values.ts";

export function isData(instance: Pick<OpenInstance, "type" | "mode">): boolean {
  return instance.type === "terraform_data" && instance.mode === "managed";
}

/**
 * An instance of the base once it is applied.
 * @param address where it stands after the head's moves.
 * @param sample which ids are made up; null: none.
 */
export function deployedView(instance: OpenInstance, address: string, sample: number | null): Value {
  const values = instance.values();
  const entries = entriesOf(values);
  if (!isData(instance) || entries === null)
    return resourceView(
      instance.block,
      address,
      values,
      (subject, name) => {
        const value = instance.readAttribute(name) ?? computedAttribute(instance.block, subject, name, values);
        return value.kind === "unknown" ? plannedAs(value, "kept") : value;
      },
      "kept",
    );
  const input = entries.get("input") ?? nullValue;
  return dataView(idOf(address, "kept", sample), input, unmarked(input), entries.get("triggers_replace"));
}

/** An instance of the head as it is planned. */
export function plannedView(fate: Fate, sample: number | null): Value {
  const { instance, address } = fate;
  const planned = isData(instance) ? fate.planned : withWholeMaps(fate.planned, fate.facts);
  const entries = entriesOf(planned);
  if (isData(instance) && entries !== null) {
    const input = entries.get("input") ?? nullValue;
    const standing = stateOf(standingOf(fate, "id"));
    const id: Value = fate.importId !== null && standing === "kept" ? stringValue(fate.importId) : idOf(address, standing, sample);
    return dataView(id, input, plannedOutput(fate, input), entries.get("triggers_replace"));
  }
  const computed = (subject: string, name: string): Value => {
    const state = stateOf(standingOf(fate, name));
    const isPolicy = instance.type === "aws_iam_policy_document";
    // What is read during the apply only is not known, although it follows from what is. Of a changed archive the plan shows it.
    const waits = instance.type !== "archive_file" && (fate.action === "read" || fate.possible.includes("read"));
    const read = waits ? null : fate.readAttribute(name);
    if (isPolicy && read !== null) return read;
    const value = read ?? computedAttribute(instance.block, subject, name, planned);
    // What is read of the tree differs as a whole; a part of it, like its length, may be the same.
    const own = state === "later" && read !== null ? "perhaps" : state;
    return value.kind === "unknown" ? plannedAs(value, own) : value;
  };
  return resourceView(instance.block, address, planned, computed, stateOf(wholeStanding(fate)));
}

function stateOf(standing: ReturnType<typeof standingOf>): Unknown["planned"] {
  return standing === "settled" ? "kept" : standing === "fresh" ? "later" : "perhaps";
}

function idOf(address: string, planned: Unknown["planned"], sample: number | null): Value {
  if (sample !== null && planned === "kept") return stringValue(sampleId(sample, address));
  return refined(plannedAs(unknownBecause("computed", `${address}.id`), planned), stringType, { notNull: true });
}

function dataView(id: Value, input: Value, output: Value, triggers: Value | undefined): Value {
  return {
    kind: "object",
    entries: new Map([
      ["id", id],
      ["input", input],
      ["output", output],
      ["triggers_replace", triggers ?? nullValue],
    ]),
  };
}

/** `output` is what was put in when it was last applied; it is made anew with a new input. What is made without an input has none. */
function plannedOutput(fate: Fate, input: Value): Value {
  const before = fate.before === null ? undefined : entriesOf(fate.before.values)?.get("input");
  const kept = unmarked(before ?? nullValue);
  const mayReplace =
    fate.action === "create" || fate.action === "replace" || fate.possible.includes("replace") || fate.possible.includes("create");
  const mayChange = fate.changed.has("input");
  if (!mayReplace && !mayChange) return kept;
  const anew = fate.action === "create" || fate.action === "replace";
  if (anew && input.kind === "null") return nullValue;
  const updated = fate.action === "update" && fate.surely.has("input");
  if (!anew && !updated && kept.kind === "null" && input.kind === "null") return nullValue;
  // An update makes it anew even where the input goes: the provider says only then that there is none.
  const certain = updated || (anew && fate.input === "something");
  const unknown = plannedAs(unknownBecause("computed", `${fate.address}.output`), certain ? "later" : "perhaps");
  return certain ? typedValue(unknown, typeOf(input)) : unknown;
}

/** A computed attribute does not take over that what it is made from is sensitive. */
function unmarked(value: Value): Value {
  const { sensitive: _, ...rest } = value;
  const bare = rest as Value;
  const items = itemsOf(bare);
  if (items !== null && (bare.kind === "tuple" || bare.kind === "list" || bare.kind === "set"))
    return { ...bare, items: items.map(unmarked) };
  const entries = entriesOf(bare);
  if (entries === null || (bare.kind !== "object" && bare.kind !== "map")) return bare;
  return { ...bare, entries: new Map([...entries].map(([key, entry]) => [key, unmarked(entry)])) };
}
