/**
 * Asks a provider's own process for plans of all of its types, and writes down what it answers: what a left out argument stands for, what
 * stays when it is taken away, which attributes an update makes unknown, and where a change does something else than the extracted facts say.
 *
 *   terraform init && terraform providers schema -json > schema.json     in a folder that requires the provider
 *   npx tsx policies/catalogue/observe-provider.mjs PLUGIN schema.json > policies/catalogue/replacement/sources/observed-aws.json
 *
 * Further arguments are resource types: then only these. It needs no account and reaches no network: planning is between Terraform and the
 * provider. For each type there are three configurations: with every argument, with every block, with what is required only; each is planned
 * as a creation, and then, as if it had been applied, with one argument after the other changed, taken away or added.
 * `schema-older-aws-5.json` is made of the same schema.json, with `--schema` in the place of the types: the outermost arguments in the form
 * that extract-schema.mjs describes.
 */
import { readFileSync } from "node:fs";
import { createReplacementCatalogue } from "../../src/plan/catalogue.ts";
import {
  appliedOf,
  bodyOf,
  emptyBody,
  holderOf,
  holdsUnknown,
  isSingle,
  pathsOf,
  proposedOf,
  sample,
  sortedText,
  withTags,
} from "./observed-bodies.mjs";
import { ProviderProcess, unknown } from "./provider-process.mjs";

const [, , binary, schemaFile, ...wanted] = process.argv;
if (schemaFile === undefined) {
  process.stderr.write("usage: npx tsx observe-provider.mjs PLUGIN SCHEMA_JSON [TYPE…]\n");
  process.exit(2);
}
const [[address, schema]] = Object.entries(JSON.parse(readFileSync(schemaFile, "utf8")).provider_schemas);
const provider = address.slice(address.lastIndexOf("/") + 1);
const version = /_v(\d+\.\d+\.\d+)/.exec(binary)?.[1] ?? "unknown";
const major = Number.parseInt(version, 10);

let plugin = null;

async function startPlugin() {
  const started = await ProviderProcess.start(binary);
  const skip = {
    skip_credentials_validation: true,
    skip_requesting_account_id: true,
    skip_metadata_api_check: "true",
    skip_region_validation: true,
  };
  await started.configure({
    ...emptyBody(schema.provider.block),
    region: "us-east-1",
    access_key: "mock",
    secret_key: "mock",
    max_retries: 0,
    ...skip,
  });
  return started;
}

/** What the provider plans; null: it refuses, or falls over. */
async function planOf(type, prior, config) {
  const block = schema.resource_schemas[type].block;
  try {
    const result = await plugin.plan(type, prior, proposedOf(block, prior, config), config);
    return result.errors.length > 0 || result.planned === null ? null : result;
  } catch {
    plugin.stop();
    plugin = await startPlugin();
    return null;
  }
}

/** What a plan does beside what was there; `anew`: attributes that it makes unknown. */
function effectOf(result, prior) {
  if (result === null) return null;
  const anew = Object.keys(result.planned).filter((name) => holdsUnknown(result.planned[name]) && !holdsUnknown(prior[name]));
  const same = sortedText(result.planned) === sortedText(prior);
  return { does: same ? "none" : result.replace.length > 0 ? "replace" : "update", anew };
}

async function observe(type) {
  const block = schema.resource_schemas[type].block;
  const starts = [];
  const created = {};
  for (const extent of ["all", "required", "least"]) {
    const config = bodyOf(block, extent);
    created[extent] = await planOf(type, null, config);
    if (created[extent] === null) continue;
    const prior = withTags(block, appliedOf(block, created[extent].planned), config.tags);
    if (effectOf(await planOf(type, prior, config), prior)?.does === "none") starts.push({ extent, config, prior });
  }
  const sdk = Object.values(created).some((result) => result?.sdk);
  const seen = [];
  for (const argument of pathsOf(block)) seen.push(await observeArgument(type, argument, starts));
  return { type, sdk, created, seen };
}

