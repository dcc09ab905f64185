/** The attribute leaves of a predicted change, free of anything sensitive. */
import { isWithin, pathBelow } from "../model/attribute-path.ts";
import type { AttributeChange } from "../model/resource-change.ts";
import type { Unknown, Value } from "../model/value.ts";
import { canonical, entriesOf, isNothing, itemsOf, maxValueDepth, plainScalar } from "./predict-values.ts";

interface Walk {
  readonly found: AttributeChange[];
  readonly replacing: readonly string[];
  /** Whether an unknown value is what it was before. */
  readonly settled: (head: Unknown, base: Value | undefined) => boolean;
  readonly ignored: readonly string[];
}

/** What providers declare sensitive is not in the code; names like these are hidden whatever the schema says. */
const secretName =
  /(?:^|_)(?:password|passwd|passphrase|secret|secret_string|secret_binary|secret_key|token|api_key|access_key|private_key|private_key_pem|client_secret|auth_token|credentials|connection_string|sas_token)(?:_wo|_value|_pem)?$/;

/**
 * Leaves that differ between two bodies, sorted by path; a missing side has none.
 * @param replacing the paths that force the replacement.
 */
export function differingLeaves(
  before: Value | undefined,
  after: Value | undefined,
  replacing: readonly string[],
  ignored: readonly string[],
  settled: (head: Unknown, base: Value | undefined) => boolean,
): readonly AttributeChange[] {
  const walk: Walk = { found: [], replacing, ignored, settled };
  visit(walk, "", before, after, 0);
  return walk.found.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

function visit(walk: Walk, path: string, before: Value | undefined, after: Value | undefined, depth: number): void {
  if (isNothing(before) && isNothing(after)) return;
  if (path !== "" && walk.ignored.some((ignored) => isWithin(path, ignored))) return;
  if (after?.kind === "unknown") {
    if (before !== undefined && walk.settled(after, before)) return;
    const hidden = isHidden(path, before, after);
    emit(walk, path, {
      before: hidden || before === undefined ? null : plainScalar(before),
      after: null,
      sensitive: hidden,
      unknown: true,
      ...unknownBefore(before),
    });
    return;
  }
  if (path !== "" && isHidden(path, before, after)) {
    if (canonical(before, true) !== canonical(after, true))
      emit(walk, path, { before: null, after: null, sensitive: true, unknown: false });
    return;
  }
  if (depth <= maxValueDepth && visitContents(walk, path, before, after, depth)) return;
  if (canonical(before, true) === canonical(after, true)) return;
  emit(walk, path, {
    before: before === undefined ? null : plainScalar(before),
    after: after === undefined ? null : plainScalar(after),
    sensitive: false,
    unknown: false,
    ...unknownBefore(before),
  });
}

function unknownBefore(before: Value | undefined): { readonly beforeUnknown?: true } {
  return before?.kind === "unknown" ? { beforeUnknown: true } : {};
}

/** Whether there was something inside to visit. */
function visitContents(walk: Walk, path: string, before: Value | undefined, after: Value | undefined, depth: number): boolean {
  const [beforeEntries, afterEntries] = [entriesOf(before), entriesOf(after)];
  const keys = new Set([...(beforeEntries?.keys() ?? []), ...(afterEntries?.keys() ?? [])]);
  for (const key of keys) visit(walk, pathBelow(path, key), beforeEntries?.get(key), afterEntries?.get(key), depth + 1);
  const [beforeItems, afterItems] = [itemsOf(before) ?? [], itemsOf(after) ?? []];
  for (let at = 0; at < Math.max(beforeItems.length, afterItems.length); at++) {
    visit(walk, pathBelow(path, at), beforeItems[at], afterItems[at], depth + 1);
  }
  return keys.size > 0 || beforeItems.length > 0 || afterItems.length > 0;
}

function isHidden(path: string, before: Value | undefined, after: Value | undefined): boolean {
  if (before?.sensitive === true || after?.sensitive === true) return true;
  // A switch is named after the secret that it is about: `manage_master_user_password = true`.
  return secretName.test(lastName(path)) && before?.kind !== "bool" && after?.kind !== "bool";
}

/** The last name of a path, indexes and quoted keys aside. */
function lastName(path: string): string {
  const quoted = path.endsWith('"]') ? path.lastIndexOf('["') : -1;
  if (quoted !== -1) return path.slice(quoted + 2, -2).toLowerCase();
  const bare = path.endsWith("]") ? path.slice(0, path.lastIndexOf("[")) : path;
  return bare.slice(bare.lastIndexOf(".") + 1).toLowerCase();
}

function emit(walk: Walk, path: string, leaf: Omit<AttributeChange, "path" | "forcesReplacement">): void {
  const forcesReplacement = walk.replacing.some((replacing) => isWithin(path, replacing) || isWithin(replacing, path));
  walk.found.push({ path, ...leaf, forcesReplacement });
}
