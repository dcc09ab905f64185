// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform interpolates these, not JavaScript.
import { describe, expect, test } from "@jest/globals";
import type { EvaluatedConfiguration, ResourceInstance } from "../../src/model/terraform-module.ts";
import type { Unknown, Value } from "../../src/model/value.ts";
import { readModules } from "../../src/terraform/modules.ts";
import { undeclaredNames } from "../../src/terraform/undeclared.ts";
import type { Files } from "./reading.ts";
import { evaluated, parsed, plain } from "./reading.ts";

function instance(configuration: EvaluatedConfiguration, address: string): ResourceInstance {
  const found = configuration.instances.find((each) => each.address === address);
  if (found === undefined) throw new Error(`${address} is not among ${configuration.instances.map((each) => each.address).join(", ")}`);
  return found;
}

function argument(configuration: EvaluatedConfiguration, address: string, name: string): Value {
  const { values } = instance(configuration, address);
  const value = values.kind === "object" ? values.entries.get(name) : undefined;
  if (value === undefined) throw new Error(`${address} has no ${name}`);
  return value;
}

function outputs(files: Files, project = {}): Record<string, unknown> {
  const configuration = evaluated(files, project);
  expect(configuration.problems).toEqual([]);
  return Object.fromEntries([...configuration.outputs].map(([name, value]) => [name, plain(value)]));
}

function reasons(value: Value | undefined): readonly string[] {
  return value?.kind === "unknown" ? value.because.map(({ kind, subject }) => `${kind} ${subject}`) : [];
}

function items(value: Value | undefined): readonly Value[] {
  return value?.kind === "tuple" ? value.items : [];
}

function addresses(configuration: EvaluatedConfiguration): readonly string[] {
  return configuration.instances.map((each) => each.address);
}

describe("variables", () => {
  test("take Terraform's order of precedence", () => {
    const files = {
      "main.tf": ["a", "b", "c", "d", "e", "f", "g"]
        .map((name) => `variable "${name}" {\n default = "default"\n}\noutput "${name}" {\n value = var.${name}\n}`)
        .join("\n"),
      "terraform.tfvars": ["b", "c", "d", "e", "f", "g"].map((name) => `${name} = "terraform"`).join("\n"),
      "terraform.tfvars.json": '{"c": "json", "d": "json", "e": "json", "f": "json", "g": "json"}',
      "a.auto.tfvars": 'd = "a"\ne = "a"\nf = "a"\ng = "a"',
      "b.auto.tfvars.json": '{"e": "b", "f": "b", "g": "b"}',
      "x.tfvars": 'f = "x"\ng = "x"',
      "y.tfvars": 'g = "y"',
      "unused.tfvars": 'a = "unused"',
    };
    const expected = { a: "default", b: "terraform", c: "json", d: "a", e: "b", f: "x", g: "y" };
    expect(outputs(files, { varFiles: ["x.tfvars", "y.tfvars"] })).toEqual(expected);
    const environment = new Map([
      ["a", "environment"],
      ["b", "environment"],
    ]);
    const withEnvironment = evaluated(files, {}, { environment });
    expect(plain(withEnvironment.outputs.get("a") as Value)).toBe("environment");
    expect(plain(withEnvironment.outputs.get("b") as Value)).toBe("terraform");
  });

  test("are converted to their type, defaults of optional attributes put in", () => {
    const files = {
      "main.tf": `
variable "n" {
  type    = number
  default = "5"
}
variable "l" {
  type    = list(string)
  default = [1, true, "x"]
}
variable "s" {
  type    = set(string)
  default = ["b", "a", "b"]
}
variable "o" {
  type = map(object({ size = optional(number, 3), name = string, tags = optional(map(string), { a = "b" }), none = optional(bool) }))
  default = { x = { name = 1, extra = true }, y = { name = "y", size = null, tags = {} } }
}
variable "t" {
  type    = tuple([string, number])
  default = [1, "2"]
}
variable "any" {
  type    = list(any)
  default = [1, "a"]
}
variable "kept" {
  type     = string
  default  = "d"
  nullable = false
}
output "n" { value = var.n + 1 }
output "l" { value = var.l }
output "s" { value = var.s }
output "o" { value = var.o }
output "t" { value = var.t }
output "any" { value = var.any }
output "kept" { value = var.kept }
`,
      "terraform.tfvars": "kept = null",
    };
    expect(outputs(files)).toEqual({
      n: 6,
      l: ["1", "true", "x"],
      s: ["a", "b"],
      o: {
        x: { name: "1", none: null, size: 3, tags: { a: "b" } },
        y: { name: "y", none: null, size: 3, tags: {} },
      },
      t: ["1", 2],
      any: ["1", "a"],
      kept: "d",
    });
  });

  test("types that JSON syntax writes as strings", () => {
    const files = {
      "main.tf.json": JSON.stringify({
        variable: { o: { type: "object({ a = string, b = optional(list(number), [1]) })", default: { a: 1 } } },
        output: { o: { value: "${var.o}" } },
      }),
    };
    expect(outputs(files)).toEqual({ o: { a: "1", b: [1] } });
  });

  test("without a value are unknown inputs, sensitive ones are marked", () => {
    const { outputs: found } = evaluated({
      "main.tf": `
variable "size" {}
variable "password" {
  default   = "secret"
  sensitive = true
}
output "size" { value = "x-\${var.size}" }
output "password" { value = "p-\${var.password}" }
`,
    });
    expect(reasons(found.get("size"))).toEqual(["input var.size"]);
    expect(found.get("password")?.sensitive).toBe(true);
  });

  test("that cannot have their type are invalid, with place", () => {
    const { outputs: found, problems } = evaluated({
      "main.tf": 'variable "n" {\n  type    = number\n  default = "x"\n}\noutput "n" {\n  value = var.n\n}',
    });
    expect(reasons(found.get("n"))).toEqual(["invalid number"]);
    expect(problems).toMatchObject([{ kind: "failure", place: { file: "main.tf", line: 2 } }]);
  });
});

