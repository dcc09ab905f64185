/** Which resources an instance rests on, through locals, variables and outputs of modules. */
import type { Body, Expression } from "../model/syntax.ts";
import { attributeNamed, blocksOfType } from "../model/syntax-query.ts";
import { referencesIn, referencesOf } from "../model/syntax-references.ts";
import type { ResourceBlock, TerraformModule } from "../model/terraform-module.ts";
import { writtenAddress } from "./address.ts";
import type { ModuleInstance } from "./module-instance.ts";

/** A module in the configuration, without keys: references do not tell instances apart. */
interface Owner {
  readonly module: TerraformModule;
  readonly blockPath: string;
  /** Where it is called; null at the root. */
  readonly caller: { readonly owner: Owner; readonly call: string } | null;
}

/** Finds references of resources, keeping what it has found. One per configuration. */
export class ResourceReferences {
  readonly #modules: ReadonlyMap<string, TerraformModule>;
  readonly #found = new Map<string, ReadonlySet<string>>();
  readonly #owners = new Map<string, Owner>();

  constructor(modules: ReadonlyMap<string, TerraformModule>) {
    this.#modules = modules;
  }

  /** Makes a module known with its caller; a caller comes before those it calls. */
  enter(instance: ModuleInstance, caller: ModuleInstance | null, call: string): void {
    if (this.#owners.has(instance.blockPath)) return;
    const owner = caller === null ? undefined : this.#owners.get(caller.blockPath);
    const from = owner === undefined ? null : { owner, call };
    this.#owners.set(instance.blockPath, { module: instance.module, blockPath: instance.blockPath, caller: from });
  }

  /** Addresses without any index, module path included, sorted; the resource itself left out. */
  of(instance: ModuleInstance, resource: ResourceBlock): readonly string[] {
    const owner = this.#owners.get(instance.blockPath);
    if (owner === undefined) return [];
    const found = new Set<string>();
    for (const reference of writtenReferences(resource.body)) this.#follow(owner, reference, found);
    for (let at: Owner | null = owner; at !== null; at = at.caller?.owner ?? null) this.#followCall(at, found);
    found.delete(inBlock(owner, resource.address));
    return [...found].sort();
  }

  /** What the call of a module says of all its resources: how many there are, and what they wait for. */
  #followCall(owner: Owner, found: Set<string>): void {
    const body = owner.caller?.owner.module.calls.get(owner.caller.call)?.body;
    if (owner.caller === null || body === undefined) return;
    for (const name of ["count", "for_each", "depends_on"]) {
      const expression = attributeNamed(body, name)?.expression;
      for (const reference of expression === undefined ? [] : mentioned(expression)) this.#follow(owner.caller.owner, reference, found);
    }
  }

  /** Adds what a reference leads to. Iterative, each name once: rings of names end. */
  #follow(owner: Owner, reference: string, found: Set<string>): void {
    const key = `${owner.blockPath}\0${reference}`;
    let reached = this.#found.get(key);
    if (reached === undefined) {
      reached = this.#reach(owner, reference);
      this.#found.set(key, reached);
    }
    for (const address of reached) found.add(address);
  }

  #reach(owner: Owner, reference: string): ReadonlySet<string> {
    const reached = new Set<string>();
    const seen = new Set<string>();
    const open: { readonly owner: Owner; readonly reference: string }[] = [{ owner, reference }];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const key = `${next.owner.blockPath}\0${next.reference}`;
      if (seen.has(key)) continue;
      seen.add(key);
      if (next.owner.module.resources.has(next.reference)) reached.add(inBlock(next.owner, next.reference));
      else open.push(...this.#behind(next.owner, next.reference));
    }
    return reached;
  }

  /** What a local, a variable or a module stands for. */
  #behind(owner: Owner, reference: string): readonly { readonly owner: Owner; readonly reference: string }[] {
    const dot = reference.indexOf(".");
    const [root, name] = [reference.slice(0, dot), reference.slice(dot + 1)];
    const expressionsOf = (expression: Expression | undefined, from: Owner) =>
      expression === undefined ? [] : mentioned(expression).map((each) => ({ owner: from, reference: each }));
    switch (root) {
      case "local":
        return expressionsOf(owner.module.locals.get(name)?.expression, owner);
      case "var": {
        const body = owner.caller?.owner.module.calls.get(owner.caller.call)?.body;
        return owner.caller === null || body === undefined ? [] : expressionsOf(attributeNamed(body, name)?.expression, owner.caller.owner);
      }
      case "module":
        return this.#behindModule(owner, name);
      default:
        return [];
    }
  }

  /** All outputs, because a reference does not say which one it takes; a module that is not there passes its arguments on. */
  #behindModule(owner: Owner, name: string): readonly { readonly owner: Owner; readonly reference: string }[] {
    const call = owner.module.calls.get(name);
    if (call === undefined) return [];
    const blockPath = owner.blockPath === "" ? `module.${name}` : `${owner.blockPath}.module.${name}`;
    const module = call.dir === null ? undefined : this.#modules.get(call.dir);
    if (module === undefined || depthOf(owner) > 50) return referencesIn(call.body).map((each) => ({ owner, reference: each }));
    const inner = this.#owners.get(blockPath) ?? { module, blockPath, caller: { owner, call: name } };
    this.#owners.set(blockPath, inner);
    return [...module.outputs.values()].flatMap((output) => referencesIn(output.body).map((each) => ({ owner: inner, reference: each })));
  }
}

function depthOf(owner: Owner): number {
  let depth = 0;
  for (let at: Owner | null = owner; at !== null; at = at.caller?.owner ?? null) depth++;
  return depth;
}

function inBlock(owner: Owner, address: string): string {
  return owner.blockPath === "" ? address : `${owner.blockPath}.${address}`;
}

/** Everything a resource's block names, except what it only ignores and the provider it uses. */
function writtenReferences(body: Body): readonly string[] {
  const attributes = body.attributes.filter((attribute) => attribute.name !== "provider" && attribute.name !== "depends_on");
  const blocks = body.blocks.filter((block) => block.type !== "lifecycle");
  const lifecycle = blocksOfType(body, "lifecycle").flatMap((block) => [
    ...mentionedIn(attributeNamed(block.body, "replace_triggered_by")?.expression),
    ...block.body.blocks.flatMap((condition) => referencesIn(condition.body)),
  ]);
  const waits = mentionedIn(attributeNamed(body, "depends_on")?.expression);
  return [...referencesIn({ ...body, attributes, blocks }), ...lifecycle, ...waits];
}

function mentionedIn(expression: Expression | undefined): readonly string[] {
  return expression === undefined ? [] : mentioned(expression);
}

/** References, those included that JSON syntax writes as strings in lists. */
export function mentioned(expression: Expression): readonly string[] {
  if (expression.kind !== "tuple") return referencesOf(expression);
  return expression.items.flatMap((item) => {
    const text = item.kind === "string" ? writtenAddress(item) : null;
    return text === null ? referencesOf(item) : [blockReference(text)];
  });
}

function blockReference(text: string): string {
  const parts = text.split(/[.[]/);
  return parts.slice(0, parts[0] === "data" ? 3 : 2).join(".");
}
