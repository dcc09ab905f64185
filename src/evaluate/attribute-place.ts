/** Where the argument stands that a planned change is about: a reader is led to its line, not to the first line of the resource. */
import { isWithin } from "../model/attribute-path.ts";
import type { Observation } from "../model/finding.ts";
import { type Place, placeOf } from "../model/place.ts";
import type { Side } from "../model/subject.ts";
import type { Body, Expression } from "../model/syntax.ts";
import { attributeNamed, blocksOfType, literalString, withoutParentheses } from "../model/syntax-query.ts";
import type { ResourceBlock } from "../model/terraform-module.ts";
import { namesOf } from "./attribute-path.ts";

/** Gives an observation whose place is a resource's block the place of its attribute within that block. */
export type AttributePlaces = (observation: Observation) => Observation;

/** What is not written at the head (a default, an argument that was taken out, a resource that goes) keeps the place it has. */
export function attributePlaces(head: Side): AttributePlaces {
  const blocks = new Map<string, ResourceBlock>();
  for (const { block } of head.resources) blocks.set(`${block.place.file}:${block.place.line}`, block);
  return (observation) => {
    const { place, address, attribute } = observation;
    if (place === null || place.at !== undefined || address === null || attribute === null) return observation;
    const block = blocks.get(`${place.file}:${place.line}`);
    if (block === undefined || !names(address, block)) return observation;
    return { ...observation, place: placeWithin(block, attribute) ?? place };
  };
}

/** Whether the address of an instance is one of the block's; the base may have had another resource on the same line. */
function names(address: string, block: ResourceBlock): boolean {
  const at = address.lastIndexOf(block.address);
  return at !== -1 && (at === 0 || address[at - 1] === ".") && isWithin(address.slice(at), block.address);
}

/** As deep as the path can be followed; null: not even its first name is written. */
function placeWithin(block: ResourceBlock, path: string): Place | null {
  const { file } = block.place;
  let body: Body = block.body;
  let found: Place | null = null;
  const steps = namesOf(path);
  for (const [index, name] of steps.entries()) {
    const attribute = attributeNamed(body, name);
    if (attribute !== undefined) return placeOfKey(attribute.expression, steps.slice(index + 1), file) ?? placeOf(file, attribute.span);
    const dynamic = blocksOfType(body, "dynamic").filter((one) => one.labels[0] === name);
    const [inner, ...others] = [...blocksOfType(body, name), ...dynamic];
    // Which of several it is, a path through a set does not say.
    if (inner === undefined || others.length > 0) return found;
    found = placeOf(file, inner.span);
    if (inner.type === "dynamic") return found;
    body = inner.body;
  }
  return found;
}

/** The item of a literal map. */
function placeOfKey(expression: Expression, keys: readonly string[], file: string): Place | null {
  const object = withoutParentheses(expression);
  const [key, ...below] = keys;
  if (key === undefined || object.kind !== "object") return null;
  const item = object.items.findLast((one) => literalString(one.key) === key);
  if (item === undefined) return null;
  const { line, column } = item.key.span;
  return placeOfKey(item.value, below, file) ?? { file, line, endLine: item.value.span.endLine, column };
}
