/** Expressions against the real terraform: the same value, or the same refusal. What is not evaluated is listed here. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { EvaluationFailure } from "../../src/terraform/evaluation.ts";
import { jsonText } from "../../src/terraform/functions/json.ts";
import { functionNames } from "../../src/terraform/functions/table.ts";
import { contents } from "../../src/terraform/values.ts";
import { askTerraform, terraformFunctions, terraformInstalled } from "./console.ts";
import { strictValueFrom } from "./reading.ts";

const expressions = readFileSync(new URL("expressions.txt", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => line !== "");

/** What only an infinite number could tell, or a machine, or a reference that these expressions do not have. */
const unknownTo = /^(?:timestamp|base64gzip|1 \/ 0|try\(1 \/ 0|templatestring|provider::)/;

const names = readFileSync(new URL("functions.txt", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => line !== "");

function ours(expression: string): string | null | "unknown" {
  try {
    const value = strictValueFrom(expression);
    return contents(value).unknown ? "unknown" : jsonText(value);
  } catch (failure) {
    if (failure instanceof EvaluationFailure) return null;
    throw failure;
  }
}

const installed = terraformInstalled();
const describeConsole = installed ? describe : describe.skip;

describeConsole(
  installed ? "expressions against terraform console" : "expressions against terraform console (skipped: terraform is not installed)",
  () => {
    const answers = installed ? askTerraform(expressions) : new Map<string, string | null>();

    test(`${expressions.length} expressions have Terraform's value`, () => {
      const wrong: string[] = [];
      let known = 0;
      for (const expression of expressions) {
        const own = ours(expression);
        if (own === "unknown") {
          // A refusal of the parser is invalid here and refused there.
          if (!unknownTo.test(expression) && answers.get(expression) !== null) wrong.push(`${expression}: not known here`);
          continue;
        }
        known++;
        if (own !== answers.get(expression)) wrong.push(`${expression}: ${own}, terraform ${answers.get(expression)}`);
      }
      expect(wrong).toEqual([]);
      expect(known).toBeGreaterThan(2000);
    });

    test("the functions of this Terraform are those that are listed", () => {
      const listed = Object.keys(terraformFunctions()).filter((name) => !name.startsWith("core::"));
      expect(listed.sort()).toEqual(installed ? names : []);
    });
  },
);

describe("functions", () => {
  test("are those of Terraform 1.11, no more and no fewer", () => {
    expect(functionNames()).toEqual(names);
  });

  test("have the same name in the namespace of the core", () => {
    const args = '"2006-01-02T15:04:05Z", "1h"';
    const differing = names.filter((name) => ours(`${name}(${args})`) !== ours(`core::${name}(${args})`));
    expect(differing).toEqual([]);
  });

  test.each([
    ["a name that is none", 'nosuch("x")', null],
    ["a name of another namespace", 'core::nosuch("x")', null],
    ["a provider's function", 'provider::aws::arn_parse("x")', "unknown"],
    ["inside try", 'try(nosuch("x"), 1)', "1"],
    ["a function of the machine", 'abspath("x")', "unknown"],
    ["another one", 'pathexpand("~/x")', "unknown"],
    ["an encoding of another table", 'textencodebase64("é", "Shift_JIS")', "unknown"],
    ["a power that depends on the processor", "pow(2, 0.3)", "unknown"],
  ])("%s: %s", (_, expression, value) => {
    expect(ours(expression)).toBe(value);
  });
});

describe("expressions", () => {
  test.each([
    ["1 + 2 * 3", "7"],
    ["10 / 4", "2.5"],
    ["0.1 + 0.2", "0.3"],
    ["true ? [1, 2] : [1]", "[1,2]"],
    [`[for k, v in {b = 1, a = 2} : "\${k}\${v}"]`, '["a2","b1"]'],
    ['{for x in ["a", "b", "a"] : x => upper(x)...}', '{"a":["A","A"],"b":["B"]}'],
    ['regex("(\\\\w)(\\\\d)?", "ab")', '["a",null]'],
    ['cidrsubnet("10.1.0.0/16", 8, 3)', '"10.1.3.0/24"'],
    ['try({a = 1}.b, "z")', '"z"'],
  ])("%s", (expression, value) => {
    expect(ours(expression)).toBe(value);
  });
});