describe("validations of variables", () => {
  const of = (variables: string, more: Files = {}) => evaluated({ ...more, "main.tf": `${variables}\noutput "o" {\n  value = var.x\n}` });
  const variable = (condition: string, value = '"abc"') =>
    `variable "x" {\n  default = ${value}\n  validation {\n    condition     = ${condition}\n    error_message = "Too short."\n  }\n}`;

  test.each([
    ["that hold", "length(var.x) == 3", []],
    ["that do not", "length(var.x) > 3", ["var.x does not pass its validation: Too short."]],
    ["on other names", "length(var.x) > local.least", ["var.x does not pass its validation: Too short."]],
    ["that are no bool", 'var.x == "abc" ? "false" : "true"', ["var.x does not pass its validation: Too short."]],
    ["that are null", "null", ["the condition of a validation must not be null"]],
    ["that fail themselves", "var.x.y == 1", ['cannot take attribute "y" of a string']],
    ["on what is not known", "length(var.x) > var.unknown", []],
  ])("%s: %s", (_, condition, messages) => {
    const { outputs: found, problems } = of(`${variable(condition)}\nlocals {\n  least = 5\n}\nvariable "unknown" {}`);
    expect(problems?.map((problem) => problem.message)).toEqual(messages);
    expect(reasons(found.get("o"))).toEqual(messages.length === 0 ? [] : ["invalid var.x"]);
    for (const problem of problems ?? []) expect(problem.place).toMatchObject({ file: "main.tf", line: 4 });
  });

  test("that nothing refers to, and those of modules, count as well", () => {
    const { problems } = evaluated({
      "main.tf": `${variable("length(var.x) > 3")}\nmodule "m" {\n  source = "./m"\n  x      = "ab"\n}`,
      "m/main.tf": variable("length(var.x) > 2"),
    });
    expect(problems?.map((problem) => `${problem.place.file} ${problem.message}`)).toEqual([
      "main.tf var.x does not pass its validation: Too short.",
      "m/main.tf module.m.var.x does not pass its validation: Too short.",
    ]);
  });

  test("that refer to each other see the values as they are given", () => {
    const other = variable("var.x != 1", "1").replace('"x"', '"y"');
    expect(of(`${variable("var.y == 1")}\n${other}`).problems).toEqual([]);
  });

  test("a message that is made from a value is not shown", () => {
    const { problems } = of(variable("false").replace('"Too short."', '"Not ${var.x}."'));
    expect(problems?.map((problem) => problem.message)).toEqual(["var.x does not pass its validation"]);
  });
});

