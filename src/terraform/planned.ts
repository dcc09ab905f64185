/**
 * What Terraform knows of a value while it plans. A value that is unknown to us may stand in the state, so that Terraform goes on with it,
 * or may be made by the apply: then what is made from it is unknown to Terraform too, by the rules of go-cty and of each function.
 * `fixtures/pairs/what-a-plan-knows` holds the rules against the real terraform.
 */
import type { Unknown, Value } from "../model/value.ts";
import { typeOf } from "./type.ts";
import type { UnknownValue } from "./values.ts";
import { isCollection, isMapping, isOpen, valuesIn } from "./values.ts";

export type Planned = NonNullable<Unknown["planned"]>;

/** Of unknown values within a container, as bits: what is asked of a container once is remembered, as containers are shared. */
const within = new WeakMap<object, number>();
const [plain, kept, perhaps, later] = [1, 2, 4, 8];
const bits: Readonly<Record<Planned, number>> = { kept, perhaps, later };

function statesWithin(value: Value): number {
  if (value.kind === "unknown") return stateBit(value.planned);
  if (value.kind === "null" || value.kind === "bool" || value.kind === "number" || value.kind === "string") return 0;
  const known = within.get(value);
  if (known !== undefined) return known;
  const rest = isOpen(value) ? stateBit(value.open.planned) : 0;
  const states = rest | statesOf([...valuesIn(value)]);
  within.set(value, states);
  return states;
}

function stateBit(planned: Planned | undefined): number {
  return planned === undefined ? plain : bits[planned];
}

function statesOf(values: readonly Value[]): number {
  return values.reduce((states, value) => states | statesWithin(value), 0);
}

/** Of values together: what is not told comes before what is kept. Undefined: nothing is said of what is unknown in them. */
function together(values: readonly Value[]): Planned | undefined {
  const states = statesOf(values);
  if ((states & later) !== 0) return "later";
  if ((states & perhaps) !== 0) return "perhaps";
  return (states & kept) !== 0 && (states & plain) === 0 ? "kept" : undefined;
}

/** `later` where something inside is known only after the apply, else `perhaps` where something may be. */
export function plannedWithin(value: Value): Planned | undefined {
  return together([value]);
}

/** Whether something is made by the apply, or may be. */
export function isOpenTo(planned: Planned | undefined): planned is "later" | "perhaps" {
  return planned === "later" || planned === "perhaps";
}

export function plannedAs(value: UnknownValue, planned: Planned | undefined): UnknownValue {
  if (value.planned === planned) return value;
  const { planned: _, ...rest } = value;
  return planned === undefined ? rest : { ...rest, planned };
}

/** Operations and functions of which one part that is not known makes all of the result so. */
const strictOperations: ReadonlySet<string> = new Set(
  (
    "template convert set + - / % ! && || computed data " +
    "abs abspath base64encode base64decode base64gzip base64sha256 base64sha512 basename ceil chomp cidrhost cidrnetmask cidrsubnet dirname " +
    "endswith floor format formatdate indent join jsondecode jsonencode lower md5 parseint pow regex regexall replace sha1 sha256 sha512 signum " +
    "split strcontains strrev substr timeadd title tonumber tostring tobool trim trimprefix trimspace trimsuffix upper urlencode yamldecode " +
    "yamlencode for_each distinct sort compact setunion setintersection setsubtract setproduct < > <= >= * min max sum startswith"
  ).split(" "),
);

/** What Terraform knows of the result of an operation on values of which `state` holds together. */
type Rule = (inputs: readonly Value[], state: Planned) => Planned;

const ofFirst: Rule = ([first]) => (first === undefined ? "perhaps" : (plannedWithin(first) ?? "perhaps"));
const ofFirstTwo: Rule = ([first, second]) => (isLater(first) || isLater(second) ? "later" : "perhaps");
/** It decides by the first part that it can tell, which may be one that only the code does not tell; the parts of an object have no order. */
const ofParts: Rule = (inputs, state) =>
  inputs.every((input) => !isContainer(input)) || !(inputs.some(isMapping) || holdsKept(inputs)) ? state : "perhaps";

const rules: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ["try", ofFirst],
  ["can", ofFirst],
  ["index", ofFirstTwo],
  ["lookup", ofFirstTwo],
  ...["==", "!=", "contains", "anytrue", "alltrue"].map((name): [string, Rule] => [name, ofParts]),
  ["object", (inputs) => (inputs.some((key, at) => at % 2 === 0 && isLater(key)) ? "later" : "perhaps")],
  ["merge", (inputs) => (inputs.some(isLater) ? "later" : "perhaps")],
  // The collection, then what was not known of an element, then what else is named.
  ["for", (inputs) => (isLater(inputs[0]) || (inputs.length > 2 && isLater(inputs[1])) ? "later" : "perhaps")],
  ["if", ([condition]) => (isLater(condition) ? "later" : "perhaps")],
  ["length", ([of], state) => (of !== undefined && hasOpenLength(of) ? state : "perhaps")],
  // It looks no further than the first that is not known.
  ["coalesce", (inputs) => (isLater(inputs.find((input) => input.kind === "unknown")) ? "later" : "perhaps")],
]);

/** What Terraform knows of the result of an operation, as the unknown value that it is to us. */
export function plannedState(operation: string, inputs: readonly Value[]): Planned | undefined {
  const state = together(inputs);
  if (!isOpenTo(state)) return state;
  if (strictOperations.has(operation) || operation.startsWith(".") || operation.startsWith("[*]")) return state;
  return rules.get(operation.split(" ", 1)[0] ?? "")?.(inputs, state) ?? "perhaps";
}

/** Unknown as a whole: of a set with an unknown element Terraform knows the others. */
function isLater(value: Value | undefined): boolean {
  return value?.kind === "unknown" && value.planned === "later" && value.made?.operation !== "set";
}

function isContainer(value: Value): boolean {
  return isCollection(value) || isMapping(value);
}

/** The type of a tuple or an object says how long it is; where the type is not known here, Terraform may know it. */
function hasOpenLength(value: Value): boolean {
  return value.kind === "unknown" && (typeOf(value).kind !== "any" || value.made?.operation === "try");
}

/** Whether there is something in them that only the code does not tell. */
function holdsKept(values: readonly Value[]): boolean {
  return values.some((value) => (value.kind === "unknown" ? !isOpenTo(value.planned) : holdsKept([...valuesIn(value)])));
}

/** What Terraform knows of a conditional whose condition is not known to us. Null: the branch fails. */
export function plannedBranch(condition: UnknownValue, branches: readonly (Value | null)[]): Planned | undefined {
  if (condition.planned === "later") return branches.some(collapses) ? "perhaps" : "later";
  const all = branches.flatMap((branch) => branch ?? []);
  const state = together([condition, ...all]);
  if (!isOpenTo(state) && all.length === branches.length) return state;
  return branches.every((branch) => branch !== null && isLater(branch)) ? "later" : "perhaps";
}

/** Where Terraform may work out one value from what both branches have in common: a length. */
function collapses(branch: Value | null): boolean {
  return (
    branch === null ||
    branch.kind === "list" ||
    branch.kind === "set" ||
    branch.kind === "map" ||
    (branch.kind === "unknown" && branch.planned === "perhaps")
  );
}
