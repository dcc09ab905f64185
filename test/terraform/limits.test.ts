// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform interpolates these, not JavaScript.
/** Configurations made to do harm: the evaluation ends, says where it stopped, and takes nothing for known. */
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { EvaluatedConfiguration } from "../../src/model/terraform-module.ts";
import { defaultLimits, newRun } from "../../src/terraform/evaluation.ts";
import { compilePattern } from "../../src/terraform/regex/compile.ts";
import { allMatches } from "../../src/terraform/regex/match.ts";
import { contents } from "../../src/terraform/values.ts";
import type { Files } from "./reading.ts";
import { evaluated, valueFrom } from "./reading.ts";

/** Fewer steps than by default: the test runner makes each of them several times as slow. */
const limits = { ...defaultLimits, steps: defaultLimits.steps / 10 };

/** Evaluates within a time that no honest configuration needs. */
function bounded(files: Files): EvaluatedConfiguration {
  const before = performance.now();
  const configuration = evaluated(files, {}, { limits });
  expect(performance.now() - before).toBeLessThan(5000);
  return configuration;
}

function output(configuration: EvaluatedConfiguration): string {
  const value = configuration.outputs.get("o");
  if (value === undefined) return "absent";
  return contents(value).unknown ? "unknown" : value.kind;
}

const withOutput = (locals: string) => ({ "main.tf": `locals {\n${locals}\n}\noutput "o" {\n  value = local.last\n}` });

function chain(count: number, step: (before: string) => string): string {
  const lines = ['a0 = "xxxxxxxxxxxxxxxx"'];
  for (let i = 1; i <= count; i++) lines.push(`a${i} = ${step(`local.a${i - 1}`)}`);
  return [...lines, `last = local.a${count}`].join("\n");
}

/** Nine of nine of nine: few lines that stand for more values than there is memory. */
function yamlBomb(): string {
  const names = [..."abcdefghijk"];
  return names
    .map(
      (name, i) =>
        `${name}: &${name} [${Array(9)
          .fill(i === 0 ? "x" : `*${names[i - 1]}`)
          .join(", ")}]\n`,
    )
    .join("");
}