describe("what Terraform refuses", () => {
  test.each([
    ["a function in a file of values", 'variable "x" {}', { "terraform.tfvars": 'x = upper("a")' }],
    ["a name in a file of values", 'variable "x" {}', { "terraform.tfvars": "x = local.y" }],
    ["a function in a default", 'variable "x" {\n  default = upper("a")\n}', {}],
    ["null for what is not nullable", 'variable "x" {\n  type     = string\n  nullable = false\n}', { "terraform.tfvars": "x = null" }],
    ["null as the default of what is not nullable", 'variable "x" {\n  nullable = false\n  default  = null\n}', {}],
  ])("%s is invalid", (_, text, files) => {
    const { outputs: found, problems } = evaluated({ ...files, "main.tf": `${text}\noutput "o" {\n  value = var.x\n}` });
    expect(reasons(found.get("o")).map((reason) => reason.split(" ")[0])).toEqual(["invalid"]);
    expect(problems).toHaveLength(1);
  });

  test("arithmetic and templates are literal enough", () => {
    const files = { "main.tf": 'variable "x" {}\noutput "o" {\n  value = var.x\n}', "terraform.tfvars": 'x = ["a${1}", 1 + 2]' };
    expect(outputs(files)).toEqual({ o: ["a1", 3] });
  });

  test("an ephemeral value is kept nowhere, so it is unknown", () => {
    const { outputs: found } = evaluated({
      "main.tf": 'variable "x" {\n  ephemeral = true\n  default   = "a"\n}\noutput "o" {\n  value = ephemeralasnull(var.x)\n}',
    });
    expect(reasons(found.get("o"))).toEqual(["input var.x"]);
  });
});

describe("names that nothing declares", () => {
  const found = (files: Files, isWhole = (_dir: string) => true): readonly string[] =>
    undeclaredNames(readModules(parsed(files)), ".", isWhole).map(
      ({ place, message }) => `${place.file}:${place.line} ${message.split(" ")[0]}`,
    );
  const declared = `variable "v" {}\nlocals {\n  l = var.v\n}\nresource "t" "r" {\n  x = local.l\n}\ndata "d" "s" {}\nmodule "m" {\n  source = "x/y/z"\n}\n`;
  const inResource = (text: string) => `${declared}resource "t" "q" {\n${text}\n}\n`;

  test.each<readonly [string, string, readonly string[]]>([
    ["a variable", inResource("a = var.nope"), ["main.tf:13 var.nope"]],
    ["a local value", inResource("a = 1\nb = local.nope.x"), ["main.tf:14 local.nope"]],
    ["a resource", inResource("a = t.nope.id"), ["main.tf:13 t.nope"]],
    ["one by its index", inResource("a = t.nope[0].id"), ["main.tf:13 t.nope"]],
    ["a data source", inResource('a = "x${data.d.nope.id}"'), ["main.tf:13 data.d.nope"]],
    ["a module", inResource("a = module.nope.id"), ["main.tf:13 module.nope"]],
    ["in try", inResource("a = try(var.nope, 1)"), ["main.tf:13 var.nope"]],
    ["in a nested block", inResource("a {\n  b = var.nope\n}"), ["main.tf:14 var.nope"]],
    ["in depends_on", inResource("depends_on = [t.nope]"), ["main.tf:13 t.nope"]],
    ["in replace_triggered_by", inResource("lifecycle {\n  replace_triggered_by = [t.nope.x]\n}"), ["main.tf:14 t.nope"]],
    ["in an output", 'output "o" {\n  value = var.nope\n}', ["main.tf:2 var.nope"]],
    ["in a local value", "locals {\n  a = 1\n  b = local.nope\n}", ["main.tf:3 local.nope"]],
    ["in a validation", 'variable "a" {\n  validation {\n    condition = var.nope\n  }\n}', ["main.tf:3 var.nope"]],
    ["in a provider", 'provider "p" {\n  a = var.nope\n}', ["main.tf:2 var.nope"]],
    ["in a call", 'module "a" {\n  source = "x/y/z"\n  b = local.nope\n}', ["main.tf:3 local.nope"]],
    ["none: all are declared", inResource("a = [var.v, local.l.x.y, t.r.x, t.r[0].y, data.d.s.z, module.m.o, t.q[*].a]"), []],
    ["none: Terraform's own", inResource("a = [each.key, count.index, self.x, path.module, terraform.workspace, ephemeral.e.e.x]"), []],
    ["none: names of a for", inResource("a = [for k, v in var.v : k.x if v.y]"), []],
    ["none: an iterator", inResource('dynamic "a" {\n  for_each = var.v\n  iterator = it\n  content {\n    b = it.value\n  }\n}'), []],
    ["none: a configuration of a provider", inResource("provider = p.other"), []],
    ["none: attributes that are ignored", inResource("lifecycle {\n  ignore_changes = [tags.x, a[0].b]\n}"), []],
    ["none: words of a type", 'variable "a" {\n  type = object({ x = optional(string) })\n}', []],
    ["none: after a fault in the file", `${inResource("a = var.nope")}variable "w" {\n`, []],
    ["none: after a block that is not known", `${inResource("a = var.nope")}what "w" {}\n`, []],
  ])("%s", (_, text, expected) => {
    expect(found({ "main.tf": text })).toEqual(expected);
  });

  test.each<readonly [string, string, readonly string[]]>([
    ["gets what it needs", "a = 1", []],
    ["gets more than it needs", "a = 1\n  b = null", []],
    ["gets too little", "", ["main.tf:1 module.x"]],
    ["gets what it does not take", "a = 1\n  c = 2", ["main.tf:4 module.x"]],
    ["has Terraform's own arguments", "a = 1\n  count = 1\n  providers = { p = p.other }\n  depends_on = []", []],
  ])("a module %s", (_, text, expected) => {
    const module = 'variable "a" {}\nvariable "b" {\n  default = null\n}\n';
    const call = `module "x" {\n  source = "./m"\n  ${text}\n}\n`;
    expect(found({ "main.tf": call, "m/main.tf": module })).toEqual(expected);
    expect(found({ "main.tf": call, "m/main.tf": `${module}variable "z" {` })).toEqual([]);
  });

  test("are looked for in called modules as well, once each, and not where files are generated", () => {
    const call = (name: string) => `module "${name}" {\n  source = "./m"\n}\n`;
    const files = { "main.tf": `${call("a")}${call("b")}`, "m/main.tf": `${call("c")}output "o" {\n  value = var.nope\n}\n` };
    expect(found(files)).toEqual(["m/main.tf:5 var.nope"]);
    expect(found(files, (dir) => dir === ".")).toEqual([]);
  });

  test("in JSON are those of its templates", () => {
    const resource = { t: { q: { "//": "${var.x}", a: "${var.nope}", depends_on: ["t.other"], provider: "p.other" } } };
    expect(found({ "main.tf.json": JSON.stringify({ resource }) })).toEqual(["main.tf.json:1 var.nope"]);
  });
});

