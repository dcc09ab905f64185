// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform interpolates these, not JavaScript.
/** Data sources that read files: exact where the tree says all, else changed when what they read changed, and never trusted where nobody can know. */
import { createHash } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import type { EvaluatedConfiguration } from "../../src/model/terraform-module.ts";
import { type PredictionSide, predictPlan } from "../../src/plan/predict.ts";
import type { ConfigurationInput } from "../../src/terraform/evaluate-configuration.ts";
import { summarizeFile } from "../../src/terraform/module-calls.ts";
import { catalogue } from "../plan/configurations.ts";
import { evaluated, type Files, opened, parsed, plain } from "./reading.ts";

const digest = (name: string, text: string, encoding: "hex" | "base64" = "hex") => createHash(name).update(text).digest(encoding);

/** Files whose names end in `.bin` are no text. */
function configuration(files: Files, dir = "."): EvaluatedConfiguration {
  return evaluated(files, { dir }, reading(files));
}

function reading(files: Files): Pick<ConfigurationInput, "readFile" | "fileId" | "filesBelow"> {
  return {
    readFile: (path) => (path.endsWith(".bin") ? null : (files[path] ?? null)),
    fileId: (path) => (files[path] === undefined ? null : digest("sha1", files[path])),
    filesBelow: (below) => Object.keys(files).filter((path) => below === "." || path.startsWith(`${below}/`)),
  };
}

function output(files: Files, value: string): unknown {
  const { outputs, problems } = configuration({ ...files, "main.tf": `${files["main.tf"] ?? ""}\noutput "o" {\n value = ${value}\n}\n` });
  expect(problems).toEqual([]);
  const found = outputs.get("o");
  if (found === undefined) throw new Error("no output");
  if (found.kind === "unknown") return `? ${found.because.map(({ kind, subject }) => `${kind} ${subject}`).join(", ")}`;
  return found.sensitive === true ? { sensitive: plain(found) } : plain(found);
}

/** What happens to `terraform_data.x`, whose `triggers_replace` is the expression. */
function fate(base: Files, head: Files, trigger: string): string {
  const side = (written: Files): PredictionSide => {
    const files = { ...written, "x.tf": `resource "terraform_data" "x" {\n triggers_replace = ${trigger}\n}\n` };
    return { open: (how) => opened(files, {}, { ...reading(files), ...how }) };
  };
  const { changes } = predictPlan({ base: side(base), head: side(head), catalogue, hash: (text) => digest("sha256", text) });
  const change = changes.find((each) => each.address === "terraform_data.x");
  expect(changes.map((each) => each.address)).toEqual(["terraform_data.x"]);
  return change?.action === "undecided"
    ? `undecided ${change.doubts.map(({ subject }) => subject).join(", ")}`
    : (change?.action ?? "none");
}

describe("terraform_remote_state of a state in the tree", () => {
  const main = 'data "terraform_remote_state" "s" {\n backend = "local"\n config = {\n  path = "s.tfstate"\n }\n}\n';
  const state = (size: string, more: Readonly<Record<string, unknown>> = {}) =>
    JSON.stringify({ version: 4, outputs: { size: { value: size, type: "string" }, ...more } });
  const files = { "main.tf": main, "s.tfstate": state("small") };
  const secret = { password: { value: "hunter22", type: "string", sensitive: true } };

  test("knows its outputs, with their types", () => {
    const list = { sizes: { value: ["1", "2"], type: ["list", "string"] } };
    expect(output({ ...files, "s.tfstate": state("small", list) }, "data.terraform_remote_state.s.outputs.size")).toBe("small");
    expect(output({ ...files, "s.tfstate": state("small", list) }, "data.terraform_remote_state.s.outputs.sizes")).toEqual(["1", "2"]);
    expect(fate(files, { ...files, "s.tfstate": state("large") }, "data.terraform_remote_state.s.outputs.size")).toBe("replace");
    expect(fate(files, { ...files, "s.tfstate": state("small", list) }, "data.terraform_remote_state.s.outputs.size")).toBe("no-op");
  });

  test("does not tell a secret output, but whether it changes", () => {
    const [before, after] = ["hunter22", "hunter23"].map((value) => ({
      ...files,
      "s.tfstate": state("small", { password: { ...secret.password, value } }),
    }));
    const password = "data.terraform_remote_state.s.outputs.password";
    expect(output(before ?? {}, password)).toBe(`? data ${password}`);
    expect(output(before ?? {}, "data.terraform_remote_state.s.outputs.size")).toBe("small");
    expect(fate(before ?? {}, before ?? {}, password)).toBe("no-op");
    expect(fate(before ?? {}, after ?? {}, password)).toBe(`undecided ${password}`);
  });

  test.each(["", "{}", "[1]", '{"version":4,"outputs":{"size":"x"}}', `{"version":4,"outputs":${"[".repeat(500)}`])(
    "that is none tells nothing: %p",
    (text) => {
      expect(output({ ...files, "s.tfstate": text }, "data.terraform_remote_state.s.outputs.size")).toMatch(/^\? data/);
    },
  );
});

