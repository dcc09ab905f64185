/** Reads the JSON of a plan (`terraform show -json`, `tofu show -json`, formats 0.1 to 1.x), one change at a time. */
import type { PlanProblem } from "../../model/plan.ts";
import type { WrittenChange, WrittenModule, WrittenPlan } from "../../model/written-plan.ts";
import { readConfiguration, refersToLocals } from "./configuration.ts";
import { readConstants } from "./constants.ts";
import { readDependencies } from "./dependencies.ts";
import { decodePlanBytes } from "./encoding.ts";
import { readInvocations } from "./invocations.ts";
import { eachElement, eachMember, isArray, type JsonValue, member, textOf, valueAt, valueBetween } from "./json-members.ts";
import { cursorAt, type JsonCursor, nextByte, skipValue } from "./json-scanner.ts";
import { type PathNode, rootPath } from "./leaves.ts";
import { faultProblem, foreignFile, statusProblems, versionProblem } from "./plan-problems.ts";
import { collectOutputs, collectVariables } from "./plan-secrets.ts";
import { PlanSecrets } from "./secrets.ts";
import { readWrittenChange, withoutSecrets, withoutValues } from "./written-change.ts";

/** A larger file is refused before it is read, in bytes. */
export const LARGEST_PLAN = 1024 ** 3;
/** One change, or the configuration, above this is not built in memory, in bytes. */
const LARGEST_VALUE = 128 * 1024 ** 2;
/** Entries that cannot be read are named up to this many; what is behind them is no evidence anyway. */
const MOST_FAULTS = 20;
/** A larger list is not read to its end: far more than any state that Terraform can still plan. */
const MOST_CHANGES = 200_000;
/** Of a version, in UTF-16 units. */
const LONGEST_VERSION = 64;
/** First bytes of a list and of null. */
const [LIST, NULL] = [0x5b, 0x6e];

/** What has been read so far. */
interface Reading {
  readonly cursor: JsonCursor;
  /** Where each top-level member's value starts and ends. */
  readonly sections: Map<string, { readonly start: number; readonly end: number }>;
  readonly secrets: PlanSecrets;
  readonly paths: PathNode;
  readonly changes: WrittenChange[];
  readonly drift: WrittenChange[];
  readonly problems: PlanProblem[];
}

/**
 * The plan as written. It never throws: whatever is wrong stands in `problems`, and what was read before it is kept. Nothing that the plan
 * marks as sensitive is in the result. `planned_values`, `prior_state`, variables and outputs are not kept at all.
 * @see https://developer.hashicorp.com/terraform/internals/json-format
 */
export function parsePlanJson(file: Uint8Array): WrittenPlan {
  if (file.length > LARGEST_PLAN) return failed({ kind: "too-large", detail: `${file.length} bytes; at most ${LARGEST_PLAN} are read` });
  const decoded = decodePlanBytes(file);
  if (decoded.kind !== "utf-8") return failed(decoded);
  const { bytes, start } = decoded;
  const reading: Reading = {
    cursor: cursorAt(bytes, start),
    sections: new Map(),
    secrets: new PlanSecrets(),
    paths: rootPath(),
    changes: [],
    drift: [],
    problems: [],
  };
  const first = nextByte(reading.cursor);
  if (first === -1) return failed({ kind: "not-json", detail: "an empty file" });
  if (first !== 0x7b) return failed({ kind: "not-json", detail: `it does not begin with "{" (byte ${reading.cursor.at})` });

  const complete = eachMember(reading.cursor, (key, keyAt) => readSection(reading, key, keyAt));
  const trailing = complete && nextByte(reading.cursor) !== -1;
  const foreign = complete ? foreignFile(new Set(reading.sections.keys())) : null;
  if (foreign !== null) return failed(foreign);
  const { fault } = reading.cursor;
  if (fault !== null) reading.problems.push(faultProblem(bytes, fault.kind, fault.at, decoded.recoded));
  else if (trailing) reading.problems.push(faultProblem(bytes, "trailing", reading.cursor.at, decoded.recoded));
  return assemble(reading);
}

function failed(problem: { readonly kind: PlanProblem["kind"]; readonly detail: string }): WrittenPlan {
  const problems = [{ kind: problem.kind, detail: problem.detail }];
  return {
    formatVersion: null,
    terraformVersion: null,
    changes: [],
    drift: [],
    invocations: [],
    constants: [],
    configuration: null,
    dependencies: new Map(),
    problems,
  };
}

/** Reads the changes where they stand and passes over everything else. A member that comes twice may be read in two ways: that is no evidence. */
function readSection(reading: Reading, key: string, keyAt: number): boolean {
  const { cursor, sections, problems } = reading;
  nextByte(cursor);
  const start = cursor.at;
  if (sections.has(key)) problems.push({ kind: "unreadable", detail: `a second ${JSON.stringify(key.slice(0, 64))} at byte ${keyAt}` });
  const list = cursor.bytes[start] === LIST && !sections.has(key);
  const passed =
    list && key === "resource_changes"
      ? readChanges(reading, key, reading.changes)
      : list && key === "resource_drift"
        ? readChanges(reading, key, reading.drift)
        : skipValue(cursor);
  sections.set(key, { start, end: cursor.at });
  return passed;
}