describe("locals", () => {
  test("in any order", () => {
    expect(
      outputs({ "main.tf": 'locals {\n a = "${local.b}!"\n c = 1\n}\nlocals {\n b = local.c + 1\n}\noutput "a" {\n value = local.a\n}' }),
    ).toEqual({ a: "2!" });
  });

  test("that need themselves are a reported cycle", () => {
    const { outputs: found, problems } = evaluated({
      "main.tf": 'locals {\n a = local.b\n b = [local.c]\n c = local.a\n}\noutput "a" {\n value = local.a\n}',
    });
    expect(problems).toMatchObject([{ kind: "failure", message: "local.a needs its own value" }]);
    expect(reasons(items(found.get("a"))[0])).toEqual(["cycle local.a"]);
  });
});

describe("resources", () => {
  test("are expanded by count and for_each", () => {
    const configuration = evaluated({
      "main.tf": `
resource "a_x" "n" {
  count = 2
  name  = "n-\${count.index}"
}
resource "a_x" "m" {
  for_each = { "a.b" = 1, c = 2 }
  name     = "\${each.key}=\${each.value}"
}
resource "a_x" "s" {
  for_each = toset(["q"])
  name     = each.value
}
resource "a_x" "none" {
  count = false ? 1 : 0
}
data "a_y" "d" {
  name = a_x.n[1].name
}
`,
    });
    expect(addresses(configuration)).toEqual(["a_x.n[0]", "a_x.n[1]", 'a_x.m["a.b"]', 'a_x.m["c"]', 'a_x.s["q"]', "data.a_y.d"]);
    expect(plain(argument(configuration, 'a_x.m["c"]', "name"))).toBe("c=2");
    expect(plain(argument(configuration, "data.a_y.d", "name"))).toBe("n-1");
    expect(instance(configuration, "data.a_y.d")).toMatchObject({ mode: "data", references: ["a_x.n"] });
  });

  test("an unknown number of them stands in unexpanded, never nowhere", () => {
    const files = (ami: string, size: number) => ({
      "main.tf": `
variable "n" {}
data "a_y" "ids" {}
resource "a_x" "count" {
  count = var.n
  ami   = "${ami}"
}
resource "a_x" "each" {
  for_each = data.a_y.ids.set
  size     = ${size}
}
resource "a_x" "list" {
  for_each = ["a"]
}
module "m" {
  source = "./m"
  count  = var.n
  ami    = "${ami}"
}
module "remote" {
  source  = "hashicorp/x/aws"
  version = "1.0"
  ami     = "${ami}"
}
module "absent" {
  source = "./absent"
}
output "o" {
  value = [module.m[0].id, module.remote.x["y"], a_x.count[0].id]
}
`,
      "m/main.tf": 'variable "ami" {}\nresource "a_x" "in" {\n  ami = var.ami\n}\noutput "id" {\n  value = a_x.in.id\n}',
    });
    const first = evaluated(files("ami-1", 1));
    expect(first.instances.map((each) => each.address)).toEqual(["data.a_y.ids"]);
    expect(first.unexpanded.map((each) => [each.kind, each.address, ...reasons(each.because)])).toEqual([
      ["resource", "a_x.count", "input var.n"],
      ["resource", "a_x.each", "data data.a_y.ids.set"],
      ["resource", "a_x.list", 'invalid ["a"]'],
      ["module", "module.m", "input var.n"],
      ["module", "module.remote", "module module.remote"],
      ["module", "module.absent", "module module.absent"],
    ]);
    expect(first.problems?.map((problem) => problem.message)).toEqual([
      "for_each takes a map, an object or a set of strings",
      'there is no module in "absent"',
    ]);
    expect(items(first.outputs.get("o")).map(reasons)).toEqual([
      ["input var.n", "module module.m"],
      ['module module.remote.x["y"]'],
      ["computed a_x.count", "input var.n"],
    ]);
    const derivations = (configuration: EvaluatedConfiguration) => configuration.unexpanded.map((each) => each.derivation);
    expect(derivations(evaluated(files("ami-1", 1)))).toEqual(derivations(first));
    const changed = (other: EvaluatedConfiguration) =>
      other.unexpanded.filter((each, i) => each.derivation !== first.unexpanded[i]?.derivation).map((each) => each.address);
    // What could not be evaluated rests on everything.
    expect(changed(evaluated(files("ami-2", 1)))).toEqual(["a_x.count", "a_x.list", "module.m", "module.remote"]);
    expect(changed(evaluated(files("ami-1", 2)))).toEqual(["a_x.each", "a_x.list"]);
  });

  test("hand out what is set in them, and what is computed as unknown", () => {
    const configuration = evaluated({
      "main.tf": `
resource "aws_instance" "web" {
  ami           = "ami-1"
  user_data     = "#!/bin/sh"
  subnet_id     = ""
  root_block_device {
    volume_size = 8
  }
  ebs_block_device {
    device_name = "a"
  }
  ebs_block_device {
    device_name = "b"
  }
}
output "ami" { value = aws_instance.web.ami }
output "id" { value = aws_instance.web.id }
output "data" { value = aws_instance.web.user_data }
output "subnet" { value = aws_instance.web.subnet_id }
output "size" { value = aws_instance.web.root_block_device[0].volume_size }
output "volume" { value = aws_instance.web.root_block_device[0].volume_id }
output "device" { value = aws_instance.web.ebs_block_device[*].device_name }
output "whole" { value = aws_instance.web }
output "splat" { value = aws_instance.web[*].ami }
output "missing" { value = aws_instance.other.id }
`,
    });
    const of = (name: string) => configuration.outputs.get(name) as Value;
    expect(plain(of("ami"))).toBe("ami-1");
    expect(plain(of("size"))).toBe(8);
    expect(plain(of("splat"))).toEqual(["ami-1"]);
    expect(["id", "data", "subnet", "volume", "missing"].map((name) => reasons(of(name)))).toEqual([
      ["computed aws_instance.web.id"],
      ["computed aws_instance.web.user_data"],
      ["computed aws_instance.web.subnet_id"],
      ["computed aws_instance.web.root_block_device[0].volume_id"],
      ["missing aws_instance.other.id"],
    ]);
    expect(of("device").kind).toBe("unknown");
    expect(of("whole").kind).toBe("unknown");
  });

  test("have nested and dynamic blocks as lists, meta-arguments not among their values", () => {
    const configuration = evaluated({
      "main.tf": `
variable "rules" {
  default = [{ port = 80 }, { port = 443 }]
}
variable "unknown" {}
resource "a_x" "y" {
  provider   = a.west
  depends_on = [a_x.z]
  ingress {
    port = 22
  }
  dynamic "ingress" {
    for_each = var.rules
    iterator = rule
    content {
      port = rule.value.port
      dynamic "nested" {
        for_each = toset(["k"])
        content {
          key = "\${nested.key}\${rule.key}"
        }
      }
    }
  }
  dynamic "egress" {
    for_each = var.unknown
    content {}
  }
  lifecycle {
    create_before_destroy = true
    ignore_changes        = [tags["a"], ingress[0].port, tags["x y"]]
    replace_triggered_by  = [a_x.z.id, a_x.w[0]]
  }
  provisioner "local-exec" {
    command = "true"
  }
}
resource "a_x" "z" {
  lifecycle {
    ignore_changes = all
  }
}
`,
    });
    const { values, lifecycle, provider, references } = instance(configuration, "a_x.y");
    expect(values.kind === "object" ? [...values.entries.keys()] : []).toEqual(["ingress", "egress"]);
    expect(plain(argument(configuration, "a_x.y", "ingress"))).toEqual([
      { port: 22 },
      { port: 80, nested: [{ key: "k0" }] },
      { port: 443, nested: [{ key: "k1" }] },
    ]);
    expect(reasons(argument(configuration, "a_x.y", "egress"))).toEqual(["input var.unknown"]);
    expect(lifecycle).toEqual({
      createBeforeDestroy: true,
      preventDestroy: false,
      ignoreChanges: ['tags["a"]', "ingress[0].port", 'tags["x y"]'],
      replaceTriggeredBy: ["a_x.z.id", "a_x.w[0]"],
    });
    expect(instance(configuration, "a_x.z").lifecycle.ignoreChanges).toBe("all");
    expect(provider).toBe("hashicorp/a");
    expect(references).toEqual(["a_x.z"]);
  });

  test("in JSON syntax", () => {
    const configuration = evaluated({
      "main.tf.json": JSON.stringify({
        resource: {
          a_x: {
            y: {
              count: "${1 + 1}",
              name: "n-${count.index}",
              tags: { k: "v" },
              depends_on: ["a_x.z"],
              ingress: [{ port: 1 }],
              lifecycle: { ignore_changes: ["name"], create_before_destroy: true },
              dynamic: { egress: { for_each: [1], content: { port: "${egress.value}" } } },
            },
            z: { "//": "a comment", name: "plain" },
          },
        },
      }),
    });
    expect(configuration.problems).toEqual([]);
    expect(plain(instance(configuration, "a_x.y[1]").values)).toEqual({
      name: "n-1",
      tags: { k: "v" },
      ingress: [{ port: 1 }],
      egress: [{ port: 1 }],
    });
    expect(instance(configuration, "a_x.y[1]")).toMatchObject({
      references: ["a_x.z"],
      lifecycle: { ignoreChanges: ["name"], createBeforeDestroy: true },
    });
    expect(plain(instance(configuration, "a_x.z").values)).toEqual({ name: "plain" });
  });
});