describe("local_file", () => {
  const text = "grüße\n";
  const main = 'data "local_file" "f" {\n filename = "${path.module}/f.txt"\n}\n';
  const files = { "main.tf": main, "f.txt": text };

  test.each([
    ["content", text],
    ["content_base64", Buffer.from(text).toString("base64")],
    ["content_md5", digest("md5", text)],
    ["content_sha1", digest("sha1", text)],
    ["content_sha256", digest("sha256", text)],
    ["content_base64sha256", digest("sha256", text, "base64")],
    ["content_sha512", digest("sha512", text)],
    ["content_base64sha512", digest("sha512", text, "base64")],
    ["id", digest("sha1", text)],
    ["filename", "./f.txt"],
    ["no_such_attribute", "? data data.local_file.f.no_such_attribute"],
  ])("knows %s", (name, expected) => {
    expect(output(files, `data.local_file.f.${name}`)).toBe(expected);
  });

  test("in every instance, in a module, from the directory where Terraform runs", () => {
    const each = 'data "local_file" "f" {\n for_each = toset(["a", "b"])\n filename = "${each.key}.txt"\n}\n';
    expect(output({ "main.tf": each, "a.txt": "1", "b.txt": "2" }, "[for f in data.local_file.f : f.content]")).toEqual(["1", "2"]);
    const inside = { "modules/m/main.tf": `${main}output "c" {\n value = data.local_file.f.content\n}\n`, "modules/m/f.txt": "inside" };
    expect(output({ "main.tf": 'module "m" {\n source = "./modules/m"\n}\n', ...inside }, "module.m.c")).toBe("inside");
  });

  test("is sensitive where it says so", () => {
    const sensitive = { ...files, "main.tf": main.replace("local_file", "local_sensitive_file") };
    expect(output(sensitive, "data.local_sensitive_file.f.content")).toEqual({ sensitive: text });
    expect(output(sensitive, "data.local_sensitive_file.f.id")).toBe(digest("sha1", text));
  });

  test.each<readonly [string, Files, string]>([
    ["is not in the tree", { "main.tf": main }, "? missing data.local_file.f.content"],
    ["lies outside of it", { "main.tf": main.replace("${path.module}", "/etc") }, "? missing data.local_file.f.content"],
    ["is no text", { "main.tf": main.replace("f.txt", "f.bin"), "f.bin": "\0" }, "? unsupported data.local_file.f.content"],
    [
      "may be written by what it waits for",
      { ...files, "main.tf": main.replace("\n}", '\n depends_on = [terraform_data.w]\n}\nresource "terraform_data" "w" {}') },
      "? data data.local_file.f.content",
    ],
    [
      "is read by somebody else's provider",
      { ...files, "main.tf": `terraform {\n required_providers {\n  local = {\n   source = "acme/local"\n  }\n }\n}\n${main}` },
      "? data data.local_file.f.content",
    ],
  ])("does not know a file that %s", (_, given, expected) => {
    expect(output(given, "data.local_file.f.content")).toBe(expected);
  });

  test.each<readonly [string, Files, Files, string, string]>([
    ["replaces when the file changes", files, { ...files, "f.txt": "new" }, "data.local_file.f.content", "replace"],
    ["replaces by its digest", files, { ...files, "f.txt": "new" }, "data.local_file.f.id", "replace"],
    ["keeps when it does not", files, { ...files, "other.txt": "new" }, "data.local_file.f.content", "no-op"],
    [
      "keeps what is no text and the same",
      { "main.tf": main.replace("f.txt", "f.bin"), "f.bin": "\0" },
      { "main.tf": main.replace("f.txt", "f.bin"), "f.bin": "\0" },
      "data.local_file.f.content",
      "no-op",
    ],
    [
      "does not decide on another binary",
      { "main.tf": main.replace("f.txt", "f.bin"), "f.bin": "\0" },
      { "main.tf": main.replace("f.txt", "f.bin"), "f.bin": "\0\0" },
      "data.local_file.f.content",
      "undecided data.local_file.f.content",
    ],
    [
      "does not decide on a file that a build makes",
      { "main.tf": main },
      { "main.tf": main },
      "data.local_file.f.content",
      "undecided data.local_file.f.content",
    ],
    [
      "does not decide on all of it when it changes",
      files,
      { ...files, "f.txt": "new" },
      "data.local_file.f",
      "undecided data.local_file.f",
    ],
    ["keeps all of it when it does not", files, files, "data.local_file.f", "no-op"],
  ])("%s", (_, base, head, trigger, expected) => {
    expect(fate(base, head, trigger)).toBe(expected);
  });
});

