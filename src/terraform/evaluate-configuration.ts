/** Evaluates a root module with everything it calls: every resource as its instances, or as one whose instances are not known. */
import type { Expression, ParsedFile } from "../model/syntax.ts";
import type {
  EvaluatedConfiguration,
  EvaluationProblem,
  ImportBlock,
  ModuleCall,
  Project,
  ResourceBlock,
  ResourceInstance,
  TerraformModule,
  UnexpandedResource,
} from "../model/terraform-module.ts";
import type { UnknownReason, Value } from "../model/value.ts";
import { closed } from "./access.ts";
import { inModule } from "./address.ts";
import { configurationDigest } from "./configuration-digest.ts";
import { createFirstBlocks } from "./create-first.ts";
import { dataWaits } from "./data-waits.ts";
import { sha256Hex } from "./digest.ts";
import type { Limits, Run } from "./evaluation.ts";
import { newRun } from "./evaluation.ts";
import { keysOf } from "./expansion.ts";
import { expandedImports } from "./imports.ts";
import { lifecycleOf } from "./lifecycle.ts";
import type { OpenInstance } from "./module-instance.ts";
import { ModuleInstance } from "./module-instance.ts";
import { ModulePlaces } from "./module-places.ts";
import type { OutsideVariables } from "./outside-variables.ts";
import { type PlacedMove, refactoringBlocks } from "./refactoring-blocks.ts";
import { type Repetition, repetitionsOf } from "./repetitions.ts";
import { ResourceReferences } from "./resource-references.ts";
import { canonicalText, reasonsOf, unknownBecause } from "./unknowns.ts";
import type { UnknownValue } from "./values.ts";
import { givenVariables } from "./variable-files.ts";

export interface ConfigurationInput {
  readonly project: Project;
  readonly modules: ReadonlyMap<string, TerraformModule>;
  /** Files of variable values by path; those the project does not read are passed over. */
  readonly varFiles: ReadonlyMap<string, ParsedFile>;
  /** The text of a file by its path from the repository's root; null: there is none, or it is not text. */
  readonly readFile: (path: string) => string | null;
  /** Something that changes when the file does, like its blob id; null: there is no such file. Without it a file without text is unknown as `missing`. */
  readonly fileId?: (path: string) => string | null;
  /** All paths below a directory, for `fileset`. */
  readonly filesBelow?: (dir: string) => readonly string[];
  /** For `templatefile`; without it, it is `unsupported`. */
  readonly parseTemplate?: (text: string) => Expression;
  /** Values of `TF_VAR_…` by the variable's name; none unless handed in. */
  readonly environment?: ReadonlyMap<string, string>;
  /** What sets variables besides; default: nothing. */
  readonly outside?: OutsideVariables;
  readonly limits?: Limits;
  /** Leaves `terraform.workspace` unknown: the configuration may be applied in workspaces that nobody named. */
  readonly anyWorkspace?: boolean;
  /** What references to an instance stand for, instead of what its arguments say. */
  readonly view?: (instance: OpenInstance) => Value;
  /** Evaluates as a plan does, which does not call `timestamp()` and its like yet. */
  readonly plans?: boolean;
}

/** A configuration whose instances are evaluated one by one. */
export interface OpenConfiguration extends Omit<EvaluatedConfiguration, "instances" | "outputs" | "moved"> {
  readonly instances: readonly (OpenInstance & Pick<ResourceInstance, "references">)[];
  readonly outputs: () => ReadonlyMap<string, Value>;
  readonly moved: readonly PlacedMove[];
  /** {@link repetitionsOf} */
  readonly repetitions: ReadonlyMap<string, Repetition>;
  /** {@link createFirstBlocks} */
  readonly createFirst: ReadonlySet<string>;
  /** {@link dataWaits} */
  readonly waits: ReadonlyMap<string, readonly string[]>;
}

/** Modules that call one another twice and again would have no end: of so many instances of modules the rest is not looked into. */
const mostModules = 10_000;
/** At most so many problems are kept. */
const maxProblems = 100;

interface Found {
  readonly instances: OpenConfiguration["instances"][number][];
  readonly unexpanded: UnexpandedResource[];
  readonly imports: ImportBlock[];
  readonly modules: { entered: number };
  readonly references: ResourceReferences;
  readonly run: Run;
  /** {@link configurationDigest} of everything, worked out when it is needed. */
  readonly everything: () => string;
}

