/** Writes random projects as HCL. */
import type { Call, Files, Item, Local, Project, Resource } from "./random-project.ts";

/** `.terraform/modules/modules.json` of a side, so that a working directory need not be initialised for each. */
export function moduleManifest(files: Files): string {
  const modules = [{ Key: "", Source: "", Dir: "." }];
  // The list grows while it is walked.
  for (const { Key, Dir } of modules) {
    const text = files.get(Dir === "." ? "main.tf" : `${Dir}/main.tf`) ?? "";
    for (const [, name = "", source = "", dir = ""] of text.matchAll(/module "(\w+)" \{\n {2}source *= "(\.\.?\/(\w+))"/g))
      modules.push({ Key: Key === "" ? name : `${Key}.${name}`, Source: source, Dir: dir });
  }
  return JSON.stringify({ Modules: modules });
}

export function projectFiles(project: Project, blocks: readonly string[]): Files {
  const { settings } = project;
  const head = `variable "one" {
  default = "v0"
}

variable "two" {
  type    = string
  default = ${settings.two}
}

variable "secret" {
  default   = ${settings.secret}
  sensitive = true
}

variable "enabled" {
  type    = bool
  default = ${settings.enabled}
}

variable "list" {
  type    = list(string)
  default = [${settings.one}, ${settings.two}]
}

variable "settings" {
  type = object({
    name = string
    size = optional(number, 1)
    tags = optional(map(string), {})
    note = optional(string)
  })
}

locals {
  mix  = "\${var.one}/\${var.two}"
  keys = { a = var.one, b = var.two, c = "v1" }
}
`;
  const values = `one      = ${settings.one}\nsettings = { name = ${settings.two}, size = ${settings.size} }\n`;
  const items = project.items.map(itemText);
  return new Map([
    ["main.tf", [head, ...items, ...blocks].join("\n")],
    ["terraform.tfvars", values],
  ]);
}

function itemText(item: Item): string {
  switch (item.kind) {
    case "local":
      return localText(item);
    case "call":
      return callText(item);
    case "resource":
      return resourceText(item);
  }
}

function localText(local: Local): string {
  return `locals {\n  ${local.name} = ${local.value}\n}\n`;
}

function repetitionLines(item: Resource | Call): readonly string[] {
  switch (item.repetition) {
    case "":
      return [];
    case "count":
      return [`  count = ${item.keys.length}`];
    case "toggle":
      return ["  count = var.enabled ? 1 : 0"];
    case "for_each":
      return [`  for_each = { for k in [${item.keys.map((key) => JSON.stringify(key)).join(", ")}] : k => local.keys[k] }`];
  }
}

function resourceText(resource: Resource): string {
  const lines = [...repetitionLines(resource)];
  if (resource.input !== null) lines.push(`  input = ${resource.input}`);
  if (resource.triggers !== null) lines.push(`  triggers_replace = ${resource.triggers}`);
  if (resource.dependsOn !== null) lines.push(`  depends_on = [${resource.dependsOn}]`);
  if (resource.lifecycle.length > 0) lines.push("  lifecycle {", ...resource.lifecycle.map((line) => `    ${line}`), "  }");
  return `resource "terraform_data" "${resource.name}" {\n${lines.join("\n")}\n}\n`;
}

function callText(call: Call): string {
  const lines = [
    `  source = "./${call.source}"`,
    ...repetitionLines(call),
    `  value = ${call.value}`,
    `  trigger = ${call.trigger}`,
    `  settings = { name = ${call.title} }`,
  ];
  if (call.dependsOn !== null) lines.push(`  depends_on = [${call.dependsOn}]`);
  return `module "${call.name}" {\n${lines.join("\n")}\n}\n`;
}

const interfaceText = `variable "value" {}

variable "trigger" {
  default = null
}

variable "settings" {
  type = object({
    name = string
    size = optional(number, 1)
    tags = optional(map(string), {})
  })
}
`;

export function moduleFiles(project: Project): Files {
  const lifecycle = project.first ? "\n  lifecycle {\n    create_before_destroy = true\n  }\n" : "";
  const leaf = `${interfaceText}
resource "terraform_data" "this" {
  input            = var.value
  triggers_replace = var.trigger
}

resource "terraform_data" "extra" {
  count = var.settings.size
  input = "\${var.settings.name}-\${count.index}-${project.inner.slice(1, -1)}"
}

resource "terraform_data" "last" {
  triggers_replace = [terraform_data.extra[*].id, ${project.inner}]
${lifecycle}}

output "id" {
  value = terraform_data.this.id
}

output "output" {
  value     = terraform_data.this.output
  sensitive = true
}

output "title" {
  value = var.settings.name
}

output "ids" {
  value = concat([terraform_data.last.id], terraform_data.extra[*].id)
}

output "all" {
  value = { id = terraform_data.last.id, outputs = terraform_data.extra[*].output }
}
`;
  const pair = `${interfaceText}
module "left" {
  source   = "../leaf"
  value    = var.value
  settings = var.settings
}

module "right" {
  source   = "../leaf"
  for_each = toset(["x", "y"])
  value    = module.left.id
  trigger  = var.trigger
  settings = { name = each.key, size = 1 }
}

output "id" {
  value = module.left.id
}

output "output" {
  value     = { for k, m in module.right : k => m.output }
  sensitive = true
}

output "title" {
  value = module.right["x"].title
}

output "ids" {
  value = values(module.right)[*].id
}

output "all" {
  value = [module.left.all, module.right["x"].ids]
}
`;
  return new Map([
    ["leaf/main.tf", leaf],
    ["pair/main.tf", pair],
  ]);
}
