/** Strings, heredocs and templates: escapes, strip markers, indentation, directives. Expected values are Terraform 1.11's. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the templates are Terraform's.
import { describe, expect, test } from "@jest/globals";
import { loadParser, show } from "./parser.ts";

const parser = await loadParser();

/** What an argument holds whose value is written so. */
function read(written: string): string {
  const file = parser.parse("main.tf", `x = ${written}\n`);
  expect(file.problems).toEqual([]);
  const [attribute] = file.body.attributes;
  return attribute === undefined ? "nothing" : show(attribute.expression);
}

describe("quoted strings", () => {
  test.each([
    ['""', '""'],
    ['" a "', '" a "'],
    ['"a # b /* c */ // d"', '"a # b /* c */ // d"'],
    ['"\\n\\r\\t\\"\\\\"', JSON.stringify('\n\r\t"\\')],
    ['"\\u00e9\\U0001F600"', '"é😀"'],
    ['"e\u0301"', '"é"'],
    ['"$${a}"', '"${a}"'],
    ['"$$${a}"', '"$${a}"'],
    ['"$$$${a}"', '"$$${a}"'],
    ['"%%{a}"', '"%{a}"'],
    ['"$a $ {b} %c $"', '"$a $ {b} %c $"'],
    ['"$$"', '"$$"'],
    ['"${a}"', "T[${a}]"],
    ['" ${a} "', 'T[" " ${a} " "]'],
    ['"${a}${b}"', "T[${a} ${b}]"],
    ['"a${"b${"c"}"}d"', 'T["a" ${T["b" ${"c"}]} "d"]'],
    ['"${{a = "}"}["a"]}"', 'T[${{"a": "}"}["a"]}]'],
    ['"${a /* } */}"', "T[${a}]"],
    ['"${\n a\n}"', "T[${a}]"],
    ['" ${~ a ~} "', 'T["" ${a} ""]'],
    ['"x \\n ${~ a ~} \\n y"', 'T["x" ${a} "y"]'],
    ['"  $ ${~ a}"', 'T["  $" ${a}]'],
    ['"${a ~}${b}"', "T[${a} ${b}]"],
    ['"%{ if a }b%{ else }c%{ endif }"', 'T[%if(a){"b"}{"c"}]'],
    ['"%{ if a }b%{ endif }"', 'T[%if(a){"b"}{}]'],
    ['"%{ for x in xs }${x},%{ endfor }"', 'T[%for(x in xs){${x} ","}]'],
    ['"%{ for k, v in m ~} ${k} %{~ endfor }"', 'T[%for(k, v in m){"" ${k} ""}]'],
    ['"%{ if a }%{ for x in xs }${x}%{ endfor }%{ endif }z"', 'T[%if(a){%for(x in xs){${x}}}{} "z"]'],
    ['"%{if a}%{if b}1%{else}2%{endif}%{else}3%{endif}"', 'T[%if(a){%if(b){"1"}{"2"}}{"3"}]'],
  ])("%s", (written, expected) => {
    expect(read(written)).toBe(expected);
  });
});

