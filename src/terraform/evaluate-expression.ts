/** Evaluates expressions of Terraform's language on known and unknown values. */
import { placeOf } from "../model/place.ts";
import type { Expression, ObjectItem } from "../model/syntax.ts";
import type { Value } from "../model/value.ts";
import { afterSteps, splatOf } from "./access.ts";
import { toBool, toText } from "./convert.ts";
import { parseNumber } from "./decimal.ts";
import { evaluateCall } from "./evaluate-call.ts";
import { evaluateFor } from "./evaluate-for.ts";
import { evaluateTemplate } from "./evaluate-template.ts";
import type { Scope, Step } from "./evaluation.ts";
import { boundValue, checked, EvaluationFailure, fail, LimitReached, spend, subjectOf } from "./evaluation.ts";
import { freeInputs } from "./free-inputs.ts";
import { binary, branch, unary } from "./operators.ts";
import { plannedAs, plannedBranch } from "./planned.ts";
import { eitherOf, isBelow, refined } from "./refinement.ts";
import { syntaxDigest } from "./syntax-digest.ts";
import { isConcrete, typeOf } from "./type.ts";
import { unify } from "./unify.ts";
import { derived, unknownBecause } from "./unknowns.ts";
import type { UnknownValue } from "./values.ts";
import { boolValue, contents, markedAs, nullValue, numberValue, stringValue } from "./values.ts";

/**
 * The value of an expression. Never throws: what Terraform would refuse is unknown as `invalid` and reported, what goes beyond the limits
 * is unknown as `unsupported` and reported.
 */
export function evaluateExpression(expression: Expression, scope: Scope): Value {
  return guarded(expression, scope, () => evaluate(expression, scope));
}

/** Runs an evaluation that belongs to an expression; failures become unknown values with a report. */
export function guarded(at: Expression, scope: Scope, evaluation: () => Value): Value {
  const depth = scope.run.depth;
  try {
    return evaluation();
  } catch (failure) {
    scope.run.depth = depth;
    const isLimit = failure instanceof LimitReached || failure instanceof RangeError;
    if (!isLimit && !(failure instanceof EvaluationFailure)) throw failure;
    const message = failure instanceof RangeError ? "the evaluation is nested too deep" : failure.message;
    scope.run.report({ kind: isLimit ? "limit" : "failure", message, place: placeOf(scope.file, at.span) });
    return failed(at, isLimit);
  }
}

/** Nothing that was put in is known of such a value, so it is `invalid` as well: it is never taken for unchanged. */
function failed(at: Expression, isLimit: boolean): Value {
  const subject = subjectOf(at);
  const invalid = { kind: "invalid", subject } as const;
  const because = isLimit ? [invalid, { kind: "unsupported", subject } as const] : [invalid];
  return { kind: "unknown", because, derivation: `invalid ${syntaxDigest(at)}` };
}

/** As {@link evaluateExpression}, but throws `EvaluationFailure` and `LimitReached`. For the evaluator's own parts. */
export function evaluate(expression: Expression, scope: Scope): Value {
  const { run } = scope;
  spend(run, 1);
  run.depth += 1;
  if (run.depth > run.limits.depth) throw new LimitReached(`expressions depend on each other more than ${run.limits.depth} deep`);
  const value = checked(run, valueOfNode(expression, scope));
  run.depth -= 1;
  return value;
}

function valueOfNode(expression: Expression, scope: Scope): Value {
  switch (expression.kind) {
    case "null":
      return nullValue;
    case "bool":
      return boolValue(expression.value);
    case "number": {
      const digits = parseNumber(expression.digits);
      return digits === null ? fail("a number is too large") : numberValue(digits);
    }
    case "string":
      return stringValue(expression.value);
    case "template":
      return evaluateTemplate(expression, scope);
    case "tuple":
      return { kind: "tuple", items: expression.items.map((item) => evaluate(item, scope)) };
    case "object":
      return objectOf(expression.items, scope);
    case "name":
    case "get-attribute":
    case "index":
      return traversed(expression, scope);
    case "splat":
      return splatOf(
        evaluate(expression.of, scope),
        expression.steps.map((step) => (step.kind === "attribute" ? step : { kind: "index", key: evaluate(step.key, scope) })),
      );
    case "call":
      return evaluateCall(expression, scope);
    case "unary":
      return unary(expression.operator, evaluate(expression.operand, scope));
    case "binary":
      return binary(expression.operator, evaluate(expression.left, scope), evaluate(expression.right, scope));
    case "conditional":
      return conditional(expression, scope);
    case "parentheses":
      return evaluate(expression.inner, scope);
    case "for":
      return evaluateFor(expression, scope);
    case "invalid":
      return unknownBecause("invalid", "syntax error");
  }
}

