/** What is planned in each project: the real plan where one was handed in, else a predicted one; both judged alike. */
import { maskText } from "../credentials/mask-credentials.ts";
import { judgeChanges } from "../evaluate/judgement.ts";
import type { WorkloadCatalogue } from "../model/catalogue.ts";
import type { Plan } from "../model/plan.ts";
import type { ProjectSetting } from "../model/policy.ts";
import type { Problem } from "../model/problem.ts";
import type { ResourceChange } from "../model/resource-change.ts";
import type { PlanEvidence } from "../model/review.ts";
import type { FingerprintedSighting, PlannedCredential, Secret } from "../model/sighting.ts";
import type { ProjectChanges } from "../model/subject.ts";
import type { EvaluatedConfiguration, EvaluationProblem, Project } from "../model/terraform-module.ts";
import { type PredictionSide, predictPlan } from "../plan/predict.ts";
import { withPlaces } from "../plan/real-plan.ts";
import { type ConfigurationInput, evaluateConfiguration, openConfiguration } from "../terraform/evaluate-configuration.ts";
import { providerVersions } from "../terraform/provider-versions.ts";
import { undeclaredNames } from "../terraform/undeclared.ts";
import { contradictions } from "./contradictions.ts";
import type { CredentialSearch } from "./credential-search.ts";
import { doubtBroken, isBroken } from "./doubt-broken.ts";
import { doubtProviders } from "./doubt-providers.ts";
import { doubtUnignored } from "./doubt-unignored.ts";
import { doubtWorkspaces } from "./doubt-workspaces.ts";
import type { AffectedProject } from "./find-scope.ts";
import { maskChanges } from "./finish-review.ts";
import { sha256 } from "./hash.ts";
import { InstanceProviders, noProviders, type ProviderSide, providerSide } from "./instance-providers.ts";
import { replacementCatalogue } from "./knowledge.ts";
import { problemsOfPlan } from "./read-plan.ts";
import { type ReadSide, variableFilesOf } from "./read-side.ts";
import { preventedChanges, refusedPlans, unfollowedMoves } from "./refused.ts";
import { isUnit } from "./terragrunt-units.ts";

export type Engine = "auto" | "static" | "terraform";

export interface PlannedProjects {
  readonly projects: readonly ProjectChanges[];
  readonly evidence: readonly PlanEvidence[];
  readonly problems: readonly Problem[];
}

export interface PlanningInput {
  readonly affected: readonly AffectedProject[];
  readonly base: ReadSide | null;
  readonly head: ReadSide;
  /** Real plans by the directory of their project. */
  readonly plans: ReadonlyMap<string, Plan>;
  readonly engine: Engine;
  readonly search: CredentialSearch;
  readonly workloads: WorkloadCatalogue;
  /** How maintainers say that projects are applied. */
  readonly settings: readonly ProjectSetting[];
}

export function planProjects(input: PlanningInput): PlannedProjects {
  const projects: ProjectChanges[] = [];
  const evidence: PlanEvidence[] = [];
  const problems: Problem[] = [];
  const secrets = [...input.head.side.sightings, ...(input.base?.side.sightings ?? [])].map((sighting) => sighting.secret);
  for (const project of input.affected) {
    // A real plan is of one set of variables; it is not held against others.
    if (project.head?.assumed === true && input.plans.has(project.head.dir)) continue;
    const planned = planProject(project, input, secrets);
    projects.push(planned.changes);
    evidence.push(planned.evidence);
    problems.push(...planned.problems);
  }
  return { projects, evidence, problems };
}

