/** What globs match, which ones are refused, and that hostile ones cost nothing. */
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { type GlobKind, isGlobProblem, parseGlob } from "../../../src/parse/configuration/glob.ts";
import { anyText } from "../../any-text.ts";

function matches(kind: GlobKind, source: string, text: string): boolean {
  const glob = parseGlob(source, kind);
  if (isGlobProblem(glob)) throw new Error(`${source} ${glob.problem}`);
  return glob.matches(text);
}

function split(kind: GlobKind, source: string, yes: readonly string[], no: readonly string[]): void {
  expect({ yes: yes.filter((text) => matches(kind, source, text)), no: no.filter((text) => !matches(kind, source, text)) }).toEqual({
    yes,
    no,
  });
}

describe("paths", () => {
  test.each<[string, string[], string[]]>([
    ["terraform/prod/**", ["terraform/prod/a.tf", "terraform/prod/.x/b.tf"], ["terraform/prod", "terraform/prodx/a.tf"]],
    ["terraform/prod", ["terraform/prod", "terraform/prod/a/b.tf"], ["terraform/production/a.tf", "x/terraform/prod"]],
    ["terraform/*/web", ["terraform/a/web", "terraform/a/web/main.tf"], ["terraform/a/b/web"]],
    ["**/*.tf", ["a.tf", "x/.y/b.tf"], ["a.tf.json"]],
    ["*.tf", ["a.tf", ".a.tf"], ["x/a.tf"]],
    ["./a/*.tf", ["a/b.tf"], ["./a/b.tf"]],
    ["x/{a,b{1..3}}.tf", ["x/a.tf", "x/b2.tf"], ["x/b4.tf", "x/b.tf"]],
    ["[ab]/?.tf", ["a/x.tf"], ["c/x.tf", "a/xy.tf"]],
    ["[[]x", ["[x"], ["x"]],
    ["#a", ["#a"], ["a"]],
    ["a (copy)/*", ["a (copy)/b"], ["a /b"]],
  ])("%s", (source, yes, no) => split("path", source, yes, no));

  test("a file glob names files only, not what lies below", () =>
    split("file", "policies/web.yml", ["policies/web.yml"], ["policies/web.yml/x"]));
  test("a folder glob names the folder only", () => split("folder", "terraform/*", ["terraform/a"], ["terraform/a/b", "terraform"]));
  test("the root is a folder", () => {
    split("folder", ".", ["."], ["a"]);
    split("folder", "**", [".", "a/b"], []);
  });
  test("a folder may end in a slash", () => split("folder", "a/b/", ["a/b"], ["a"]));
  test("a branch's parts stay apart", () => split("branch", "release/*", ["release/1.0"], ["release/1/0", "release"]));
});

describe("resources", () => {
  test.each<[string, string[], string[]]>([
    ["aws_instance", ["aws_instance"], ["aws_instance_x", "aws_spot_instance"]],
    [
      "google_compute_instance*",
      ["google_compute_instance", "google_compute_instance_template", 'google_compute_instance.a["x/y.z"]'],
      ["x"],
    ],
    ["aws_instance.web[0]", ["aws_instance.web[0]"], ["aws_instance.web", "aws_instance.web[1]", "aws_instance.web0"]],
    [
      "aws_instance.web",
      ["aws_instance.web", "aws_instance.web[0]", 'aws_instance.web["a]b"]'],
      ["aws_instance.webx", "aws_instance.web.x"],
    ],
    [
      'module.x["a/b"].aws_instance.web',
      ['module.x["a/b"].aws_instance.web', 'module.x["a/b"].aws_instance.web[2]'],
      ['module.x["a.b"].aws_instance.web', 'module.x["a\u0001b"].aws_instance.web'],
    ],
    [
      "module.app.aws_instance.web",
      ['module.app["eu"].aws_instance.web[0]', "module.app.aws_instance.web"],
      ["module.apps.aws_instance.web"],
    ],
    ["module.app.*", ["module.app.aws_instance.web", "module.app[0].module.b.aws_instance.web"], ["module.application.x"]],
    ["{aws_instance,aws_db_instance}.*", ["aws_instance.a", 'aws_db_instance.b["c"]'], ["aws_instance"]],
    ['aws_instance.web["*"]', ['aws_instance.web["k"]'], ["aws_instance.web[0]"]],
    ["data.aws_ami.bas?", ["data.aws_ami.base"], ["data.aws_ami.bas"]],
  ])("%s", (source, yes, no) => split("resource", source, yes, no));
});

