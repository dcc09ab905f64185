/** YAML by its lines: held against the YAML library, against templates that are no YAML, and against texts that are written to make it slow. */
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { parseAllDocuments, stringify } from "yaml";
import type { DataNode } from "../../../src/parse/settings/data-node.ts";
import { readSettings } from "../../../src/parse/settings/read-settings.ts";
import { readYamlData } from "../../../src/parse/settings/yaml-reader.ts";

type Plain = string | null | Plain[] | { [name: string]: Plain };

function plain(node: DataNode | null): Plain {
  switch (node?.kind) {
    case undefined:
      return null;
    case "text":
      return node.text;
    case "list":
      return node.items.map(plain);
    case "map":
      return Object.fromEntries(node.entries.map(({ name, value }) => [name, plain(value)]));
  }
}

/** What the library reads, every scalar as a text. */
function byLibrary(text: string): Plain[] {
  return parseAllDocuments(text, { schema: "failsafe" }).map((document) => document.toJS() as Plain);
}

function read(text: string): Plain[] {
  return readYamlData(text).documents.map(plain);
}

/** `path = value @line` of every setting. */
function settings(path: string, text: string): readonly string[] {
  return (readSettings(path, text)?.documents ?? []).flatMap((document) =>
    document.settings.map(({ path: names, value, line }) => `${names.join("/")} = ${value} @${line}`),
  );
}

describe("as the library reads it", () => {
  test.each([
    ["maps and lists", "a: 1\nb:\n  c: x\n  d:\n    - e\n    - f: g\n      h: i\nj:\n- k\n- l\n"],
    ["a list at the margin of its key, then the next key", "a:\n- b: c\n  d: e\n- f\ng: h\n"],
    ["lists in lists", "- - a\n  - b\n- - c\n-\n  - d\n"],
    ["quotes", `a: "x: # \\"y\\" \\u0041"\nb: 'it''s # no comment'\n"c d": e\n'f: g': h\n`],
    ["comments", "# top\na: b # c\nd: e#f\n\n  # deep\ng: 'h' # i\n"],
    [
      "block scalars",
      "a: |\n  x: y\n    z\n\n  w\nb: >-\n  one\n  two\nc: |-\n  k=v\nd: e\n".replace(">-\n  one\n  two", "|-\n  one\n  two"),
    ],
    ["a block scalar in a list", "- |-\n  a\n  b\n- c: |-\n    d\n  e: f\n"],
    ["flow", "a: {b: c, d: [e, 'f, g', {h: i}]}\nj: [k, l]\nm: {}\nn: []\n"],
    ["flow over lines", "a: {\n  b: c,\n  d: [\n    e,\n    f\n  ]\n}\ng: h\n"],
    ["texts over lines", 'a: "one\n  two"\nb: three\n  four\nc: d\n'],
    ["documents", "a: b\n---\nc: d\n...\n---\n- e\n"],
    ["colons that end no name", "a: http://x:80/y\nb: c:d\n- e".replace("\n- e", "\n")],
    ["anchors and aliases of texts", "a: &x secret\nb: *x\nc: [*x, d]\n"],
    [
      "names behind question marks",
      `a:\n  ? b\n  : c\n  ? "d"\n  : 'e'\n  ? f\n  :\n    g\nh: i\n? j\n: k: l\n  m: n\n? o\n: - p\n  - q\nr: s\n`,
    ],
    ["line ends that a backslash takes away", 'a: "b\\\n  c"\nd: "e\n  f"\ng: \'h\\\n  i\'\n'],
    ["line ends of Windows", "a: b\r\nc:\r\n  - d\r\n  - e: f\r\n"],
  ])("%s", (_name, text) => {
    expect(read(text).map(trimmed)).toEqual(
      byLibrary(text)
        .filter((document) => document !== null)
        .map(trimmed),
    );
  });

  const word = fc
    .string({ unit: fc.constantFrom(..."abcXYZ019 -_:#'\"{}[],&*!|>%@`\\\t/=$.é"), maxLength: 12 })
    .filter((text) => text !== "<<");
  const name = fc.stringMatching(/^[A-Za-z_][\w.-]{0,10}$/);
  const value: fc.Arbitrary<Plain> = fc.letrec<{ value: Plain }>((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      word,
      fc.array(tie("value"), { minLength: 1, maxLength: 3 }),
      fc.dictionary(name, tie("value"), { minKeys: 1, maxKeys: 4 }),
    ),
  })).value;

  test("whatever the library writes", () => {
    fc.assert(
      fc.property(fc.dictionary(name, value, { minKeys: 1, maxKeys: 5 }), fc.boolean(), (data, flow) => {
        const text = stringify(data, {
          lineWidth: 0,
          aliasDuplicateObjects: false,
          collectionStyle: flow ? "flow" : "block",
        });
        expect(read(text).map(trimmed)).toEqual(byLibrary(text).map(trimmed));
      }),
      { numRuns: 80 },
    );
  });

  /** A block scalar's last line end is no part of a setting. */
  function trimmed(data: Plain): Plain {
    if (typeof data === "string") return data.trimEnd();
    if (data === null) return null;
    if (Array.isArray(data)) return data.map(trimmed);
    return Object.fromEntries(Object.entries(data).map(([key, inner]) => [key, trimmed(inner)]));
  }
});