/** Never throws for what the configuration says: what cannot be evaluated is unknown with its reason, and stands in `problems`. */
export function evaluateConfiguration(input: ConfigurationInput): EvaluatedConfiguration {
  const open = openConfiguration(input);
  const instances = open.instances.map(evaluatedInstance);
  const { project, unexpanded, moved, removed, imports, problems = [] } = open;
  return { project, instances, unexpanded, moved, removed, imports, outputs: open.outputs(), problems };
}

export function evaluatedInstance(open: OpenConfiguration["instances"][number]): ResourceInstance {
  const { address, mode, type, name, block, lifecycle, provider, references } = open;
  const values = open.values();
  const content = open.content();
  return { address, mode, type, name, block, values, lifecycle, provider, references, ...(content === null ? {} : { content }) };
}

/** As {@link evaluateConfiguration}, the arguments of instances and the outputs left for later; `problems` grow as they are evaluated. */
export function openConfiguration(input: ConfigurationInput): OpenConfiguration {
  const problems: EvaluationProblem[] = [];
  const run = newRun({
    files: { text: input.readFile, id: input.fileId ?? null, below: input.filesBelow ?? null },
    ...(input.parseTemplate === undefined ? {} : { parseTemplate: input.parseTemplate }),
    ...(input.limits === undefined ? {} : { limits: input.limits }),
    plans: input.plans === true,
    report: (problem) => {
      if (problems.length < maxProblems) problems.push(problem);
    },
  });
  const found: Found = {
    instances: [],
    unexpanded: [],
    imports: [],
    modules: { entered: 0 },
    references: new ResourceReferences(input.modules),
    run,
    everything: once(() => configurationDigest(input.modules, input.varFiles)),
  };
  const module = input.modules.get(input.project.dir);
  let root: ModuleInstance | null = null;
  if (module !== undefined) {
    const given = givenVariables(input.project, input.varFiles, input.environment ?? new Map(), run, input.outside);
    const { modules, project } = input;
    const workspace = input.anyWorkspace === true ? null : project.workspace;
    root = new ModuleInstance(
      { run, modules, rootDir: project.dir, workspace, given, unexpanded: false, view: input.view ?? null },
      module,
      { path: "", blockPath: "", ancestors: new Set() },
      given,
    );
    found.references.enter(root, null, "");
    collect(root, found);
  }
  const { instances, unexpanded, imports } = found;
  const places = new ModulePlaces(input.modules, input.project.dir);
  const { moved, removed } = refactoringBlocks(places);
  const repetitions = repetitionsOf(places);
  const createFirst = createFirstBlocks(places);
  const waits = dataWaits(places);
  const outputs = () => outputsOf(root);
  return { project: input.project, instances, unexpanded, moved, removed, imports, outputs, repetitions, createFirst, waits, problems };
}

function outputsOf(root: ModuleInstance | null): ReadonlyMap<string, Value> {
  const outputs = new Map<string, Value>();
  for (const name of root?.module.outputs.keys() ?? []) {
    const value = root?.output(name) ?? null;
    if (value !== null) outputs.set(name, closed(value));
  }
  return outputs;
}

function collect(instance: ModuleInstance, found: Found): void {
  const { module } = instance;
  // Terraform validates what nothing refers to as well.
  for (const name of module.variables.keys()) instance.variable(name);
  found.imports.push(...expandedImports(instance));
  for (const resource of module.resources.values()) collectResource(instance, resource, found);
  for (const call of module.calls.values()) collectCall(instance, call, found);
}

function collectResource(instance: ModuleInstance, resource: ResourceBlock, found: Found): void {
  const expansion = instance.resourceExpansion(resource);
  if (expansion.kind === "unknown") {
    found.unexpanded.push(unexpandedResource(instance, resource, expansion.because, found));
    return;
  }
  const references = found.references.of(instance, resource);
  for (const key of keysOf(expansion)) found.instances.push({ ...instance.openInstance(resource, key), references });
}

function unexpandedResource(instance: ModuleInstance, resource: ResourceBlock, because: UnknownValue, found: Found): UnexpandedResource {
  const { type, place } = resource;
  const address = inModule(instance.path, resource.address);
  const kind = resource.mode === "data" ? "data" : "resource";
  if (isInvalid(because)) return { ...broken(because, found), address, kind, type, place };
  const values = instance.anyInstanceValues(resource);
  const derivation = sha256Hex(`${canonicalText(because)} ${canonicalText(values)} ${JSON.stringify(lifecycleOf(resource.body))}`);
  return { address, kind, type, because, place, derivation, restsOn: reasonsOf([because, values], []) };
}

function broken(because: UnknownValue, found: Found): Pick<UnexpandedResource, "because" | "derivation" | "restsOn"> {
  return { because, derivation: `invalid ${found.everything()}`, restsOn: because.because };
}

