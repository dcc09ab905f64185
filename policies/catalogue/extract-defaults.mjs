/**
 * Reads what an argument stands for when it is left out, from a package of generated bindings that carries the provider's documentation
 * (`@pulumi/azure`, `@pulumi/gcp`):
 *
 *   npm pack @pulumi/azure@6.40.0 && tar xzf pulumi-azure-6.40.0.tgz
 *   node extract-defaults.mjs azurerm package ">= 4.0.0, < 6.0.0" > replacement/sources/defaults-azurerm.json
 *
 * The last argument says for which versions of the provider that holds. Beside the defaults stand facts of arguments that the schema has and
 * `sources/<provider>.json` has not, as they are gone in its newer version: "Changing this forces a new …" replaces, all else updates.
 *
 * Only optional truth values, numbers and texts that the provider does not compute: an argument of which the documentation says "Defaults
 * to `x`" and which is not computed has that default in its schema, as the plan would differ for ever otherwise. A sentence that names
 * several values or a condition says nothing.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const [, , provider, packageDir, versions] = process.argv;
if (versions === undefined) {
  process.stderr.write("usage: node extract-defaults.mjs PROVIDER PACKAGE_DIR VERSIONS\n");
  process.exit(2);
}
const sources = new URL("replacement/sources/", import.meta.url);
const schema = JSON.parse(readFileSync(new URL(`schema-${provider}.json`, sources), "utf8"));
const known = JSON.parse(readFileSync(new URL(`${provider}.json`, sources), "utf8"));

/** Interfaces by name (`storage.AccountBlobProperties`, or plain within a file): property → { words, inner }. */
function interfacesIn(text) {
  const found = new Map();
  let namespace = "";
  let current = null;
  let words = "";
  for (const line of text.split("\n")) {
    const space = /^(?:export declare |export )namespace (\w+) \{/.exec(line);
    if (space) namespace = `${space[1]}.`;
    const opened = /^ *(?:export )?interface (\w+) \{/.exec(line);
    if (opened) {
      current = new Map();
      found.set(`${namespace}${opened[1]}`, current);
    }
    const comment = /^ *(?:\/\*\*|\*)(?!\/) ?(.*?)(?:\*\/)?$/.exec(line);
    if (/^ *\/\*\*/.test(line)) words = "";
    if (comment) words += ` ${comment[1]}`;
    const property = /^ {4,8}(\w+)\??: (.+)$/.exec(line);
    if (property && current) {
      const inner = /inputs\.([\w.]+)/.exec(property[2])?.[1] ?? null;
      current.set(property[1], { words, inner });
      words = "";
    }
  }
  return found;
}

const camel = (name) => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
const snake = (name) => name.replace(/[A-Z]/g, (letter, at) => `${at === 0 ? "" : "_"}${letter.toLowerCase()}`);
/** Lists are named in the plural there. */
const namesOf = (name) => [camel(name), `${camel(name)}s`, `${camel(name)}es`, camel(name).replace(/y$/, "ies")];

/** The default that the words tell, as a value of the kind; undefined: none, or not surely one. */
function defaultIn(words, kind) {
  const told = [
    ...words.matchAll(/[Dd]efaults? (?:to|value is|is)?:? *(?:value:? *)?(`[^`]*`|"[^"]*"|true\b|false\b|-?\d+(?:\.\d+)?\b)([^.]{0,30})/g),
  ];
  if (told.length !== 1) return undefined;
  const [, written, rest] = told[0];
  if (/^\s*(?:if|when|for|unless|or|on|in|and|otherwise|with|where|which|\()/.test(rest)) return undefined;
  if (kind === "'" && !/^[`"]/.test(written)) return undefined;
  const text = written.replace(/^[`"]|[`"]$/g, "").replace(/^"|"$/g, "");
  if (kind === ":") return text === "true" ? true : text === "false" ? false : undefined;
  if (kind === ";") return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
  return /^(null|nil|empty|none)?$/i.test(text) && text !== "None" ? undefined : text;
}

/** The arguments of one level of the schema's text: marks, name, the text of what is nested. */
function* itemsOf(text) {
  let at = 0;
  while (at < text.length) {
    const [, marks, name] = /^([\^%!?~+=@#&:;']*)(\w+|\*|\$\d+)/.exec(text.slice(at, at + 300));
    at += marks.length + name.length;
    let inner = "";
    if (text[at] === "(") {
      let depth = 1;
      const start = ++at;
      for (; depth > 0; at++) depth += text[at] === "(" ? 1 : text[at] === ")" ? -1 : 0;
      inner = text.slice(start, at - 1);
    }
    if (text[at] === ",") at++;
    yield { marks, name, inner };
  }
}

const inputs = interfacesIn(readFileSync(join(packageDir, "types/input.d.ts"), "utf8"));

/** The text of what the known facts hold within the argument; null: they do not have it. `*` stands for all below. */
function factsWithin(text, name) {
  const items = [...itemsOf(text)].flatMap((item) =>
    item.name.startsWith("$") ? [...itemsOf(known.shared[Number(item.name.slice(1))])] : [item],
  );
  return items.find((item) => item.name === name || item.name === "*")?.inner ?? null;
}

function collect(text, facts, properties, prefix, found, depth) {
  for (const { marks, name, inner } of itemsOf(text)) {
    const property = namesOf(name)
      .map((one) => properties.get(one))
      .find((one) => one !== undefined);
    if (property === undefined || name === "timeouts") continue;
    const path = prefix === "" ? name : `${prefix}.${name}`;
    const nested = property.inner === null ? undefined : inputs.get(property.inner);
    const within = facts === null ? null : factsWithin(facts, name);
    if (within === null) found.facts[path] = /Changing this (?:field |value )?forces a new /.test(property.words) ? "replace" : "update";
    if (inner !== "" && nested !== undefined && depth < 8) collect(inner, within, nested, path, found, depth + 1);
    const kind = /[:;']/.exec(marks)?.[0];
    if (kind === undefined || marks.includes("+") || marks.includes("=")) continue;
    const value = defaultIn(property.words, kind);
    if (value !== undefined) found.defaults[path] = value;
  }
}

const resources = {};
const facts = {};
const lib = packageDir;
for (const folder of readdirSync(lib, { withFileTypes: true })) {
  if (!folder.isDirectory() || folder.name === "types" || folder.name === "config") continue;
  for (const file of readdirSync(join(lib, folder.name)).filter(
    (name) => name.endsWith(".d.ts") && name !== "index.d.ts" && !name.startsWith("get"),
  )) {
    const path = join(lib, folder.name, file);
    if (!existsSync(path)) continue;
    const interfaces = interfacesIn(readFileSync(path, "utf8"));
    for (const [name, properties] of interfaces) {
      if (!name.endsWith("Args")) continue;
      const type = typeOf(folder.name, name.replace(/Args$/, ""), properties);
      if (type === null || resources[type] !== undefined) continue;
      const found = { defaults: {}, facts: {} };
      const own = known.resources[type];
      collect(schema.resources[type], own === undefined ? null : own.replace(/^[\^%]*/, ""), properties, "", found, 0);
      if (Object.keys(found.defaults).length > 0) resources[type] = found.defaults;
      if (own !== undefined && Object.keys(found.facts).length > 0) facts[type] = found.facts;
    }
  }
}

/** The resource type of a class: by its name where that fits, and only where nearly all of its arguments are the type's. */
function typeOf(folder, name, properties) {
  for (const type of [
    `${provider}_${snake(folder)}_${snake(name)}`,
    `${provider}_${folder}_${snake(name)}`,
    `${provider}_${snake(name)}`,
  ]) {
    if (fits(type, properties, 0.5)) return type;
  }
  const [only, other] = Object.keys(schema.resources).filter((type) => type.endsWith(`_${snake(name)}`) && fits(type, properties, 0.8));
  return only !== undefined && other === undefined ? only : null;
}

function fits(type, properties, share) {
  if (schema.resources[type] === undefined) return false;
  const names = [...itemsOf(schema.resources[type])].map((item) => item.name).filter((one) => one !== "id" && one !== "timeouts");
  const shared = names.filter((one) => namesOf(one).some((candidate) => properties.has(candidate)));
  return shared.length >= names.length * share && shared.length >= properties.size * share;
}

const { name, version } = JSON.parse(readFileSync(join(packageDir, "package.json"), "utf8"));
const sorted = (record) => Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
const result = { version: `documentation as of ${name} ${version}`, versions, resources: sorted(resources), facts: sorted(facts) };
process.stdout.write(`${JSON.stringify(result)}\n`);
