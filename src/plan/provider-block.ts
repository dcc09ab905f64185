/** Which provider block of the root module an instance is made with. */
import { expressionText } from "../model/expression-text.ts";
import type { Expression } from "../model/syntax.ts";
import { attributeNamed } from "../model/syntax-query.ts";
import type { ResourceInstance } from "../model/terraform-module.ts";
import type { ModulePlace, ModulePlaces } from "../terraform/module-places.ts";
import { parseAddress } from "./predict-addresses.ts";

/** `aws` or `aws.eu`. Null: a module on the way to it has a block of its own, or is not in the repository, or is not handed that one. */
export function providerBlockOf(instance: ResourceInstance, places: ModulePlaces): string | null {
  const local = instance.type.slice(0, Math.max(0, instance.type.indexOf("_")));
  const written = attributeNamed(instance.block.body, "provider")?.expression;
  const modules = parseAddress(instance.address)
    ?.modules.map(({ name }) => `module.${name}`)
    .join(".");
  let place: ModulePlace | null = modules === undefined ? null : places.at(modules);
  if (place === null) return null;
  let block: string | null = written === undefined ? local : expressionText(written);
  for (; place.caller !== null && block !== null; place = place.caller.place) {
    if (place.module.providers.some(({ name }) => name === local)) return null;
    block = handedAs(block, attributeNamed(place.caller.call.body, "providers")?.expression);
  }
  return block;
}

/** What the caller calls it. Without `providers` a module inherits those without alias; with them, only what they name. */
function handedAs(block: string, providers: Expression | undefined): string | null {
  if (providers === undefined) return block.includes(".") ? null : block;
  if (providers.kind !== "object") return null;
  const item = providers.items.find(({ key }) => (key.kind === "string" ? key.value : expressionText(key)) === block);
  return item === undefined ? null : expressionText(item.value);
}
