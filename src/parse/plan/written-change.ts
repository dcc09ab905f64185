/** Reads one entry of `resource_changes` or `resource_drift`. */
import { pathBelow } from "../../model/attribute-path.ts";
import type { WrittenChange, WrittenPath } from "../../model/written-plan.ts";
import { isArray, isObject, type JsonValue, member, textOf } from "./json-members.ts";
import { differingLeaves, type PathNode, type WrittenValues } from "./leaves.ts";
import { fittingMark, type Mark, markOfIndex, markOfKey, marksAnything } from "./marks.ts";
import type { PlanSecrets } from "./secrets.ts";
import { readSettings } from "./settings.ts";

/** Actions whose attributes are shown. */
const SHOWN: ReadonlySet<string> = new Set(["create", "update", "delete"]);

/**
 * The change as it is written, its sensitive texts noted in `secrets`; a text instead: what is wrong with it.
 * @param root where the paths of all changes are shared.
 */
export function readWrittenChange(entry: JsonValue | undefined, secrets: PlanSecrets, root: PathNode): WrittenChange | string {
  const change = member(entry, "change");
  if (!isObject(change)) return "it has no change";
  const actions = member(change, "actions");
  if (!isArray(actions) || actions.length === 0 || !actions.every((action) => typeof action === "string")) return "it has no actions";
  const identity = readIdentity(entry);
  if (typeof identity === "string") return identity;

  const values: WrittenValues = {
    before: member(change, "before"),
    after: member(change, "after"),
    beforeSensitive: member(change, "before_sensitive"),
    afterSensitive: member(change, "after_sensitive"),
    afterUnknown: member(change, "after_unknown"),
  };
  collectSecrets(values, secrets);
  const replacePaths = readReplacePaths(member(change, "replace_paths"), values);
  if (replacePaths === null) return "its replace_paths are no list of paths";
  const paths = replacePaths.map((replacing) => replacing.path);
  const shown = actions.some((action) => SHOWN.has(action as string));
  const settings = shown ? readSettings(identity.type, values) : undefined;
  return {
    ...identity,
    importId: readImport(member(change, "importing")),
    actions: actions as readonly string[],
    attributes: shown ? differingLeaves(values, paths, root) : [],
    replacePaths,
    ...(settings === undefined ? {} : { settings }),
  };
}

/** The change with what other parts of the plan mark as sensitive taken out. */
export function withoutSecrets(change: WrittenChange, secrets: PlanSecrets): WrittenChange {
  const attributes = secrets.hide(change.attributes);
  const importId = secrets.hideText(change.importId);
  const replacePaths = change.replacePaths.map((replacing) => {
    const path = secrets.hidePath(replacing.path);
    return path === replacing.path ? replacing : { ...replacing, path, steps: replacing.steps.slice(0, 1) };
  });
  const settings = change.settings === undefined ? undefined : secrets.hideSettings(change.settings);
  const same =
    attributes === change.attributes &&
    importId === change.importId &&
    settings === change.settings &&
    replacePaths.every((path, index) => path === change.replacePaths[index]);
  return same ? change : { ...change, attributes, importId, replacePaths, ...(settings === undefined ? {} : { settings }) };
}

/** The change with its identity, actions and replacing attributes only; map keys and values are gone. */
export function withoutValues(change: WrittenChange): WrittenChange {
  const replacePaths = change.replacePaths.map((replacing) => {
    const steps = replacing.steps.slice(0, 1);
    return { ...replacing, path: pathBelow("", steps[0] ?? ""), steps };
  });
  const { settings: _, ...rest } = change;
  return { ...rest, importId: change.importId === null ? null : "(not shown)", attributes: [], replacePaths };
}

type Identity = Omit<WrittenChange, "importId" | "actions" | "attributes" | "replacePaths" | "settings">;

