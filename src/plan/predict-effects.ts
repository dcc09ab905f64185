/** What the differences between two bodies of a resource do: nothing, an update, a replacement, or one of several. */

import { isWithin, pathBelow } from "../model/attribute-path.ts";
import type { ReplacementFact } from "../model/catalogue.ts";
import type { Doubt } from "../model/resource-change.ts";
import type { Value } from "../model/value.ts";
import { companionsOf } from "./conditional.ts";
import { isEquivalent, policyDocuments } from "./equivalent-texts.ts";
import { type Comparison, compareSets, compareValues, type Feed, withoutShared } from "./predict-compare.ts";
import { withoutDefaults } from "./predict-defaults.ts";
import { withoutIgnored } from "./predict-ignored.ts";
import { type BodyContext, factOutcomes, type Outcome, presenceOf } from "./predict-outcomes.ts";
import { typed } from "./predict-typed.ts";
import { entriesOf, equalsPlain, isNothing, itemsOf, maxValueDepth } from "./predict-values.ts";
import { identityOf } from "./set-identity.ts";

/** What the difference at one path does. */
export interface Effect {
  /** As an entry of `replace_paths` would name it. */
  readonly path: string;
  readonly outcomes: ReadonlySet<Outcome>;
  /** False: a replacement may name more paths than this one. */
  readonly wholePath: boolean;
  readonly feed: Feed | null;
  readonly unknown: boolean;
  readonly doubt: Doubt | null;
}

/** Arguments that only change how the provider waits. */
const waiting = new Set(["timeouts"]);

/** The effects of every argument that differs or may differ. */
export function effectsOf(context: BodyContext): readonly Effect[] {
  const names = [...new Set([...context.base.keys(), ...context.head.keys()])].sort();
  return names.flatMap((name) => argumentEffects(context, name, context.base.get(name), context.head.get(name), 0));
}

function argumentEffects(
  context: BodyContext,
  path: string,
  before: Value | undefined,
  after: Value | undefined,
  depth: number,
): readonly Effect[] {
  if (context.ignored.some((ignored) => isWithin(path, ignored))) return [];
  if (isNothing(before) && isNothing(after)) return context.strict ? nullEffects(context, path, before, after) : [];
  if (depth > maxValueDepth) return [undecidable(path, { kind: "unsupported", path, subject: null })];
  if (waiting.has(path)) return waitingEffect(context, path, before, after);
  const members = context.facts.members?.(path) ?? [];
  if (members.length > 0 && after?.kind !== "unknown" && before?.kind !== "unknown")
    return blockEffects(context, path, before, after, depth);
  return leafEffects(context, path, before, after);
}

/** Two nulls may be of different types: an update, as nothing is there to be replaced; of what replaces, the provider says more than Terraform does. */
function nullEffects(context: BodyContext, path: string, before: Value | undefined, after: Value | undefined): readonly Effect[] {
  const { state, doubt } = compareValues(context, path, before, after);
  if (state === "equal") return [];
  if (state === "unsettled" || context.facts.fact(path) === "replace")
    return [undecidable(path, doubt ?? { kind: "unsupported", path, subject: null })];
  return [{ ...noFeed, path, outcomes: new Set(["update"]), wholePath: true, doubt: null }];
}

function waitingEffect(context: BodyContext, path: string, before: Value | undefined, after: Value | undefined): readonly Effect[] {
  const comparison = compareValues(context, path, before, after);
  if (comparison.state === "equal") return [];
  return [{ ...noFeed, path, outcomes: new Set(["none", "update"]), wholePath: true, doubt: { kind: "conditional", path, subject: null } }];
}

const noFeed = { feed: null, unknown: false } as const;

function undecidable(path: string, doubt: Doubt): Effect {
  return { ...noFeed, path, outcomes: new Set(["none", "update", "replace"]), wholePath: false, doubt };
}

