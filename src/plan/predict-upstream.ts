/** What is already predicted of the resources that a value rests on, and so what an unknown value means. */
import type { ResourceFacts } from "../model/catalogue.ts";
import type { Action, Doubt } from "../model/resource-change.ts";
import type { ResourceInstance } from "../model/terraform-module.ts";
import type { Unknown, UnknownReason, Value } from "../model/value.ts";
import { type Address, addressText, blockAddress, parseAddress, resourceAddress } from "./predict-addresses.ts";
import type { Feed, Meaning } from "./predict-compare.ts";
import { isNeverNull, makingOf } from "./predict-derivation.ts";
import { entriesOf, isNothing } from "./predict-values.ts";

/** What was predicted of one instance. */
export interface Fate {
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly action: Action;
  readonly possible: readonly Action[];
  readonly instance: ResourceInstance;
  /** Whether the head's `input` has a value: of `terraform_data`, whose output is unknown only then. */
  readonly input: "something" | "nothing" | "uncertain";
  /** As it was at the base; null: it was not there. */
  readonly before: ResourceInstance | null;
  readonly facts: ResourceFacts | null;
  /** Top-level arguments that change or may change. */
  readonly changed: ReadonlySet<string>;
  /** Those of them that change for certain. */
  readonly surely: ReadonlySet<string>;
  /** Arguments that `ignore_changes` holds back: what the code says of them is not what is deployed. */
  readonly held: ReadonlySet<string>;
}

/** What a reference to an attribute means, given what happens to its resource. */
type Standing =
  | { readonly kind: "settled" }
  /** `whole`: all of the resource is meant, of which a part is new. */
  | { readonly kind: "fresh"; readonly feed: Feed | null; readonly whole: boolean }
  | { readonly kind: "unsettled" };

const settled: Standing = { kind: "settled" };
const unsettledStanding: Standing = { kind: "unsettled" };

export class Upstream {
  readonly #byAddress = new Map<string, Fate>();
  readonly #byResource = new Map<string, Fate[]>();
  readonly #byBlock = new Map<string, Fate[]>();
  readonly #held = new Set<string>();
  readonly #moved: ReadonlyMap<string, string>;
  /** Unexpanded modules and resources whose derivation is the same on both sides. */
  readonly #unchangedUnexpanded: ReadonlySet<string>;

  readonly #base: ReadonlyMap<string, ResourceInstance>;

  constructor(base: readonly ResourceInstance[], moved: ReadonlyMap<string, string>, unchangedUnexpanded: ReadonlySet<string>) {
    this.#base = new Map(base.map((instance) => [instance.address, instance]));
    this.#moved = moved;
    this.#unchangedUnexpanded = unchangedUnexpanded;
  }

