/** Every pair of configurations with a real plan: what is evaluated is what Terraform planned. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { evaluated, filesIn, hasShared, plain, shared } from "./reading.ts";

const folder = join(shared, "corpora/pairs");
const present = hasShared && existsSync(folder);
const names = present ? readdirSync(folder) : ["(none)"];
const describePairs = present ? describe : describe.skip;

interface PlannedModule {
  readonly resources?: readonly { readonly address: string; readonly mode: string; readonly values: Readonly<Record<string, unknown>> }[];
  readonly child_modules?: readonly PlannedModule[];
}

function plannedResources(module: PlannedModule): readonly NonNullable<PlannedModule["resources"]>[number][] {
  return [...(module.resources ?? []), ...(module.child_modules ?? []).flatMap(plannedResources)];
}

/** Paths at which a known evaluated value differs from the planned one. */
function differences(path: string, value: unknown, planned: unknown): readonly string[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value) && Array.isArray(planned)) {
    if (value.length !== planned.length) return [`${path}: ${value.length} elements, planned ${planned.length}`];
    return value.flatMap((item, i) => differences(`${path}[${i}]`, item, planned[i]));
  }
  if (typeof value === "object" && typeof planned === "object" && planned !== null && !Array.isArray(planned)) {
    return Object.entries(value).flatMap(([key, item]) => differences(`${path}.${key}`, item, (planned as Record<string, unknown>)[key]));
  }
  return String(value) === String(planned) ? [] : [`${path}: ${JSON.stringify(value)}, planned ${JSON.stringify(planned)}`];
}

describePairs(present ? "pairs with real plans" : "pairs with real plans (skipped: corpora/pairs is not there)", () => {
  test.each(names)("%s", (name) => {
    const plan = JSON.parse(readFileSync(join(folder, name, "plan.json"), "utf8"));
    const base = evaluated(filesIn(join(folder, name, "base")));
    const head = evaluated(filesIn(join(folder, name, "head")));
    expect(base.problems).toEqual([]);
    expect(head.problems).toEqual([]);
    expect(base.unexpanded).toEqual([]);
    expect(head.unexpanded).toEqual([]);
    const forgotten = new Set(head.removed.map((block) => block.from));
    const planned = plannedResources(plan.planned_values.root_module).filter(
      (resource) => resource.mode === "managed" && !forgotten.has(resource.address),
    );
    const instances = new Map(head.instances.map((instance) => [instance.address, instance]));
    const managed = head.instances.filter((instance) => instance.mode === "managed").map((instance) => instance.address);
    expect(managed.sort()).toEqual(planned.map((resource) => resource.address).sort());
    const wrong = planned.flatMap((resource) => {
      const instance = instances.get(resource.address);
      if (instance === undefined || instance.lifecycle.ignoreChanges === "all") return [];
      // What is ignored keeps the value of the state.
      const ignored = instance.lifecycle.ignoreChanges.map((path) => `${resource.address}.${path}`);
      const found = differences(resource.address, plain(instance.values), resource.values);
      return found.filter((difference) => !ignored.some((path) => difference.startsWith(path)));
    });
    expect(wrong).toEqual([]);
    const outputs = Object.entries<{ readonly value?: unknown }>(plan.planned_values.outputs ?? {});
    for (const [output, { value }] of outputs) {
      const own = head.outputs.get(output);
      expect(own).toBeDefined();
      if (own !== undefined && value !== undefined) expect(differences(output, plain(own), value)).toEqual([]);
    }
  });
});
