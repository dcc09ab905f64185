/** Attributes, indexes and splats of values. */
import type { Value } from "../model/value.ts";
import { toNumber, toText } from "./convert.ts";
import { wholeNumber } from "./decimal.ts";
import type { Step } from "./evaluation.ts";
import { fail } from "./evaluation.ts";
import type { Planned } from "./planned.ts";
import { plannedAs, plannedWithin } from "./planned.ts";
import { refined } from "./refinement.ts";
import type { Type } from "./type.ts";
import { anyType, isConcrete, isPrimitive, typeOf } from "./type.ts";
import { canonicalText, derived, unknownBecause } from "./unknowns.ts";
import type { UnknownValue } from "./values.ts";
import { contents, isCollection, isMapping, isOpen, keptType, markedAs, typedValue } from "./values.ts";

/** `value.name`. Fails where Terraform would. */
export function attributeOf(value: Value, name: string): Value {
  const sensitive = value.sensitive === true;
  if (value.kind === "unknown") {
    refuseAttribute(typeOf(value), name);
    return partOf(value, derived(`.${name}`, [value]), name);
  }
  if (isOpen(value)) return markedAs(value.entries.get(name) ?? value.open.attribute(name), sensitive);
  if (isMapping(value)) {
    const found = value.entries.get(name);
    return found === undefined ? fail(`there is no attribute ${shown(name)}`) : markedAs(found, sensitive);
  }
  if (value.kind === "null") return fail(`cannot take attribute ${shown(name)} of null`);
  // `list.0` is an old way to write `list[0]`.
  if (isCollection(value) && /^[0-9]{1,9}$/.test(name)) return elementOf(value, { kind: "number", digits: String(Number(name)) });
  return fail(`cannot take attribute ${shown(name)} of a ${value.kind}`);
}

/** What is not known yet may have a type all the same, which says what can be taken of it. */
function refuseAttribute(type: Type, name: string): void {
  if (type.kind === "any" || type.kind === "map" || (type.kind === "object" && type.attributes.has(name))) return;
  if (type.kind !== "object" && !isPrimitive(type) && /^[0-9]{1,9}$/.test(name)) return;
  fail(`cannot take attribute ${shown(name)} of a ${type.kind}`);
}

function refuseIndex(type: Type, key: Value): void {
  if (isPrimitive(type)) fail(`a ${type.kind} has no elements to take by index`);
  if (type.kind !== "tuple" || key.kind === "unknown") return;
  const number = toNumber(key);
  const index = number.kind === "number" ? wholeNumber(number.digits) : null;
  if (index === null || index < 0 || index >= type.items.length) fail("the index is out of range");
}

/** `value[key]`. Fails where Terraform would. */
export function elementOf(value: Value, key: Value): Value {
  if (value.kind === "unknown") refuseIndex(typeOf(value), key);
  if (value.kind === "unknown" || key.kind === "unknown") return partOf(value, derived("index", [value, key]), keyText(key));
  const sensitive = value.sensitive === true || key.sensitive === true;
  if (key.kind === "null") return fail("an index must not be null");
  if (value.kind === "null") return fail("cannot take an index of null");
  if (isMapping(value)) {
    const name = toText(key);
    if (name.kind !== "string") return fail("a key must be a string");
    if (isOpen(value)) return markedAs(attributeOf(value, name.value), sensitive);
    const found = value.entries.get(name.value);
    return found === undefined
      ? fail(`there is no element with the key ${key.sensitive === true ? "given" : shown(name.value)}`)
      : markedAs(found, sensitive);
  }
  if (value.kind !== "tuple" && value.kind !== "list") return fail(`a ${value.kind} has no elements to take by index`);
  const number = toNumber(key);
  const index = number.kind === "number" ? wholeNumber(number.digits) : null;
  const found = index === null || index < 0 ? undefined : value.items[index];
  return found === undefined
    ? fail(`the index ${number.kind === "number" ? number.digits.slice(0, 20) : ""} is out of range`)
    : markedAs(found, sensitive);
}

