/** Questions to a configured resource: what an argument's value is, and on which line it stands. */
import { type Place, placeOf } from "../model/place.ts";
import type { Block, Body, Expression } from "../model/syntax.ts";
import { attributeNamed, literalString, walkExpressions } from "../model/syntax-query.ts";
import type { ConfiguredResource } from "../model/terraform-module.ts";
import type { Value } from "../model/value.ts";

/** The argument or nested blocks of that name; undefined where it is not set or null. An unknown value is a value. */
export function argument(value: Value, name: string): Value | undefined {
  if (value.kind !== "object" && value.kind !== "map") return undefined;
  const entry = value.entries.get(name);
  return entry === undefined || entry.kind === "null" ? undefined : entry;
}

/** A known string; numbers and booleans as Terraform writes them in a text. */
export function textValue(value: Value | undefined): string | undefined {
  switch (value?.kind) {
    case "string":
      return value.value;
    case "number":
      return value.digits;
    case "bool":
      return String(value.value);
    default:
      return undefined;
  }
}

/** A known string argument. */
export function textOf(value: Value, name: string): string | undefined {
  return textValue(argument(value, name));
}

/** A known boolean; Terraform takes `"true"` and `"false"` as well. */
export function booleanOf(value: Value, name: string): boolean | undefined {
  const text = textOf(value, name);
  return text === "true" ? true : text === "false" ? false : undefined;
}

/** A known number, near enough for ports and counts. */
export function numberOf(value: Value, name: string): number | undefined {
  const text = textOf(value, name);
  const number = text === undefined || text === "" ? Number.NaN : Number(text);
  return Number.isNaN(number) ? undefined : number;
}

/** The elements of a list, set or tuple; a lone object counts as one; nothing for everything else. */
export function elements(value: Value | undefined): readonly Value[] {
  switch (value?.kind) {
    case "tuple":
    case "list":
    case "set":
      return value.items;
    case "object":
    case "map":
      return [value];
    default:
      return [];
  }
}

/** The blocks (or the elements) under a name. */
export function blocksOf(value: Value, name: string): readonly Value[] {
  return elements(argument(value, name));
}

/** Known strings of a list; a lone string counts as one. */
export function textsOf(value: Value, name: string): readonly string[] {
  const found = argument(value, name);
  const single = textValue(found);
  return single === undefined ? elements(found).flatMap((item) => textValue(item) ?? []) : [single];
}

/** Known strings of a list, and in their place the names of what is not known (`aws_security_group.bastion.id`). */
export function namesOf(value: Value, name: string): readonly string[] {
  const found = argument(value, name);
  const items = found === undefined ? [] : found.kind === "unknown" || textValue(found) !== undefined ? [found] : elements(found);
  return items.flatMap(
    (item) => textValue(item) ?? (item.kind === "unknown" ? item.because.slice(0, 4).map((reason) => reason.subject) : []),
  );
}

export type Step = string | number;

/** `["ingress", 0, "from_port"]` → `ingress[0].from_port`. */
export function pathText(path: readonly Step[]): string {
  let text = "";
  for (const step of path) {
    if (typeof step === "number") text += `[${step}]`;
    else text += text === "" ? step : `.${step}`;
  }
  return text;
}

/** The innermost attribute or block of the resource that a path leads to; the resource's own place where nothing of it is written. */
export function placeOfPath(resource: ConfiguredResource, path: readonly Step[]): Place {
  const { file } = resource.block.place;
  let body: Body = resource.block.body;
  let place = resource.block.place;
  for (let i = 0; i < path.length; i++) {
    const step = path[i];
    if (typeof step !== "string") continue;
    const attribute = attributeNamed(body, step);
    if (attribute !== undefined) {
      const below = path.length > i + 1 ? keyed(attribute.expression, path.slice(i + 1))[0] : undefined;
      return placeOf(file, below?.span ?? attribute.span);
    }
    const index = path[i + 1];
    const block = nestedBlock(body, step, typeof index === "number" ? index : 0);
    if (block === undefined) return firstLineOf(place);
    place = placeOf(file, block.span);
    body = contentOf(block);
  }
  return firstLineOf(place);
}

/**
 * The expressions that a path leads to: an attribute's, or, below an attribute that holds objects, those under the key
 * (in `merge({ … }, { … })` there may be several). Empty where nothing of it is written.
 */
export function expressionsAt(resource: ConfiguredResource, path: readonly Step[]): readonly Expression[] {
  let body: Body = resource.block.body;
  for (let i = 0; i < path.length; i++) {
    const step = path[i];
    if (typeof step !== "string") continue;
    const attribute = attributeNamed(body, step);
    if (attribute !== undefined) return keyed(attribute.expression, path.slice(i + 1));
    const index = path[i + 1];
    const block = nestedBlock(body, step, typeof index === "number" ? index : 0);
    if (block === undefined) return [];
    body = contentOf(block);
  }
  return [];
}

function keyed(expression: Expression, path: readonly Step[]): readonly Expression[] {
  const key = path.find((step) => typeof step === "string");
  if (key === undefined) return [expression];
  const rest = path.slice(path.indexOf(key) + 1);
  const found: Expression[] = [];
  for (const below of walkExpressions(expression)) {
    if (below.kind !== "object") continue;
    for (const item of below.items) {
      if (literalString(item.key) === key) found.push(...keyed(item.value, rest));
    }
  }
  return found;
}

/** The block of a type at an index. A `dynamic` block stands for all that come from its position on. */
function nestedBlock(body: Body, type: string, index: number): Block | undefined {
  const candidates = body.blocks.filter((block) => block.type === type || (block.type === "dynamic" && block.labels[0] === type));
  return candidates[index] ?? candidates.findLast((block) => block.type === "dynamic") ?? candidates[0];
}

function contentOf(block: Block): Body {
  if (block.type !== "dynamic") return block.body;
  return block.body.blocks.find((inner) => inner.type === "content")?.body ?? block.body;
}

/** A block as a finding shows it: its first line, not its whole body. */
export function firstLineOf(place: Place): Place {
  return { ...place, endLine: place.line };
}