describe("template_file", () => {
  const main =
    'data "template_file" "t" {\n template = file("${path.module}/t.tpl")\n vars = {\n  n = 1.50\n  b = true\n  s = "x"\n }\n}\n';
  const files = { "main.tf": main, "t.tpl": '%{ if b == "true" }${upper(s)}-${n}%{ endif }$${s}' };

  test("renders with its variables as strings", () => {
    expect(output(files, "data.template_file.t.rendered")).toBe("X-1.5${s}");
    expect(output(files, "data.template_file.t.id")).toBe(digest("sha256", "X-1.5${s}"));
    expect(output({ "main.tf": 'data "template_file" "t" {\n template = "a"\n}\n' }, "data.template_file.t.rendered")).toBe("a");
  });

  test("waits for a variable that is not known, whether the template names it or not", () => {
    const unknown = { "main.tf": `variable "v" {}\n${main.replace('"x"', "var.v")}`, "t.tpl": "fixed" };
    expect(output(unknown, "data.template_file.t.rendered")).toBe("? data data.template_file.t.rendered");
    expect(fate(unknown, unknown, "data.template_file.t.rendered")).toBe("no-op");
  });

  test("is another one when its template or a variable is", () => {
    expect(fate(files, { ...files, "t.tpl": "new" }, "data.template_file.t.rendered")).toBe("replace");
    expect(fate(files, { ...files, "main.tf": main.replace('"x"', '"y"') }, "data.template_file.t.rendered")).toBe("replace");
    expect(fate(files, { ...files, "main.tf": main.replace("1.50", "1.5") }, "data.template_file.t.rendered")).toBe("no-op");
  });
});