describe("heredocs", () => {
  test.each([
    ["<<EOT\na\n b\nEOT", '"a\\n b\\n"'],
    ["<<EOT\nEOT", '""'],
    ["<<EOT\n\n\nEOT", '"\\n\\n"'],
    ["<<EOT\n  a\n  EOT", '"  a\\n"'],
    ["<<-EOT\n    a\n      b\n    EOT", '"a\\n  b\\n"'],
    ["<<-EOT\n    a\n\n   b\n  \n    EOT", '" a\\n\\nb\\n  \\n"'],
    ["<<-EOT\n\ta\n\t\tb\nEOT", '"a\\n\\tb\\n"'],
    ["<<-EOT\n    ${a}\n      b\n    EOT", 'T["" ${a} "\\n  b\\n"]'],
    ["<<-EOT\n    a\n  ${b}\n    EOT", 'T["  a\\n" ${b} "\\n"]'],
    ["<<-EOT\n${a}\n  b\nEOT", 'T[${a} "\\n  b\\n"]'],
    ["<<EOT\n${a}\nEOT", 'T[${a} "\\n"]'],
    ["<<EOT\n${a ~}\nEOT", 'T[${a} ""]'],
    ["<<EOT\na\n  ${~ b}\nEOT", 'T["a\\n" ${b} "\\n"]'],
    ["<<EOT\na  ${~ b ~}  \n  c\nEOT", 'T["a" ${b} "  c\\n"]'],
    ["<<EOT\na\n${~ b}\nEOT", 'T["a" ${b} "\\n"]'],
    // The marker's trimming comes before the indentation is counted.
    ["<<-EOT\n    a\n    ${~ b}\n    EOT", 'T["    a\\n" ${b} "\\n"]'],
    ["<<EOT\n%{ for x in xs ~}\n${x}\n%{ endfor ~}\nEOT", 'T[%for(x in xs){"" ${x} "\\n"} ""]'],
    ["<<-EOT\n    %{ if a ~}\n    b\n    %{ endif ~}\n    EOT", 'T["" %if(a){"    b\\n"}{} ""]'],
    ["<<EOT\n\"quoted\" \\n 'single' # no comment\nEOT", JSON.stringify("\"quoted\" \\n 'single' # no comment\n")],
    ["<<EOT\n$${a} %%{b} $$c $ {\nEOT", JSON.stringify("${a} %{b} $$c $ {\n")],
    ["<<EOT\n$ \n${~ a}\nEOT", 'T["$ " ${a} "\\n"]'],
    ["<<EOT\n$\r\n${~ a}\nEOT", 'T["$\\r" ${a} "\\n"]'],
    ["<<EOT\n$  \n${~ a}\nEOT", 'T["$" ${a} "\\n"]'],
    ["<<EOT\na EOT\nEOTX\n EOT b\nEOT", '"a EOT\\nEOTX\\n EOT b\\n"'],
    ["<<EOT\n${<<IN\nb\nIN\n}\nEOT", 'T[${"b\\n"} "\\n"]'],
    ["<<EOT\r\na\r\n\r\nb\r\nEOT\r", '"a\\r\\n\\r\\nb\\r\\n"'],
    ["[<<A\na\nA\n, <<B\nb\nB\n]", '["a\\n", "b\\n"]'],
    ["upper(<<A\na\nA\n)", 'upper("a\\n")'],
    ["<<ÄÖ\na\nÄÖ", '"a\\n"'],
  ])("%j", (written, expected) => {
    expect(read(written)).toBe(expected);
  });

  test("a line end in literal text is that of the file, and the next argument follows", () => {
    const file = parser.parse("main.tf", "a = <<-A\r\n  x\r\n  A\r\nb = 2\r\n");
    expect(file.problems).toEqual([]);
    expect(file.body.attributes.map(({ name, expression }) => [name, show(expression)])).toEqual([
      ["a", '"x\\r\\n"'],
      ["b", "2"],
    ]);
  });

  test("its span goes from the opening to the end of the closing marker", () => {
    const text = "a = <<-A\n  x\n  A\nb = 1\n";
    const [attribute] = parser.parse("main.tf", text).body.attributes;
    expect(text.slice(attribute?.expression.span.start, attribute?.expression.span.end)).toBe("<<-A\n  x\n  A");
    expect(attribute?.span).toMatchObject({ line: 1, column: 1, endLine: 3, endColumn: 4 });
  });
});

describe("parseTemplate", () => {
  test.each([
    ["", '""'],
    ['plain "quotes" \\n # text', JSON.stringify('plain "quotes" \\n # text')],
    ["${a}", "T[${a}]"],
    ["a ${b}\n c", 'T["a " ${b} "\\n c"]'],
    ["$${a} %%{b}", '"${a} %{b}"'],
    ["x\n  ${~ a ~}\n\n y", 'T["x\\n" ${a} "\\n y"]'],
    ["%{ for x in xs }\n${x}\n%{ endfor }", 'T[%for(x in xs){"\\n" ${x} "\\n"}]'],
    ['${f("}")}', 'T[${f("}")}]'],
    ["$", '"$"'],
    ["${", "!"],
    ["${a", "!"],
    ["${}", "!"],
    ["%{ if a }b", "!"],
    ["%{ endif }", "!"],
    ["%{ nope }", "!"],
    ['"} ${a} {"', 'T["\\"} " ${a} " {\\""]'],
  ])("%j", (text, expected) => {
    expect(show(parser.parseTemplate(text))).toBe(expected);
  });
});
