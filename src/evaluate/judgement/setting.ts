/** What an argument is after a change, from the change, the plan or the configuration. */
import type { PlainValue, ResourceChange } from "../../model/resource-change.ts";
import type { Value } from "../../model/value.ts";
import { namesOf } from "../attribute-path.ts";
import { configured, type IndexedContext } from "./context.ts";

/** `unknown`: nothing says. `absent`: not written, so the provider's default holds. */
export type Setting = { readonly kind: "unknown" } | { readonly kind: "absent" } | { readonly kind: "set"; readonly value: PlainValue };

const unknown: Setting = { kind: "unknown" };
const absent: Setting = { kind: "absent" };

/**
 * The argument at a path of names. A block counts as set when it is there, whatever it holds; then its value is `true`.
 * What the change says goes before what the plan kept, and that before the configuration.
 */
export function settingOf(change: ResourceChange, path: string, context: IndexedContext): Setting {
  const names = namesOf(path);
  const changed = fromAttributes(change, names);
  if (changed !== null) return changed;
  const kept = change.settings?.get(path);
  if (kept !== undefined) return fromPlain(kept);
  const values = configured(change, context);
  return values === null ? unknown : fromValue(values, names);
}

/** The text of a setting; null where it is absent or not a text. */
export function textOf(setting: Setting): string | null {
  return setting.kind === "set" && typeof setting.value === "string" ? setting.value : null;
}

/** Null where the change says nothing certain about the argument. */
function fromAttributes(change: ResourceChange, names: readonly string[]): Setting | null {
  for (const attribute of change.attributes) {
    const path = namesOf(attribute.path);
    if (path.length < names.length || names.some((name, index) => path[index] !== name)) continue;
    if (attribute.unknown || attribute.sensitive) return unknown;
    // A leaf that went says nothing of its neighbours, unless it is the argument itself.
    if (attribute.after === null) {
      if (path.length === names.length) return absent;
      continue;
    }
    return { kind: "set", value: path.length === names.length ? attribute.after : true };
  }
  return null;
}

function fromPlain(value: PlainValue): Setting {
  if (value === null) return absent;
  if (typeof value !== "object") return { kind: "set", value };
  const size = Array.isArray(value) ? value.length : Object.keys(value).length;
  return size === 0 ? absent : { kind: "set", value: true };
}

function fromValue(root: Value, names: readonly string[]): Setting {
  let value: Value = root;
  for (const name of names) {
    const inner = firstItem(value);
    if (inner === null) return absent;
    if (inner.kind === "unknown") return unknown;
    if (inner.kind !== "object" && inner.kind !== "map") return absent;
    const next = inner.entries.get(name);
    if (next === undefined) return absent;
    value = next;
  }
  return leaf(value);
}

/** A block comes as a list of one; null where there is none. */
function firstItem(value: Value): Value | null {
  if (value.kind === "null") return null;
  if (value.kind !== "tuple" && value.kind !== "list" && value.kind !== "set") return value;
  return value.items[0] ?? null;
}

function leaf(value: Value): Setting {
  switch (value.kind) {
    case "unknown":
      return unknown;
    case "null":
      return absent;
    case "bool":
    case "string":
      return { kind: "set", value: value.value };
    case "number":
      return { kind: "set", value: Number(value.digits) };
    case "tuple":
    case "list":
    case "set":
      return value.items.length === 0 ? absent : { kind: "set", value: true };
    case "object":
    case "map":
      return value.entries.size === 0 ? absent : { kind: "set", value: true };
  }
}
