/** Holds predictions against the plans that the real Terraform made of the same two configurations. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { doubtProviders } from "../../src/flows/doubt-providers.ts";
import { InstanceProviders } from "../../src/flows/instance-providers.ts";
import type { ResourceChange } from "../../src/model/resource-change.ts";
import type { HclParser } from "../../src/parse/hcl/hcl-parser.ts";
import { predictPlan } from "../../src/plan/predict.ts";
import { catalogue } from "./configurations.ts";
import { type EvaluatedFolder, evaluateFolder } from "./evaluated-folder.ts";

interface PlanFile {
  readonly resource_changes?: readonly {
    readonly address: string;
    readonly previous_address?: string;
    readonly change: {
      readonly actions: readonly string[];
      readonly replace_paths?: readonly (readonly (string | number)[])[];
      readonly importing?: object;
    };
  }[];
}

export interface Comparison {
  /** Each contradiction in words; none: right. */
  readonly wrong: readonly string[];
  readonly undecided: readonly string[];
  readonly resources: number;
}

export function predictPair(parser: HclParser, folder: URL): readonly ResourceChange[] {
  return predictFolders(evaluateFolder(parser, new URL("base/", folder)), evaluateFolder(parser, new URL("head/", folder)));
}

/** With what changes of provider blocks make of it, as a review would. */
export function predictFolders(base: EvaluatedFolder, head: EvaluatedFolder): readonly ResourceChange[] {
  const instances = new InstanceProviders(base.providers, head.providers);
  const { changes } = predictPlan({
    base: base.side,
    head: head.side,
    catalogue,
    hash: (text) => createHash("sha256").update(text).digest("hex"),
    providerVersion: head.providerVersion,
    addedTags: (instance, before) => instances.addedTags(instance, before),
  });
  return doubtProviders(changes, base.providers.providers, head.providers.providers, instances);
}

/** What the plan says and what was predicted, address by address: action, order, replacing paths, previous address. */
export function comparePair(parser: HclParser, folder: URL): Comparison {
  const plan = JSON.parse(readFileSync(new URL("plan.json", folder), "utf8")) as PlanFile;
  const predicted = new Map(predictPair(parser, folder).map((change) => [change.address, change]));
  const wrong: string[] = [];
  const undecided: string[] = [];
  const planned = plan.resource_changes ?? [];
  for (const change of planned) {
    const prediction = predicted.get(change.address);
    predicted.delete(change.address);
    if (prediction === undefined) wrong.push(`${change.address} is not predicted`);
    else if (prediction.action === "undecided") {
      undecided.push(
        `${change.address} (${prediction.possible.join("|")}; ${prediction.doubts.map((doubt) => `${doubt.kind} ${doubt.path ?? ""} ${doubt.subject ?? ""}`).join(", ")})`,
      );
      const real = realStory(change).split(" ")[0] ?? "";
      if (!prediction.possible.some((action) => action === real))
        wrong.push(`${change.address}: ${real} is not among ${prediction.possible.join()}`);
    } else if (storyOf(prediction) !== realStory(change))
      wrong.push(`${change.address}: ${storyOf(prediction)}, in truth ${realStory(change)}`);
  }
  for (const [address, change] of predicted)
    if (change.action !== "no-op") wrong.push(`${address}: ${change.action}, in truth there is none`);
  return { wrong, undecided, resources: planned.length };
}

function storyOf(change: ResourceChange): string {
  const paths = change.because.flatMap((cause) => cause.path ?? []).sort();
  const order = change.order === null ? "" : ` ${change.order}`;
  return `${change.action}${order} ${paths.join()} ${change.previousAddress ?? ""}`.trimEnd();
}

function realStory({ previous_address: previous, change }: NonNullable<PlanFile["resource_changes"]>[number]): string {
  const actions = change.actions.join();
  const replaces = actions === "delete,create" || actions === "create,delete";
  const quiet = change.importing !== undefined ? "import" : previous !== undefined ? "move" : "no-op";
  const action = replaces ? "replace" : actions === "no-op" ? quiet : actions;
  const order = replaces ? (actions === "create,delete" ? " create-first" : " destroy-first") : "";
  const paths = (change.replace_paths ?? []).map((path) =>
    path.reduce<string>((text, step) => (typeof step === "number" ? `${text}[${step}]` : text === "" ? step : `${text}.${step}`), ""),
  );
  return `${action}${order} ${paths.sort().join()} ${previous ?? ""}`.trimEnd();
}
