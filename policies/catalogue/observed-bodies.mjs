/** Configurations and states of a resource type that observe-provider.mjs asks a provider about, made from the type's schema. */
import { unknown } from "./provider-process.mjs";

const attributesOf = (block) => Object.entries(block.attributes ?? {});
const blocksOf = (block) => Object.entries(block.block_types ?? {});
export const isSingle = (nested) => nested.nesting_mode === "single";

export function emptyBody(block) {
  const body = {};
  for (const [name] of attributesOf(block)) body[name] = null;
  for (const [name, nested] of blocksOf(block)) body[name] = isSingle(nested) ? null : [];
  return body;
}

/** Two values of each type that differ; a dynamic type has none. */
export function sample(type, second) {
  if (type === "string") return second ? "bravo" : "alpha";
  if (type === "number") return second ? 20 : 10;
  if (type === "bool") return !second;
  const [kind, inner] = Array.isArray(type) ? type : [null, null];
  if (kind === "list" || kind === "set") return [sample(inner, second)];
  if (kind === "map") return { key: sample(inner, second) };
  if (kind !== "object") return null;
  return Object.fromEntries(Object.entries(inner).map(([name, member]) => [name, sample(member, second)]));
}

/** A configuration with `all` arguments and blocks, the blocks with what is `required` in them, or only what is required (`least`). */
export function bodyOf(block, extent, depth = 0) {
  const body = emptyBody(block);
  for (const [name, attribute] of attributesOf(block)) {
    if (attribute.required || (extent === "all" && attribute.optional && name !== "id")) body[name] = sample(attribute.type, false);
  }
  for (const [name, nested] of blocksOf(block)) {
    const needed = nested.min_items > 0;
    if (name === "timeouts" || (!needed && (extent === "least" || depth > 6))) continue;
    const inner = bodyOf(nested.block, extent, depth + 1);
    body[name] = isSingle(nested) ? inner : [inner];
  }
  return body;
}

/** What Terraform proposes to the provider: the configuration, with computed attributes as they were before. */
export function proposedOf(block, prior, config) {
  if (config === null) return null;
  const body = {};
  for (const [name, attribute] of attributesOf(block)) {
    body[name] = config[name] === null && attribute.computed ? (prior === null ? unknown : prior[name]) : config[name];
  }
  for (const [name, nested] of blocksOf(block)) {
    body[name] = isSingle(nested)
      ? proposedOf(nested.block, prior?.[name] ?? null, config[name])
      : (config[name] ?? []).map((item, at) => proposedOf(nested.block, prior?.[name]?.[at] ?? null, item));
  }
  return body;
}

/** The state after an apply: what was planned, with a value for all that was unknown. */
export function appliedOf(block, planned) {
  const body = {};
  for (const [name, attribute] of attributesOf(block))
    body[name] = planned[name] === unknown ? sample(attribute.type, false) : planned[name];
  for (const [name, nested] of blocksOf(block)) {
    const value = planned[name];
    if (value === unknown) body[name] = isSingle(nested) ? null : [];
    else if (Array.isArray(value)) body[name] = value.map((item) => appliedOf(nested.block, item));
    else body[name] = value === null ? null : appliedOf(nested.block, value);
  }
  return body;
}

export function withTags(block, state, tags) {
  return block.attributes?.tags_all === undefined ? state : { ...state, tags_all: tags ?? {} };
}

export const holdsUnknown = (value) =>
  value === unknown || (typeof value === "object" && value !== null && Object.values(value).some((member) => holdsUnknown(member)));

export function sortedText(value) {
  return JSON.stringify(value, (_, member) => {
    if (member === unknown) return "unknown until the apply";
    if (typeof member !== "object" || member === null || Array.isArray(member)) return member;
    return Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/** Arguments and blocks with their paths, outermost first; of the deep ones only so many. */
export function pathsOf(block, within = [], found = [], budget = { deep: 150 }) {
  for (const [name, attribute] of attributesOf(block)) {
    const settable = (attribute.optional || attribute.required) && (within.length > 0 || name !== "id");
    if (settable && (within.length < 2 || budget.deep-- > 0)) found.push({ path: [...within, name], attribute, nested: null });
  }
  for (const [name, nested] of blocksOf(block)) {
    if (name === "timeouts" || within.length > 4) continue;
    found.push({ path: [...within, name], attribute: null, nested });
    pathsOf(nested.block, [...within, name], found, budget);
  }
  return found;
}

/** The body that holds the last name of the path; null where a block on the way is missing. */
export function holderOf(body, path) {
  let holder = body;
  for (const name of path.slice(0, -1)) holder = Array.isArray(holder?.[name]) ? holder[name][0] : holder?.[name];
  return holder ?? null;
}
