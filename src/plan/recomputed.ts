/** Whether an in-place update makes a provider compute an attribute anew. */
import type { Value } from "../model/value.ts";

/**
 * @param triggers as of `ResourceFacts.recomputed`.
 * @param changed outermost arguments that change.
 * @param argument the head's value of an outermost argument.
 */
export function isTriggered(
  triggers: readonly string[],
  changed: ReadonlySet<string>,
  argument: (name: string) => Value | undefined,
): "yes" | "no" | "maybe" {
  if (triggers.includes("?")) return "maybe";
  const condition = triggers.find((trigger) => trigger.endsWith("=true"));
  const asked = condition === undefined ? "yes" : isSet(argument(condition.slice(0, -"=true".length)));
  if (asked === "no") return "no";
  const moved = [...changed];
  const certain = moved.some((name) => triggers.includes(name));
  const any = triggers.includes("*") && moved.some((name) => !triggers.includes(`!${name}`) && !triggers.includes(`?${name}`));
  if (certain || any) return asked;
  return moved.some((name) => triggers.includes(`?${name}`)) ? "maybe" : "no";
}

function isSet(value: Value | undefined): "yes" | "no" | "maybe" {
  if (value === undefined || value.kind === "null") return "no";
  if (value.kind === "bool") return value.value ? "yes" : "no";
  if (value.kind === "string" && (value.value === "true" || value.value === "false")) return value.value === "true" ? "yes" : "no";
  return "maybe";
}
