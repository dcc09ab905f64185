/** What `create_before_destroy` spreads to: everything that a resource with it depends on, as Terraform's graph has it. */
import type { Body, Expression } from "../model/syntax.ts";
import { attributeNamed, blocksOfType, literalOf, walkExpressions } from "../model/syntax-query.ts";
import { referencesIn, referencesOf } from "../model/syntax-references.ts";
import type { ResourceBlock } from "../model/terraform-module.ts";
import { inModule, writtenAddress } from "./address.ts";
import { lifecycleOf } from "./lifecycle.ts";
import type { ModulePlace, ModulePlaces } from "./module-places.ts";

/** Something to follow: a name as it is written in a module, or a piece of syntax there. */
type Node =
  | { readonly kind: "name"; readonly place: ModulePlace; readonly name: string }
  | { readonly kind: "output"; readonly place: ModulePlace; readonly name: string }
  | { readonly kind: "everything"; readonly place: ModulePlace };

/** Managed resources that are replaced create-first, as addresses without any index. Blocks without instances count like others. */
export function createFirstBlocks(places: ModulePlaces): ReadonlySet<string> {
  const first = new Set<string>();
  const seen = new Set<string>();
  const open: Node[] = places.all.flatMap((place) =>
    [...place.module.resources.values()].flatMap((resource): readonly Node[] =>
      resource.mode === "managed" && lifecycleOf(resource.body).createBeforeDestroy
        ? [{ kind: "name", place, name: resource.address }]
        : [],
    ),
  );
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const key = `${node.kind} ${node.place.path} ${node.kind === "everything" ? "" : node.name}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const resource = node.kind === "name" ? node.place.module.resources.get(node.name) : undefined;
    if (resource?.mode === "managed") first.add(inModule(node.place.path, resource.address));
    open.push(...behind(places, node, resource));
  }
  return first;
}

function behind(places: ModulePlaces, node: Node, resource: ResourceBlock | undefined): readonly Node[] {
  const { place } = node;
  switch (node.kind) {
    case "output":
      return [...behindBody(places, place, place.module.outputs.get(node.name)?.body), ...behindCall(places, place)];
    case "everything": {
      const inside: Node[] = [...place.module.resources.keys()].map((name) => ({ kind: "name", place, name }));
      for (const name of place.module.outputs.keys()) inside.push({ kind: "output", place, name });
      for (const call of place.module.calls.keys()) {
        const called = places.called(place, call);
        if (called !== null) inside.push({ kind: "everything", place: called });
      }
      return inside;
    }
    case "name": {
      if (resource !== undefined)
        return [...behindResource(places, place, resource), ...behindCall(places, place), ...behindProvider(places, place, resource)];
      const dot = node.name.indexOf(".");
      const [root, name] = [node.name.slice(0, dot), node.name.slice(dot + 1)];
      if (root === "local") return behindExpression(places, place, place.module.locals.get(name)?.expression);
      if (root !== "var" || place.caller === null) return [];
      return behindExpression(places, place.caller.place, attributeNamed(place.caller.call.body, name)?.expression);
    }
  }
}

/** How often the module is called and what the call waits for concerns everything in it. */
function behindCall(places: ModulePlaces, place: ModulePlace): readonly Node[] {
  const found: Node[] = [];
  for (let at = place.caller; at !== null; at = at.place.caller) {
    for (const name of ["count", "for_each", "depends_on"])
      found.push(...behindExpression(places, at.place, attributeNamed(at.call.body, name)?.expression));
  }
  return found;
}

function behindResource(places: ModulePlaces, place: ModulePlace, resource: ResourceBlock): readonly Node[] {
  const { body } = resource;
  const attributes = body.attributes.filter((attribute) => attribute.name !== "provider");
  const blocks = body.blocks.filter((block) => block.type !== "lifecycle");
  const found = [...behindBody(places, place, { ...body, attributes, blocks })];
  for (const lifecycle of blocksOfType(body, "lifecycle")) {
    found.push(...behindExpression(places, place, attributeNamed(lifecycle.body, "replace_triggered_by")?.expression));
    for (const condition of lifecycle.body.blocks) found.push(...behindBody(places, place, condition.body));
  }
  return found;
}

/** The configuration of the resource's provider, in the module or the nearest one around it that has one. */
function behindProvider(places: ModulePlaces, place: ModulePlace, resource: ResourceBlock): readonly Node[] {
  const written = writtenAddress(attributeNamed(resource.body, "provider")?.expression);
  const [name = resource.type.split("_")[0] ?? "", alias = null] = written?.split(".") ?? [];
  for (let at: ModulePlace | null = place; at !== null; at = at.caller?.place ?? null) {
    const block = at.module.providers.find((provider) => provider.name === name && provider.alias === alias);
    if (block !== undefined) return behindBody(places, at, block.body);
  }
  return [];
}

function behindBody(places: ModulePlaces, place: ModulePlace, body: Body | undefined): readonly Node[] {
  if (body === undefined) return [];
  const found: Node[] = referencesIn(body).flatMap((name) => (name.startsWith("module.") ? [] : [{ kind: "name" as const, place, name }]));
  const open = [body];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const attribute of next.attributes) found.push(...outputsNamed(places, place, attribute.expression));
    open.push(...next.blocks.map((block) => block.body));
  }
  return found;
}

function behindExpression(places: ModulePlaces, place: ModulePlace, expression: Expression | undefined): readonly Node[] {
  if (expression === undefined) return [];
  const names = referencesOf(expression).filter((name) => !name.startsWith("module."));
  return [...names.map((name) => ({ kind: "name" as const, place, name })), ...outputsNamed(places, place, expression)];
}

/** `module.vpc.id` is one output; `module.vpc` otherwise is all that the module holds, as is `module.vpc[*].id`. */
function outputsNamed(places: ModulePlaces, place: ModulePlace, expression: Expression): readonly Node[] {
  const found: Node[] = [];
  const inside = new Set<Expression>();
  for (const each of walkExpressions(expression)) {
    if (inside.has(each)) continue;
    const [root, name, ...rest] = traversed(each, inside);
    const called = root === "module" && typeof name === "string" ? places.called(place, name) : null;
    if (called === null) continue;
    const output = rest[0] === literalIndex ? rest[1] : rest[0];
    const isOutput = typeof output === "string" && output !== literalIndex;
    found.push(isOutput ? { kind: "output", place: called, name: output } : { kind: "everything", place: called });
  }
  return found;
}

const literalIndex = "[]";

/** The names of a traversal from its root, `[]` for a literal index, null for another. Empty: it is none. What is below is noted. */
function traversed(expression: Expression, inside: Set<Expression>): readonly (string | null)[] {
  const steps: (string | null)[] = [];
  let at = expression;
  while (at.kind === "get-attribute" || at.kind === "index") {
    inside.add(at);
    steps.push(at.kind === "get-attribute" ? at.name : literalOf(at.key) === undefined ? null : literalIndex);
    at = at.of;
  }
  return at.kind === "name" && steps.length > 0 ? [at.name, ...steps.reverse()] : [];
}