  add(added: Omit<Fate, "input">): void {
    const address = parseAddress(added.address);
    const fate: Fate = { ...added, input: this.#inputOf(added, address?.modules ?? []) };
    this.#byAddress.set(fate.address, fate);
    if (address === null) return;
    push(this.#byResource, resourceAddress(address), fate);
    push(this.#byBlock, blockAddress(address), fate);
    if (fate.held.size > 0) this.#held.add(blockAddress(address));
  }

  /** Whether `ignore_changes` holds something back in one of the resources that a reference (without index, seen from the root) names. */
  isHeld(reference: string): boolean {
    const parsed = parseAddress(reference);
    return parsed !== null && this.#held.has(blockAddress(parsed));
  }

  /** `output` of a `terraform_data` that is deployed is its input; null: the value is not just that. */
  deployed(base: Unknown): Value | null {
    const [reason] = base.because;
    if (reason === undefined || base.because.length > 1 || base.derivation !== `computed ${reason.subject}`) return null;
    const parsed = parseAddress(reason.subject);
    if (parsed?.type !== "terraform_data" || parsed.rest !== ".output") return null;
    const instance = this.#base.get(addressText(parsed));
    return instance === undefined ? null : (entriesOf(instance.values)?.get("input") ?? null);
  }

  /** The fates that a subject (`aws_instance.web[0].private_ip`) speaks of, as seen from within `modules`, and the attribute it names. */
  find(subject: string, modules: Address["modules"]): { readonly fates: readonly Fate[]; readonly attribute: string | null } {
    const parsed = parseAddress(subject);
    if (parsed === null || parsed.type === null) return { fates: [], attribute: null };
    const attribute = /^(?:\[[^\]]{0,200}\]){0,4}\.([A-Za-z_][A-Za-z0-9_-]*)/.exec(parsed.rest)?.[1] ?? null;
    const inner = parsed.modules.length === 0 && modules.length > 0 ? this.#lookUp({ ...parsed, modules }) : [];
    return { fates: inner.length > 0 ? inner : this.#lookUp(parsed), attribute };
  }

  #lookUp(address: Address): readonly Fate[] {
    const exact = this.#byAddress.get(addressText(address));
    if (exact !== undefined) return [exact];
    return this.#byResource.get(resourceAddress(address)) ?? this.#byBlock.get(blockAddress(address)) ?? [];
  }

  /** Whether the argument `input` is there: an unknown one that was known when it was applied may have been null. */
  #inputOf(fate: Omit<Fate, "input">, modules: Address["modules"]): Fate["input"] {
    const value = entriesOf(fate.instance.values)?.get("input");
    if (value === undefined || value.kind === "null") return "nothing";
    if (value.kind !== "unknown" || isNeverNull(value.derivation)) return "something";
    const before = fate.before === null ? undefined : entriesOf(fate.before.values)?.get("input");
    return this.meaning(value, before, modules).kind === "fresh" ? "something" : "uncertain";
  }

  /** What an unknown value of the head means beside the base's value at the same place. */
  meaning(head: Unknown, base: Value | undefined, modules: Address["modules"]): Meaning {
    const standings = head.because.map((reason) => ({ reason, standing: this.#standing(reason, modules) }));
    const doubtful = standings.find(({ standing }) => standing.kind === "unsettled");
    const first = head.because[0]?.subject ?? null;
    const doubt: Doubt = { kind: doubtKind(doubtful?.reason), path: null, subject: doubtful?.reason.subject ?? first };
    if (doubtful !== undefined || standings.length === 0) return { kind: "unsettled", doubt };
    const fresh = standings.map(({ standing }) => standing).filter((standing) => standing.kind === "fresh");
    if (fresh.length > 0) {
      const making = makingOf(head.derivation);
      const all = fresh.length === standings.length && !fresh.some((standing) => standing.whole);
      if (!making.strict && (!all || making.asksNull)) return { kind: "unsettled", doubt };
      return { kind: "fresh", feed: fresh.find((standing) => standing.feed?.replaced === true)?.feed ?? fresh[0]?.feed ?? null };
    }
    const same = base?.kind === "unknown" && this.#derivationsEqual(base, head);
    return same ? { kind: "settled" } : { kind: "unsettled", doubt };
  }

  /** A derivation names addresses in clear; those that moved are read by their new name. */
  #derivationsEqual(base: Unknown, head: Unknown): boolean {
    let text = base.derivation;
    if (text === head.derivation) return true;
    for (const reason of base.because) {
      const parsed = parseAddress(reason.subject);
      const from = parsed === null ? null : addressText(parsed);
      const to = from === null ? undefined : this.#moved.get(from);
      if (from !== null && to !== undefined) text = text.split(from).join(to);
    }
    return text === head.derivation;
  }

  #standing(reason: UnknownReason, modules: Address["modules"]): Standing {
    switch (reason.kind) {
      case "input":
      case "provider-function":
      case "unsupported":
        return settled;
      case "module":
        return this.#moduleUnchanged(reason.subject) ? settled : unsettledStanding;
      case "impure":
        return reason.subject.startsWith("plantimestamp") ? unsettledStanding : { kind: "fresh", feed: null, whole: false };
      case "invalid":
      case "cycle":
      case "missing":
        return unsettledStanding;
      case "computed":
      case "data": {
        const { fates, attribute } = this.find(reason.subject, modules);
        return common(fates.map((fate) => standingOf(fate, attribute)));
      }
    }
  }

  #moduleUnchanged(subject: string): boolean {
    for (const address of this.#unchangedUnexpanded) {
      if (subject === address || subject.startsWith(`${address}.`) || subject.startsWith(`${address}[`)) return true;
    }
    return false;
  }
}

function push(map: Map<string, Fate[]>, key: string, fate: Fate): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [fate]);
  else list.push(fate);
}

/** What all have in common; nothing known, or not the same of all: unsettled. */
function common(standings: readonly Standing[]): Standing {
  const [first] = standings;
  if (first === undefined) return unsettledStanding;
  return standings.every((standing) => standing.kind === first.kind) ? first : unsettledStanding;
}

