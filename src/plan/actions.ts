/** Translates the action list of a plan's change into one action and, of a replacement, its order. */
import type { Action, ReplaceOrder } from "../model/resource-change.ts";
import type { WrittenChange } from "../model/written-plan.ts";

export interface ReadAction {
  readonly action: Action;
  readonly order: ReplaceOrder | null;
}

/**
 * Every combination of formats 0.1 to 1.x. A removal that only forgets the old object is still a replacement.
 * @see https://developer.hashicorp.com/terraform/internals/json-format#change-representation
 */
const ACTIONS: ReadonlyMap<string, ReadAction> = new Map<string, ReadAction>([
  ["no-op", { action: "no-op", order: null }],
  ["create", { action: "create", order: null }],
  ["read", { action: "read", order: null }],
  ["update", { action: "update", order: null }],
  ["delete", { action: "delete", order: null }],
  ["forget", { action: "forget", order: null }],
  ["delete,create", { action: "replace", order: "destroy-first" }],
  ["create,delete", { action: "replace", order: "create-first" }],
  ["create,forget", { action: "replace", order: "create-first" }],
  ["forget,create", { action: "replace", order: "destroy-first" }],
]);

/** The action of a change; null: a combination that is not known. Importing and moving are the action only where nothing else happens. */
export function readAction(change: WrittenChange): ReadAction | null {
  const read = ACTIONS.get(change.actions.join(","));
  if (read === undefined) return null;
  if (read.action !== "no-op") return read;
  if (change.importId !== null) return { action: "import", order: null };
  if (change.previousAddress !== null && change.previousAddress !== change.address) return { action: "move", order: null };
  return read;
}
