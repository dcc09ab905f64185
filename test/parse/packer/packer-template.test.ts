/** Packer templates of both generations, and files with values for their variables. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the templates are Packer's.
import { describe, expect, test } from "@jest/globals";
import type { PackerPart } from "../../../src/model/packer-template.ts";
import { looksLikePackerTemplate, parsePackerTemplate } from "../../../src/parse/packer/packer-template.ts";
import { isPackerVariablesPath, parsePackerVariables } from "../../../src/parse/packer/packer-variables.ts";
import { loadParser } from "../hcl/parser.ts";

const parser = await loadParser();

function stringsOf(part: PackerPart | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(part?.strings.map(({ path, value }) => [path, value]) ?? []);
}

const hcl = `packer {
  required_plugins {
    amazon = {
      version = "= 1.3.2"
      source  = "github.com/hashicorp/amazon"
    }
    ansible = { source = "github.com/hashicorp/ansible" }
  }
}
variable "password" {
  default   = "hunter2"
  sensitive = true
}
variable "region" {}
variables {
  zone = "a"
}
locals {
  token = "abc"
  later = timestamp()
}
source "amazon-ebs" "web" {
  ami_name     = "web-\${local.later}"
  ssh_password = var.password
  source_ami_filter {
    most_recent = true
    owners      = ["amazon", "self"]
    filters     = { name = "ubuntu", "a.b" = "c" }
  }
}
build {
  sources = ["source.amazon-ebs.web"]
  source "source.amazon-ebs.web" {
    instance_type = "t3.micro"
  }
  provisioner "shell" {
    environment_vars = ["TOKEN=\${var.token}", "A=b"]
    inline           = concat(["apt-get update"], ["rake spec"])
  }
  error-cleanup-provisioner "shell-local" {
    inline = ["echo failed"]
  }
  post-processor "manifest" {}
  post-processors {
    post-processor "compress" {
      output = "a.tgz"
    }
  }
}
`;

describe("templates in HCL", () => {
  const { template, problems } = parsePackerTemplate(parser, "web.pkr.hcl", hcl);

  test("builders, with every string below them", () => {
    expect(problems).toEqual([]);
    expect(template?.format).toBe("hcl");
    expect(template?.builders.map(({ type, place }) => [type, place.line])).toEqual([
      ["amazon-ebs", 22],
      ["amazon-ebs", 33],
    ]);
    expect(stringsOf(template?.builders[0])).toEqual({
      ami_name: "web-${local.later}",
      "source_ami_filter.most_recent": "true",
      "source_ami_filter.owners[0]": "amazon",
      "source_ami_filter.owners[1]": "self",
      "source_ami_filter.filters.name": "ubuntu",
      'source_ami_filter.filters["a.b"]': "c",
    });
    expect(template?.builders[0]?.strings.map(({ place }) => place.line)).toEqual([23, 26, 27, 27, 28, 28]);
  });

  test("provisioners and post-processors, those in chains too", () => {
    expect(template?.provisioners.map(({ type }) => type)).toEqual(["shell", "shell-local"]);
    expect(template?.provisioners[0]?.strings.map(({ path, value }) => [path, value])).toEqual([
      ["environment_vars[0]", "TOKEN=${var.token}"],
      ["environment_vars[1]", "A=b"],
      ["inline[0]", "apt-get update"],
      ["inline[0]", "rake spec"],
    ]);
    expect(template?.postProcessors.map(({ type }) => type)).toEqual(["manifest", "compress"]);
  });

  test("variables with literal defaults, and plugins with their versions", () => {
    expect(template?.variables.map(({ name, default: value, sensitive }) => [name, value, sensitive])).toEqual([
      ["password", "hunter2", true],
      ["region", null, false],
      ["zone", "a", false],
      ["token", "abc", false],
      ["later", null, false],
    ]);
    expect(template?.variables[0]?.place).toMatchObject({ file: "web.pkr.hcl", line: 11 });
    expect(template?.requiredPlugins.map(({ name, version }) => [name, version])).toEqual([
      ["amazon", "= 1.3.2"],
      ["ansible", null],
    ]);
  });

  test("JSON syntax says the same", () => {
    const json = {
      packer: { required_plugins: { amazon: { version: "= 1.3.2" } } },
      variable: { password: { default: "hunter2", sensitive: true } },
      source: { "amazon-ebs": { web: { ami_name: "web-${var.x}", source_ami_filter: { most_recent: true } } } },
      build: [
        {
          sources: ["source.amazon-ebs.web"],
          provisioner: [{ shell: { inline: ["a"] } }, { file: { source: "b" } }],
          "post-processors": [{ "post-processor": { manifest: {} } }],
        },
      ],
    };
    const read = parsePackerTemplate(parser, "web.pkr.json", JSON.stringify(json));
    expect(read.problems).toEqual([]);
    expect(read.template?.builders.map(({ type }) => type)).toEqual(["amazon-ebs"]);
    expect(stringsOf(read.template?.builders[0])).toEqual({ ami_name: "web-${var.x}", "source_ami_filter.most_recent": "true" });
    expect(read.template?.provisioners.map(({ type }) => type)).toEqual(["shell", "file"]);
    expect(read.template?.postProcessors.map(({ type }) => type)).toEqual(["manifest"]);
    expect(read.template?.variables).toMatchObject([{ name: "password", default: "hunter2", sensitive: true }]);
    expect(read.template?.requiredPlugins).toMatchObject([{ name: "amazon", version: "= 1.3.2" }]);
  });

  test("a syntax error has its place, and the rest is there", () => {
    const read = parsePackerTemplate(parser, "web.pkr.hcl", `${hcl}variable "x" {\n  default = = 1\n}\n`);
    expect(read.problems).toMatchObject([{ line: hcl.split("\n").length + 1 }]);
    expect(read.template?.builders).toHaveLength(2);
    expect(read.template?.variables.find(({ name }) => name === "x")?.default).toBeNull();
  });
});

const legacy = `{
  "variables": {
    "region": "eu-west-1",
    "home": "{{env \`HOME\`}}",
    "required": null,
    "size": 8
  },
  "sensitive-variables": ["region"],
  "builders": [
    {
      "type": "amazon-ebs",
      "ssh_password": "hunter2",
      "source_ami_filter": { "most_recent": true, "filters": { "name": "ubuntu" } }
    }
  ],
  "provisioners": [
    { "type": "shell", "inline": ["a {{user \`region\`}}", "b"] }
  ],
  "post-processors": ["manifest", [{ "type": "compress", "output": "a.tgz" }, "checksum"]]
}
`;

describe("older templates", () => {
  test("are read with their places", () => {
    const { template, problems } = parsePackerTemplate(parser, "packer/web.json", legacy);
    expect(problems).toEqual([]);
    expect(template?.format).toBe("json");
    expect(template?.builders.map(({ type, place }) => [type, place.line, place.endLine])).toEqual([["amazon-ebs", 10, 14]]);
    expect(stringsOf(template?.builders[0])).toEqual({
      ssh_password: "hunter2",
      "source_ami_filter.most_recent": "true",
      "source_ami_filter.filters.name": "ubuntu",
    });
    expect(template?.builders[0]?.strings[0]?.place).toMatchObject({ file: "packer/web.json", line: 12 });
    expect(stringsOf(template?.provisioners[0])).toEqual({ "inline[0]": "a {{user `region`}}", "inline[1]": "b" });
    expect(template?.postProcessors.map(({ type }) => type)).toEqual(["manifest", "compress", "checksum"]);
    expect(template?.variables.map(({ name, default: value, sensitive }) => [name, value, sensitive])).toEqual([
      ["region", "eu-west-1", true],
      ["home", null, false],
      ["required", null, false],
      ["size", "8", false],
    ]);
  });

  test.each([
    ['{"builders": [}', 1, "Invalid JSON"],
    ["[]", 1, "a JSON object"],
    ["", 1, "Invalid JSON"],
    [`{"builders": ${"[".repeat(10_000)}`, 1, "Nested too deeply"],
  ])("%.30s is a problem", (text, line, message) => {
    const { problems } = parsePackerTemplate(parser, "web.json", text);
    expect(problems[0]?.line).toBe(line);
    expect(problems[0]?.message).toContain(message);
  });

  test("what is broken at the end keeps its beginning", () => {
    const { template, problems } = parsePackerTemplate(parser, "web.json", legacy.replace('"checksum"]]', '"checksum"]'));
    expect(problems).not.toEqual([]);
    expect(template?.builders).toHaveLength(1);
  });

  test("long lists do no harm", () => {
    const many = `{"builders": [[${Array(200_000).fill('{"type":"null"}').join(",")}]]}`;
    expect(parsePackerTemplate(parser, "web.json", many).template?.builders).toHaveLength(200_000);
  });
});

describe("looksLikePackerTemplate", () => {
  test.each([
    ["web.pkr.hcl", "", true],
    ["web.pkr.json", "", true],
    ["packer/web.json", legacy, true],
    ["web.json", '{"builders" : [ ]}', true],
    ["package.json", '{"name": "builders"}', false],
    ["angular.json", '{"builders": {}}', false],
    ["main.tf.json", '{"builders": []}', false],
    ["notes.txt", '"builders": [', false],
    ["web.json", `${'"builders"'.repeat(100_000)}`, false],
  ])("%s %.20s: %s", (path, text, expected) => {
    expect(looksLikePackerTemplate(path, text)).toBe(expected);
  });
});

describe("files with values for variables", () => {
  test.each([
    ["web.pkrvars.hcl", 'a = "x"\nb = 2\nc = null\nd = ["y"]\n'],
    ["web.auto.pkrvars.json", '{\n"a": "x", "b": 2, "c": null, "d": ["y"]}'],
    ["vars.json", '{"a": "x",\n"b": 2, "c": null, "d": ["y"]}'],
  ])("%s", (path, text) => {
    const { values, problems } = parsePackerVariables(parser, path, text);
    expect(problems).toEqual([]);
    expect(values.map(({ name, value }) => [name, value])).toEqual([
      ["a", "x"],
      ["b", "2"],
    ]);
    expect(values[0]?.place.file).toBe(path);
  });

  test("are told by their names", () => {
    expect(["a.pkrvars.hcl", "a.auto.pkrvars.json", "a.tfvars", "vars.json"].map(isPackerVariablesPath)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