function planProject(affected: AffectedProject, input: PlanningInput, secrets: readonly Secret[]) {
  const project = affected.head ?? affected.base;
  if (project === null) throw new Error("a project has at least one side");
  const real = input.plans.get(project.dir) ?? null;
  const base = sideOf(affected.base, input.base);
  const head = affected.head === null ? null : evaluate(affected.head, input.head);
  const providers = { base: providersOf(affected.base, input.base), head: providersOf(affected.head, input.head) };
  const instances = new InstanceProviders(providers.base, providers.head);
  const prediction = predictPlan({
    base,
    head: sideOf(affected.head, input.head),
    catalogue: replacementCatalogue(),
    hash: sha256,
    providerVersion: versionsOf(project, input),
    addedTags: (instance, before) => instances.addedTags(instance, before),
  });
  const certain = doubtBroken(prediction.changes, { base: isBroken(input.base), head: isBroken(input.head) });
  const elsewhere = changesElsewhere(affected, input);
  const predicted = {
    ...prediction,
    changes: doubtWorkspaces(
      doubtUnignored(doubtProviders(certain, providers.base.providers, providers.head.providers, instances), base?.open({}) ?? null, head),
      elsewhere,
    ),
  };
  const plan = real === null ? predicted : placed(real, predicted);
  const context = { workloads: input.workloads, resources: input.head.side.resources, instances: head?.instances ?? [] };
  const credentials = onlyInPlan(plan, input.head.side.sightings);
  const hidden = [...secrets, ...(plan.credentials ?? []).map((credential) => credential.secret)];
  const problems: Problem[] = [];
  if (real === null && (input.engine === "terraform" || project.plan !== "static")) problems.push(planMissing(project));
  problems.push(...invalidIn(head?.problems ?? [], project.dir));
  // Of what Terraform has planned, nothing is undeclared.
  if (real === null && affected.head !== null) problems.push(...invalidIn(undeclaredAt(affected.head, input.head), project.dir));
  if (real === null) problems.push(...refusedPlans(prediction.refused ?? [], project.dir), ...unfollowedMoves(prediction, project.dir));
  if (real === null) problems.push(...preventedChanges(predicted.changes, head?.instances ?? [], project.dir));
  if (real !== null) problems.push(...problemsOfPlan(real, project.dir, project.dir));
  if (real !== null && real.problems.length === 0) problems.push(...contradictions(real, predicted, project.dir));
  return {
    changes: {
      dir: project.dir,
      workspace: project.workspace,
      origin: plan.origin,
      changes: judgeChanges(maskChanges(plan.changes, hidden, input.search), context),
      drift: judgeChanges(maskChanges(plan.drift, hidden, input.search), context),
      invocations: plan.invocations,
      restsOn: [...(real === null ? upgrades(affected, input, plan.changes) : []), ...(plan.restsOn ?? [])]
        .map((subject) => maskText(subject, hidden))
        .sort(),
      credentials,
    },
    evidence: { project: project.dir, digest: plan.digest, terraform: plan.terraformVersion },
    problems,
  };
}

function evaluate(project: Project, read: ReadSide): EvaluatedConfiguration {
  return evaluateConfiguration(configurationOf(project, read));
}

function configurationOf(project: Project, read: ReadSide): ConfigurationInput {
  return { project, modules: read.side.modules, varFiles: variableFilesOf(read.parsed), outside: read.outside(project.dir), ...read.files };
}

/** @param more how the configuration is evaluated beside. */
function sideOf(project: Project | null, read: ReadSide | null, more: Partial<ConfigurationInput> = {}): PredictionSide | null {
  if (project === null || read === null) return null;
  const input = { ...configurationOf(project, read), ...more };
  return { open: (how) => openConfiguration({ ...input, ...how }) };
}

/** The changes in workspaces that no configuration names; none where the code asks for no workspace, or all of them are named. */
function changesElsewhere(affected: AffectedProject, input: PlanningInput): readonly ResourceChange[] {
  const project = affected.head ?? affected.base;
  if (project === null || input.settings.some((setting) => setting.dir.matches(project.dir))) return [];
  if (![input.base, input.head].some((read) => read !== null && asksForWorkspace(read))) return [];
  const base = sideOf(affected.base, input.base, { anyWorkspace: true });
  const head = sideOf(affected.head, input.head, { anyWorkspace: true });
  return predictPlan({ base, head, catalogue: replacementCatalogue(), hash: sha256, providerVersion: versionsOf(project, input) }).changes;
}

