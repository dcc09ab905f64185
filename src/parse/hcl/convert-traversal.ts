/** Turns what follows a term (`.a`, `.0`, `[k]`, `.*`, `[*]`) into traversals and splats with Terraform's meaning. */
import type { Expression, SplatStep } from "../../model/syntax.ts";
import { type Conversion, MAX_EXPRESSION_DEPTH, refuse } from "./conversion.ts";
import { convertExpression } from "./convert-expression.ts";
import type { RawNode } from "./raw-tree.ts";
import { spanOf } from "./source-text.ts";

/** The name under which each element of an outer full splat goes while an inner one applies to it; no identifier can be written so. */
const ELEMENT = "[*]";

/** One link of the chain after a term, with what the grammar nested below its splats made flat again. */
type Link =
  | { readonly kind: "step"; readonly node: RawNode; readonly step: SplatStep }
  | { readonly kind: "splat"; readonly node: RawNode; readonly style: "full" | "attribute" };

/** Applies `children[from..to]` to a term. */
export function convertPostfix(
  conversion: Conversion,
  term: Expression,
  children: readonly RawNode[],
  from: number,
  to: number,
  depth: number,
): Expression {
  if (from >= to) {
    return term;
  }
  const links: Link[] = [];
  for (let index = from; index < to; index++) {
    const child = children[index];
    if (child?.broken !== false) {
      return { kind: "invalid", span: term.span };
    }
    addLinks(conversion, links, child, depth);
  }
  const last = children[to - 1];
  if (last !== undefined && links.length + depth > MAX_EXPRESSION_DEPTH) {
    return refuse(conversion, last, `Nested too deeply: more than ${MAX_EXPRESSION_DEPTH} steps follow one another here.`);
  }
  return applyLinks(conversion, term, links, 0);
}

function addLinks(conversion: Conversion, links: Link[], node: RawNode, depth: number): void {
  if (node.type === "splat") {
    const splat = node.children[0];
    links.push({ kind: "splat", node, style: splat?.type === "full_splat" ? "full" : "attribute" });
    for (const step of splat?.children.slice(1) ?? []) {
      addLinks(conversion, links, step, depth);
    }
    return;
  }
  if (node.type === "get_attr") {
    const written = conversion.masked.slice(node.start + 1, node.end).trim();
    links.push({ kind: "step", node, step: { kind: "attribute", name: written } });
    return;
  }
  const index = node.children[0];
  const key: Expression =
    index?.type === "legacy_index"
      ? {
          kind: "number",
          digits: conversion.masked.slice(index.start + 1, index.end).trim(),
          span: spanOf(conversion.source, index.start + 1, index.end),
        }
      : convertExpression(conversion, index?.children[1], depth + 1);
  links.push({ kind: "step", node, step: { kind: "index", key } });
}

function applyLinks(conversion: Conversion, term: Expression, links: readonly Link[], from: number): Expression {
  let result = term;
  for (let index = from; index < links.length; index++) {
    const link = links[index];
    if (link?.kind === "step") {
      result = applyStep(conversion, result, link);
    } else if (link?.kind === "splat") {
      const splat = link.style === "full" ? fullSplat(conversion, result, links, index) : attributeSplat(conversion, result, links, index);
      result = splat.expression;
      index = splat.next - 1;
    }
  }
  return result;
}

function applyStep(conversion: Conversion, of: Expression, link: Link & { readonly kind: "step" }): Expression {
  const span = spanOf(conversion.source, of.span.start, link.node.end);
  return link.step.kind === "attribute"
    ? { kind: "get-attribute", of, name: link.step.name, span }
    : { kind: "index", of, key: link.step.key, span };
}

interface Applied {
  readonly expression: Expression;
  /** The first link that was not taken. */
  readonly next: number;
}

/** `of.*.a.0`: names and numbers after dots apply to each element; a bracket ends it and applies to the whole list. */
function attributeSplat(conversion: Conversion, of: Expression, links: readonly Link[], at: number): Applied {
  const steps: SplatStep[] = [];
  let next = at + 1;
  let end = links[at]?.node.start ?? of.span.end;
  end = Math.max(end + 2, of.span.end);
  for (; next < links.length; next++) {
    const link = links[next];
    if (link?.kind !== "step" || conversion.source.text.charAt(link.node.start) === "[") {
      break;
    }
    steps.push(link.step);
    end = link.node.end;
  }
  const following = links[next];
  if (following?.kind === "splat" && following.style === "attribute") {
    return { expression: refuse(conversion, following.node, NESTED_SPLAT), next: links.length };
  }
  return { expression: { kind: "splat", of, style: "attribute", steps, span: spanOf(conversion.source, of.span.start, end) }, next };
}

const NESTED_SPLAT = "Nested splat expression not allowed: a splat cannot be used inside another attribute-only splat.";

/**
 * `of[*].a[0]`: everything that follows applies to each element. A further splat therefore nests:
 * `xs[*].a[*].b` is `[for x in xs[*] : x.a[*].b]`.
 */
function fullSplat(conversion: Conversion, of: Expression, links: readonly Link[], at: number): Applied {
  const steps: SplatStep[] = [];
  let next = at + 1;
  const splatEnd = conversion.source.text.indexOf("]", links[at]?.node.start ?? 0) + 1;
  let end = splatEnd;
  for (; next < links.length; next++) {
    const link = links[next];
    if (link?.kind !== "step") {
      break;
    }
    steps.push(link.step);
    end = link.node.end;
  }
  if (next >= links.length) {
    return { expression: { kind: "splat", of, style: "full", steps, span: spanOf(conversion.source, of.span.start, end) }, next };
  }
  const span = spanOf(conversion.source, of.span.start, links[links.length - 1]?.node.end ?? end);
  const each: Expression = { kind: "splat", of, style: "full", steps: [], span: spanOf(conversion.source, of.span.start, splatEnd) };
  const element: Expression = { kind: "name", name: ELEMENT, span: each.span };
  const value = applyLinks(conversion, element, links, at + 1);
  const expression: Expression = {
    kind: "for",
    result: "tuple",
    keyName: null,
    valueName: ELEMENT,
    collection: each,
    key: null,
    value,
    group: false,
    condition: null,
    span,
  };
  return { expression, next: links.length };
}