function standingOf(fate: Fate, attribute: string | null): Standing {
  switch (fate.action) {
    case "no-op":
    case "move":
      return attribute !== null && fate.held.has(attribute) ? unsettledStanding : settled;
    case "create":
    case "replace":
      return anew(fate, attribute);
    case "read":
      return { kind: "fresh", feed: { address: fate.address, mode: "data", replaced: true }, whole: attribute === null };
    case "update":
      return afterUpdate(fate, attribute);
    case "undecided":
      return maybeSettled(fate, attribute);
    case "import":
    case "delete":
    case "forget":
      return unsettledStanding;
  }
}

/** Created or replaced: what the provider computes is known only after apply; an argument that is left out and not computed is not. */
function anew(fate: Fate, attribute: string | null): Standing {
  const fresh: Standing = { kind: "fresh", feed: { address: fate.address, mode: fate.mode, replaced: true }, whole: attribute === null };
  if (attribute === null) return fresh;
  if (isOutput(fate, attribute) && fate.input !== "something")
    return fate.input === "nothing" && wasNothing(fate) ? settled : unsettledStanding;
  if (fate.facts === null) return attribute === "id" ? fresh : unsettledStanding;
  const fact = fate.facts.fact(attribute);
  if (fact === "unknown") return fresh;
  if (fate.facts.argument?.(attribute)?.computed !== false)
    return fate.facts.argument?.(attribute)?.computed === true ? fresh : unsettledStanding;
  const [old, next] = [fate.before, fate.instance].map((instance) =>
    instance === null ? undefined : entriesOf(instance.values)?.get(attribute),
  );
  return fate.before !== null && isNothing(old) && isNothing(next) ? settled : unsettledStanding;
}

/** `terraform_data` without an input has no output: that is known at once. */
export function isOutput(fate: Fate, attribute: string): boolean {
  return fate.instance.type === "terraform_data" && attribute === "output";
}

/** Whether the base's had no input either. */
export function wasNothing(fate: Fate): boolean {
  return fate.before !== null && isNothing(entriesOf(fate.before.values)?.get("input"));
}

function afterUpdate(fate: Fate, attribute: string | null): Standing {
  const feed: Feed = { address: fate.address, mode: fate.mode, replaced: false };
  if (attribute === null) return fate.surely.size > 0 && fate.held.size === 0 ? { kind: "fresh", feed, whole: true } : unsettledStanding;
  if (attribute === "id") return settled;
  if (fate.held.has(attribute) || fate.changed.has(attribute)) return unsettledStanding;
  const recomputed = fate.facts?.recomputed ?? null;
  if (recomputed === null) return unsettledStanding;
  const triggers = recomputed.get(attribute);
  if (triggers === undefined) return attribute === "tags_all" ? unsettledStanding : settled;
  const triggered = isTriggered(triggers, fate.changed);
  if (triggered === "no") return settled;
  if (triggered === "maybe" || (isOutput(fate, attribute) && fate.input !== "something")) return unsettledStanding;
  return { kind: "fresh", feed, whole: false };
}

/** Whether a change of these arguments makes the provider compute an attribute anew: `*` any but those with `!`, `?` not known which. */
export function isTriggered(triggers: readonly string[], changed: ReadonlySet<string>): "yes" | "no" | "maybe" {
  if (triggers.includes("?")) return "maybe";
  if (triggers.some((name) => changed.has(name))) return "yes";
  if (!triggers.includes("*")) return "no";
  return [...changed].some((name) => !triggers.includes(`!${name}`)) ? "yes" : "maybe";
}

/** Not decided, but none of what it may be touches the attribute. */
function maybeSettled(fate: Fate, attribute: string | null): Standing {
  const quiet = fate.possible.length > 0 && fate.possible.every((action) => action === "no-op" || action === "update" || action === "move");
  return quiet && afterUpdate(fate, attribute).kind === "settled" ? settled : unsettledStanding;
}

/** What is wrong in the configuration is told apart from what only the provider or a later run knows. */
function doubtKind(reason: UnknownReason | undefined): Doubt["kind"] {
  switch (reason?.kind) {
    case "invalid":
    case "cycle":
    case "missing":
      return "invalid-configuration";
    case "module":
      return "unknown-module";
    default:
      return "unknown-value";
  }
}
