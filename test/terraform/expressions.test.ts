/** Expressions against the real terraform: the same value, or the same refusal. What is not evaluated is listed here. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { EvaluationFailure } from "../../src/terraform/evaluation.ts";
import { jsonText } from "../../src/terraform/functions/json.ts";
import { contents } from "../../src/terraform/values.ts";
import { askTerraform, terraformInstalled } from "./console.ts";
import { strictValueFrom } from "./reading.ts";

const expressions = readFileSync(new URL("expressions.txt", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => line !== "");

/** Functions that are not evaluated, and what only a typed null or an infinite number could tell. */
const unknownTo =
  /^(?:time|formatdate|uuidv5|csvdecode|yaml|text\w+code|base64gzip|log\(|pow\(2, (?:0\.5|-1)|1 \/ 0|try\(1 \/ 0|templatestring|provider::|nosuch)/;

/** Terraform knows a negative zero; here zero has no sign. */
const negativeZero = "-0";

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
        if (expression === negativeZero) continue;
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
      expect(known).toBeGreaterThan(500);
    });
  },
);

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