function asksForWorkspace(read: ReadSide): boolean {
  return [...read.side.files.values()].some((file) => file.text !== null && /terraform\s*\.\s*(?:workspace|env)\b/.test(file.text));
}

function providersOf(project: Project | null, read: ReadSide | null): ProviderSide {
  if (project === null || read === null) return noProviders;
  const { modules } = read.side;
  const context = { project, modules, varFiles: variableFilesOf(read.parsed), outside: read.outside(project.dir), ...read.files };
  return providerSide(project.dir, context);
}

function versionsOf(project: Project, input: PlanningInput): (type: string) => string | null {
  return versionsAt(project, input.head);
}

function versionsAt(project: Project, read: ReadSide): (type: string) => string | null {
  const lock = project.dir === "." ? ".terraform.lock.hcl" : `${project.dir}/.terraform.lock.hcl`;
  return providerVersions(read.side.modules.get(project.dir), read.parsed.get(lock));
}

/** Providers that go to another version, `provider.aws (6.19.0 → 6.20.0)`: of unchanged code another one may plan something else. */
function upgrades(affected: AffectedProject, input: PlanningInput, changes: readonly ResourceChange[]): readonly string[] {
  if (affected.base === null || affected.head === null || input.base === null) return [];
  const [before, after] = [versionsAt(affected.base, input.base), versionsAt(affected.head, input.head)];
  const types = new Map(changes.map(({ type }) => [type.split("_", 1)[0] ?? type, type]));
  return [...types].flatMap(([name, type]) => {
    const [was, is] = [before(type), after(type)];
    return was === is ? [] : [`provider.${name} (${was ?? "any version"} → ${is ?? "any version"})`];
  });
}

/** What the code says as well is told of the code. */
function onlyInPlan(plan: Plan, sightings: readonly FingerprintedSighting[]): readonly PlannedCredential[] {
  const inCode = new Set(sightings.map((sighting) => sighting.identity));
  return (plan.credentials ?? []).filter((credential) => !inCode.has(credential.identity));
}

/** A real plan knows no places; the prediction, made from the code, does. */
function placed(real: Plan, predicted: Plan): Plan {
  const places = new Map(predicted.changes.map((change) => [change.address, change.place]));
  return {
    ...real,
    credentials: (real.credentials ?? []).map((credential) => ({ ...credential, place: places.get(credential.address) ?? null })),
    changes: withPlaces(real.changes, (change) => places.get(change.address) ?? null),
    drift: withPlaces(real.drift, (change) => places.get(change.address) ?? null),
  };
}

/** What the evaluation found wrong at the head: a circle, a name that is not declared, a bound that was reached. */
function invalidIn(found: readonly EvaluationProblem[], project: string): readonly Problem[] {
  return found.map(({ kind, message, place }) => ({
    rule: "review/configuration-invalid",
    reason: kind === "limit" ? "limit" : "other",
    place,
    evidence: { detail: message },
    project,
  }));
}

/** Nothing where a file cannot be read, which may declare it. */
function undeclaredAt(project: Project, read: ReadSide): readonly EvaluationProblem[] {
  if (isBroken(read)) return [];
  const { modules, paths } = read.side;
  // Terragrunt writes files into a root module, or its copy, before it runs Terraform; which one it runs is not always written down.
  const isGenerated = [...paths.keys()].some(isUnit);
  return undeclaredNames(modules, project.dir, (dir) => !(isGenerated && dir === project.dir));
}

function planMissing(project: Project): Problem {
  return { rule: "review/plan-missing", reason: "missing", place: null, evidence: { project: project.dir }, project: project.dir };
}
