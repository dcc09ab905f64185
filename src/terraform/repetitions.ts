/** How the resources of a configuration are repeated, by what stands in their blocks alone. */
import { attributeNamed } from "../model/syntax-query.ts";
import { inModule } from "./address.ts";
import type { ModulePlaces } from "./module-places.ts";

export type Repetition = "single" | "count" | "for_each";

/** By address without any index. Blocks without instances count like others. */
export function repetitionsOf({ all }: ModulePlaces): ReadonlyMap<string, Repetition> {
  return new Map(
    all.flatMap(({ module, path }) =>
      [...module.resources.values()].map(({ address, body }): readonly [string, Repetition] => [
        inModule(path, address),
        attributeNamed(body, "count") !== undefined ? "count" : attributeNamed(body, "for_each") !== undefined ? "for_each" : "single",
      ]),
    ),
  );
}
