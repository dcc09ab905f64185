/** Evaluates the arguments and nested blocks of a resource. */
import type { Block, Body } from "../model/syntax.ts";
import { attributeNamed, blocksOfType, walkBody } from "../model/syntax-query.ts";
import { iteratorOf } from "../model/syntax-references.ts";
import type { Value } from "../model/value.ts";
import { evaluateExpression, guarded } from "./evaluate-expression.ts";
import { elementsToWalk } from "./evaluate-for.ts";
import type { Scope } from "./evaluation.ts";
import { bind, checked, fail, LimitReached, spend } from "./evaluation.ts";
import { freeInputs } from "./free-inputs.ts";
import { syntaxDigest } from "./syntax-digest.ts";
import { derived } from "./unknowns.ts";

/** Arguments and blocks that Terraform itself takes; they are no arguments of the resource. */
const metaArguments: ReadonlySet<string> = new Set(["count", "for_each", "provider", "depends_on", "//"]);
const metaBlocks: ReadonlySet<string> = new Set(["lifecycle", "provisioner", "connection"]);

const maxBlockDepth = 50;

/** Arguments by name, nested blocks as lists of objects, meta-arguments left out. */
export function resourceArguments(body: Body, scope: Scope): ReadonlyMap<string, Value> {
  const attributes = body.attributes.filter((attribute) => !metaArguments.has(attribute.name));
  return bodyEntries({ ...body, attributes, blocks: body.blocks.filter((block) => !metaBlocks.has(block.type)) }, scope, 0);
}

/** One nested block, or why its count is unknown. */
type Found = { readonly kind: "block"; readonly value: Value } | { readonly kind: "unknown"; readonly value: Value };

function bodyEntries(body: Body, scope: Scope, depth: number): Map<string, Value> {
  if (depth > maxBlockDepth) throw new LimitReached(`blocks are nested more than ${maxBlockDepth} deep`);
  const entries = new Map<string, Value>();
  for (const attribute of body.attributes) entries.set(attribute.name, evaluateExpression(attribute.expression, scope));
  const blocks = new Map<string, Found[]>();
  const add = (type: string, found: readonly Found[]) => blocks.set(type, [...(blocks.get(type) ?? []), ...found]);
  for (const block of body.blocks) {
    spend(scope.run, 1);
    const dynamic = dynamicType(block);
    if (dynamic === null) add(block.type, [{ kind: "block", value: blockValue(block.body, scope, depth) }]);
    else add(dynamic, dynamicBlocks(block, scope, depth));
  }
  for (const [type, found] of blocks) {
    const items = found.map((each) => each.value);
    entries.set(type, found.some((each) => each.kind === "unknown") ? derived(`blocks ${type}`, items) : { kind: "list", items });
  }
  return entries;
}

function blockValue(body: Body, scope: Scope, depth: number): Value {
  return checked(scope.run, { kind: "object", entries: bodyEntries(body, scope, depth + 1) });
}

function dynamicType(block: Block): string | null {
  return block.type === "dynamic" ? (block.labels[0] ?? null) : null;
}

/** The blocks that a `dynamic` one makes; one unknown where its collection is not known. */
function dynamicBlocks(block: Block, scope: Scope, depth: number): readonly Found[] {
  const forEach = attributeNamed(block.body, "for_each");
  const content = blocksOfType(block.body, "content")[0];
  const iterator = iteratorOf(block);
  if (forEach === undefined || content === undefined || iterator === null) return [];
  const made: Found[] = [];
  const outcome = guarded(forEach.expression, scope, () => {
    const collection = evaluateExpression(forEach.expression, scope);
    const elements = collection.kind === "null" ? fail("for_each must not be null") : elementsToWalk(collection);
    if (elements === null) return derived(`dynamic ${contentDigest(content)}`, [collection, ...contentInputs(content, scope)]);
    for (const [key, value] of elements) {
      spend(scope.run, 5);
      const element: Value = {
        kind: "object",
        entries: new Map([
          ["key", key],
          ["value", value],
        ]),
      };
      made.push({ kind: "block", value: blockValue(content.body, bind(scope, iterator, element), depth) });
    }
    return collection;
  });
  return outcome.kind === "unknown" ? [{ kind: "unknown", value: outcome }] : made;
}

function contentDigest(content: Block): string {
  return [...walkBody(content.body)].map((expression) => syntaxDigest(expression)).join(" ");
}

function contentInputs(content: Block, scope: Scope): readonly Value[] {
  return freeInputs([...walkBody(content.body)], scope);
}