function objectOf(items: readonly ObjectItem[], scope: Scope): Value {
  const entries = new Map<string, Value>();
  const keys: Value[] = [];
  for (const item of items) {
    const key = toText(evaluate(item.key, scope));
    const value = evaluate(item.value, scope);
    keys.push(key, value);
    if (key.kind === "string") entries.set(key.value, value);
    else if (key.kind === "null") fail("the key of an object must not be null");
  }
  if (keys.some((key, i) => i % 2 === 0 && key.kind === "unknown")) return derived("object", keys);
  return markedAs(
    { kind: "object", entries },
    keys.some((key, i) => i % 2 === 0 && contents(key).sensitive),
  );
}

/** A name with the attributes and indexes behind it. */
function traversed(expression: Expression, scope: Scope): Value {
  const steps: Step[] = [];
  let root = expression;
  for (;;) {
    if (root.kind === "get-attribute") {
      steps.push({ kind: "attribute", name: root.name });
      root = root.of;
    } else if (root.kind === "index") {
      steps.push({ kind: "index", key: evaluate(root.key, scope) });
      root = root.of;
    } else {
      break;
    }
  }
  steps.reverse();
  if (root.kind !== "name") return afterSteps(evaluate(root, scope), steps);
  const bound = boundValue(scope, root.name);
  if (bound !== undefined) return afterSteps(bound, steps);
  const resolved = scope.names.resolve(root.name, steps);
  if (resolved === null) return unknownBecause("missing", subjectOf(expression));
  return afterSteps(resolved.value, steps.slice(resolved.used));
}

/** Of the branch that is not taken only the type matters, and a failure in it not at all. */
function conditional(expression: Extract<Expression, { kind: "conditional" }>, scope: Scope): Value {
  const condition = toBool(evaluate(expression.condition, scope));
  if (condition.kind === "unknown") return undecidedConditional(expression, condition, scope);
  if (condition.kind !== "bool") return fail("a condition must be true or false, not null");
  const [taken, left] = condition.value ? [expression.then, expression.otherwise] : [expression.otherwise, expression.then];
  const chosen = evaluate(taken, scope);
  return markedAs(branch(chosen, attempt(left, scope) ?? nullValue), condition.sensitive === true);
}

/** Neither branch is taken: what holds of both is certain, and of two numbers that are one, the number. */
function undecidedConditional(expression: Extract<Expression, { kind: "conditional" }>, condition: UnknownValue, scope: Scope): Value {
  const inputs = freeInputs([expression.then, expression.otherwise], scope);
  const [then, otherwise] = [attempt(expression.then, scope), attempt(expression.otherwise, scope)];
  const made = derived(`conditional ${syntaxDigest(expression)}`, [condition, ...inputs]);
  const value = plannedAs(made, plannedBranch(condition, [then, otherwise]));
  if (then?.kind === "null" && otherwise?.kind === "null") return then;
  if (then === null || otherwise === null) return value;
  const [own, other] = [typeOf(then), typeOf(otherwise)];
  const type = unify([own, other]) ?? fail("the branches of a conditional must have one type");
  const either = eitherOf(then, otherwise);
  // A branch that is converted to the other's type keeps nothing but that it is not null.
  const certain = own.kind === type.kind && other.kind === type.kind ? either : either.notNull === true ? { notNull: either.notNull } : {};
  if (certain.least !== undefined && certain.most !== undefined && !isBelow(certain.least, certain.most)) return certain.least;
  return refined(value, isConcrete(type) ? type : null, certain);
}

/** The value of an expression, or null where Terraform would refuse it. Limits are not caught. */
export function attempt(expression: Expression, scope: Scope): Value | null {
  const depth = scope.run.depth;
  try {
    return evaluate(expression, scope);
  } catch (failure) {
    if (!(failure instanceof EvaluationFailure)) throw failure;
    scope.run.depth = depth;
    return null;
  }
}