function leafEffects(context: BodyContext, path: string, written: Value | undefined, after: Value | undefined): readonly Effect[] {
  const schema = context.facts.argument?.(path) ?? null;
  const before = typed(schema, written);
  const kept = typed(schema, withoutIgnored(context.ignored, path, written, after));
  if (!context.strict && isNothing(before) && isEmptied(after, kept)) return [];
  const documents = policyDocuments(context.facts.type, path, before, kept);
  const compared =
    documents === null ? compareLeaf(context, path, before, kept) : compareValues(context, path, documents.before, documents.after);
  if (compared.state === "equal") return [];
  const equivalent = isEquivalent(context.facts.type, path, before, kept, (name) => context.head.get(name));
  if (equivalent === true) return [];
  const comparison: Comparison = equivalent === null ? compared : { ...compared, state: "different", doubt: null };
  const { outcomes, doubt } = factOutcomes(context, path, before, kept);
  const presence = presenceOf(context, path, before, kept);
  if (presence === "none") return [];
  const all = new Set(outcomes);
  let why = doubt;
  if (comparison.state === "unsettled") {
    all.add("none");
    // It may be a null to which something gave a type.
    if (context.strict && isNothing(before)) all.add("update");
    why = comparison.doubt ?? doubt;
  } else if (presence === "uncertain") {
    all.add("none");
    why = doubt?.kind === "unknown-attribute" ? doubt : { kind: "conditional", path, subject: null };
  }
  const own = { path, outcomes: all, wholePath: true, feed: comparison.feed, unknown: comparison.unknown, doubt: why };
  const byRule = context.facts.fact(path) === "conditional" && all.size === 1 && all.has("replace");
  const named = byRule ? companionsOf({ type: context.facts.type, path }) : [];
  return [own, ...named.map((name) => ({ ...own, path: name }))];
}

/** A map of which `ignore_changes` leaves nothing: beside none at all that is no change. */
function isEmptied(after: Value | undefined, kept: Value | undefined): boolean {
  return isNothing(kept) || ((entriesOf(after)?.size ?? 0) > 0 && entriesOf(kept)?.size === 0);
}

function compareLeaf(context: BodyContext, path: string, before: Value | undefined, after: Value | undefined): Comparison {
  const schema = context.facts.argument?.(path) ?? null;
  const [beforeItems, afterItems] = [itemsOf(before), itemsOf(after)];
  if (schema?.kind === "set" && beforeItems !== null && afterItems !== null) return compareSets(context, path, beforeItems, afterItems);
  const inMap = entriesOf(before) !== null || entriesOf(after) !== null;
  const comparison = compareValues(inMap ? { ...context, normalises: false } : context, path, before, after);
  if (comparison.state !== "different" || schema !== null || context.strict || beforeItems === null || afterItems === null)
    return comparison;
  // Not known whether it is a set: the same elements in another order may be no change.
  const { removed, added } = withoutShared(beforeItems, afterItems, true);
  return removed.length === 0 && added.length === 0
    ? { ...comparison, state: "unsettled", doubt: { kind: "conditional", path, subject: null } }
    : comparison;
}

function blockEffects(
  context: BodyContext,
  path: string,
  before: Value | undefined,
  after: Value | undefined,
  depth: number,
): readonly Effect[] {
  if (entriesOf(before) !== null || entriesOf(after) !== null) return objectEffects(context, path, before, after, depth);
  const [beforeItems, afterItems] = [itemsOf(before) ?? [], itemsOf(after) ?? []];
  if (beforeItems.length === 0 && afterItems.length === 0) return [];
  const schema = context.facts.argument?.(path) ?? null;
  if (beforeItems.length === 0 || afterItems.length === 0)
    return [presenceOfBlock(context, path, beforeItems.length === 0 ? afterItems : beforeItems, presenceFrom(beforeItems, after))];
  if (schema?.kind === "set" || schema === null) {
    const [old, next] = [beforeItems, afterItems].map((items) => items.map((item) => withoutDefaults(context.facts, path, item)));
    return setOrListEffects(context, path, old ?? [], next ?? [], schema !== null, depth);
  }
  if (beforeItems.length !== afterItems.length) return [lengthEffect(context, path, [...beforeItems, ...afterItems])];
  return afterItems.flatMap((item, at) => elementEffects(context, `${path}[${at}]`, beforeItems[at], item, depth));
}