describe("attributes", () => {
  test.each<[string, string[], string[]]>([
    ["tags", ["tags", 'tags["a.b"]', "tags.x"], ["tags_all", "x.tags"]],
    ["tag*", ["tags", 'tags_all["x"]'], ["x"]],
    [
      "metadata.labels.*",
      ['metadata[0].labels["app.kubernetes.io/name"]', "metadata.labels.x"],
      ["metadata", "metadata.labels", 'metadata[0].annotations["x"]'],
    ],
    [
      "root_block_device[*].volume_size",
      ["root_block_device[0].volume_size"],
      ["root_block_device.volume_size", "root_block_device[0].volume_type"],
    ],
    ["root_block_device[1].volume_size", ["root_block_device[1].volume_size"], ["root_block_device[0].volume_size"]],
    ["root_block_device.volume_size", ["root_block_device[0].volume_size", "root_block_device.volume_size"], ["root_block_device[0]"]],
    [
      "root_block_device.*.volume_size",
      ["root_block_device[0].volume_size", 'root_block_device["a"].volume_size'],
      ["root_block_device.volume_size"],
    ],
    ['tags["a.b"]', ['tags["a.b"]'], ['tags["a.c"]', "tags.a.b", "tags"]],
    ['tags["k8s.io/*"]', ['tags["k8s.io/role"]'], ['tags["x"]']],
    ['tags["a\\"b"]', ['tags["a\\"b"]'], ['tags["ab"]']],
    ["**.image", ["image", "spec[0].template[0].container[0].image"], ["images"]],
    ["*", ["ami", "a[0].b"], []],
  ])("%s", (source, yes, no) => split("attribute", source, yes, no));

  test("a path that cannot be taken apart is not excepted by a name within it", () => {
    split("attribute", "tags", [], ['tags["x', "tags]", "tags..x"]);
  });
});

test("rules", () => split("rule", "immutable/*", ["immutable/drift"], ["image/unpinned"]));

describe("what is refused", () => {
  test.each<[GlobKind, string, string]>([
    ["path", "", "is empty"],
    ["path", " a", "starts or ends with white space"],
    ["path", "a\u200bb", "holds an invisible character"],
    ["path", "x".repeat(501), "is longer than 500 characters"],
    ["path", "!a", 'starts with "!": negation is not read; name what is meant'],
    ["path", "/a", 'starts with "/"; write it relative to the root of the repository'],
    ["path", "../a", 'holds ".."; it cannot leave the repository'],
    ["path", "a/./b", 'holds a part that is only "."'],
    ["path", "a//b", 'holds "//"'],
    ["path", "a/", 'ends with "/"; for everything in the folder write a/**'],
    ["path", "a\\b", "holds a backslash; write forward slashes"],
    ["path", "@(a|b)", "holds an extended pattern such as +(a|b), which is not read; write {a,b}"],
    ["path", "a[b", 'has a "[" that is never closed'],
    ["path", "a]b", 'has a "]" without a "["'],
    ["path", "[]", 'has a "[" that is never closed'],
    ["path", "a{b", 'has a "{" that is never closed'],
    ["path", "a}b", 'has a "}" without a "{"'],
    ["path", "{a}", "has braces with only one alternative; write {a,b}"],
    ["path", "{1..1000000}", "stands for more than 256 patterns"],
    ["path", "{1..99999999999999}", "stands for more than 256 patterns"],
    ["path", "{a..z}{a..z}", "stands for more than 256 patterns"],
    ["path", "{a,b}".repeat(30), "stands for more than 256 patterns"],
    ["path", `${"{a,".repeat(20)}b${"}".repeat(20)}`, "has braces nested more than 8 deep"],
    ["resource", "a[0", 'has a "[" that is never closed'],
    ["resource", 'a["x]', "has a quote that is never closed"],
    ["resource", "a]", 'has a "]" without a "["'],
    ["attribute", "a..b", "has an empty part between dots"],
    ["attribute", "a.", "has an empty part at its end"],
    ["attribute", "a[x]", 'has brackets that hold neither a number, nor "*", nor a quoted key'],
    ["attribute", "a.".repeat(60).slice(0, -1), "has more than 40 parts"],
    ["rule", "immutable/[ab]", 'holds a bracket or a backslash; a rule is named as in "immutable/in-place-update" or "immutable/*"'],
  ])("%s %s", (kind, source, problem) => {
    expect(parseGlob(source, kind)).toEqual({ problem });
  });
});

describe("hostile input", () => {
  const kinds: readonly GlobKind[] = ["path", "file", "folder", "branch", "resource", "attribute", "rule"];
  const sources = [
    "*a".repeat(240),
    "**/".repeat(160),
    "?*".repeat(240),
    "**.".repeat(39),
    "*.".repeat(39),
    "[a-z]*".repeat(80),
    "{a*,*b}".repeat(8),
  ].map((text) => `${text}b`);
  const texts = [
    "a".repeat(50_000),
    "a/".repeat(25_000),
    "a.".repeat(25_000),
    "a[0]".repeat(12_000),
    '["'.repeat(25_000),
    "[".repeat(50_000),
  ];

  test.each(kinds)("a %s glob matches long texts quickly", (kind) => {
    for (const source of sources) {
      const glob = parseGlob(source, kind);
      if (isGlobProblem(glob)) continue;
      for (const text of texts) {
        const start = Date.now();
        glob.matches(text);
        expect(Date.now() - start).toBeLessThan(1000);
      }
    }
  });

  test("nothing throws, and a name without signs matches itself", () => {
    fc.assert(
      fc.property(fc.constantFrom(...kinds), anyText(60), anyText(60), (kind, source, text) => {
        const glob = parseGlob(source, kind);
        if (isGlobProblem(glob)) expect(glob.problem).not.toBe("");
        else if (!/[*?[\]{}\\"]/.test(source) && kind !== "path" && kind !== "file" && kind !== "folder" && kind !== "branch") {
          expect(glob.matches(source)).toBe(true);
        } else glob.matches(text);
      }),
      { numRuns: 1000 },
    );
  });
});
