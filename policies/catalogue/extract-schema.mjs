/**
 * Reads which arguments are optional, computed or required, and which are sets, lists or maps, from a package of generated
 * provider bindings (`@cdktf/provider-aws`, `-google`, `-azurerm`, `-kubernetes`, which are made from the provider's own schema):
 *
 *   npm pack @cdktf/provider-aws@21.22.1 && tar xzf cdktf-provider-aws-21.22.1.tgz
 *   node extract-schema.mjs package > replacement/sources/schema-aws.json
 *
 * Old packages (`@cdktf/provider-aws@0.0.94`, made from version 3 of the provider) tell the outermost arguments only; their version is given
 * as a second argument. They become `sources/schema-older-<provider>-<major>.json`.
 *
 * The form of a resource: arguments by commas, nested ones in parentheses. Before a name: `+` optional and computed, `=` required,
 * `@` a set, `#` a list or map, `&` written as a block, `:` a truth value, `;` a number, `'` a text; none of these: not told. No `+` or `=`:
 * optional. Arguments that are only computed are left out.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const packageDir = process.argv[2];
if (packageDir === undefined) {
  process.stderr.write("usage: node extract-schema.mjs PACKAGE_DIR\n");
  process.exit(2);
}

/** The TypeScript source that a generated module carries in its source map. */
function sourceOf(file) {
  const encoded = /sourceMappingURL=data:application\/json;base64,(\S+)/.exec(readFileSync(file, "utf8"))?.[1];
  return encoded === undefined ? null : (JSON.parse(Buffer.from(encoded, "base64").toString()).sourcesContent?.[0] ?? null);
}

/** Flags by class: `// ami - computed: true, optional: true, required: false`. */
function flagsByClass(source) {
  const classes = new Map();
  let current = null;
  for (const line of source.split("\n")) {
    const opened = /^export class (\w+) extends (?:cdktf\.)?(\w+)/.exec(line);
    if (opened) {
      current = new Map();
      classes.set(opened[1].replace(/OutputReference$/, ""), current);
    }
    const flag = /^ {2}\/\/ (\w+) - computed: (true|false), optional: (true|false), required: (true|false)/.exec(line);
    if (flag && current) current.set(flag[1], { computed: flag[2] === "true", optional: flag[3] === "true", required: flag[4] === "true" });
  }
  return classes;
}

/** Kinds by class: the `attrs` of `xToHclTerraform` and `synthesizeHclAttributes`. */
function kindsByClass(source) {
  const kinds = new Map();
  let owner = null;
  let name = null;
  let entry = null;
  for (const line of source.split("\n")) {
    const nested = /^export function (\w+)ToHclTerraform\(/.exec(line);
    if (nested) owner = nested[1];
    const main = /^export class (\w+) extends cdktf\.TerraformResource/.exec(line);
    if (main) owner = main[1];
    const opened = /^ {4,6}(\w+): \{$/.exec(line);
    if (opened) {
      name = opened[1];
      entry = {};
    }
    const field = /^ {6,8}(isBlock|type|storageClassType): "?(\w+)"?,$/.exec(line);
    if (field && entry) entry[field[1]] = field[2];
    if (/^ {4,6}\},$/.test(line) && entry && owner) {
      const key = owner.toLowerCase();
      if (!kinds.has(key)) kinds.set(key, new Map());
      kinds.get(key).set(name, entry);
      entry = null;
    }
  }
  return kinds;
}

const scalarMarks = { boolean: ":", number: ";", string: "'" };

function marksOf(flag, type) {
  const presence = flag.required ? "=" : flag.computed ? "+" : "";
  const collection = type.type === "set" ? "@" : ["list", "map", "struct"].includes(type.type) ? "#" : "";
  const scalar = collection === "" && type.type === "simple" ? (scalarMarks[type.storageClassType] ?? "") : "";
  return `${presence}${collection}${type.isBlock === "true" ? "&" : ""}${scalar}`;
}

function bodyOf(className, classes, kinds, depth) {
  const flags = classes.get(className);
  if (flags === undefined || depth > 30) return "";
  const types = kinds.get(className.toLowerCase()) ?? new Map();
  const items = [];
  for (const [name, flag] of [...flags].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (!flag.optional && !flag.required) continue;
    const type = types.get(name) ?? {};
    const child = /^(string|number|boolean|any)/.test(type.storageClassType ?? "string")
      ? ""
      : type.storageClassType.replace(/List$|Map$/, "");
    const inner = child === "" ? "" : bodyOf(child, classes, kinds, depth + 1);
    items.push(`${marksOf(flag, type)}${name}${inner === "" ? "" : `(${inner})`}`);
  }
  return items.join(",");
}

/** One text per resource: the files of its directory, or, in old packages, its own file. */
function* sources(lib) {
  for (const entry of readdirSync(lib, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith("data-") || entry.name === "provider") continue;
    if (entry.isDirectory()) {
      const names = readdirSync(join(lib, entry.name)).filter((file) => file.endsWith(".js"));
      yield names.map((file) => sourceOf(join(lib, entry.name, file)) ?? "").join("\n");
    } else if (entry.name.endsWith(".js")) yield sourceOf(join(lib, entry.name)) ?? "";
  }
}

const resources = {};
let version = null;
for (const source of sources(join(packageDir, "lib"))) {
  const type = /tfResourceType = "(\w+)"/.exec(source)?.[1] ?? /terraformResourceType: '(\w+)'/.exec(source)?.[1];
  const main = /^export class (\w+) extends (?:cdktf\.)?TerraformResource/m.exec(source)?.[1];
  if (type === undefined || main === undefined) continue;
  version ??= /providerVersion: '([^']+)'/.exec(source)?.[1] ?? null;
  resources[type] = bodyOf(main, flagsByClass(source), kindsByClass(source), 0);
}
process.stdout.write(`${JSON.stringify({ version: process.argv[3] ?? version, resources })}\n`);
