/** Unknown values: the reasons why, and a text that says how they were made. */
import type { UnknownReason, Value } from "../model/value.ts";
import { sha256Hex } from "./digest.ts";
import { plannedAs, plannedState } from "./planned.ts";
import type { UnknownValue } from "./values.ts";
import { contents, isOpen, sortedEntries, valuesIn } from "./values.ts";

/** A longer derivation is replaced by its digest: it is compared, never read. */
const maxDerivation = 200;

/** More reasons than this are not told apart. */
const maxReasons = 200;

/** A value that is unknown for one reason of its own. `inputs`: what it is made from, where that is known to matter. */
export function unknownBecause(kind: UnknownReason["kind"], subject: string, inputs: readonly Value[] = []): UnknownValue {
  const reasons = inputs.length === 0 ? [{ kind, subject }] : reasonsOf(inputs, [{ kind, subject }]);
  const value: UnknownValue = { kind: "unknown", because: reasons, derivation: derivationOf(`${kind} ${subject}`, inputs) };
  return plannedAs(value, plannedState(kind, inputs));
}

/**
 * The unknown result of an operation on values of which at least one is not wholly known. Equal operations on equal inputs have equal
 * derivations, on both sides of a change.
 */
export function derived(operation: string, inputs: readonly Value[]): UnknownValue {
  const because = reasonsOf(inputs, []);
  const made = { operation, inputs };
  const derivation = derivationOf(operation, inputs);
  const value = plannedAs({ kind: "unknown", because, derivation, made }, plannedState(operation, inputs));
  return inputs.some((input) => contents(input).sensitive) ? { ...value, sensitive: true } : value;
}

/** Everything inside a value that is unknown, each reason once, sorted. */
export function reasonsOf(values: readonly Value[], own: readonly UnknownReason[]): readonly UnknownReason[] {
  const found = new Map<string, UnknownReason>();
  for (const reason of own) found.set(`${reason.kind} ${reason.subject}`, reason);
  const open = [...values];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (!contents(next).unknown) continue;
    if (next.kind === "unknown") for (const reason of next.because) found.set(`${reason.kind} ${reason.subject}`, reason);
    if (isOpen(next)) found.set(`computed ${next.open.subject}`, { kind: "computed", subject: next.open.subject });
    for (const inner of valuesIn(next)) open.push(inner);
    if (found.size > maxReasons) return [{ kind: "invalid", subject: `more than ${maxReasons} unknown values at once` }];
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, reason]) => reason);
}

/** A text that is equal for equal values and different for different ones; bounded by the weight of the value. */
export function canonicalText(value: Value): string {
  switch (value.kind) {
    case "null":
      return "null";
    case "bool":
      return String(value.value);
    case "number":
      return value.digits;
    case "string":
      return JSON.stringify(value.value);
    case "tuple":
    case "list":
    case "set":
      return `${value.kind[0]}[${value.items.map(canonicalText).join(",")}]`;
    case "object":
    case "map": {
      const rest = isOpen(value) ? [`...${value.open.subject}`] : [];
      const entries = sortedEntries(value).map(([key, inner]) => `${JSON.stringify(key)}:${canonicalText(inner)}`);
      return `${value.kind[0]}{${[...entries, ...rest].join(",")}}`;
    }
    case "unknown":
      return `?(${value.derivation})`;
  }
}

function derivationOf(operation: string, inputs: readonly Value[]): string {
  const text = inputs.length === 0 ? operation : `${operation}(${inputs.map(canonicalText).join(",")})`;
  return text.length <= maxDerivation ? text : `#${sha256Hex(text)}`;
}