describe("what is no YAML", () => {
  test("a chart's template", () => {
    const text = `{{- define "x" }}
{{- if .Values.a }}
a:
  {{- range $k, $v := .Values.env }}
  - name: {{ $k }}
    value: {{ $v | quote }}
  {{- end }}
  - {name: B, value: {{ .Values.b }}}
{{- end }}
c: "{{ .Values.c }}-x"
{{- toYaml .Values.d | nindent 2 }}
e: f
`;
    expect(settings("templates/x.yaml", text)).toEqual([
      "a/name = {{ $k }} @5",
      "a/{{ $k }} = {{ $v | quote }} @6",
      "a/name = B @8",
      "a/B = {{ .Values.b }} @8",
      "c = {{ .Values.c }}-x @10",
      "e = f @12",
    ]);
  });

  test("Jinja", () => {
    expect(settings("x.yml.j2", "{% for h in hosts %}\n- host: {{ h }}\n  pw: a{{ h }}b\n{% endfor %}\n{# c: d #}\ne: {{ f }}\n")).toEqual([
      "host = {{ h }} @2",
      "pw = a{{ h }}b @3",
      "e = {{ f }} @6",
    ]);
  });

  test("an open quote, an open bracket and a line out of place", () => {
    expect(settings("x.yaml", 'a: "b\nc: d\ne: [f, g\nh: i\n   j: k\nl: m\n')).toEqual([
      'a = "b @1',
      "c = d @2",
      "e = [f, g @3",
      "h = i @4",
      "j = k @5",
      "l = m @6",
    ]);
  });
});

describe("JSON", () => {
  test("with comments, a comma and a brace too many, a template and what is missing", () => {
    const text = `{ // comment
  "a": "b\\n\\u0041", /* c */
  "d": [1, true, {"e": "f"},],
  "g": {{ .Values.g }},
  "h": "i"
}}
`;
    expect(settings("x.json", text)).toEqual([
      "a = b\nA @2",
      "d = 1 @3",
      "d = true @3",
      "d/e = f @3",
      "g = {{ .Values.g }} @4",
      "h = i @5",
    ]);
  });

  test("documents one after another", () => {
    expect(settings("x.json", '{"a":"b"}\n{"a":"c"}\n')).toEqual(["a = b @1", "a = c @2"]);
  });

  test("JSON in JSON in YAML", () => {
    expect(settings("x.yaml", `a: '{"b":"{\\"c\\":\\"d\\"}"}'\n`)).toEqual(["a/b/c = d @1"]);
  });
});

const size = 100_000;
const fill = (unit: string, length = size) => unit.repeat(Math.ceil(length / unit.length)).slice(0, length);

