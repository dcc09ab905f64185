/** Says why a file is no evidence: not a plan, of another format, broken, errored, incomplete, deferred. */
import type { PlanProblem } from "../../model/plan.ts";
import { isArray, type JsonValue, member, textOf } from "./json-members.ts";

/** How many addresses a problem names. */
const NAMED = 5;

/** Where the text stops being JSON. A recoded file's offsets count in UTF-8. */
export function faultProblem(
  bytes: Uint8Array,
  kind: "truncated" | "invalid" | "too-deep" | "trailing",
  at: number,
  recoded: boolean,
): PlanProblem {
  const place = `line ${lineOf(bytes, at)}, byte ${at}${recoded ? " (recoded to UTF-8)" : ""}`;
  switch (kind) {
    case "truncated":
      return { kind: "truncated", detail: `the file ends within a value (${place})` };
    case "invalid":
      return { kind: "not-json", detail: `unexpected ${shownByte(bytes[at])} at ${place}` };
    case "too-deep":
      return { kind: "unreadable", detail: `values nested too deeply at ${place}` };
    case "trailing":
      return { kind: "not-json", detail: `more text after the end of the plan at ${place}` };
    default:
      return kind satisfies never;
  }
}

function lineOf(bytes: Uint8Array, at: number): number {
  let line = 1;
  for (let next = bytes.indexOf(0x0a); next !== -1 && next < at; next = bytes.indexOf(0x0a, next + 1)) line += 1;
  return line;
}

/** Punctuation may be shown; letters and digits may belong to a value. */
function shownByte(byte: number | undefined): string {
  return byte !== undefined && '{}[]:,"'.includes(String.fromCharCode(byte)) ? `"${String.fromCharCode(byte)}"` : "character";
}

/** What a complete JSON object with these members is, where it is no plan. */
export function foreignFile(keys: ReadonlySet<string>): PlanProblem | null {
  if (keys.has("@level") || keys.has("@message")) {
    return notAPlan("the log of `terraform plan -json`; hand in what `terraform show -json FILE` prints of a saved plan");
  }
  if (keys.has("provider_schemas")) return notAPlan("provider schemas, not a plan");
  if (keys.has("resource_changes") || keys.has("planned_values")) return null;
  if (keys.has("lineage") || keys.has("serial")) return notAPlan("a state file, not a plan");
  if (keys.has("format_version")) return notAPlan("a state (`terraform show -json` without the name of a saved plan), not a plan");
  return notAPlan("JSON without format_version, resource_changes and planned_values");
}

function notAPlan(detail: string): PlanProblem {
  return { kind: "not-a-plan", detail };
}

/**
 * A format that is not known. Minor versions only add (a new one is read), another major one is not.
 * @see https://developer.hashicorp.com/terraform/internals/json-format
 */
export function versionProblem(version: JsonValue | undefined): PlanProblem | null {
  if (version === undefined) return { kind: "unknown-format", detail: "it has no format_version" };
  const major = typeof version === "string" ? /^([0-9]{1,9})(?:\.[0-9]{1,9}){0,2}$/.exec(version)?.[1] : undefined;
  if (major !== undefined && Number(major) <= 1) return null;
  const shown = typeof version === "string" ? JSON.stringify(version.slice(0, 32)) : "a value that is no text";
  return { kind: "unknown-format", detail: `format_version is ${shown}; 0.1 to 1.x are known` };
}

/** What the plan says of itself. Absent members are fine: older versions do not write them. */
export interface PlanStatus {
  readonly errored: JsonValue | undefined;
  readonly complete: JsonValue | undefined;
  readonly deferredChanges: JsonValue | undefined;
  readonly deferredInvocations: JsonValue | undefined;
}

export function statusProblems(status: PlanStatus): readonly PlanProblem[] {
  const problems: PlanProblem[] = [];
  if (!isFlag(status.errored)) problems.push({ kind: "unreadable", detail: "errored is neither true nor false" });
  if (!isFlag(status.complete)) problems.push({ kind: "unreadable", detail: "complete is neither true nor false" });
  if (status.errored === true) problems.push({ kind: "errored", detail: "planning ended with an error, so changes are missing" });
  // An errored plan is incomplete as well; one sentence is enough.
  else if (status.complete === false) {
    problems.push({ kind: "incomplete", detail: "complete is false: made with -target or -exclude, or some changes are deferred" });
  }
  problems.push(...deferredProblems("deferred_changes", status.deferredChanges));
  problems.push(...deferredProblems("deferred_action_invocations", status.deferredInvocations));
  return problems;
}

function isFlag(value: JsonValue | undefined): boolean {
  return value === undefined || value === null || typeof value === "boolean";
}

function deferredProblems(section: string, value: JsonValue | undefined): readonly PlanProblem[] {
  if (value === undefined || value === null) return [];
  if (!isArray(value)) return [{ kind: "unreadable", detail: `${section} is no list` }];
  if (value.length === 0) return [];
  const addresses = value.map((entry) => {
    const deferred = member(entry, "resource_change") ?? member(entry, "action_invocation");
    return textOf(member(deferred, "address")) ?? "(without address)";
  });
  const more = addresses.length > NAMED ? ` and ${addresses.length - NAMED} more` : "";
  return [{ kind: "deferred", detail: `${addresses.slice(0, NAMED).join(", ")}${more}` }];
}
