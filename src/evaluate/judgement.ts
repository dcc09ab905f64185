/** The core judgement: what each planned change means for the thing that runs, by resource class and attribute class. */
import type { JudgedChange, ResourceChange } from "../model/resource-change.ts";
import {
  type IndexedContext,
  indexContext,
  type Judgement,
  type JudgementContext,
  note,
  unjudged,
  verdictOnly,
} from "./judgement/context.ts";
import { settingOf } from "./judgement/setting.ts";
import { judgeUndecided } from "./judgement/undecided.ts";
import { judgeUpdate } from "./judgement/update.ts";

export type { JudgementContext } from "./judgement/context.ts";

/**
 * Each change with its verdict, its attributes' verdicts and notes, in the order given.
 * Servers and pointers that are created or replaced are a `roll`; what goes for good is null unless data goes with it; so are no-ops, moves,
 * imports, data sources, and configuration that is created, replaced or deleted. An update has the verdict of its gravest attribute.
 */
export function judgeChanges(changes: readonly ResourceChange[], context: JudgementContext): readonly JudgedChange[] {
  const indexed = indexContext(context);
  return changes.map((change) => {
    const { verdict, judgements, notes } = judgeChange(change, indexed);
    return { ...change, verdict, judgements, notes };
  });
}

function judgeChange(change: ResourceChange, context: IndexedContext): Judgement {
  if (change.mode === "data") return unjudged;
  return change.action === "undecided" ? judgeUndecided(change, context, judgeSettled) : judgeSettled(change, context);
}

function judgeSettled(change: ResourceChange, context: IndexedContext): Judgement {
  const resourceClass = context.workloads.classOf(change.type);
  const runs = resourceClass === "server" || resourceClass === "pointer";
  switch (change.action) {
    case "create":
      return verdictOnly(runs ? "roll" : null);
    case "replace":
      if (resourceClass === "stateful") return verdictOnly("stateful-loss");
      return { ...verdictOnly(runs ? "roll" : null), notes: leavesGap(change, context) ? [note("destroy-first")] : [] };
    case "delete":
    case "forget":
      if (resourceClass === "stateful") return verdictOnly("stateful-loss");
      return detaches(change, context) ? { ...verdictOnly("tolerated"), notes: [note("detach")] } : unjudged;
    case "update":
      return judgeUpdate(change, context);
    case "undecided":
      return verdictOnly("undecided");
    case "no-op":
    case "read":
    case "move":
    case "import":
      return unjudged;
  }
}

/** What is forgotten stays attached; what is deleted does not. */
function detaches(change: ResourceChange, context: IndexedContext): boolean {
  return change.action === "delete" && context.workloads.has(change.type, "attaches-data");
}

/** What a server is made with that a second one beside it cannot have as well. */
const singular: readonly string[] = ["private_ip", "network_interface", "primary_network_interface"];

/** It serves, goes before its successor comes, and need not. */
function leavesGap(change: ResourceChange, context: IndexedContext): boolean {
  if (change.order !== "destroy-first") return false;
  const { workloads } = context;
  if (!workloads.has(change.type, "serving") || !workloads.has(change.type, "create-first-possible")) return false;
  return change.type !== "aws_instance" || !singular.some((name) => settingOf(change, name, context).kind === "set");
}
