/** Takes the values away from what touches a syntax error: recovery may have put the error beside its true place. */
import type { Attribute, Block, Body } from "../../model/syntax.ts";
import type { Fault } from "./source-text.ts";

/**
 * `items` are the offsets at which the file's top-level lines start. Everything that lies in a top-level item with a fault keeps its
 * names and loses its values (`invalid` expressions).
 */
export function invalidate(body: Body, items: readonly number[], faults: readonly Fault[]): Body {
  if (faults.length === 0) {
    return body;
  }
  const tainted = new Set(faults.map((fault) => itemAt(items, fault.start)));
  const isTainted = (part: Attribute | Block): boolean => {
    const last = itemAt(items, part.span.end);
    for (let item = itemAt(items, part.span.start); item <= last; item++) {
      if (tainted.has(item)) {
        return true;
      }
    }
    return false;
  };
  return {
    attributes: body.attributes.map((attribute) => (isTainted(attribute) ? withoutValue(attribute) : attribute)),
    blocks: body.blocks.map((block) => (isTainted(block) ? withoutValues(block) : block)),
    span: body.span,
  };
}

/** The index of the item that holds an offset. */
function itemAt(items: readonly number[], offset: number): number {
  let low = 0;
  let high = items.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((items[middle] ?? 0) <= offset) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}

function withoutValue(attribute: Attribute): Attribute {
  return { ...attribute, expression: { kind: "invalid", span: attribute.expression.span } };
}

function withoutValues(block: Block): Block {
  return {
    ...block,
    body: { attributes: block.body.attributes.map(withoutValue), blocks: block.body.blocks.map(withoutValues), span: block.body.span },
  };
}
