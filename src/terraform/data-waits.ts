/**
 * What data sources wait for: Terraform reads one only while it applies as long as a resource that it names itself, or that it or a module
 * around it names in `depends_on`, has changes to make; a change of another instance of the same resource is enough. What it names through
 * a local or an output does not count.
 */
import type { Body } from "../model/syntax.ts";
import { attributeNamed } from "../model/syntax-query.ts";
import { referencesIn } from "../model/syntax-references.ts";
import type { TerraformModule } from "../model/terraform-module.ts";
import { mentioned } from "./resource-references.ts";

/** Calls beyond this are not looked into: modules that call one another twice and again would have no end. */
const mostCalls = 20_000;

interface Place {
  readonly module: TerraformModule;
  /** `module.app.`, without keys; empty at the root. */
  readonly path: string;
  readonly above: ReadonlySet<string>;
  /** What the calls around it wait for. */
  readonly inherited: readonly string[];
}

/** Managed resources by data source, both as addresses without any key. Data sources that wait for nothing are left out. */
export function dataWaits(modules: ReadonlyMap<string, TerraformModule>, rootDir: string): ReadonlyMap<string, readonly string[]> {
  const waits = new Map<string, readonly string[]>();
  const root = modules.get(rootDir);
  const open: Place[] = root === undefined ? [] : [{ module: root, path: "", above: new Set([rootDir]), inherited: [] }];
  // The list grows while it is walked.
  for (const place of open) {
    for (const resource of place.module.resources.values()) {
      if (resource.mode !== "data") continue;
      const attributes = resource.body.attributes.filter(({ name }) => name !== "depends_on" && name !== "provider");
      const named = managed(place, referencesIn({ ...resource.body, attributes }));
      const found = [...new Set([...place.inherited, ...named, ...dependsOn(modules, place, resource.body)])];
      if (found.length > 0) waits.set(`${place.path}${resource.address}`, found);
    }
    for (const call of place.module.calls.values()) {
      const inner = called(modules, place, call.name);
      if (inner === null || open.length >= mostCalls) continue;
      open.push({ ...inner, inherited: [...new Set([...place.inherited, ...dependsOn(modules, place, call.body)])] });
    }
  }
  return waits;
}

function dependsOn(modules: ReadonlyMap<string, TerraformModule>, place: Place, body: Body): readonly string[] {
  const written = attributeNamed(body, "depends_on")?.expression;
  const references = written === undefined ? [] : mentioned(written);
  const inModules = references.flatMap((reference) =>
    reference.startsWith("module.") ? everythingIn(modules, called(modules, place, reference.slice("module.".length))) : [],
  );
  return [...managed(place, references), ...inModules];
}

function managed(place: Place, references: readonly string[]): readonly string[] {
  return references.filter((reference) => place.module.resources.get(reference)?.mode === "managed").map((each) => `${place.path}${each}`);
}

function called(modules: ReadonlyMap<string, TerraformModule>, place: Place, name: string): Place | null {
  const dir = place.module.calls.get(name)?.dir ?? null;
  const module = dir === null ? undefined : modules.get(dir);
  if (dir === null || module === undefined || place.above.has(dir)) return null;
  return { module, path: `${place.path}module.${name}.`, above: new Set([...place.above, dir]), inherited: [] };
}

/** Managed resources of a module and of those that it calls. */
function everythingIn(modules: ReadonlyMap<string, TerraformModule>, start: Place | null): readonly string[] {
  const open: Place[] = start === null ? [] : [start];
  for (const place of open) {
    for (const name of place.module.calls.keys()) {
      const inner = open.length < mostCalls ? called(modules, place, name) : null;
      if (inner !== null) open.push(inner);
    }
  }
  return open.flatMap((place) => managed(place, [...place.module.resources.keys()]));
}
