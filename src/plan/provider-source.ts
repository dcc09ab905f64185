/** Where the provider comes from that an instance is made with. */
import { expressionText } from "../model/expression-text.ts";
import type { Expression } from "../model/syntax.ts";
import { attributeNamed } from "../model/syntax-query.ts";
import type { ResourceInstance } from "../model/terraform-module.ts";
import { bodyText } from "../terraform/configured-providers.ts";
import type { ModulePlace, ModulePlaces } from "../terraform/module-places.ts";
import { parseAddress } from "./predict-addresses.ts";

export interface ProviderSource {
  /** Of the root module: `aws` or `aws.eu`. Null: a module on the way has a block of its own, or is not handed the one it wants. */
  readonly block: string | null;
  /** Differs where another block is meant, and where one of a module, or what that module is called with, is written otherwise. */
  readonly text: string;
}

/** Of a module that is not in the repository nothing is known, which is the same on both sides. */
export function providerSourceOf(instance: ResourceInstance, places: ModulePlaces): ProviderSource {
  const written = attributeNamed(instance.block.body, "provider")?.expression;
  const modules = parseAddress(instance.address)
    ?.modules.map(({ name }) => `module.${name}`)
    .join(".");
  let block = written === undefined ? instance.type.slice(0, Math.max(0, instance.type.indexOf("_"))) : expressionText(written);
  let place: ModulePlace | null = modules === undefined ? null : places.at(modules);
  if (place === null) return { block: null, text: "" };
  for (; place.caller !== null; place = place.caller.place) {
    const { body } = place.caller.call;
    const [local] = block.split(".", 1);
    const own = place.module.providers.filter(({ name }) => name === local);
    if (own.length > 0)
      return { block: null, text: [...own.map((each) => `${each.alias} ${bodyText(each.body)}`), bodyText(body)].join("\n") };
    const handed = handedAs(block, attributeNamed(body, "providers")?.expression);
    if (handed === null) return { block: null, text: `${block} ${bodyText(body)}` };
    block = handed;
  }
  return { block, text: block };
}

/** What the caller calls it. Without `providers` a module inherits those without alias; with them, only what they name. */
function handedAs(block: string, providers: Expression | undefined): string | null {
  if (providers === undefined) return block.includes(".") ? null : block;
  if (providers.kind !== "object") return null;
  const item = providers.items.find(({ key }) => (key.kind === "string" ? key.value : expressionText(key)) === block);
  return item === undefined ? null : expressionText(item.value);
}
