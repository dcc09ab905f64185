/** The provider blocks of a root module with their evaluated arguments, so that a change of region or default tags is seen. */
import type { Body } from "../model/syntax.ts";
import { attributeNamed, blocksOfType } from "../model/syntax-query.ts";
import type { ProviderBlock, ResourceBlock, TerraformModule } from "../model/terraform-module.ts";
import type { Value } from "../model/value.ts";
import { type ConfiguredContext, configuredResources } from "./configured-resources.ts";
import { syntaxDigest } from "./syntax-digest.ts";
import { canonicalText } from "./unknowns.ts";

/** Arguments that say which provider it is, not how it works. */
const identity = new Set(["alias", "version"]);

/**
 * What resources rest on beside their own arguments, each as a text that is equal for equal values: `aws` or `aws.eu` → argument of the provider
 * block → text; `module.app` → `providers`; and `*` → `backend`, where the state is kept.
 */
export type ConfiguredProviders = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Evaluated as the resources of the module are; an argument that rests on unknown values is equal where it is made alike. */
export function configuredProviders(module: TerraformModule, context: ConfiguredContext): ConfiguredProviders {
  const configured = new Map<string, ReadonlyMap<string, string>>();
  for (const [key, value] of providerValues(module, context)) {
    const entries = value.kind === "object" || value.kind === "map" ? [...value.entries] : [];
    configured.set(key, new Map(entries.map(([name, argument]) => [name, canonicalText(argument)])));
  }
  for (const call of module.calls.values()) {
    const handed = attributeNamed(call.body, "providers");
    configured.set(`module.${call.name}`, new Map(handed === undefined ? [] : [["providers", syntaxDigest(handed.expression)]]));
  }
  configured.set("*", new Map([["backend", backendText(module)]]));
  return configured;
}

/** What each provider block holds, without what says which one it is: `aws` or `aws.eu` → its arguments and blocks. */
export function providerValues(module: TerraformModule, context: ConfiguredContext): ReadonlyMap<string, Value> {
  const blocks = module.providers.map(asResource);
  const resources = configuredResources({ ...module, resources: new Map(blocks.map((block) => [block.address, block])) }, context);
  return new Map(resources.map(({ block, values }) => [block.address, values]));
}

/** Arguments of a call that are no variables of the module. */
const ofTheCall = new Set(["source", "version", "providers", "count", "for_each", "depends_on"]);

/** What a root module hands to each module that it calls: name → a text that is equal for equal values. */
export function handedValues(module: TerraformModule, context: ConfiguredContext): ReadonlyMap<string, string> {
  const blocks = [...module.calls.values()].map(({ name, body, place }): ResourceBlock => {
    const attributes = body.attributes.filter((attribute) => !ofTheCall.has(attribute.name));
    return { mode: "data", type: "module", name, address: name, body: { ...body, attributes }, place };
  });
  const resources = configuredResources({ ...module, resources: new Map(blocks.map((block) => [block.address, block])) }, context);
  return new Map(resources.map(({ block, values }) => [block.name, canonicalText(values)]));
}

/** The backend or cloud blocks of a root module, as they are written. */
function backendText(module: TerraformModule): string {
  const blocks = module.settings.flatMap(({ body }) => [...blocksOfType(body, "backend"), ...blocksOfType(body, "cloud")]);
  return blocks.map((block) => `${block.type} ${block.labels.join(" ")} ${bodyText(block.body)}`).join("\n");
}

/** A text that is equal for bodies written alike, in whatever order. */
export function bodyText(body: Body): string {
  const attributes = body.attributes.map(({ name, expression }) => `${name}=${syntaxDigest(expression)}`).sort();
  return [...attributes, ...body.blocks.map((block) => `${block.type}{${bodyText(block.body)}}`)].join(";");
}

/** The evaluation knows blocks of resources; a provider's is evaluated in the same way. */
function asResource(provider: ProviderBlock): ResourceBlock {
  const { attributes } = provider.body;
  return {
    mode: "data",
    type: provider.name,
    name: provider.alias ?? "",
    address: provider.alias === null ? provider.name : `${provider.name}.${provider.alias}`,
    body: { ...provider.body, attributes: attributes.filter((attribute) => !identity.has(attribute.name)) },
    place: provider.place,
  };
}