describe("bounds", () => {
  test("modules that call one another twice and again", () => {
    const calls = (at: number) => `module "a" {\n  source = "../m${at}"\n}\nmodule "b" {\n  source = "../m${at}"\n}\n`;
    const folders = Array.from({ length: 26 }, (_, at): [string, string] => [`m${at}/main.tf`, calls(at + 1)]);
    const files = { "main.tf": calls(0).replaceAll("../", "./"), ...Object.fromEntries(folders), "m26/main.tf": "" };
    expect(bounded(files).problems?.map(({ kind }) => kind)).toContain("limit");
  });

  test.each([
    ["a text that doubles", chain(60, (before) => `"\${${before}}\${${before}}"`)],
    ["a list that doubles", chain(60, (before) => `[${before}, ${before}]`)],
    ["an object that doubles", chain(60, (before) => `{ a = ${before}, b = ${before} }`)],
    ["a list in a list in a list", chain(1000, (before) => `[${before}]`)],
    ["a long chain of names", chain(5000, (before) => before)],
    ["concat that doubles", `${chain(60, (before) => `concat(${before}, ${before})`).replace('"xxxxxxxxxxxxxxxx"', "[1]")}`],
    ["join and split", chain(60, (before) => `join(${before}, split("", ${before}))`)],
    ["replace that doubles", chain(60, (before) => `replace(${before}, "x", "xx")`)],
    ["format with a width", chain(60, (before) => `format("%9999s%s", ${before}, ${before})`)],
    ["indent", chain(60, (before) => `indent(9999, replace(${before}, "x", "\\n"))`)],
    ["products of sets", "last = setproduct(range(1000), range(1000), range(1000))"],
    ["loops in loops", "last = length([for a in range(1000) : [for b in range(1000) : [for c in range(1000) : 1]]])"],
    [
      "a template's loops",
      'last = "%{ for a in range(1000) }%{ for b in range(1000) }%{ for c in range(1000) }x%{ endfor }%{ endfor }%{ endfor }"',
    ],
    [
      "contains in a loop",
      "l = [for a in range(1000) : a]\nm = flatten([for a in range(1000) : local.l])\nlast = length([for x in range(1000) : x if contains(local.m, -1)])",
    ],
    ["distinct of many", "last = distinct(flatten([for a in range(300) : [for b in range(1000) : { a = a, b = b }]]))"],
    ["powers", chain(40, (before) => `${before} * ${before}`).replace('"xxxxxxxxxxxxxxxx"', "99999999999999")],
    ["many digits", `last = tonumber("1${"0".repeat(5000)}") * 2`],
    ["an exponent", 'last = tonumber("1e99999") + 1'],
    ["a YAML bomb", `last = yamldecode(${JSON.stringify(yamlBomb())})`],
    ["YAML nested in brackets", `last = yamldecode("${"[".repeat(3000)}")`],
    ["YAML nested in one line", `last = yamldecode("${"- ".repeat(3000)}")`],
    ["YAML of many small maps, many times", `t = "[${"{a: 1},".repeat(3000)}]"\nlast = [for i in range(1000) : yamldecode(local.t)]`],
    ["JSON nested in brackets", `last = jsondecode("${"[".repeat(3000)}")`],
    ["digits of another base", `last = parseint("${"z".repeat(2000)}", 36)`],
    ["spaces in front of many lines", `last = indent(10000, "${"\\n".repeat(3000)}")`],
    ["a list as one text, again and again", chain(60, (before) => `join(${before}, [for i in range(9) : ${before}])`)],
    ["characters that are put together", `t = "${"e\u0301".repeat(3000)}"\nlast = [for i in range(1000) : substr(local.t, i, 1)]`],
    ["networks in networks", 'last = [for i in range(1000) : cidrsubnets("fd00::/16", [for j in range(1000) : 24]...)]'],
    ["long texts, many times", `t = "${"x".repeat(50_000)}"\nlast = [for i in range(1000) : title(local.t)]`],
    ["verbs of format", 'last = format(join("", [for i in range(1000) : "%9999d"]), range(1000)...)'],
  ])("%s", (_, locals) => {
    const configuration = bounded(withOutput(locals));
    expect(output(configuration)).toBe("unknown");
    expect(configuration.problems?.length).toBeGreaterThan(0);
    for (const problem of configuration.problems ?? []) expect(problem.place.file).toBe("main.tf");
  });

  test("instances beyond a bound stand in unexpanded", () => {
    const configuration = bounded({
      "main.tf": 'resource "a_x" "y" {\n  count = 1000000000\n}\nmodule "m" {\n  source = "./m"\n  count  = 99999\n}',
      "m/main.tf": 'resource "a_x" "y" {}',
    });
    expect(configuration.instances).toEqual([]);
    expect(configuration.unexpanded.map((each) => each.address)).toEqual(["a_x.y", "module.m"]);
    expect(configuration.problems).toMatchObject([
      { kind: "limit", place: { file: "main.tf", line: 2 } },
      { kind: "limit", place: { file: "main.tf", line: 6 } },
    ]);
  });

  test("modules that multiply end, and every call stands somewhere", () => {
    const files: Record<string, string> = { "main.tf": 'module "m" {\n  source = "./m0"\n  count = 1000\n}' };
    for (let i = 0; i < 5; i++) files[`m${i}/main.tf`] = `module "m" {\n  source = "../m${i + 1}"\n  count = 1000\n}`;
    files["m5/main.tf"] = 'resource "a_x" "y" {}';
    const configuration = bounded(files);
    expect(configuration.instances.length + configuration.unexpanded.length).toBeGreaterThan(0);
    expect(configuration.problems?.some((problem) => problem.kind === "limit")).toBe(true);
  });

  test("dynamic blocks in dynamic blocks", () => {
    const open = 'dynamic "b" {\n for_each = range(1000)\n content {\n';
    const configuration = bounded({ "main.tf": `resource "a_x" "y" {\n${open.repeat(6)}x = 1\n${"}\n}\n".repeat(6)}}\n` });
    expect(configuration.problems?.some((problem) => problem.kind === "limit")).toBe(true);
    const values = configuration.instances[0]?.values;
    expect(values === undefined || contents(values).unknown).toBe(true);
  });

  test("what went beyond a bound is never taken for unchanged", () => {
    const value = valueFrom("[for a in range(1000) : a]", {}, { steps: 100, depth: 300, text: 1000, weight: 1000, nesting: 10 });
    expect(value.kind === "unknown" ? value.because.map((reason) => reason.kind).sort() : []).toEqual(["invalid", "unsupported"]);
  });

  test("names that are keys of objects in JavaScript are names", () => {
    const configuration = bounded({
      "main.tf":
        'locals {\n __proto__ = { constructor = 1 }\n last = { for k in ["__proto__", "toString"] : k => k }\n}\noutput "o" {\n value = [local.__proto__.constructor, local.last["__proto__"], lookup({}, "toString", "none")]\n}',
    });
    expect(configuration.problems).toEqual([]);
    expect(JSON.stringify(configuration.outputs.get("o"))).toContain("none");
  });
});

function endOf(match: readonly [number, string] | undefined): number {
  return match === undefined ? -1 : match[0] + match[1].length;
}

describe("patterns", () => {
  test.each(["(a+)+$", "(a|a)*b", "(a|aa)+$", "(.*)*x", "(?:a?){500}a{500}", "((((a*)*)*)*)*b", "(x+x+)+y"])(
    "%s takes linear time",
    (pattern) => {
      const before = performance.now();
      valueFrom(`regexall(${JSON.stringify(pattern).replaceAll("${", "$${")}, var.text)`, {
        text: { kind: "string", value: `${"a".repeat(2000)}!` },
      });
      expect(performance.now() - before).toBeLessThan(4000);
    },
  );

  test("agree with JavaScript's where both mean the same", () => {
    const atom = fc.constantFrom("a", "b", "c", "[ab]", "[^a]", "(a)", "(b|c)", "(?:ab|a)", ".", "\\b");
    const quantified = fc
      .tuple(atom, fc.constantFrom("", "*", "+", "?", "*?", "+?", "{1,2}", "{2}"))
      .map(([a, q]) => (a === "\\b" ? a : a + q));
    const pattern = fc.array(quantified, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(""));
    const text = fc.array(fc.constantFrom("a", "b", "c", " "), { maxLength: 12 }).map((letters) => letters.join(""));
    fc.assert(
      fc.property(pattern, text, (source, subject) => {
        const own = allMatches(compilePattern(source), subject, newRun()).map((match) => [match.start, match.groups[0]]);
        const theirs = [...subject.matchAll(new RegExp(source, "g"))].map((match) => [match.index, match[0]] as const);
        // Go leaves out an empty match right behind another one; JavaScript reports it.
        const goes = theirs.filter(([at, matched], i) => matched !== "" || i === 0 || endOf(theirs[i - 1]) !== at);
        expect(own).toEqual(goes);
      }),
      { numRuns: 500 },
    );
  });
});
