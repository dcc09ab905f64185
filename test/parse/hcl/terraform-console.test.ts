/** The same expressions read here and evaluated by Terraform itself: templates, heredocs, numbers, and how operators group. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the templates are Terraform's.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { BinaryOperator, Expression, TemplatePart } from "../../../src/model/syntax.ts";
import { loadParser } from "./parser.ts";

const parser = await loadParser();
const hasTerraform = spawnSync("terraform", ["version"]).status === 0;

type Result = string | number | boolean | readonly Result[];

/** Enough of an evaluator for literals: what it is given decides what is tested, not it. */
function evaluate(expression: Expression, names: ReadonlyMap<string, Result>): Result {
  const inner = (other: Expression): Result => evaluate(other, names);
  switch (expression.kind) {
    case "bool":
    case "string":
      return expression.value;
    case "number":
      return Number(expression.digits);
    case "parentheses":
      return inner(expression.inner);
    case "template":
      return expression.parts.length === 1 && expression.parts[0]?.kind === "interpolation"
        ? inner(expression.parts[0].expression)
        : evaluateParts(expression.parts, names);
    case "tuple":
      return expression.items.map(inner);
    case "name":
      return names.get(expression.name) ?? "?";
    case "unary":
      return expression.operator === "!" ? !inner(expression.operand) : 0 - Number(inner(expression.operand));
    case "conditional":
      return inner(expression.condition) === true ? inner(expression.then) : inner(expression.otherwise);
    case "binary":
      return operate(expression.operator, inner(expression.left), inner(expression.right));
    default:
      throw new Error(`not evaluated here: ${expression.kind}`);
  }
}

function operate(operator: BinaryOperator, left: Result, right: Result): Result {
  const [a, b] = [Number(left), Number(right)];
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b + 0;
    case "/":
      return a / b;
    case "%":
      return a % b;
    case "==":
      return left === right;
    case "!=":
      return left !== right;
    case "<":
      return a < b;
    case "<=":
      return a <= b;
    case ">":
      return a > b;
    case ">=":
      return a >= b;
    case "&&":
      return left === true && right === true;
    case "||":
      return left === true || right === true;
  }
}

function evaluateParts(parts: readonly TemplatePart[], names: ReadonlyMap<string, Result>): string {
  return parts
    .map((part) => {
      switch (part.kind) {
        case "literal":
          return part.value;
        case "interpolation":
          return String(evaluate(part.expression, names));
        case "if":
          return evaluateParts(evaluate(part.condition, names) === true ? part.then : part.otherwise, names);
        default: {
          const items = evaluate(part.collection, names);
          return Array.isArray(items)
            ? items.map((item) => evaluateParts(part.parts, new Map([...names, [part.valueName, item]]))).join("")
            : "?";
        }
      }
    })
    .join("");
}

/** What Terraform makes of them, each as a local value. */
function askTerraform(expressions: readonly string[]): unknown {
  const dir = mkdtempSync(join(tmpdir(), "bakegate-console-"));
  try {
    const locals = expressions.map((expression, index) => `  v${index} = ${expression}\n`).join("");
    writeFileSync(join(dir, "main.tf"), `locals {\n${locals}}\n`);
    writeFileSync(join(dir, "none.tfrc"), "");
    const input = `jsonencode([${expressions.map((_, index) => `local.v${index}`).join(", ")}])\n`;
    const env = { ...process.env, TF_CLI_CONFIG_FILE: join(dir, "none.tfrc"), CHECKPOINT_DISABLE: "1" };
    const { stdout, stderr, status } = spawnSync("terraform", [`-chdir=${dir}`, "console", "-no-color"], { input, env, encoding: "utf8" });
    if (status !== 0) throw new Error(`${stderr}\n${locals}`);
    return JSON.parse(JSON.parse(stdout.trim()) as string);
  } finally {
    rmSync(dir, { recursive: true });
  }
}

function readHere(written: string): Result {
  const file = parser.parse("main.tf", `x = ${written}\n`);
  expect({ written, problems: file.problems }).toEqual({ written, problems: [] });
  const [attribute] = file.body.attributes;
  if (attribute === undefined) throw new Error("no argument");
  return evaluate(attribute.expression, new Map());
}

