/** Where the provider comes from that an instance is made with. */
import { expressionText } from "../model/expression-text.ts";
import type { Body, Expression } from "../model/syntax.ts";
import { attributeNamed } from "../model/syntax-query.ts";
import { referencesIn } from "../model/syntax-references.ts";
import type { ProviderBlock, ResourceInstance, TerraformModule } from "../model/terraform-module.ts";
import { bodyText } from "../terraform/configured-providers.ts";
import type { ModulePlace, ModulePlaces } from "../terraform/module-places.ts";
import { syntaxDigest } from "../terraform/syntax-digest.ts";
import { parseAddress } from "./predict-addresses.ts";

export interface ProviderSource {
  /** Of the root module: `aws` or `aws.eu`. Null: a module on the way has a block of its own, or is not handed the one it wants. */
  readonly block: string | null;
  /** Differs where another block is meant, and where one of a module, or what it may rest on up to the root module, is written otherwise. */
  readonly text: string;
  /** The call of the root module through which a module's own block is reached, since it may follow what is handed there; else null. */
  readonly handedBy: string | null;
}

/** Of a module that is not in the repository nothing is known, which is the same on both sides. */
export function providerSourceOf(instance: ResourceInstance, places: ModulePlaces): ProviderSource {
  const written = attributeNamed(instance.block.body, "provider")?.expression;
  const modules = parseAddress(instance.address)
    ?.modules.map(({ name }) => `module.${name}`)
    .join(".");
  let block = written === undefined ? instance.type.slice(0, Math.max(0, instance.type.indexOf("_"))) : expressionText(written);
  let place: ModulePlace | null = modules === undefined ? null : places.at(modules);
  if (place === null) return { block: null, text: "", handedBy: null };
  for (; place.caller !== null; place = place.caller.place) {
    const { body } = place.caller.call;
    const [local] = block.split(".", 1);
    const own = place.module.providers.filter(({ name }) => name === local);
    if (own.length > 0) return ofModule(place, own);
    const handed = handedAs(block, attributeNamed(body, "providers")?.expression);
    if (handed === null) return { block: null, text: `${block} ${bodyText(body)}`, handedBy: null };
    block = handed;
  }
  return { block, text: block, handedBy: null };
}

/** The blocks of a module, with what they may rest on: what is written on the way from the root module, and what that hands down. */
function ofModule(place: ModulePlace, blocks: readonly ProviderBlock[]): ProviderSource {
  const texts = blocks.map((each) => `${each.alias} ${restingText(each.body, place.module)}`);
  let handedBy: string | null = null;
  for (let at = place; at.caller !== null; at = at.caller.place) {
    const { call, place: caller } = at.caller;
    texts.push(restingText(call.body, caller.module));
    handedBy = call.name;
  }
  return { block: null, text: texts.join("\n"), handedBy };
}

/** A body as it is written, with the locals and the defaults of its module that it may ask for. */
function restingText(body: Body, module: TerraformModule): string {
  const asked = new Set(referencesIn(body));
  const asksLocals = [...asked].some((name) => name.startsWith("local."));
  const locals = asksLocals ? [...module.locals].map(([name, { expression }]) => `${name}=${syntaxDigest(expression)}`) : [];
  const defaults = [...module.variables.values()].flatMap(({ name, default: written }) =>
    written !== null && (asksLocals || asked.has(`var.${name}`)) ? [`var.${name}=${syntaxDigest(written)}`] : [],
  );
  return [bodyText(body), ...locals.sort(), ...defaults.sort()].join(";");
}

/** What the caller calls it. Without `providers` a module inherits those without alias; with them, only what they name. */
function handedAs(block: string, providers: Expression | undefined): string | null {
  if (providers === undefined) return block.includes(".") ? null : block;
  if (providers.kind !== "object") return null;
  const item = providers.items.find(({ key }) => (key.kind === "string" ? key.value : expressionText(key)) === block);
  return item === undefined ? null : expressionText(item.value);
}
