/** The tags that AWS' provider blocks of a root module add to every resource: `default_tags`. */
import type { TerraformModule } from "../model/terraform-module.ts";
import type { Value } from "../model/value.ts";
import { providerValues } from "./configured-providers.ts";
import type { ConfiguredContext } from "./configured-resources.ts";
import { isKnown, isMapping, isOpen } from "./values.ts";

/** By name; null: not known whole. */
export type Tags = ReadonlyMap<string, string> | null;

/** Of each provider block (`aws`, `aws.eu`); one without `default_tags` has none, one that ignores tags is not known. */
export function defaultTags(module: TerraformModule, context: ConfiguredContext): ReadonlyMap<string, Tags> {
  const found = new Map<string, Tags>();
  for (const [key, value] of providerValues(module, context)) {
    const entries = isMapping(value) && !isOpen(value) ? value.entries : null;
    found.set(key, entries === null || entries.has("ignore_tags") ? null : blockTags(entries.get("default_tags")));
  }
  return found;
}

function blockTags(blocks: Value | undefined): Tags {
  if (blocks === undefined) return new Map();
  if (blocks.kind !== "list" && blocks.kind !== "tuple") return null;
  const [block, ...more] = blocks.items;
  if (block === undefined) return new Map();
  return more.length === 0 && isMapping(block) ? tagsIn(block.entries.get("tags")) : null;
}

/** A tag that is null or sensitive, or not known, makes the whole not known. */
function tagsIn(value: Value | undefined): Tags {
  if (value === undefined || value.kind === "null") return new Map();
  if (!isMapping(value) || isOpen(value) || value.sensitive === true) return null;
  const tags = new Map<string, string>();
  for (const [name, tag] of value.entries) {
    const text = !isKnown(tag) || tag.sensitive === true ? null : textOf(tag);
    if (text === null) return null;
    tags.set(name, text);
  }
  return tags;
}

function textOf(value: Value): string | null {
  if (value.kind === "string") return value.value;
  if (value.kind === "number") return value.digits;
  return value.kind === "bool" ? String(value.value) : null;
}
