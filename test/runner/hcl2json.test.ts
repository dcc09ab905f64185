/** HashiCorp's parser in its thread, as the built program runs it. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "@jest/globals";

const built = new URL("../../dist/runner/hcl2json.js", import.meta.url);

/** Runs a small program that has `parse` and `show`, in a process of its own. */
function run(program: string): readonly string[] {
  const code = `import { hcl2Json } from ${JSON.stringify(built.href)};
const parse = hcl2Json();
const show = (promise) => promise.then((value) => console.log("value", JSON.stringify(value)), (error) => console.log("error", error.message.slice(0, 60)));
${program}`;
  const result = spawnSync(process.execPath, ["--input-type=module", "-e", code], { encoding: "utf8", timeout: 25_000 });
  expect([result.status, result.stderr]).toEqual([0, ""]);
  return result.stdout.trim().split("\n");
}

describe("the parser's thread", () => {
  test("is there", () => {
    expect(existsSync(fileURLToPath(built))).toBe(true);
  });

  test("answers each question, good or bad, and lets the process end", () => {
    const lines = run(`await Promise.all([show(parse("a.tf", "a = 1")), show(parse("b.tf", "a = [")), show(parse("c.tf", "b = 2"))]);`);
    expect(lines[0]).toBe('value {"a":1}');
    expect(lines[1]).toContain("error");
    expect(lines[1]).toContain("b.tf:1,6");
    expect(lines[2]).toBe('value {"b":2}');
  });

  test("one that is never asked lets the process end as well", () => {
    expect(run(`console.log("done");`)).toEqual(["done"]);
    expect(run(`await new Promise((resolve) => setTimeout(resolve, 1_000)); console.log("done");`)).toEqual(["done"]);
  });

  test("texts that break it off break nothing else, and nothing is written beside", () => {
    const depths = [20_000, 50_000, 100_000];
    const lines = run(
      `for (const depth of [${depths}]) await show(parse("deep.tf", "a = " + "[".repeat(depth))); await show(parse("a.tf", "a = 1"));`,
    );
    expect(lines).toEqual([...depths.map(() => expect.stringMatching(/^error /)), 'value {"a":1}']);
  });
});
