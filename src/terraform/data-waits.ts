/**
 * What data sources wait for: Terraform reads one only while it applies as long as a resource that it names itself, or that it or a module
 * around it names in `depends_on`, has changes to make; a change of another instance of the same resource is enough. What it names through
 * a local or an output does not count.
 */
import type { Body } from "../model/syntax.ts";
import { attributeNamed } from "../model/syntax-query.ts";
import { referencesIn } from "../model/syntax-references.ts";
import { inModule } from "./address.ts";
import type { ModulePlace, ModulePlaces } from "./module-places.ts";
import { mentioned } from "./resource-references.ts";

/** Managed resources by data source, both as addresses without any key. Data sources that wait for nothing are left out. */
export function dataWaits(places: ModulePlaces): ReadonlyMap<string, readonly string[]> {
  const waits = new Map<string, readonly string[]>();
  const inherited = new Map<ModulePlace, readonly string[]>();
  for (const place of places.all) {
    const { caller } = place;
    // A caller comes before those that it calls.
    const above = caller === null ? [] : [...(inherited.get(caller.place) ?? []), ...dependsOn(places, caller.place, caller.call.body)];
    inherited.set(place, [...new Set(above)]);
    for (const resource of place.module.resources.values()) {
      if (resource.mode !== "data") continue;
      const attributes = resource.body.attributes.filter(({ name }) => name !== "depends_on" && name !== "provider");
      const named = managed(place, referencesIn({ ...resource.body, attributes }));
      const found = new Set([...above, ...named, ...dependsOn(places, place, resource.body)]);
      if (found.size > 0) waits.set(inModule(place.path, resource.address), [...found]);
    }
  }
  return waits;
}

function dependsOn(places: ModulePlaces, place: ModulePlace, body: Body): readonly string[] {
  const written = attributeNamed(body, "depends_on")?.expression;
  const references = written === undefined ? [] : mentioned(written);
  const inModules = references.flatMap((reference) =>
    reference.startsWith("module.") ? everythingIn(places, places.called(place, reference.slice("module.".length))) : [],
  );
  return [...managed(place, references), ...inModules];
}

function managed(place: ModulePlace, references: readonly string[]): readonly string[] {
  return references
    .filter((reference) => place.module.resources.get(reference)?.mode === "managed")
    .map((each) => inModule(place.path, each));
}

/** Managed resources of a module and of those that it calls. */
function everythingIn(places: ModulePlaces, start: ModulePlace | null): readonly string[] {
  if (start === null) return [];
  const inside = places.all.filter(({ path }) => path === start.path || path.startsWith(`${start.path}.`));
  return inside.flatMap((place) => managed(place, [...place.module.resources.keys()]));
}
