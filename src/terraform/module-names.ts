/** What the names in a module's expressions stand for. */
import type { ModuleCall, ResourceBlock } from "../model/terraform-module.ts";
import type { Value } from "../model/value.ts";
import { inModule } from "./address.ts";
import { wholeNumber } from "./decimal.ts";
import type { Names, Step } from "./evaluation.ts";
import { fail } from "./evaluation.ts";
import type { Expansion, InstanceKey } from "./expansion.ts";
import { keysOf, keyText } from "./expansion.ts";
import type { ModuleInstance } from "./module-instance.ts";
import { unknownBecause } from "./unknowns.ts";
import { stringValue } from "./values.ts";

type Resolved = { readonly value: Value; readonly used: number } | null;

export function moduleNames(instance: ModuleInstance): Names {
  return {
    resolve: (root, steps) => resolve(instance, root, steps),
    moduleDir: instance.module.dir,
    rootDir: instance.context.rootDir,
  };
}

function resolve(instance: ModuleInstance, root: string, steps: readonly Step[]): Resolved {
  const [first, second] = steps.map(nameOf);
  if (first === null || first === undefined) return null;
  switch (root) {
    case "var":
      return resolved(instance.variable(first), 1);
    case "local":
      return resolved(instance.local(first), 1);
    case "path":
      return resolved(pathValue(instance, first), 1);
    case "terraform":
      return resolved(first === "workspace" ? workspaceValue(instance.context.workspace) : null, 1);
    case "module": {
      const call = instance.module.calls.get(first);
      return call === undefined ? null : calledValue(instance, call, steps.slice(1));
    }
    case "data": {
      const data = second === null || second === undefined ? undefined : instance.module.resources.get(`data.${first}.${second}`);
      return data === undefined ? null : resourceValue(instance, data, steps.slice(2), 2);
    }
    case "ephemeral":
      return {
        value: unknownBecause("data", inModule(instance.path, `ephemeral.${first}.${second ?? ""}`)),
        used: Math.min(2, steps.length),
      };
    case "self":
      return { value: unknownBecause("computed", `self.${first}`), used: 1 };
    default: {
      const resource = instance.module.resources.get(`${root}.${first}`);
      return resource === undefined || resource.mode === "data" ? null : resourceValue(instance, resource, steps.slice(1), 1);
    }
  }
}

function resolved(value: Value | null, used: number): Resolved {
  return value === null ? null : { value, used };
}

/** Terraform runs in the root module's directory, so `path.root` is `.`. */
function pathValue(instance: ModuleInstance, name: string): Value | null {
  switch (name) {
    case "root":
      return stringValue(".");
    case "module":
      return stringValue(relativePath(instance.context.rootDir, instance.module.dir));
    case "cwd":
      return unknownBecause("unsupported", "path.cwd");
    default:
      return null;
  }
}

/** One directory of the repository seen from another. */
export function relativePath(from: string, to: string): string {
  const start = from === "." ? [] : from.split("/");
  const end = to === "." ? [] : to.split("/");
  let shared = 0;
  while (shared < start.length && shared < end.length && start[shared] === end[shared]) shared++;
  const parts = [...start.slice(shared).map(() => ".."), ...end.slice(shared)];
  return parts.length === 0 ? "." : parts.join("/");
}

/** A resource, or the instance that the next step names. `before`: the steps that are taken already. */
function resourceValue(instance: ModuleInstance, resource: ResourceBlock, steps: readonly Step[], before: number): Resolved {
  const expansion = instance.resourceExpansion(resource);
  const address = inModule(instance.path, resource.address);
  if (expansion.kind === "unknown") {
    const kind = resource.mode === "data" ? "data" : "computed";
    return { value: unknownBecause(kind, address, [expansion.because]), used: before };
  }
  const key = instance.context.unexpanded ? null : namedKey(expansion, steps[0]);
  if (key !== null) return { value: instance.instanceView(resource, key), used: before + 1 };
  const view = (each: InstanceKey) => instance.instanceView(resource, each);
  if (!instance.context.unexpanded) return { value: together(expansion, view), used: before };
  // Each block once: an index that a repeated block would have names that one.
  const repeated = resource.body.attributes.some((attribute) => attribute.name === "count" || attribute.name === "for_each");
  if (repeated && steps[0]?.kind === "index") return { value: view(null), used: before + 1 };
  return repeated ? { value: unknownBecause("computed", address), used: before } : { value: view(null), used: before };
}