/** The argument or block changed, taken away or added, from each starting point where nothing else changes. */
async function observeArgument(type, { path, attribute, nested }, starts) {
  const block = schema.resource_schemas[type].block;
  const entry = { path: path.join("."), attribute, isBlock: nested !== null, depth: path.length, changes: [], removals: [], arrivals: [] };
  for (const start of starts.filter(({ extent }) => path.length < 3 || extent === "all")) {
    for (const [list, before, after] of variationsOf(attribute, nested, start.extent, path.length)) {
      const effect = await variedPlan(type, block, start, path, before, after);
      if (effect !== null) entry[list].push({ ...effect, extent: start.extent });
    }
  }
  return entry;
}

async function variedPlan(type, block, start, path, before, after) {
  const [config, prior] = [copyOf(start.config), copyOf(start.prior)];
  const [inConfig, inPrior] = [holderOf(config, path), holderOf(prior, path)];
  if (inConfig === null || inPrior === null) return null;
  const name = path.at(-1);
  inConfig[name] = after;
  if (before !== undefined) inPrior[name] = before;
  const old = path.length === 1 && name === "tags" ? withTags(block, prior, before) : prior;
  return effectOf(await planOf(type, old, config), old);
}

/** Symbols survive here, which `structuredClone` does not allow. */
function copyOf(value) {
  if (Array.isArray(value)) return value.map(copyOf);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, copyOf(member)]));
}

function variationsOf(attribute, nested, extent, depth) {
  if (attribute === null) {
    if (nested.min_items > 0) return [];
    const one = bodyOf(nested.block, "required");
    return extent === "least"
      ? [["arrivals", undefined, isSingle(nested) ? one : [one]]]
      : [["removals", undefined, isSingle(nested) ? null : []]];
  }
  const [first, second] = [sample(attribute.type, false), sample(attribute.type, true)];
  if (first === null) return [];
  const variations = [["changes", first, second]];
  if (attribute.type === "bool" || attribute.type === "number") variations.push(["changes", second, first]);
  if (attribute.optional && depth < 3) variations.push(["removals", first, null]);
  return variations;
}

/** What the catalogue keeps of a type; `src/plan/catalogue-file.ts` says what it means. */
function summaryOf({ sdk, created, seen }) {
  const isCreated = [created.least, created.required].some((result) => result !== null && result !== undefined);
  const defaults = isCreated ? defaultsOf(sdk, created, seen) : {};
  const kept = seen.filter((one) => stays(one, defaults)).map(({ path }) => path);
  const lost = seen.filter((one) => one.depth < 3 && one.attribute?.computed === true && goes(one)).map(({ path }) => path);
  const absent = seen.filter(({ isBlock, depth, arrivals }) => isBlock && depth === 1 && arrivals.length > 0 && arrivals.every(isChange));
  const summary = {};
  if (!isCreated) summary.defaults = null;
  else if (Object.keys(defaults).length > 0) summary.defaults = defaults;
  if (kept.length > 0) summary.kept = kept.sort();
  if (lost.length > 0) summary.lost = lost.sort();
  const none = absent
    .map(({ path }) => path)
    .filter((path) => !kept.includes(path))
    .sort();
  if (none.length > 0) summary.absent = none;
  const recomputed = recomputedOf(seen);
  if (recomputed === null || Object.keys(recomputed).length > 0) summary.recomputed = recomputed;
  return summary;
}

const isChange = ({ does }) => does !== "none";

/** Whether taking the argument away changes nothing although it is not computed. A default that is written out says nothing of that. */
function stays({ path, attribute, isBlock, depth, changes, removals }, defaults) {
  if (depth > 2 || removals.length === 0 || removals.some(isChange)) return false;
  if (isBlock) return removals.some(({ extent }) => extent === "all");
  return !attribute.computed && changes.some(isChange) && defaults[path] !== true && defaults[path] !== 10;
}

/** Whether taking a computed argument away is a change, from some starting point at least. */
function goes({ changes, removals }) {
  return changes.some(isChange) && removals.some(isChange);
}

function isZero(value) {
  return value === null || value === "" || value === 0 || value === false;
}