describe("100,000 characters of", () => {
  test.each<readonly [string, string]>([
    ["one line", `a: ${fill("x")}`],
    ["one line of names", fill("a: ")],
    ["lines without a colon", fill("abcdefg\n")],
    ["open quotes", fill('a: "b\n')],
    ["open quotes at the margin", fill('"b\nc"\n')],
    ["open quotes of both kinds", fill("'a\n\"b\n")],
    ["open brackets", fill("[")],
    ["open brackets, one on each line", fill("a: [\n")],
    ["open maps", fill("{")],
    ["open maps on lines further and further in", fill("a: {b\n ")],
    ["actions", fill("{{ ")],
    ["names behind question marks", fill("? a\n")],
    ["values behind colons", `? a\n${fill(": \n")}`],
    ["question marks in question marks", fill("? a\n: ? ")],
    ["quotes around actions", fill('a: "{{ "\n')],
    ["expansions", fill("${")],
    ["actions on lines", fill("{{ x }}\n")],
    ["lists in lists", fill("- ")],
    ["deep maps", Array.from({ length: 1_900 }, (_, i) => `${" ".repeat(i)}a:`).join("\n")],
    ["deep JSON", `{"a":`.repeat(40_000)],
    ["aliases", `a: &x y\n${fill("b: *x\n")}`],
    ["anchors", fill("a: &x\n")],
    ["tags", fill("!a ")],
    ["colons", fill(":")],
    ["signs of comments", fill(" #")],
    ["backslashes", `"${fill("\\")}"`],
    ["block scalars", fill("a: |\n")],
    ["one block scalar", `a: |\n${fill("  b: c\n")}`],
    ["assignments", fill("- A=b\n")],
    ["commands", `args: [${fill("--password, x, ")}]`],
    ["pairs", fill("- {name: a, value: b}\n")],
    ["controls", fill("a: \u0000\u001b\n")],
    ["markers", fill("---\n")],
    [
      "JSON in JSON",
      JSON.stringify({ a: JSON.stringify({ b: JSON.stringify(Array.from({ length: 2_000 }, (_, i) => ({ [`k${i}`]: "v" }))) }) }),
    ],
  ])("%s", (_name, text) => {
    const start = performance.now();
    readSettings("a.yaml", text);
    readSettings("a.json", text);
    expect(performance.now() - start).toBeLessThan(4_000);
  });

  test("a file that is not read in full says so", () => {
    expect(readSettings("a.yaml", Array.from({ length: 310_000 }, (_, i) => `k${i}: v`).join("\n"))?.cut).toBe(
      "it holds more than 300,000 values",
    );
    expect(readSettings("a.json", `${"[".repeat(200)}1${"]".repeat(200)}`)?.cut).toBe("it is nested more than 100 deep");
    expect(readSettings("a.yaml", "a: b")?.cut).toBeNull();
  });
});

describe("arguments of a module in one text", () => {
  test("each by its name, at its own line", () => {
    expect(settings("tasks.yml", "- mysql_user: name=app\n    password='a b'\n    priv={{ db }}.*:ALL\n")).toEqual([
      "mysql_user/name = app @1",
      "mysql_user/password = a b @2",
      "mysql_user/priv = {{ db }}.*:ALL @3",
    ]);
  });

  test.each(["a=b", "a=b and more", "a=b c", "a=b c='d", "a = b c = d"])("%s is one value", (text) => {
    expect(settings("tasks.yml", `- m: ${text}\n`)).toHaveLength(1);
  });

  test.each(["a=b ", "a='b ", "a={{ b ", "a={", 'a=""'])("many of %j take no longer than their length", (unit) => {
    const start = process.cpuUsage().user;
    settings("tasks.yml", `- m: ${unit.repeat(1_000)}\n`.repeat(40));
    expect((process.cpuUsage().user - start) / 1_000).toBeLessThan(4_000);
  });
});

describe("CloudFormation's choice", () => {
  test.each(["P: !If [C, a, !Ref B]", "P: !If\n  - C\n  - a\n  - !Ref B", "P:\n  Fn::If: [C, a, { Ref: B }]"])("%s", (text) => {
    const found = settings("template.yaml", `${text}\n`);
    expect(found.filter((one) => one.startsWith("P = "))).toEqual([expect.stringContaining("P = a @")]);
    expect(found.filter((one) => one.includes("= C "))).toEqual([]);
  });
});