/** The key that a step names among those there are; null: it names none in particular. */
function namedKey(expansion: Exclude<Expansion, { kind: "unknown" }>, step: Step | undefined): InstanceKey {
  if (step === undefined || expansion.kind === "single") return null;
  const key = step.kind === "attribute" ? stringValue(step.name) : step.key;
  if (expansion.kind === "for-each") {
    if (key.kind !== "string") return null;
    return expansion.values.has(key.value) ? key.value : fail(`there is no instance ${keyText(key.value).slice(0, 80)}`);
  }
  if (step.kind !== "index" || key.kind !== "number") return null;
  const index = wholeNumber(key.digits);
  return index !== null && index >= 0 && index < expansion.count ? index : fail(`there is no instance [${key.digits.slice(0, 20)}]`);
}

function together(expansion: Exclude<Expansion, { kind: "unknown" }>, view: (key: InstanceKey) => Value): Value {
  switch (expansion.kind) {
    case "single":
      return view(null);
    case "count":
      return { kind: "tuple", items: keysOf(expansion).map(view) };
    case "for-each":
      return { kind: "object", entries: new Map([...expansion.values.keys()].map((key) => [key, view(key)])) };
  }
}

/** A module call's outputs, or the one output that the next steps name. */
function calledValue(instance: ModuleInstance, call: ModuleCall, steps: readonly Step[]): Resolved {
  const address = inModule(instance.path, `module.${call.name}`);
  if (instance.calledModule(call) === null) return { value: unknownOutputs(address, steps), used: 1 + steps.length };
  const expansion = instance.callExpansion(call);
  if (expansion.kind === "unknown") return { value: unknownBecause("module", address, [expansion.because]), used: 1 };
  const repeated = call.body.attributes.some((attribute) => attribute.name === "count" || attribute.name === "for_each");
  if (instance.context.unexpanded && repeated) return unexpandedOutputs(instance, call, address, steps);
  const key = namedKey(expansion, steps[0]);
  if (key === null && expansion.kind !== "single")
    return { value: together(expansion, (each) => outputsOf(instance, call, each)), used: 1 };
  const used = key === null ? 0 : 1;
  const name = nameOf(steps[used]);
  if (name === null || name === undefined) return { value: outputsOf(instance, call, key), used: 1 + used };
  const value = instance.child(call, key)?.output(name) ?? fail(`${address} has no output ${JSON.stringify(name.slice(0, 60))}`);
  return { value, used: 2 + used };
}

function unexpandedOutputs(instance: ModuleInstance, call: ModuleCall, address: string, steps: readonly Step[]): Resolved {
  const name = steps[0]?.kind === "index" ? nameOf(steps[1]) : null;
  const value = name === null || name === undefined ? null : (instance.child(call, null)?.output(name) ?? null);
  return value === null ? { value: unknownBecause("module", address), used: 1 } : { value, used: 3 };
}

function unknownOutputs(address: string, steps: readonly Step[]): Value {
  const rest = steps.map((step) => {
    if (step.kind === "attribute") return `.${step.name}`;
    if (step.key.kind === "string") return keyText(step.key.value);
    return step.key.kind === "number" ? `[${step.key.digits}]` : "[?]";
  });
  const keys = steps.flatMap((step) => (step.kind === "index" && step.key.kind === "unknown" ? [step.key] : []));
  return unknownBecause("module", `${address}${rest.join("")}`, keys);
}

function outputsOf(instance: ModuleInstance, call: ModuleCall, key: InstanceKey): Value {
  const child = instance.child(call, key);
  const entries = new Map<string, Value>();
  for (const name of child?.module.outputs.keys() ?? []) entries.set(name, child?.output(name) ?? fail("an output is missing"));
  return { kind: "object", entries };
}

function nameOf(step: Step | undefined): string | null {
  if (step === undefined) return null;
  if (step.kind === "attribute") return step.name;
  return step.key.kind === "string" ? step.key.value : null;
}

function workspaceValue(workspace: string | null): Value {
  return workspace === null ? unknownBecause("input", "terraform.workspace") : stringValue(workspace);
}
