/** Takes the values away from what touches a syntax error: recovery may have put the error beside its true place. */
import type { Attribute, Block, Body } from "../../model/syntax.ts";
import type { Fault } from "./source-text.ts";

type Item = Attribute | Block;

/**
 * Every top-level item that holds a fault, and its neighbours where the fault lies between items, keeps its names and loses its
 * values (`invalid` expressions).
 */
export function invalidate(body: Body, faults: readonly Fault[]): Body {
  if (faults.length === 0) {
    return body;
  }
  const items: Item[] = [...body.attributes, ...body.blocks].sort((a, b) => a.span.start - b.span.start);
  const tainted = new Set<Item>();
  for (const fault of faults) {
    const { before, after } = around(items, fault);
    if (before !== undefined) {
      tainted.add(before);
    }
    if (after !== undefined && (before === undefined || before.span.end <= fault.start)) {
      tainted.add(after);
    }
  }
  return {
    attributes: body.attributes.map((attribute) => (tainted.has(attribute) ? withoutValue(attribute) : attribute)),
    blocks: body.blocks.map((block) => (tainted.has(block) ? withoutValues(block) : block)),
    span: body.span,
  };
}

/** The last item that starts at or before a fault, and the one after it. */
function around(items: readonly Item[], fault: Fault): { readonly before: Item | undefined; readonly after: Item | undefined } {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((items[middle]?.span.start ?? 0) <= fault.start) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return { before: items[low - 1], after: items[low] };
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