describe("modules", () => {
  const files = {
    "live/main.tf": `
module "app" {
  source   = "../modules/app"
  for_each = { eu = "ami-1", us = "ami-2" }
  ami      = each.value
  sg       = aws_security_group.sg.id
}
resource "aws_security_group" "sg" {}
output "names" {
  value = { for k, m in module.app : k => m.name }
}
output "eu" { value = module.app["eu"].ids }
output "paths" { value = module.app["us"].paths }
`,
    "modules/app/main.tf": `
terraform {
  required_providers {
    aws = { source = "example.com/acme/aws" }
  }
}
variable "ami" {}
variable "sg" {}
locals {
  sg = [var.sg]
}
module "inner" {
  source = "../inner"
  count  = 2
  ami    = "\${var.ami}-\${count.index}"
  sg     = local.sg
}
moved {
  from = aws_instance.old
  to   = aws_instance.web
}
resource "aws_instance" "web" {
  ami  = module.inner[0].ami
  text = file("\${path.module}/a.txt")
}
output "name" { value = "app-\${var.ami}" }
output "ids" { value = module.inner[*].id }
output "paths" { value = [path.module, path.root, terraform.workspace] }
`,
    "modules/app/a.txt": "text",
    "modules/inner/main.tf": `
variable "ami" {}
variable "sg" {}
resource "aws_instance" "web" {
  ami                    = var.ami
  vpc_security_group_ids = var.sg
}
output "ami" { value = aws_instance.web.ami }
output "id" { value = aws_instance.web.id }
`,
  };
  const configuration = evaluated(files, { dir: "live", workspace: "prod" });

  test("are expanded with their resources", () => {
    expect(configuration.problems).toEqual([]);
    expect(configuration.unexpanded).toEqual([]);
    expect([...addresses(configuration)].sort()).toEqual([
      "aws_security_group.sg",
      'module.app["eu"].aws_instance.web',
      'module.app["eu"].module.inner[0].aws_instance.web',
      'module.app["eu"].module.inner[1].aws_instance.web',
      'module.app["us"].aws_instance.web',
      'module.app["us"].module.inner[0].aws_instance.web',
      'module.app["us"].module.inner[1].aws_instance.web',
    ]);
    expect(plain(argument(configuration, 'module.app["us"].aws_instance.web', "ami"))).toBe("ami-2-0");
    expect(plain(argument(configuration, 'module.app["us"].aws_instance.web', "text"))).toBe("text");
  });

  test("hand outputs out, with full addresses in what is unknown", () => {
    expect(plain(configuration.outputs.get("names") as Value)).toEqual({ eu: "app-ami-1", us: "app-ami-2" });
    expect(items(configuration.outputs.get("eu")).map(reasons)).toEqual([
      ['computed module.app["eu"].module.inner[0].aws_instance.web.id'],
      ['computed module.app["eu"].module.inner[1].aws_instance.web.id'],
    ]);
    expect(plain(configuration.outputs.get("paths") as Value)).toEqual(["../modules/app", ".", "prod"]);
  });

  test("moves, providers and references know their module", () => {
    expect(configuration.moved.map(({ from, to }) => `${from} → ${to}`)).toEqual([
      "module.app.aws_instance.old → module.app.aws_instance.web",
    ]);
    expect(instance(configuration, 'module.app["eu"].aws_instance.web')).toMatchObject({
      provider: "example.com/acme/aws",
      references: ["module.app.module.inner.aws_instance.web"],
    });
    expect(instance(configuration, 'module.app["eu"].module.inner[0].aws_instance.web').references).toEqual(["aws_security_group.sg"]);
  });

  test("a ring of calls ends", () => {
    const ring = evaluated({
      "main.tf": 'module "a" {\n source = "./a"\n}',
      "a/main.tf": 'resource "a_x" "y" {}\nmodule "b" {\n source = "../"\n}\nmodule "self" {\n source = "./"\n}',
    });
    expect(addresses(ring)).toEqual(["module.a.a_x.y"]);
    expect(ring.unexpanded.map((each) => [each.address, ...reasons(each.because)])).toEqual([
      ["module.a.module.b", "cycle module.a.module.b"],
      ["module.a.module.self", "cycle module.a.module.self"],
    ]);
    expect(ring.problems).toHaveLength(2);
  });
});

