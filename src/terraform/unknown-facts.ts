/** What is certain of an unknown value by the way it is made. */
import type { Value } from "../model/value.ts";
import { refinementOf } from "./refinement.ts";
import { typeOf } from "./type.ts";
import type { UnknownValue } from "./values.ts";
import { isOpen, valuesIn } from "./values.ts";

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));

const textOperations = words(
  "template join format upper lower replace sha256 sha1 md5 sha512 trimprefix trimsuffix trimspace trim substr title base64encode jsonencode",
);
/** Values are made of shared ones: each is asked once, and those made in more steps than this are taken not to be certain. */
const maxSteps = 50;

/** @param otherwise the answer for what was made in too many steps. */
function askedOnce(otherwise: boolean, ask: (value: Value, steps: number) => boolean): (value: Value, steps?: number) => boolean {
  const known = new WeakMap<object, boolean>();
  return (value, steps = 0) => {
    if (steps > maxSteps) return otherwise;
    const before = known.get(value);
    if (before !== undefined) return before;
    const answer = ask(value, steps);
    known.set(value, answer);
    return answer;
  };
}

/** Whether it is not null for certain. */
export function isNeverNull(value: Value): boolean {
  return value.kind === "unknown" && refinementOf(value).notNull === true;
}

/** What a string begins with for certain, whatever its unknown parts are. */
export function knownPrefix(value: UnknownValue): string {
  return refinementOf(value).prefix ?? "";
}

const isFilled = askedOnce(false, (value, steps) => {
  if (value.kind === "string") return value.value !== "";
  if (value.kind !== "unknown" || !isNeverNull(value)) return false;
  if (value.made === undefined) return value.derivation.startsWith("computed ") && value.derivation.endsWith(".id");
  const { operation, inputs } = value.made;
  if (operation === "template" || operation === "upper" || operation === "lower") return inputs.some((piece) => isFilled(piece, steps + 1));
  return operation.startsWith("sha") || operation === "md5";
});

/** Whether Terraform knows it to be a text that is not empty. */
export function isPresentText(value: UnknownValue): boolean {
  return value.planned === "kept" && isFilled(value);
}

const sureReasons = words("computed input data impure");

/** Whether nothing in its making can fail, whatever its parts turn out to be: texts put together, in lists and objects. */
export const isSurelyMade = askedOnce(false, (value, steps) => {
  if (isOpen(value)) return false;
  if (value.kind !== "unknown") return [...valuesIn(value)].every((inner) => isSurelyMade(inner, steps + 1));
  if (value.made === undefined) return value.because.every((reason) => sureReasons.has(reason.kind));
  const { operation, inputs } = value.made;
  return textOperations.has(operation) && operation !== "substr" && inputs.every((input) => isSurelyMade(input, steps + 1));
});

/** Whether an attribute or element is taken of something whose type is not known to us: that may fail for Terraform, which knows it. */
export const mayMiss = askedOnce(true, (value, steps) => {
  if (value.kind !== "unknown") return [...valuesIn(value)].some((inner) => mayMiss(inner, steps + 1));
  if (value.made === undefined) return false;
  const { operation, inputs } = value.made;
  const [of] = inputs;
  const takes = operation === "index" || operation.startsWith(".") || operation.startsWith("[*]");
  const isUntyped = of?.kind === "unknown" && typeOf(of).kind === "any";
  return (takes && isUntyped) || inputs.some((input) => mayMiss(input, steps + 1));
});
