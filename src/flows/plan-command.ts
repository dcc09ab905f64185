/** `bakegate plan FILE`: one plan, judged without any repository. */
import { basename } from "node:path";
import { judgeChanges } from "../evaluate/judgement.ts";
import type { Review } from "../model/review.ts";
import type { Side } from "../model/subject.ts";
import { credentialSearch } from "./credential-search.ts";
import { finishReview, maskChanges } from "./finish-review.ts";
import { workloadCatalogue } from "./knowledge.ts";
import { defaultPolicy, policyOfFile } from "./load-policy.ts";
import { type Presentation, presentReview } from "./present-review.ts";
import { createProgress, type Progress } from "./progress.ts";
import { problemsOfPlan, readPlanFile } from "./read-plan.ts";

export interface PlanOptions extends Presentation {
  readonly config?: string;
}

export async function planCommand(file: string, options: PlanOptions): Promise<void> {
  const progress = createProgress(process.stderr);
  const review = await reviewPlan(file, options.config ?? null, progress);
  progress.end();
  process.exitCode = await presentReview(review, options);
}

/** Reviews a plan file (`-`: standard input) by itself. */
export async function reviewPlan(file: string, config: string | null, progress: Progress): Promise<Review> {
  const startedAt = Date.now();
  const policy = config === null ? defaultPolicy() : await policyOfFile(config);
  progress.at("Reading the plan");
  const search = credentialSearch(policy.credentials);
  const plan = await readPlanFile(file, search.sinks);
  const workloads = workloadCatalogue();
  const context = { workloads, resources: [], instances: [] };
  progress.at("Judging the changes");
  const credentials = plan.credentials ?? [];
  const secrets = credentials.map((credential) => credential.secret);
  const project = {
    dir: ".",
    workspace: "default",
    origin: plan.origin,
    changes: judgeChanges(maskChanges(plan.changes, secrets, search), context),
    drift: judgeChanges(maskChanges(plan.drift, secrets, search), context),
    invocations: plan.invocations,
    credentials,
  };
  const name = file === "-" ? "standard input" : basename(file);
  return finishReview({
    kind: "plan",
    subject: { repository: name, base: null, head: null, pullRequest: null, blobUrl: null, baseName: null, headName: null },
    policy,
    reviewed: {
      base: null,
      head: { ...nothing, problems: problemsOfPlan(plan, ".", name) },
      projects: [project],
      moved: [],
      renames: new Map(),
      changed: new Set(),
      leaked: [],
      waivers: [],
      workloads,
    },
    plans: [{ project: ".", digest: plan.digest, terraform: plan.terraformVersion }],
    unread: [],
    filesRead: 1,
    startedAt,
  });
}

const nothing: Side = {
  modules: new Map(),
  resources: [],
  files: new Map(),
  paths: new Set(),
  packer: [],
  scripts: [],
  images: [],
  sightings: [],
  waiverFaults: [],
  problems: [],
};