describe("derivations", () => {
  const derivation = (value: Value | undefined): string => (value as Unknown).derivation;
  const of = (expression: string, rest = "") =>
    evaluated({ "main.tf": `variable "v" {}\ndata "a_b" "c" {}\n${rest}\noutput "o" {\n  value = ${expression}\n}` }).outputs.get("o");

  test.each([
    "var.v",
    '"x-${var.v}"',
    "[for x in var.v : x]",
    "var.v ? 1 : 2",
    "upper(var.v)",
    "nosuch(var.v, 1)",
    "timestamp()",
    "provider::a::b(var.v)",
    "data.a_b.c.id",
    "merge({a = 1}, var.v)",
    "cidrhost(var.v, 1)",
    '"%{ for x in var.v }${x}%{ endfor }"',
    '"%{ if var.v }a%{ endif }"',
    "try(var.v.x, 1)",
    "var.v[*].a[0]",
  ])("of %s are equal where nothing differs", (expression) => {
    expect(of(expression)?.kind).toBe("unknown");
    expect(derivation(of(expression))).toBe(derivation(of(expression)));
  });

  test.each([
    ['"x-${var.v}"', '"y-${var.v}"'],
    ["[for x in var.v : x]", "[for x in var.v : [x]]"],
    ["var.v ? 1 : 2", "var.v ? 1 : 3"],
    ["nosuch(var.v, 1)", "nosuch(var.v, 2)"],
    ["upper(var.v)", "lower(var.v)"],
    ["data.a_b.c.id", "data.a_b.c.arn"],
    ['"%{ if var.v }a%{ endif }"', '"%{ if var.v }b%{ endif }"'],
    ['"%{ for x in var.v }${x}%{ endfor }"', '"%{ for x in var.v }${x},%{ endfor }"'],
    ["var.v[*].a", "var.v[*].b"],
    ['join(",", [var.v, "a"])', 'join(",", ["a", var.v])'],
    ["var.v == 1", "var.v == 2"],
  ])("of %s and %s differ", (one, other) => {
    expect(derivation(of(one))).not.toBe(derivation(of(other)));
  });

  test("see what is behind names", () => {
    const loop = '[for x in var.v : "${x}-${local.l}"]';
    expect(derivation(of(loop, "locals {\n l = 1\n}"))).not.toBe(derivation(of(loop, "locals {\n l = 2\n}")));
    const choice = "var.v ? local.l : 0";
    expect(derivation(of(choice, "locals {\n l = 1\n}"))).not.toBe(derivation(of(choice, "locals {\n l = 2\n}")));
  });

  test("see what a file holds", () => {
    const files = (text: string) => ({
      "main.tf": 'variable "v" {}\noutput "o" {\n value = templatefile("t.tpl", { x = var.v })\n}',
      "t.tpl": text,
    });
    const values = ["a ${x}", "b ${x}"].map((text) => evaluated(files(text)).outputs.get("o"));
    expect(derivation(values[0])).not.toBe(derivation(values[1]));
    const binary = (id: string) =>
      evaluated({ "main.tf": 'output "o" {\n value = filesha256("x.zip")\n}' }, {}, { fileId: () => id }).outputs.get("o");
    expect(reasons(binary("1"))).toEqual(['unsupported filesha256("x.zip")']);
    expect(derivation(binary("1"))).not.toBe(derivation(binary("2")));
    expect(reasons(evaluated({ "main.tf": 'output "o" {\n value = file("gone")\n}' }).outputs.get("o"))).toEqual(['missing file("gone")']);
  });
});

