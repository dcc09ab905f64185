/** How an override file changes what stands already, by the rules of Terraform's documentation ("Override Files"). */
import type { Block, Body } from "../model/syntax.ts";

/**
 * A body with another one laid over it: an argument replaces the argument of that name, nested blocks replace all nested blocks of their
 * type (a `dynamic` block counts as the type it makes), `lifecycle` is merged argument by argument.
 */
export function overrideBody(base: Body, override: Body): Body {
  const replaced = new Set(override.attributes.map((attribute) => attribute.name));
  const types = new Set(override.blocks.map(madeType));
  const lifecycle = override.blocks.filter((block) => block.type === "lifecycle");
  types.delete("lifecycle");
  const kept: Block[] = [];
  let merged = false;
  for (const block of base.blocks) {
    if (types.has(madeType(block))) continue;
    if (block.type !== "lifecycle" || lifecycle.length === 0) {
      kept.push(block);
      continue;
    }
    merged = true;
    kept.push({ ...block, body: lifecycle.reduce((body, over) => overrideBody(body, over.body), block.body) });
  }
  const added = override.blocks.filter((block) => block.type !== "lifecycle" || !merged);
  return {
    attributes: [...base.attributes.filter((attribute) => !replaced.has(attribute.name)), ...override.attributes],
    blocks: [...kept, ...added],
    span: base.span,
  };
}

function madeType(block: Block): string {
  return block.type === "dynamic" ? (block.labels[0] ?? "dynamic") : block.type;
}
