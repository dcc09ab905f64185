/** Evaluates calls of functions. */
import type { Expression } from "../model/syntax.ts";
import type { Value } from "../model/value.ts";
import { attempt, evaluate } from "./evaluate-expression.ts";
import type { Scope } from "./evaluation.ts";
import { checked, fail, spend, subjectOf } from "./evaluation.ts";
import type { PureFunction } from "./functions/pure-function.ts";
import { isImpure, pureFunction } from "./functions/table.ts";
import { derived, unknownBecause } from "./unknowns.ts";
import { boolValue, contents, isCollection, markedAs } from "./values.ts";

type Call = Extract<Expression, { kind: "call" }>;

export function evaluateCall(call: Call, scope: Scope): Value {
  const name = call.name.startsWith("core::") ? call.name.slice(6) : call.name;
  if (name === "try") return evaluateTry(call, scope);
  if (name === "can") return evaluateCan(call, scope);
  const args = argumentsOf(call, scope);
  if (args === null)
    return derived(
      `${name}(...)`,
      call.args.map((arg) => evaluate(arg, scope)),
    );
  if (name.includes("::")) return unknownBecause("provider-function", subjectOf(call), args);
  if (isImpure(name)) return unknownBecause("impure", subjectOf(call), args);
  const called = pureFunction(name);
  return called === null ? unsupported(name, call, args) : apply(called, args, call, scope);
}

function apply(called: PureFunction, args: readonly Value[], call: Call, scope: Scope): Value {
  if (args.length < called.least || args.length > called.most) return fail(`${called.name} has another number of arguments`);
  spend(scope.run, args.reduce((sum, arg) => sum + contents(arg).weight, 0) / 4);
  if (args.some((arg) => arg.kind === "null") && called.nulls !== "allowed") return fail(`an argument of ${called.name} must not be null`);
  const sensitive = called.reads === "parts" ? args.some((arg) => arg.sensitive === true) : args.some((arg) => contents(arg).sensitive);
  const unknown = called.reads === "parts" ? args.some((arg) => arg.kind === "unknown") : args.some((arg) => contents(arg).unknown);
  if (unknown && called.reads !== "own-judgement") return markedAs(derived(called.name, args), sensitive);
  const result = called.apply(args, { scope, call });
  if (result !== null) spend(scope.run, contents(result).weight / 4);
  return markedAs(checked(scope.run, result ?? unsupported(called.name, call, args)), sensitive && called.marks !== "removes");
}

function unsupported(name: string, call: Call, args: readonly Value[]): Value {
  const value = unknownBecause("unsupported", subjectOf(call), args);
  const sensitive = args.some((arg) => contents(arg).sensitive);
  return markedAs({ ...value, derivation: derived(name, args).derivation }, sensitive);
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

/** The first argument that evaluates without a failure. Terraform takes nothing that is partly unknown: it could still fail. */
function evaluateTry(call: Call, scope: Scope): Value {
  for (const arg of call.args) {
    const value = attempt(arg, scope);
    if (value === null) continue;
    return contents(value).unknown ? derived("try", [value]) : value;
  }
  return fail("no argument of try could be evaluated");
}

function evaluateCan(call: Call, scope: Scope): Value {
  const [arg] = call.args;
  if (arg === undefined || call.args.length > 1) return fail("can has one argument");
  const value = attempt(arg, scope);
  if (value === null) return boolValue(false);
  return contents(value).unknown ? derived("can", [value]) : boolValue(true);
}