function readChanges(reading: Reading, section: string, into: WrittenChange[]): boolean {
  const { cursor, problems } = reading;
  return eachElement(cursor, (index) => {
    const start = cursor.at;
    cursor.longNumbers.length = 0;
    if (!skipValue(cursor)) return false;
    if (isEnough(section, index, problems)) return true;
    const place = `${section}[${index}] at byte ${start}`;
    if (cursor.at - start > LARGEST_VALUE) {
      problems.push({ kind: "too-large", detail: place });
      return true;
    }
    const entry = valueBetween(cursor.bytes, start, cursor.at, cursor.longNumbers);
    const change = entry === undefined ? "it is not UTF-8" : readWrittenChange(entry, reading.secrets, reading.paths);
    if (typeof change === "string") problems.push({ kind: "unreadable", detail: `${place}: ${change}` });
    else into.push(change);
    return true;
  });
}

/** Whether the rest of a list is passed over: it is longer than any plan, or too much of it cannot be read. Said once. */
function isEnough(section: string, index: number, problems: PlanProblem[]): boolean {
  if (index === MOST_CHANGES) problems.push({ kind: "too-large", detail: `more than ${MOST_CHANGES} entries in ${section}` });
  else if (problems.length === MOST_FAULTS) problems.push({ kind: "unreadable", detail: `the rest of ${section} was not looked at` });
  else return index > MOST_CHANGES || problems.length > MOST_FAULTS;
  return true;
}

function assemble(reading: Reading): WrittenPlan {
  const { secrets, problems } = reading;
  const formatVersion = sectionValue(reading, "format_version");
  const versions = { formatVersion: version(formatVersion), terraformVersion: version(sectionValue(reading, "terraform_version")) };
  // A file that ends early may have lost its version; what is known to be of another format is not interpreted.
  const unknown = formatVersion === undefined && problems.length > 0 ? null : versionProblem(formatVersion);
  if (unknown !== null) return { ...failed(unknown), ...versions, problems: [...problems, unknown] };

  const configuration = sectionValue(reading, "configuration");
  const variables = sectionValue(reading, "variables");
  collectVariables(configuration, variables, secrets);
  collectOutputs(sectionValue(reading, "output_changes"), secrets);
  // What could not be read may have said what is sensitive in the rest: then no value is kept.
  const shown = problems.length === 0 ? withoutSecrets : withoutValues;
  problems.push(
    ...statusProblems({
      errored: sectionValue(reading, "errored"),
      complete: sectionValue(reading, "complete"),
      deferredChanges: sectionValue(reading, "deferred_changes"),
      deferredInvocations: sectionValue(reading, "deferred_action_invocations"),
    }),
    ...sectionProblems(reading),
  );
  const replaces = reading.changes.some((change) => change.replacePaths.length > 0);
  const references = replaces ? readConfiguration(configuration) : null;
  return {
    ...versions,
    changes: reading.changes.map((change) => shown(change, secrets)),
    drift: reading.drift.map((change) => shown(change, secrets)),
    invocations: readInvocations(sectionValue(reading, "action_invocations"), problems),
    constants: readConstants(configuration, variables),
    configuration: references,
    dependencies: dependenciesFor(reading, references),
    problems,
  };
}

function version(value: JsonValue | undefined): string | null {
  return textOf(value)?.slice(0, LONGEST_VERSION) ?? null;
}

/** The state's dependencies, where a trigger has to be named or a local value hides what feeds a path: the configuration lists neither. */
function dependenciesFor(reading: Reading, configuration: WrittenModule | null): ReadonlyMap<string, readonly string[]> {
  const state = reading.sections.get("prior_state");
  const triggered = reading.changes.some((change) => change.reason === "replace_by_triggers");
  const unknown = reading.changes.some((change) => change.replacePaths.some((path) => path.unknown));
  const needed = triggered || (unknown && configuration !== null && refersToLocals(configuration));
  return state === undefined || !needed || reading.cursor.fault !== null ? new Map() : readDependencies(reading.cursor.bytes, state.start);
}

/** A top-level member's value; undefined: there is none, or it cannot be built. */
function sectionValue(reading: Reading, key: string): JsonValue | undefined {
  const section = reading.sections.get(key);
  if (section === undefined) return undefined;
  if (section.end - section.start > LARGEST_VALUE) {
    reading.problems.push({ kind: "too-large", detail: key });
    return undefined;
  }
  const value = valueAt(reading.cursor.bytes, section.start);
  if (value === undefined && reading.cursor.fault === null) reading.problems.push({ kind: "unreadable", detail: `${key} is not UTF-8` });
  return value;
}

/**
 * The lists of changes have to be lists. A plan without any resource has none; but where resources are planned, each of them, unchanged
 * ones included, has its entry, so that a missing list means that something was lost.
 */
function sectionProblems(reading: Reading): readonly PlanProblem[] {
  const problems: PlanProblem[] = [];
  for (const key of ["resource_changes", "resource_drift"]) {
    const section = reading.sections.get(key);
    const first = section === undefined ? undefined : reading.cursor.bytes[section.start];
    const absent = first === undefined || first === NULL;
    if (!absent && first !== LIST) problems.push({ kind: "unreadable", detail: `${key} is no list` });
    if (absent && key === "resource_changes" && plansResources(sectionValue(reading, "planned_values"))) {
      problems.push({ kind: "unreadable", detail: "resource_changes is missing, though planned_values holds resources" });
    }
  }
  return problems;
}

function plansResources(plannedValues: JsonValue | undefined): boolean {
  const root = member(plannedValues, "root_module");
  return [member(root, "resources"), member(root, "child_modules")].some((list) => isArray(list) && list.length > 0);
}
