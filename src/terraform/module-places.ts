/** The modules of a configuration where they are called, without keys: what Terraform's graph is made from. */
import type { ModuleCall, TerraformModule } from "../model/terraform-module.ts";
import { inModule } from "./address.ts";

/** A module at one of the places where it is called. */
export interface ModulePlace {
  readonly module: TerraformModule;
  /** `module.app.module.db`; empty: the root. */
  readonly path: string;
  /** Null: the root. */
  readonly caller: { readonly place: ModulePlace; readonly call: ModuleCall } | null;
}

/** More are not looked into: modules that call one another twice and again would have no end. Evaluating so many goes beyond its own bounds. */
const mostPlaces = 20_000;
const deepest = 50;

export class ModulePlaces {
  /** Level by level from the root; empty where there is no root module. */
  readonly all: readonly ModulePlace[];
  readonly #byPath: ReadonlyMap<string, ModulePlace>;

  constructor(modules: ReadonlyMap<string, TerraformModule>, rootDir: string) {
    const root = modules.get(rootDir);
    const all: ModulePlace[] = root === undefined ? [] : [{ module: root, path: "", caller: null }];
    // The list grows while it is walked.
    for (const place of all) {
      for (const call of place.module.calls.values()) {
        const module = call.dir === null ? undefined : modules.get(call.dir);
        if (module === undefined || all.length >= mostPlaces || !mayCall(place, module)) continue;
        all.push({ module, path: inModule(place.path, `module.${call.name}`), caller: { place, call } });
      }
    }
    this.all = all;
    this.#byPath = new Map(all.map((place) => [place.path, place]));
  }

  /** @param path `module.app.module.db`, without keys; empty: the root. Null: there is no such module in the repository, or beyond the bounds. */
  at(path: string): ModulePlace | null {
    return this.#byPath.get(path) ?? null;
  }

  /** The module behind a call; null: it is not in the repository, leads back to itself, or lies beyond the bounds. */
  called(place: ModulePlace, call: string): ModulePlace | null {
    return this.at(inModule(place.path, `module.${call}`));
  }
}

/** Whether a module is none of those around the place, which are not too many. */
function mayCall(place: ModulePlace, module: TerraformModule): boolean {
  let depth = 0;
  for (let at: ModulePlace | null = place; at !== null; at = at.caller?.place ?? null) {
    if (at.module.dir === module.dir || ++depth > deepest) return false;
  }
  return true;
}
