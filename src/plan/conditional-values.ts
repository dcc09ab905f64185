/** A change that a provider decides by rule, and the plain values within it. */
import type { Value } from "../model/value.ts";
import { overlaps, versionRange } from "./catalogue-versions.ts";

/** A change at a path whose fact is `conditional`. */
export interface ConditionalChange {
  readonly type: string;
  readonly path: string;
  readonly before: Value | undefined;
  readonly after: Value | undefined;
  /** The arguments of the whole resource. */
  readonly base: ReadonlyMap<string, Value>;
  readonly head: ReadonlyMap<string, Value>;
  readonly version: string | null;
}

export type Settled = "none" | "update" | "replace";
export type Rule = (change: ConditionalChange) => Settled | null;

export function text(value: Value | undefined): string | null {
  if (value?.kind === "string") return value.value;
  return value?.kind === "number" ? value.digits : null;
}

export function number(value: Value | undefined): number | null {
  const digits = text(value);
  return digits === null || !/^\d{1,15}(\.\d{1,15})?$/.test(digits) ? null : Number(digits);
}

/** Null: not known. */
export function isTrue(value: Value | undefined): boolean | null {
  if (value === undefined || value.kind === "null") return false;
  if (value.kind === "bool") return value.value;
  if (value.kind === "string" && (value.value === "true" || value.value === "false")) return value.value === "true";
  return null;
}

/** Whether every version in range lies below or not below another one; null: some do. */
export function isBelow(version: string | null, limit: string): boolean | null {
  if (version === null) return false;
  const range = versionRange(version);
  const [below, above] = [overlaps(range, versionRange(`< ${limit}`)), overlaps(range, versionRange(`>= ${limit}`))];
  return below && above ? null : below;
}