/** Not worked out, so nothing tells what feeds it: everything may. */
function isInvalid(because: UnknownValue): boolean {
  return because.because.some((reason) => reason.kind === "invalid" || reason.kind === "cycle");
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function collectCall(instance: ModuleInstance, call: ModuleCall, found: Found): void {
  const address = inModule(instance.path, `module.${call.name}`);
  if (instance.calledModule(call) === null) {
    found.unexpanded.push(unreachableModule(instance, call, address, found));
    return;
  }
  const expansion = instance.callExpansion(call);
  if (expansion.kind === "unknown") {
    found.unexpanded.push(unexpandedModule(instance, call, address, expansion.because, found));
    return;
  }
  for (const key of keysOf(expansion)) {
    const child = mayEnter(call, found) ? instance.child(call, key) : null;
    if (child === null) continue;
    found.references.enter(child, instance, call.name);
    collect(child, found);
  }
}

function mayEnter(call: ModuleCall, { modules, run }: Found): boolean {
  modules.entered += 1;
  if (modules.entered === mostModules + 1) {
    const message = `the configuration calls more than ${mostModules} modules: what is beyond that is not evaluated`;
    run.report({ kind: "limit", message, place: call.place });
  }
  return modules.entered <= mostModules;
}

/** A module of a registry, of another repository, or one that leads back to itself. */
function unreachableModule(instance: ModuleInstance, call: ModuleCall, address: string, found: Found): UnexpandedResource {
  const isCycle = call.dir !== null && instance.context.modules.has(call.dir);
  if (call.dir !== null) {
    const message = isCycle ? `${address} calls a module that calls it` : `there is no module in ${JSON.stringify(call.dir.slice(0, 200))}`;
    found.run.report({ kind: "failure", message, place: call.place });
  }
  const inputs = instance.callArguments(call);
  return {
    address,
    kind: "module",
    type: null,
    because: unknownBecause(isCycle ? "cycle" : "module", address),
    place: call.place,
    restsOn: reasonsOf([inputs], []),
    derivation: sha256Hex(`${JSON.stringify([call.source, call.version])} ${canonicalText(inputs)}`),
  };
}

/** A module of the repository that is called an unknown number of times: everything in it feeds the derivation. */
function unexpandedModule(
  instance: ModuleInstance,
  call: ModuleCall,
  address: string,
  because: UnknownValue,
  found: Found,
): UnexpandedResource {
  const { place } = call;
  if (isInvalid(because)) return { ...broken(because, found), address, kind: "module", type: null, place };
  const child = mayEnter(call, found) ? instance.anyChild(call) : null;
  const inside: Found = { ...found, instances: [], unexpanded: [], imports: [] };
  if (child !== null) {
    inside.references.enter(child, instance, call.name);
    collect(child, inside);
  }
  const parts = [
    ...inside.instances.map((each) => unexpandedInstance(each, because)),
    ...inside.unexpanded.flatMap((each) => each.inside ?? [each]).map((each) => alsoBecause(each, because)),
  ];
  const derivation = sha256Hex(`${canonicalText(because)} ${parts.map((each) => `${each.address} ${each.derivation}`).join("\n")}`);
  const restsOn = uniqueReasons(parts.flatMap((each) => each.restsOn));
  return { address, kind: "module", type: null, because, place, derivation, restsOn, ...(child === null ? {} : { inside: parts }) };
}

/** A resource of a module that is called an unknown number of times. */
function unexpandedInstance(open: Found["instances"][number], because: UnknownValue): UnexpandedResource {
  const { address, type, mode, block, lifecycle } = open;
  const values = open.values();
  return {
    address,
    kind: mode === "data" ? "data" : "resource",
    type,
    because,
    place: block.place,
    derivation: sha256Hex(`${canonicalText(because)} ${canonicalText(values)} ${JSON.stringify(lifecycle)}`),
    restsOn: reasonsOf([because, values], []),
  };
}

/** What is unknown of how often its module is called comes before what is unknown of it. */
function alsoBecause(each: UnexpandedResource, because: UnknownValue): UnexpandedResource {
  const derivation = sha256Hex(`${canonicalText(because)} ${each.derivation}`);
  return { ...each, because, derivation, restsOn: uniqueReasons([...because.because, ...each.restsOn]) };
}

function uniqueReasons(reasons: readonly UnknownReason[]): readonly UnknownReason[] {
  return [...new Map(reasons.map((reason) => [`${reason.kind} ${reason.subject}`, reason])).values()];
}