const blank = fc.constantFrom("", " ", "  ", "\t", "\u00a0", "    ");
const word = fc.constantFrom("a", "B c", "é", "e\u0301", "$", "%", "$$", "$${x}", "%%{y}", "$$${z}", "{}", "#", "//", "'", "😀", "~");
const strip = fc.constantFrom("", "", "~");

/** A sequence whose value is known; `quoted` templates may not hold newlines outside of one. */
const sequence = fc.oneof(
  fc
    .tuple(strip, fc.constantFrom('"v"', '" w "', "12", "1.50", "true", '"\\n"'), strip)
    .map(([left, value, right]) => `\${${left} ${value} ${right}}`),
  fc
    .tuple(strip, fc.boolean(), strip, blank, strip, blank, strip)
    .map(([a, value, b, then, c, otherwise, d]) => `%{${a} if ${value} ${b}}${then}T${then}%{${c} else }${otherwise}E%{ endif ${d}}`),
  fc
    .tuple(strip, strip, blank, strip)
    .map(([a, b, inner, c]) => `%{${a} for x in ["p", "q"] ${b}}${inner}\${x},${inner}%{${c} endfor ${a}}`),
);

const quoted = fc
  .array(
    fc.oneof(
      blank.map((text) => text.replace("\t", "\\t")),
      word,
      sequence,
      fc.constantFrom("\\n", '\\"', "\\\\", "\\u00e9"),
    ),
    { maxLength: 8 },
  )
  .map((parts) => `"${parts.join("")}"`);

const line = fc.tuple(blank, fc.array(fc.oneof(word, blank, sequence), { maxLength: 4 })).map(([indent, parts]) => indent + parts.join(""));

const heredoc = fc
  .tuple(fc.constantFrom("<<", "<<-"), fc.array(line, { maxLength: 6 }), blank, fc.constantFrom("\n", "\r\n"))
  .map(([opening, lines, indent, end]) => `${opening}END${end}${lines.map((text) => text + end).join("")}${indent}END`);

const number = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: "medium" },
    fc.constantFrom("0", "1", "2", "10", "1e3", "2.5", "1E1"),
    fc.tuple(tie("value"), fc.constantFrom("+", "-", "*"), tie("value")).map((parts) => parts.join(" ")),
    tie("value").map((value) => `(${value})`),
    fc.constantFrom("-1", "-(2)", "- 3", "7 % 3"),
  ),
})).value;

const bool = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: "medium" },
    fc.constantFrom("true", "false", "!true"),
    fc.tuple(number, fc.constantFrom("<", "<=", ">", ">=", "==", "!="), number).map((parts) => parts.join(" ")),
    fc.tuple(tie("value"), fc.constantFrom("&&", "||", "==", "!="), tie("value")).map((parts) => parts.join(" ")),
    tie("value").map((value) => `!(${value})`),
  ),
})).value;

/** Conditionals in one another without parentheses. */
const conditional = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: "medium" },
    number,
    fc.tuple(bool, tie("value"), tie("value")).map(([condition, then, otherwise]) => `${condition} ? ${then} : ${otherwise}`),
  ),
})).value;

const describeWith = hasTerraform ? describe : describe.skip;

describeWith(hasTerraform ? "terraform console agrees" : "terraform console agrees (skipped: terraform is not installed)", () => {
  test.each([
    ["quoted templates", quoted],
    ["heredocs", heredoc],
    ["numbers and operators", number],
    ["comparisons and logic", bool],
    ["conditionals", conditional],
  ])("%s", (_name, arbitrary) => {
    const written = fc.sample(
      // A sign before a sequence would make an escape of its beginning.
      arbitrary.filter((text) => !/\$\$\{[~ ]|%%\{[~ ]|[$%]\{\}/.test(text)),
      { numRuns: 200, seed: 20 },
    );
    const results = askTerraform(written);
    expect(written.map((expression) => ({ expression, value: readHere(expression) }))).toEqual(
      written.map((expression, index) => ({ expression, value: (results as readonly unknown[])[index] })),
    );
  });
});