function elementEffects(
  context: BodyContext,
  path: string,
  before: Value | undefined,
  after: Value | undefined,
  depth: number,
): readonly Effect[] {
  const [beforeEntries, afterEntries] = [entriesOf(before), entriesOf(after)];
  if (beforeEntries === null || afterEntries === null) {
    const comparison = compareValues(context, path, before, after);
    return comparison.state === "equal" ? [] : [undecidable(path, comparison.doubt ?? { kind: "unsupported", path, subject: null })];
  }
  const names = [...new Set([...beforeEntries.keys(), ...afterEntries.keys()])].sort();
  return names.flatMap((name) =>
    argumentEffects(context, pathBelow(path, name), beforeEntries.get(name), afterEntries.get(name), depth + 1),
  );
}

/** A nested argument that is one object, or a map of objects. */
function objectEffects(
  context: BodyContext,
  path: string,
  before: Value | undefined,
  after: Value | undefined,
  depth: number,
): readonly Effect[] {
  if (entriesOf(before) !== null && entriesOf(after) !== null) {
    const own = context.facts.fact(path);
    const inner = elementEffects(context, path, before, after, depth);
    // An object that replaces as a whole may name itself, its members, or both.
    return own === "update" ? inner : inner.map((effect) => ({ ...effect, wholePath: false }));
  }
  const comparison = compareValues(context, path, before, after);
  if (comparison.state === "equal") return [];
  const facts = factsBelow(context, path, 0);
  if (facts.size === 1 && facts.has("update"))
    return [
      { ...noFeed, path, outcomes: new Set(["none", "update"]), wholePath: true, doubt: { kind: "conditional", path, subject: null } },
    ];
  return [undecidable(path, { kind: "conditional", path, subject: null })];
}

/** The facts of a path and of everything below it. */
function factsBelow(context: BodyContext, path: string, depth: number): ReadonlySet<ReplacementFact> {
  const facts = new Set<ReplacementFact>([context.facts.fact(path)]);
  if (depth > maxValueDepth) return facts.add("unknown");
  for (const name of context.facts.members?.(path) ?? []) {
    for (const fact of factsBelow(context, pathBelow(path, name), depth + 1)) facts.add(fact);
  }
  return facts;
}

function onlyUpdates(context: BodyContext, path: string): boolean {
  const facts = factsBelow(context, path, 0);
  return facts.size === 1 && facts.has("update") && context.facts.updatable && context.facts.complete;
}

/** `emptied`: written as `[]`, which takes away what leaving it out would keep (blocks that the provider declares as an attribute). */
type Presence = "comes" | "goes" | "emptied";

function presenceFrom(before: readonly Value[], after: Value | undefined): Presence {
  if (before.length === 0) return "comes";
  return after?.kind === "tuple" ? "emptied" : "goes";
}

/** A kind of block that one side does not have at all. */
function presenceOfBlock(context: BodyContext, path: string, items: readonly Value[], presence: Presence): Effect {
  const omitted = context.facts.omitted?.(path);
  const outcomes = new Set<Outcome>();
  let wholePath = true;
  if (presence === "goes" && omitted?.kept === true) return { ...noFeed, path, outcomes: new Set(["none"]), wholePath, doubt: null };
  if (presence !== "emptied" && omitted?.value !== null && !(presence === "comes" && isUnlikeFilled(context, path, items)))
    outcomes.add("none");
  const facts = factsBelow(context, path, 0);
  if (context.facts.fact(path) === "replace") {
    outcomes.add("replace");
    // Arguments within it may be named beside it.
    wholePath = context.facts.argument?.(path)?.kind === "set" || (!facts.has("update") ? false : facts.size === 1);
  } else {
    outcomes.add("update");
    if (!onlyUpdates(context, path)) {
      outcomes.add("replace");
      wholePath = false;
    }
  }
  const unknownItems = items.some((item) => item.kind === "unknown");
  return {
    path,
    feed: null,
    unknown: unknownItems,
    outcomes,
    wholePath,
    doubt: outcomes.size > 1 ? { kind: "conditional", path, subject: null } : null,
  };
}

