/** Predicts whether a data source is read during the plan as before, or only while it is applied. */
import type { Doubt } from "../model/resource-change.ts";
import type { ResourceInstance } from "../model/terraform-module.ts";
import { type Address, parseAddress } from "./predict-addresses.ts";
import { argumentsOf } from "./predict-change.ts";
import { type Comparison, compareValues, worst } from "./predict-compare.ts";
import type { Upstream } from "./predict-upstream.ts";

/**
 * `same`: it reads what it read. `read`: it waits for the apply. `changed`: it is read during the plan, with another result perhaps;
 * `repacked`: with another one for certain, which only the plan shows.
 */
export type DataFate =
  | { readonly kind: "same" }
  | { readonly kind: "repacked" }
  | {
      readonly kind: "read";
      readonly reason: "read_because_config_unknown" | "read_because_dependency_pending" | "read_because_check_nested";
    }
  | { readonly kind: "changed" }
  | { readonly kind: "uncertain"; readonly doubts: readonly Doubt[] };

/** What a data source waits for, as addresses without any key, and what becomes of those beside the head's instances. */
export interface Waiting {
  readonly blocks: readonly string[];
  /** Whether an instance of it is deleted. */
  goes(block: string): boolean;
  /** Whether the head may have instances of it. */
  mayBeThere(block: string): boolean;
}

/** @param base null: the base does not have it. */
export function decideData(base: ResourceInstance | null, head: ResourceInstance, upstream: Upstream, waiting: Waiting): DataFate {
  const modules: Address["modules"] = parseAddress(head.address)?.modules ?? [];
  const pending = pendingDependency(waiting, upstream);
  if (pending === "certain") return { kind: "read", reason: "read_because_dependency_pending" };
  const before = base === null ? new Map() : argumentsOf(base);
  const after = argumentsOf(head);
  const context = {
    strict: true,
    normalises: false,
    meaning: (value: Parameters<Upstream["meaning"]>[0], old: Parameters<Upstream["meaning"]>[1]) => upstream.meaning(value, old, modules),
  };
  const comparisons: Comparison[] = [];
  for (const name of new Set([...before.keys(), ...after.keys()]))
    comparisons.push(compareValues(context, name, before.get(name), after.get(name)));
  if (comparisons.some((comparison) => comparison.state === "different" && comparison.unknown))
    return { kind: "read", reason: "read_because_config_unknown" };
  const whole = worst(comparisons);
  if (pending === "uncertain") return { kind: "uncertain", doubts: [{ kind: "unknown-value", path: null, subject: head.address }] };
  if (comparisons.some((comparison) => comparison.state === "unsettled" && comparison.unknown)) {
    return { kind: "uncertain", doubts: comparisons.flatMap((comparison) => comparison.doubt ?? []) };
  }
  // Terraform asks again after the apply, whatever it changes.
  if (head.block.inCheck === true) return { kind: "read", reason: "read_because_check_nested" };
  if (base === null || untrusted.has(head.type)) return { kind: "changed" };
  if (head.content === undefined) return whole.state === "equal" ? { kind: "same" } : { kind: "changed" };
  return decideContent(compareValues(context, "content", base.content, head.content), head, whole.state === "equal");
}

/** What a program or a server answers may be anything the next time, whatever they are asked. */
const untrusted: ReadonlySet<string> = new Set(["external", "http", "local_command"]);

/** A data source that reads files. Where an archive is put says nothing of what is in it. */
function decideContent(content: Comparison, head: ResourceInstance, sameArguments: boolean): DataFate {
  const isArchive = head.type === "archive_file";
  if (content.state === "equal") return sameArguments || isArchive ? { kind: "same" } : { kind: "changed" };
  return isArchive && content.state === "different" && !content.unknown ? { kind: "repacked" } : { kind: "changed" };
}

/** Whether something that it waits for has changes to make first. */
function pendingDependency(waiting: Waiting, upstream: Upstream): "none" | "certain" | "uncertain" {
  let state: "none" | "uncertain" = "none";
  for (const block of waiting.blocks) {
    if (waiting.goes(block)) return "certain";
    const { fates } = upstream.find(block, []);
    if (fates.length === 0 && waiting.mayBeThere(block)) state = "uncertain";
    for (const fate of fates) {
      if (["create", "update", "replace", "delete"].includes(fate.action)) return "certain";
      if (fate.action === "undecided") state = "uncertain";
    }
  }
  return state;
}