/** Scalars that a creation plans although the configuration leaves them out. The SDK cannot tell a computed one from a chosen one. */
function defaultsOf(sdk, created, seen) {
  const defaults = {};
  for (const { path, attribute, depth } of seen) {
    if (attribute === null || attribute.required || (sdk && attribute.computed)) continue;
    const source = depth === 1 ? (created.least ?? created.required) : created.required;
    const names = path.split(".");
    const value = source === null || source === undefined ? undefined : holderOf(source.planned, names)?.[names.at(-1)];
    if (value === undefined || value === unknown || (typeof value === "object" && value !== null)) continue;
    if (!isZero(value) || (value !== null && !sdk)) defaults[path] = value;
  }
  return defaults;
}

/** Attribute → arguments whose update makes it unknown; null: no update was planned at all. */
function recomputedOf(seen) {
  const byArgument = new Map();
  let planned = 0;
  for (const { path, changes, arrivals } of seen) {
    const name = path.split(".")[0];
    planned += changes.length + arrivals.length;
    const updates = [...changes, ...arrivals].filter(({ does }) => does === "update");
    const anew = updates.map((one) => new Set(one.anew.filter((other) => other !== name && other !== "tags_all")));
    if (anew.length > 0) byArgument.set(name, [...(byArgument.get(name) ?? []), ...anew]);
  }
  if (planned === 0) return null;
  const attributes = new Set([...byArgument.values()].flat().flatMap((names) => [...names]));
  const recomputed = {};
  for (const attribute of [...attributes].sort()) {
    const [always, never, sometimes] = [[], [], []];
    for (const [name, updates] of byArgument) {
      if (name === attribute) continue;
      const count = updates.filter((names) => names.has(attribute)).length;
      (count === updates.length ? always : count === 0 ? never : sometimes).push(name);
    }
    if (sometimes.length > 0) recomputed[attribute] = ["?"];
    else if (never.length === 0) recomputed[attribute] = ["*"];
    else if (always.length > never.length) recomputed[attribute] = ["*", ...never.sort().map((name) => `!${name}`)];
    else recomputed[attribute] = always.sort();
  }
  return recomputed;
}

const extracted = JSON.parse(readFileSync(new URL(`replacement/${provider}.json`, import.meta.url), "utf8"));
const catalogue = createReplacementCatalogue(() => ({ ...extracted, observed: null, documented: null, hand: {} }));

/** What a change does where the extracted facts of this version say otherwise. Answers that differ by the configuration around are left out. */
function contradictionsOf({ type, sdk, seen }) {
  const facts = catalogue.resource(type, version);
  const found = {};
  for (const { path, changes } of seen) {
    const does = new Set(changes.map((change) => change.does).filter((one) => one !== "none"));
    const [only] = does;
    // The framework plans tags and nested attributes anew with others: that is not what changing them does.
    const plain = sdk || !(path.startsWith("tags") || path.includes("."));
    const known = facts?.fact(path) ?? "unknown";
    if (does.size === 1 && plain && path !== "tags_all" && known !== "conditional" && known !== only) found[path] = only;
  }
  return found;
}

function writeSchema() {
  const resources = {};
  for (const [type, { block }] of Object.entries(schema.resource_schemas).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const settable = Object.entries(block.attributes).filter(([, one]) => one.optional || one.required);
    const written = settable.map(([name, one]) => `${one.required ? "=" : one.computed ? "+" : ""}${name}`);
    resources[type] = written.sort().join(",");
  }
  process.stdout.write(`${JSON.stringify({ version, resources })}\n`);
}

async function writeObservations() {
  plugin = await startPlugin();
  const result = { version, versions: `>= ${major}.0.0, < ${major + 2}.0.0`, sdk: {}, framework: {}, facts: {} };
  for (const type of wanted.length > 0 ? wanted : Object.keys(schema.resource_schemas).sort()) {
    const observation = await observe(type);
    if (Object.values(observation.created).every((one) => one === null)) continue;
    result[observation.sdk ? "sdk" : "framework"][type] = summaryOf(observation);
    const contradictions = contradictionsOf(observation);
    if (Object.keys(contradictions).length > 0) result.facts[type] = contradictions;
  }
  process.stdout.write(`${JSON.stringify(result)}\n`);
  plugin.stop();
}

if (wanted[0] === "--schema") writeSchema();
else await writeObservations();
