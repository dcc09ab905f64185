/** Whether a change of a protecting attribute takes the protection away. */
import type { PlainValue } from "../../model/resource-change.ts";
import { lastName } from "../attribute-path.ts";

/** Attributes that are off while the resource is protected. */
const openers: ReadonlySet<string> = new Set([
  "force_destroy",
  "force_delete",
  "skip_final_snapshot",
  "skip_final_backup",
  "delete_automated_backups",
  "bypass_snaplock_enterprise_retention",
  "delete_contents_on_destroy",
]);

/** Words of providers for "not protected" and "deleted with the rest". */
const offWords: ReadonlySet<string> = new Set(["false", "inactive", "disabled", "delete", "off", "suspended", "none", ""]);

/**
 * True where the attribute protected before and does not after.
 * @param byDefault the provider turns deletion protection on where nothing is written.
 */
export function takesProtectionAway(path: string, before: PlainValue, after: PlainValue, byDefault: boolean): boolean {
  const opener = opened(path);
  const unwritten = byDefault && lastName(path).includes("protection");
  return protects(before, opener, unwritten) && !protects(after, opener, unwritten);
}

/** The value of a protecting attribute that protects nothing. */
export function opened(path: string): boolean {
  return openers.has(lastName(path));
}

function protects(value: PlainValue, opener: boolean, unwritten: boolean): boolean {
  if (value === null) return opener || unwritten;
  const on = isOn(value);
  return opener ? !on : on;
}

function isOn(value: PlainValue): boolean {
  if (typeof value === "boolean") return value;
  if (typeof value === "number") return value > 0;
  if (typeof value === "string") return !offWords.has(value.toLowerCase());
  return value !== null;
}
