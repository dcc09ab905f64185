/** Evaluates calls of functions. */
import type { Expression } from "../model/syntax.ts";
import type { Value } from "../model/value.ts";
import { attempt, evaluate } from "./evaluate-expression.ts";
import type { Scope } from "./evaluation.ts";
import { checked, fail, spend, subjectOf } from "./evaluation.ts";
import type { PureFunction } from "./functions/pure-function.ts";
import { isImpure, pureFunction } from "./functions/table.ts";
import { resultOfUnknown } from "./functions/unknown-results.ts";
import { isOpenTo, plannedAs, plannedWithin } from "./planned.ts";
import { refined } from "./refinement.ts";
import { stringType } from "./type.ts";
import { isSurelyMade, mayMiss } from "./unknown-facts.ts";
import { derived, unknownBecause } from "./unknowns.ts";
import type { UnknownValue } from "./values.ts";
import { boolValue, contents, isCollection, isEmptyCollection, markedAs, typedValue } from "./values.ts";

type Call = Extract<Expression, { kind: "call" }>;

export function evaluateCall(call: Call, scope: Scope): Value {
  const name = call.name.startsWith("core::") ? call.name.slice(6) : call.name;
  if (name === "try" && scope.names.calls !== "none") return evaluateTry(call, scope);
  if (name === "can" && scope.names.calls !== "none") return evaluateCan(call, scope);
  if (scope.names.calls === "none") return fail("functions cannot be called here");
  if (scope.names.calls === "no-templates" && name.startsWith("template")) return fail(`${name} cannot be called inside a template`);
  const args = argumentsOf(call, scope);
  if (args === null)
    return derived(
      `${name}(...)`,
      call.args.map((arg) => evaluate(arg, scope)),
    );
  if (name.includes("::")) return unknownBecause("provider-function", subjectOfCall(call), args);
  if (isImpure(name)) return refined(impure(name, call, args, scope), stringType, { notNull: true });
  const called = pureFunction(name) ?? fail(`there is no function named ${JSON.stringify(name.slice(0, 60))}`);
  return apply(called, args, call, scope);
}

function apply(called: PureFunction, args: readonly Value[], call: Call, scope: Scope): Value {
  if (args.length < called.least || args.length > called.most) return fail(`${called.name} has another number of arguments`);
  spend(
    scope.run,
    args.reduce((sum, arg) => sum + contents(arg).weight / 4 + (arg.kind === "string" ? arg.value.length / 8 : 0), 0),
  );
  if (args.some((arg) => arg.kind === "null") && called.nulls !== "allowed") return fail(`an argument of ${called.name} must not be null`);
  const sensitive = called.reads === "parts" ? args.some((arg) => arg.sensitive === true) : args.some((arg) => contents(arg).sensitive);
  const unknown = called.reads === "parts" ? args.some((arg) => arg.kind === "unknown") : args.some((arg) => contents(arg).unknown);
  if (unknown && called.reads !== "own-judgement") return markedAs(resultOfUnknown(called.name, args), sensitive);
  const result = called.apply(args, { scope, call });
  if (result === null) return markedAs(unsupported(called.name, call, args), sensitive && called.marks !== "removes");
  spend(scope.run, contents(result).weight / 4);
  const typed = called.makes !== undefined && isEmptyCollection(result) ? typedValue(result, called.makes) : result;
  return markedAs(checked(scope.run, typed), sensitive && called.marks !== "removes");
}

function unsupported(name: string, call: Call, args: readonly Value[]): Value {
  const value = unknownBecause("unsupported", subjectOfCall(call), args);
  const sensitive = args.some((arg) => contents(arg).sensitive);
  return markedAs({ ...value, derivation: derived(name, args).derivation }, sensitive);
}

/** The call with what it refers to, but without the literals in it: a reason is shown, and `bcrypt("…")` may hold a password. */
function subjectOfCall(call: Call): string {
  return subjectOf({ ...call, args: call.args.map((arg) => (isReference(arg) ? arg : { kind: "name", name: "…", span: arg.span })) });
}

function isReference(expression: Expression): boolean {
  let at = expression;
  while (at.kind === "get-attribute" || at.kind === "index") at = at.of;
  return at.kind === "name";
}

/** The values of the arguments, an expanded last one unfolded. Null: that one is unknown. */
function argumentsOf(call: Call, scope: Scope): readonly Value[] | null {
  const values = call.args.map((arg) => evaluate(arg, scope));
  if (!call.expand) return values;
  const last = values.pop();
  if (last === undefined || last.kind === "unknown") return null;
  if (!isCollection(last)) return fail("only a list can be expanded into arguments");
  return [...values, ...last.items.map((item) => markedAs(item, last.sensitive === true))];
}

/** A plan has its own time already, and nothing else of the kind. */
function impure(name: string, call: Call, args: readonly Value[], scope: Scope): UnknownValue {
  const subject = subjectOfCall(call);
  if (!scope.run.plans) return unknownBecause("impure", subject, args);
  if (name === "plantimestamp") return unknownBecause("impure", `${subject} of the plan`, args);
  return plannedAs(unknownBecause("impure", subject, args), "later");
}

/**
 * The first argument that evaluates without a failure. Terraform takes nothing that is partly unknown: it could still fail. What only the
 * code does not tell may fail as well, and then the others count.
 */
function evaluateTry(call: Call, scope: Scope): Value {
  const open: Value[] = [];
  for (const arg of call.args) {
    const value = attempt(arg, scope);
    if (value === null) continue;
    if (!contents(value).unknown) return open.length === 0 ? value : derived("try", [...open, value]);
    if (open.length === 0 && plannedWithin(value) === "kept" && isSurelyMade(value)) return value;
    open.push(value);
    if (isOpenTo(plannedWithin(value)) && !mayMiss(value)) return derived("try", open);
  }
  return open.length > 0 ? orMissed(derived("try", open), open) : fail("no argument of try could be evaluated");
}

function evaluateCan(call: Call, scope: Scope): Value {
  const [arg] = call.args;
  if (arg === undefined || call.args.length > 1) return fail("can has one argument");
  const value = attempt(arg, scope);
  if (value === null) return boolValue(false);
  if (!contents(value).unknown || (plannedWithin(value) === "kept" && isSurelyMade(value))) return boolValue(true);
  return orMissed(derived("can", [value]), [value]);
}

/** Terraform may know that what was tried does not work out, and so the result. */
function orMissed(value: UnknownValue, tried: readonly Value[]): Value {
  return value.planned === "later" && tried.some((one) => mayMiss(one)) ? plannedAs(value, "perhaps") : value;
}