function readIdentity(entry: JsonValue | undefined): Identity | string {
  const [mode, type, name] = [textOf(member(entry, "mode")), textOf(member(entry, "type")), textOf(member(entry, "name"))];
  if (mode !== "managed" && mode !== "data") return "its mode is neither managed nor data";
  if (type === null || name === null) return "it has no type and name";
  const index = member(entry, "index");
  const key = typeof index === "string" || typeof index === "number" ? index : null;
  const moduleAddress = textOf(member(entry, "module_address")) ?? "";
  return {
    address: textOf(member(entry, "address")) ?? composeAddress(moduleAddress, mode, type, name, key),
    moduleAddress,
    mode,
    type,
    name,
    index: key,
    provider: textOf(member(entry, "provider_name")),
    deposed: textOf(member(entry, "deposed")),
    previousAddress: textOf(member(entry, "previous_address")),
    reason: textOf(member(entry, "action_reason")),
  };
}

/** Drift entries of early formats come without an address. */
function composeAddress(
  moduleAddress: string,
  mode: "managed" | "data",
  type: string,
  name: string,
  index: string | number | null,
): string {
  const resource = `${moduleAddress === "" ? "" : `${moduleAddress}.`}${mode === "data" ? "data." : ""}${type}.${name}`;
  if (index === null) return resource;
  return `${resource}[${typeof index === "number" ? index : JSON.stringify(index)}]`;
}

/** Either side's mark counts for both: a value that is sensitive from now on was no less a secret before. */
function collectSecrets(values: WrittenValues, secrets: PlanSecrets): void {
  for (const mark of [values.beforeSensitive, values.afterSensitive]) {
    if (!marksAnything(mark)) continue;
    secrets.collect(values.before, mark);
    secrets.collect(values.after, mark);
  }
}

/** Null: none. An id that is known only after apply, and an identity instead of an id, say so. */
function readImport(importing: JsonValue | undefined): string | null {
  if (!isObject(importing)) return null;
  const id = textOf(member(importing, "id"));
  if (id !== null) return id;
  const identity = member(importing, "identity");
  return isObject(identity) ? JSON.stringify(identity) : "(known after apply)";
}

function readReplacePaths(paths: JsonValue | undefined, values: WrittenValues): readonly WrittenPath[] | null {
  if (paths === undefined || paths === null) return [];
  if (!isArray(paths)) return null;
  const read: WrittenPath[] = [];
  for (const path of paths) {
    if (!isArray(path) || path.length === 0) return null;
    read.push(readReplacePath(path, values));
  }
  return read;
}

/** A step that is neither a name nor an index (an element of a set is named by its value) ends the path: the value is not shown. */
function readReplacePath(path: readonly JsonValue[], values: WrittenValues): WrittenPath {
  let text = "";
  const steps: (string | number)[] = [];
  let [before, after] = [values.before, values.after];
  let [beforeMark, afterMark, unknown] = [values.beforeSensitive, values.afterSensitive, values.afterUnknown];
  for (const step of path) {
    if (typeof step !== "string" && typeof step !== "number") break;
    // A mark on the whole resource does not hide the name of its attribute.
    if (steps.length > 0 && (fittingMark(beforeMark, before) === true || fittingMark(afterMark, after) === true)) break;
    text = pathBelow(text, step);
    steps.push(step);
    [before, after] = [below(before, step), below(after, step)];
    [beforeMark, afterMark] = [markBelow(beforeMark, step), markBelow(afterMark, step)];
    unknown = unknown === true ? true : markBelow(unknown, step);
  }
  return { path: text, steps, unknown: marksAnything(unknown) };
}

function below(value: JsonValue | undefined, step: string | number): JsonValue | undefined {
  if (typeof step === "string") return member(value, step);
  return isArray(value) ? value[step] : undefined;
}

function markBelow(mark: Mark, step: string | number): Mark {
  if (mark === true) return true;
  return typeof step === "string" ? markOfKey(mark, step) : markOfIndex(mark, step);
}