/** A part of something unknown has the type that the type of the whole says. */
function partOf(whole: Value, part: UnknownValue, key: string | null): Value {
  const type = typeOf(whole);
  const inner =
    type.kind === "list" || type.kind === "map"
      ? type.element
      : key === null
        ? undefined
        : type.kind === "object"
          ? type.attributes.get(key)?.type
          : type.kind === "tuple"
            ? type.items[Number(key)]
            : undefined;
  return inner === undefined || inner.kind === "any" ? part : refined(part, inner, {});
}

function keyText(key: Value): string | null {
  return key.kind === "string" ? key.value : key.kind === "number" ? key.digits : null;
}

export function afterStep(value: Value, step: Step): Value {
  return step.kind === "attribute" ? attributeOf(value, step.name) : elementOf(value, step.key);
}

export function afterSteps(value: Value, steps: readonly Step[]): Value {
  let at = value;
  for (const step of steps) at = afterStep(at, step);
  return at;
}

/** `value[*]` with the steps behind it: null has no elements, what is no list is a list of one. */
export function splatOf(value: Value, steps: readonly Step[]): Value {
  if (value.kind === "unknown") return derived(`[*]${steps.map(stepText).join("")}`, [value]);
  if (value.kind === "null") return { kind: "tuple", items: [] };
  const sensitive = value.sensitive === true;
  if (!isCollection(value)) return markedAs({ kind: "tuple", items: [afterSteps(value, steps)] }, sensitive);
  const type = keptType(value);
  const element = type?.kind === "list" || type?.kind === "set" ? typeAfter(type.element, steps) : anyType;
  const items = value.items.map((item) => afterSteps(item, steps));
  if (value.kind === "tuple") return markedAs({ kind: "tuple", items }, sensitive);
  const list: Value = { kind: "list", items };
  return markedAs(items.length === 0 && isConcrete(element) ? typedValue(list, { kind: "list", element }) : list, sensitive);
}

/** The type of what the steps lead to, as an empty list shows it. Fails where they lead nowhere. */
function typeAfter(type: Type, steps: readonly Step[]): Type {
  const [step, ...rest] = steps;
  if (step === undefined || type.kind === "any") return type;
  if (isPrimitive(type)) return fail(`a ${type.kind} has no attributes and no elements`);
  if (type.kind === "map" || (type.kind === "list" && step.kind === "index")) return typeAfter(type.element, rest);
  if (type.kind !== "object" || step.kind !== "attribute") return anyType;
  const attribute = type.attributes.get(step.name);
  return attribute === undefined
    ? fail(`there is no attribute ${JSON.stringify(step.name.slice(0, 80))}`)
    : typeAfter(attribute.type, rest);
}

function stepText(step: Step): string {
  return step.kind === "attribute" ? `.${step.name}` : `[${canonicalText(step.key)}]`;
}

/** An object whose other attributes only the provider knows. A whole one that is used is unknown. */
export function openObject(
  subject: string,
  entries: ReadonlyMap<string, Value>,
  attribute: (name: string) => Value,
  planned?: Planned,
): Value {
  const object = { kind: "object" as const, entries, open: { subject, attribute, planned } };
  return object;
}

/** A value that leaves the evaluator: what is only partly known in a way that it cannot say becomes unknown. */
export function closed(value: Value): Value {
  if (!contents(value).unknown || value.kind === "unknown") return value;
  if (isOpen(value)) return plannedAs(unknownBecause("computed", value.open.subject, [...value.entries.values()]), plannedWithin(value));
  if (isCollection(value)) return { ...value, items: value.items.map(closed) };
  if (isMapping(value)) return { ...value, entries: new Map([...value.entries].map(([key, inner]) => [key, closed(inner)])) };
  return value;
}

function shown(name: string): string {
  return JSON.stringify(name.length > 60 ? `${name.slice(0, 60)}…` : name);
}