describe("archive_file", () => {
  const of = (source: string) => `data "archive_file" "a" {\n type = "zip"\n ${source}\n output_path = "out.zip"\n}\n`;
  const dir = of('source_dir = "${path.module}/src"');
  const tree = { "src/a.py": "a", "src/lib/b.bin": "\0" };
  const hash = "data.archive_file.a.output_base64sha256";

  test.each<readonly [string, Files, Files, string]>([
    ["the same files", { "main.tf": dir, ...tree }, { "main.tf": dir, ...tree, "c.py": "" }, "no-op"],
    ["another text", { "main.tf": dir, ...tree }, { "main.tf": dir, ...tree, "src/a.py": "new" }, "replace"],
    ["another binary", { "main.tf": dir, ...tree }, { "main.tf": dir, ...tree, "src/lib/b.bin": "\0\0" }, "replace"],
    ["one file more", { "main.tf": dir, ...tree }, { "main.tf": dir, ...tree, "src/c.py": "" }, "replace"],
    [
      "the same files in another folder",
      { "main.tf": dir, ...tree },
      { "main.tf": dir.replace("src", "app"), "app/a.py": "a", "app/lib/b.bin": "\0" },
      "no-op",
    ],
    ["another place for the archive", { "main.tf": dir, ...tree }, { "main.tf": dir.replace("out.zip", "new.zip"), ...tree }, "no-op"],
    [
      "another mode of its files",
      { "main.tf": dir, ...tree },
      { "main.tf": dir.replace("output_path", 'output_file_mode = "0666"\n output_path'), ...tree },
      "replace",
    ],
    ["a folder that a build makes", { "main.tf": dir }, { "main.tf": dir }, "undecided data.archive_file.a.output_base64sha256"],
    [
      "one file, the same",
      { "main.tf": of('source_file = "a.py"'), "a.py": "a" },
      { "main.tf": of('source_file = "a.py"'), "a.py": "a" },
      "no-op",
    ],
    [
      "one file, another",
      { "main.tf": of('source_file = "a.py"'), "a.py": "a" },
      { "main.tf": of('source_file = "a.py"'), "a.py": "new" },
      "replace",
    ],
    [
      "one file, by another name",
      { "main.tf": of('source_file = "a.py"'), "a.py": "a" },
      { "main.tf": of('source_file = "b.py"'), "b.py": "a" },
      "replace",
    ],
    [
      "a text, another",
      { "main.tf": of('source_content = "a"\n source_content_filename = "a"') },
      { "main.tf": of('source_content = "b"\n source_content_filename = "a"') },
      "replace",
    ],
    [
      "blocks, the same",
      { "main.tf": of('source {\n  content = file("a.py")\n  filename = "a"\n }'), "a.py": "a" },
      { "main.tf": of('source {\n  content = file("a.py")\n  filename = "a"\n }'), "a.py": "a" },
      "no-op",
    ],
    [
      "blocks, another",
      { "main.tf": of('source {\n  content = file("a.py")\n  filename = "a"\n }'), "a.py": "a" },
      { "main.tf": of('source {\n  content = file("a.py")\n  filename = "a"\n }'), "a.py": "b" },
      "replace",
    ],
    [
      "some left out, the same",
      { "main.tf": of('source_dir = "src"\n excludes = ["a.py"]'), ...tree },
      { "main.tf": of('source_dir = "src"\n excludes = ["a.py"]'), ...tree },
      "no-op",
    ],
    [
      "some left out, another",
      { "main.tf": of('source_dir = "src"\n excludes = ["a.py"]'), ...tree },
      { "main.tf": of('source_dir = "src"\n excludes = ["a.py"]'), ...tree, "src/a.py": "new" },
      "undecided data.archive_file.a.output_base64sha256",
    ],
  ])("of %s", (_, base, head, expected) => {
    expect(fate(base, head, hash)).toBe(expected);
  });

  test("may have the size that it had", () => {
    expect(fate({ "main.tf": dir, ...tree }, { "main.tf": dir, ...tree, "src/a.py": "b" }, "data.archive_file.a.output_size")).toBe(
      "undecided data.archive_file.a.output_size",
    );
    expect(fate({ "main.tf": dir, ...tree }, { "main.tf": dir, ...tree }, "data.archive_file.a.output_size")).toBe("no-op");
  });
});

describe("what a program or a server answers", () => {
  test.each([
    ["external", 'program = ["sh", "x.sh"]', "result"],
    ["http", 'url = "https://example.com"', "response_body"],
    ["local_command", 'command = "ls"', "stdout"],
  ])("is never taken to be what it was: %s", (type, argument, attribute) => {
    const files = { "main.tf": `data "${type}" "d" {\n ${argument}\n}\n` };
    expect(fate(files, files, `data.${type}.d.${attribute}`)).toBe(`undecided data.${type}.d.${attribute}`);
  });

  test("is taken so of a data source that asks the cloud the same", () => {
    const files = { "main.tf": 'data "terraform_remote_state" "d" {\n backend = "s3"\n}\n' };
    expect(fate(files, files, "data.terraform_remote_state.d.outputs.id")).toBe("no-op");
  });
});

describe("the files that they read", () => {
  test("are known of a module file, with and without a function around the path", () => {
    const text = `data "local_file" "a" {\n filename = "a.txt"\n}
data "local_sensitive_file" "b" {\n filename = "\${path.module}/b.txt"\n}
data "archive_file" "c" {\n source_dir = "c"\n}
data "archive_file" "d" {\n source_file = var.d\n}
resource "local_file" "e" {\n filename = "e.txt"\n}\n`;
    const reads = parsed({ "main.tf": text }).flatMap((file) => summarizeFile(file).reads);
    expect(reads.map(({ from, path, extent }) => `${from} ${path} ${extent}`).sort()).toEqual([
      "module /b.txt whole",
      "root  unknown",
      "root a.txt whole",
      "root c tree",
    ]);
    const json = '{"data": {"local_file": {"a": {"filename": "a.txt"}}}}';
    expect(parsed({ "main.tf.json": json }).flatMap((file) => summarizeFile(file).reads)).toEqual([
      { from: "root", path: "a.txt", extent: "whole" },
    ]);
  });
});
