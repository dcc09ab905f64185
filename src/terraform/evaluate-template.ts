/** Evaluates templates: text with interpolations and directives. */
import type { Expression, TemplatePart } from "../model/syntax.ts";
import type { Value } from "../model/value.ts";
import { toBool, toText } from "./convert.ts";
import { evaluate } from "./evaluate-expression.ts";
import { elementsToWalk } from "./evaluate-for.ts";
import type { Scope } from "./evaluation.ts";
import { bind, fail, LimitReached, spend } from "./evaluation.ts";
import { freeInputs } from "./free-inputs.ts";
import { textBeginning } from "./refinement.ts";
import { syntaxDigest } from "./syntax-digest.ts";
import { derived } from "./unknowns.ts";
import { contents, markedAs, stringValue } from "./values.ts";

/** Tells a directive from others; worked out only where its condition or its collection is unknown. */
type Digest = () => string;

/** Pieces of a template's text: known ones joined, unknown ones in their place. */
interface Writing {
  readonly pieces: (string | Value)[];
  sensitive: boolean;
  length: number;
}

/** A template that is one interpolation and nothing else is the value itself; every other one is a string. */
export function evaluateTemplate(template: Extract<Expression, { kind: "template" }>, scope: Scope): Value {
  const [only, ...others] = template.parts;
  if (only?.kind === "interpolation" && others.length === 0) return evaluate(only.expression, scope);
  const writing: Writing = { pieces: [], sensitive: false, length: 0 };
  writeParts(template.parts, scope, writing, () => syntaxDigest(template), 0);
  if (writing.pieces.every((piece) => typeof piece === "string")) return markedAs(stringValue(writing.pieces.join("")), writing.sensitive);
  const values = writing.pieces.map((piece) => (typeof piece === "string" ? stringValue(piece) : piece));
  const first = writing.pieces.findIndex((piece) => typeof piece !== "string");
  return markedAs(textBeginning(derived("template", values), writing.pieces.slice(0, first).join("")), writing.sensitive);
}

function writeParts(parts: readonly TemplatePart[], scope: Scope, writing: Writing, digest: Digest, depth: number): void {
  if (depth > scope.run.limits.depth) throw new LimitReached("template directives are nested too deep");
  for (const [i, part] of parts.entries()) {
    spend(scope.run, 1);
    switch (part.kind) {
      case "literal":
        write(part.value, scope, writing);
        break;
      case "interpolation":
        writeValue(evaluate(part.expression, scope), scope, writing);
        break;
      case "if":
        writeChoice(part, scope, writing, () => `${digest()} ${i}`, depth);
        break;
      case "for":
        writeLoop(part, scope, writing, () => `${digest()} ${i}`, depth);
        break;
    }
  }
}

function write(text: string, scope: Scope, writing: Writing): void {
  writing.length += text.length;
  if (writing.length > scope.run.limits.text) throw new LimitReached(`a string is longer than ${scope.run.limits.text} characters`);
  const last = writing.pieces.length - 1;
  if (typeof writing.pieces[last] === "string") writing.pieces[last] += text;
  else writing.pieces.push(text);
}

function writeValue(value: Value, scope: Scope, writing: Writing): void {
  writing.sensitive ||= contents(value).sensitive;
  const text = toText(value);
  if (text.kind === "string") write(text.value, scope, writing);
  else if (text.kind === "unknown") writing.pieces.push(text);
  else fail("a template cannot hold null");
}

function writeChoice(part: Extract<TemplatePart, { kind: "if" }>, scope: Scope, writing: Writing, digest: Digest, depth: number): void {
  const condition = toBool(evaluate(part.condition, scope));
  writing.sensitive ||= condition.sensitive === true;
  if (condition.kind === "null") fail("a condition must not be null");
  if (condition.kind === "bool") {
    writeParts(condition.value ? part.then : part.otherwise, scope, writing, digest, depth + 1);
    return;
  }
  const branches = [part.then, part.otherwise].map((parts) => {
    const inner: Writing = { pieces: [], sensitive: false, length: writing.length };
    writeParts(parts, scope, inner, digest, depth + 1);
    writing.sensitive ||= inner.sensitive;
    return derivedPieces(inner);
  });
  writing.pieces.push(derived("if", [condition, ...branches]));
}

function derivedPieces(writing: Writing): Value {
  return { kind: "tuple", items: writing.pieces.map((piece) => (typeof piece === "string" ? stringValue(piece) : piece)) };
}

function writeLoop(part: Extract<TemplatePart, { kind: "for" }>, scope: Scope, writing: Writing, digest: Digest, depth: number): void {
  const collection = evaluate(part.collection, scope);
  writing.sensitive ||= contents(collection).sensitive;
  const elements = elementsToWalk(collection);
  if (elements === null) {
    const loop: Expression = { kind: "template", parts: [part], span: part.span };
    writing.pieces.push(derived(`for ${digest()}`, [collection, ...freeInputs([loop], scope)]));
    return;
  }
  for (const [key, value] of elements) {
    const withKey = part.keyName === null ? scope : bind(scope, part.keyName, key);
    writeParts(part.parts, bind(withKey, part.valueName, value), writing, digest, depth + 1);
  }
}
