/** Whether an engine version goes down: `13.4` → `12.9`, `POSTGRES_14` → `POSTGRES_13`. */
import type { PlainValue } from "../../model/resource-change.ts";

/** `same` also where only something behind the numbers differs. `other`: not the same engine, or nothing to compare. */
export type VersionStep = "up" | "down" | "same" | "other";

export function versionStep(before: PlainValue, after: PlainValue): VersionStep {
  const from = read(before);
  const to = read(after);
  if (from === null || to === null || from.engine !== to.engine) return "other";
  for (const [index, number] of to.numbers.entries()) {
    const previous = from.numbers[index];
    // `13` after `13.4` leaves the minor version to the provider.
    if (previous === undefined || previous === number) continue;
    return number > previous ? "up" : "down";
  }
  return "same";
}

interface Version {
  readonly engine: string;
  readonly numbers: readonly number[];
}

function read(value: PlainValue): Version | null {
  if (typeof value !== "string" && typeof value !== "number") return null;
  const text = String(value).slice(0, 200);
  const start = text.search(/[0-9]/);
  if (start === -1) return null;
  const numbers = text
    .slice(start)
    .split(/[^0-9]+/)
    .filter((part) => part !== "")
    .map(Number);
  return { engine: text.slice(0, start).toLowerCase(), numbers };
}