/** Whether the one block that comes cannot be what the provider has filled in already, for an argument of it that stands for something else. */
function isUnlikeFilled({ facts }: BodyContext, path: string, [item, ...others]: readonly Value[]): boolean {
  const written = others.length === 0 ? entriesOf(item) : null;
  return [...(written ?? [])].some(([name, value]) => {
    const filled = facts.omitted?.(pathBelow(pathBelow(path, 0), name)).value;
    const isKnown = value.kind === "bool" || value.kind === "string" || value.kind === "number";
    return isKnown && filled !== undefined && filled !== null && !equalsPlain(value, filled);
  });
}

/** Blocks of a list, more or fewer of them. */
function lengthEffect(context: BodyContext, path: string, items: readonly Value[]): Effect {
  const base = { ...noFeed, path, unknown: items.some((item) => item.kind === "unknown") };
  if (onlyUpdates(context, path)) return { ...base, outcomes: new Set(["update"]), wholePath: true, doubt: null };
  if (context.facts.fact(path) === "replace") return { ...base, outcomes: new Set(["replace"]), wholePath: false, doubt: null };
  return { ...base, outcomes: new Set(["update", "replace"]), wholePath: false, doubt: { kind: "conditional", path, subject: null } };
}

/** Blocks of a set, or of what may be one. A path never goes through a set. */
function setOrListEffects(
  context: BodyContext,
  path: string,
  before: readonly Value[],
  after: readonly Value[],
  isSet: boolean,
  depth: number,
): readonly Effect[] {
  const identities = [before, after].map((items) => identityOf(context.facts.type, path, items));
  const [old, next] = identities;
  if (old != null && next != null && compareSets(context, path, old, next).state === "equal") return [];
  const comparison = compareSets(context, path, before, after);
  if (comparison.state === "equal") {
    const ordered = compareValues(context, path, { kind: "list", items: before }, { kind: "list", items: after });
    if (isSet || ordered.state === "equal") return [];
    const outcomes: readonly Outcome[] = onlyUpdates(context, path) ? ["none", "update"] : ["none", "update", "replace"];
    return [{ ...noFeed, path, outcomes: new Set(outcomes), wholePath: false, doubt: { kind: "conditional", path, subject: null } }];
  }
  const outcomes = new Set<Outcome>(comparison.state === "unsettled" ? ["none"] : []);
  const { feed, unknown } = comparison;
  if (onlyUpdates(context, path)) {
    outcomes.add("update");
    return [{ path, outcomes, wholePath: true, feed, unknown, doubt: comparison.doubt }];
  }
  const pair = singlePair(context, before, after);
  const inner = pair === null ? [] : elementEffects(context, `${path}[0]`, pair.removed, pair.added, depth);
  const replaces = inner.some((effect) => effect.outcomes.size === 1 && effect.outcomes.has("replace"));
  const all =
    context.facts.fact(path) === "replace" && pair === null ? new Set<ReplacementFact>(["replace"]) : factsBelow(context, path, 0);
  if (replaces || (all.size === 1 && all.has("replace"))) outcomes.add("replace");
  else for (const outcome of ["update", "replace"] as const) outcomes.add(outcome);
  return [
    {
      path,
      outcomes,
      wholePath: isSet,
      feed,
      unknown,
      doubt: outcomes.size > 1 ? (comparison.doubt ?? { kind: "conditional", path, subject: null }) : null,
    },
  ];
}

/** The one element that became another; null: more than one did. */
function singlePair(
  context: BodyContext,
  before: readonly Value[],
  after: readonly Value[],
): { readonly removed: Value; readonly added: Value } | null {
  const { removed, added } = withoutShared(before, after, !context.strict);
  const [first] = removed;
  const [second] = added;
  return removed.length === 1 && added.length === 1 && first !== undefined && second !== undefined
    ? { removed: first, added: second }
    : null;
}