describe("templates of strings", () => {
  const of = (expression: string) => {
    const locals = 'locals {\n  t = { a = ["<$${x}>"] }\n  k = "a"\n  inner = "$${templatestring(x, {})}"\n}';
    return evaluated({ "main.tf": `${locals}\noutput "o" {\n  value = ${expression}\n}` });
  };

  test.each(["templatestring(local.t.a[0], { x = 1 })", "templatestring(local.t[local.k][0], { x = 1 })"])("%s", (expression) => {
    expect(plain(of(expression).outputs.get("o") as Value)).toBe("<1>");
  });

  test.each([
    'templatestring("<$${x}>", { x = 1 })',
    "templatestring(local.t.a[0], {})",
    'templatestring(local.t.a[0], { "a b" = 1, x = 1 })',
    'templatestring(local.inner, { x = "a" })',
  ])("%s is refused", (expression) => {
    expect(of(expression).problems).toHaveLength(1);
  });
});

describe("files of the tree", () => {
  test("are read by file, templatefile, fileset and their kin", () => {
    const files = {
      "live/main.tf": `
output "t" { value = templatefile("\${path.module}/t.tpl", { names = ["a", "b"] }) }
output "f" { value = file("x.json") }
output "e" { value = [fileexists("x.json"), fileexists("y.json")] }
output "s" { value = fileset(path.module, "d/**/*.{json,txt}") }
output "h" { value = filemd5("x.json") == md5(file("x.json")) }
`,
      "live/t.tpl": "%{ for n in names ~}\nhost ${n}\n%{ endfor ~}\nend",
      "live/x.json": "{}",
      "live/d/a.json": "",
      "live/d/e/b.txt": "",
      "live/d/c.md": "",
    };
    const paths = Object.keys(files);
    const more = {
      fileId: (path: string) => (paths.includes(path) ? path : null),
      filesBelow: (dir: string) => paths.filter((path) => path.startsWith(`${dir}/`)),
    };
    const { outputs: found, problems } = evaluated(files, { dir: "live" }, more);
    expect(problems).toEqual([]);
    expect(Object.fromEntries([...found].map(([name, value]) => [name, plain(value)]))).toEqual({
      t: "host a\nhost b\nend",
      f: "{}",
      e: [true, false],
      s: ["d/a.json", "d/e/b.txt"],
      h: true,
    });
  });
});
