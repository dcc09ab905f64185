/** What a path written in `lifecycle` leads to, step by step, as Terraform follows it: never converted, and by the kind of each value. */
import type { Unknown, Value } from "../model/value.ts";
import { type Type, typeOf } from "../terraform/type.ts";
import { typedValue } from "../terraform/values.ts";

/** A name after a dot, or a key or a number in brackets. */
export type Step = { readonly kind: "attribute"; readonly name: string } | { readonly kind: "index"; readonly key: string | number };

/** The steps of a path as it is written; null: it is written otherwise. */
export function stepsOf(path: string): readonly Step[] | null {
  const steps: Step[] = [];
  const step = /(?:^|\.)([\p{L}_][\p{L}\p{N}_-]*)|\[([0-9]{1,9})\]|\[("(?:[^"\\]|\\.)*")\]/uy;
  while (step.lastIndex < path.length) {
    const found = step.exec(path);
    if (found === null) return null;
    const [, name, number, key] = found;
    if (name !== undefined) steps.push({ kind: "attribute", name });
    else steps.push({ kind: "index", key: number === undefined ? unquoted(key ?? "") : Number(number) });
  }
  return steps;
}

function unquoted(text: string): string {
  try {
    return (JSON.parse(text) as string).replaceAll("$${", "${").replaceAll("%%{", "%{");
  } catch {
    return text.slice(1, -1);
  }
}

/** A name leads into an object, a key into a map, a number into a list or a tuple. Undefined: it leads nowhere. */
export function partOf(value: Value, step: Step): Value | undefined {
  if (step.kind === "attribute") return value.kind === "object" ? value.entries.get(step.name) : undefined;
  if (typeof step.key === "string") return value.kind === "map" ? value.entries.get(step.key) : undefined;
  return value.kind === "list" || value.kind === "tuple" ? value.items[step.key] : undefined;
}

/** What the steps lead to. `nothing`: they lead nowhere. `open`: that turns on something unknown. */
export type Reached =
  | { readonly kind: "value"; readonly value: Value }
  | { readonly kind: "nothing" }
  | { readonly kind: "open"; readonly at: Unknown };

export function reached(value: Value, steps: readonly Step[]): Reached {
  let at = value;
  for (const [done, step] of steps.entries()) {
    if (at.kind === "unknown") return reachedInUnknown(at, steps.slice(done));
    const part = partOf(at, step);
    if (part === undefined) return { kind: "nothing" };
    at = part;
  }
  return { kind: "value", value: at };
}

/** Its type tells what it has, but for the elements of what is known to Terraform. */
function reachedInUnknown(at: Unknown, steps: readonly Step[]): Reached {
  let type: Type = typeOf(at);
  for (const step of steps) {
    const inner = typeWithin(type, step);
    if (inner === "open" || (inner !== undefined && type.kind !== "object" && type.kind !== "tuple" && at.planned !== "later"))
      return { kind: "open", at };
    if (inner === undefined) return { kind: "nothing" };
    type = inner;
  }
  return { kind: "value", value: typedValue(at, type) };
}

function typeWithin(type: Type, step: Step): Type | "open" | undefined {
  if (type.kind === "any") return "open";
  if (step.kind === "attribute") return type.kind === "object" ? type.attributes.get(step.name)?.type : undefined;
  if (typeof step.key === "string") return type.kind === "map" ? type.element : undefined;
  if (type.kind === "list") return type.element;
  return type.kind === "tuple" ? type.items[step.key] : undefined;
}
