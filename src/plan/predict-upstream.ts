/** What is predicted of the resources that a value rests on, and so what an unknown value means. */
import type { Doubt } from "../model/resource-change.ts";
import type { Unknown, UnknownReason, Value } from "../model/value.ts";
import { type Address, addressText, blockAddress, parseAddress, resourceAddress } from "./predict-addresses.ts";
import type { Feed, Meaning } from "./predict-compare.ts";
import { surelyDiffer } from "./predict-difference.ts";
import type { Fate } from "./predict-fate.ts";
import type { Unexpanded } from "./predict-unexpanded.ts";
import { isNothing } from "./predict-values.ts";

/** Decides what becomes of an instance; null: it is just being decided. */
export type Deciding = (address: string) => Fate | null;

export class Upstream {
  readonly #decide: Deciding;
  readonly #exact = new Set<string>();
  readonly #none = new Set<string>();
  readonly #byResource = new Map<string, string[]>();
  readonly #byBlock = new Map<string, string[]>();
  #unexpanded: Pick<Unexpanded, "addresses" | "isUnchanged"> = { addresses: [], isUnchanged: () => false };
  readonly #restsOn = new Set<string>();

  /** @param decide of an address that was entered. */
  constructor(decide: Deciding) {
    this.#decide = decide;
  }

  /** Makes known what is not expanded. */
  keep(unexpanded: Pick<Unexpanded, "addresses" | "isUnchanged">): void {
    this.#unexpanded = unexpanded;
  }

  /** Whether what an unexpanded resource rests on is as it was: nothing is planned for it, or only the deployed value is unknown. */
  isKeptFor(reason: UnknownReason, address: string): boolean {
    const modules = parseAddress(address)?.modules ?? [];
    if (reason.kind !== "computed" && reason.kind !== "data") return reason.kind !== "impure" && this.#isKept(reason, modules);
    const { fates } = this.find(reason.subject, modules);
    if (fates.length === 0) return this.#isUnchanged(reason.subject);
    return fates.every(({ action }) => action === "no-op" || action === "move");
  }

  /** Makes instances of the head known. */
  enter(addresses: readonly string[]): void {
    for (const text of addresses) {
      const address = parseAddress(text);
      if (address === null || this.#exact.has(text)) continue;
      this.#exact.add(text);
      push(this.#byResource, resourceAddress(address), text);
      push(this.#byBlock, blockAddress(address), text);
    }
  }

  /** Makes a resource of the head known that has no instances there, by its address without index. */
  enterNone(resource: string): void {
    this.#none.add(resource);
  }

  /** Whether what a reference of a module names has no instances at the head. */
  isNone(subject: string, modules: Address["modules"]): boolean {
    const parsed = parseAddress(subject);
    return parsed !== null && this.#none.has(resourceAddress({ ...parsed, modules }));
  }

  /** The fates that a subject (`aws_instance.web[0].private_ip`) speaks of, as seen from within `modules`, and the attribute it names. */
  find(subject: string, modules: Address["modules"]): { readonly fates: readonly Fate[]; readonly attribute: string | null } {
    const parsed = parseAddress(subject);
    if (parsed === null || parsed.type === null) return { fates: [], attribute: null };
    const attribute = /^(?:\[[^\]]{0,200}\]){0,4}\.([A-Za-z_][A-Za-z0-9_-]*)/.exec(parsed.rest)?.[1] ?? null;
    const inner = parsed.modules.length === 0 && modules.length > 0 ? this.#addresses({ ...parsed, modules }) : [];
    const addresses = inner.length > 0 ? inner : this.#addresses(parsed);
    return { fates: addresses.flatMap((address) => this.#decide(address) ?? []), attribute };
  }

  #addresses(address: Address): readonly string[] {
    const exact = addressText(address);
    if (this.#exact.has(exact)) return [exact];
    return this.#byResource.get(resourceAddress(address)) ?? this.#byBlock.get(blockAddress(address)) ?? [];
  }

  /** What an unknown value of the head means beside the base's value at the same place. */
  meaning(head: Unknown, base: Value | undefined, modules: Address["modules"]): Meaning {
    switch (head.planned) {
      case "later":
        return { kind: "fresh", feed: this.#feedOf(head, modules) };
      case "perhaps":
        return { kind: "unsettled", doubt: doubtOf(head.because[0]) };
      case "kept":
      case undefined:
        break;
    }
    const doubtful = head.because.find((reason) => !this.#isKept(reason, modules));
    if (doubtful !== undefined || head.because.length === 0) return { kind: "unsettled", doubt: doubtOf(doubtful) };
    if (base?.kind === "unknown" && base.derivation === head.derivation) {
      for (const reason of head.because) this.#note(reason);
      return { kind: "settled" };
    }
    const before = base === undefined || isNothing(base) ? ({ kind: "null" } as const) : base;
    return surelyDiffer(before, head) ? { kind: "changed" } : { kind: "unsettled", doubt: doubtOf(head.because[0]) };
  }

  /**
   * What was taken to be what it was, although only the apply shows it: `data.aws_ami.base`, `var.subnet_id`, `module.vpc`, sorted. What
   * deployed resources computed is not among it: the state holds that.
   */
  restsOn(): readonly string[] {
    return [...this.#restsOn].sort();
  }

  #note(reason: UnknownReason): void {
    if (reason.kind === "computed" || reason.kind === "impure") return;
    const parsed = reason.kind === "data" ? parseAddress(reason.subject) : null;
    this.#restsOn.add(parsed === null ? reason.subject.replace(/\(.*$/s, "()") : addressText(parsed));
  }

  /** Whether what a value rests on is the same as it was, so that the way it is made decides. */
  #isKept(reason: UnknownReason, modules: Address["modules"]): boolean {
    switch (reason.kind) {
      case "input":
      case "provider-function":
      case "unsupported":
      case "impure":
        return true;
      case "invalid":
      case "cycle":
      case "missing":
        return false;
      case "module":
        return this.#isUnchanged(reason.subject);
      case "computed":
      case "data":
        // What is expanded has said itself what is known of it.
        return this.find(reason.subject, modules).fates.length > 0 || this.#isUnchanged(reason.subject);
    }
  }

  #isUnchanged(subject: string): boolean {
    const above = this.#unexpanded.addresses.filter(
      (each) => subject === each || subject.startsWith(`${each}.`) || subject.startsWith(`${each}[`),
    );
    // The innermost one says it: a module may change in another part.
    const innermost = above.reduce<string | null>(
      (longest, each) => (longest === null || each.length > longest.length ? each : longest),
      null,
    );
    return innermost !== null && this.#unexpanded.isUnchanged(innermost);
  }

  /** What makes it unknown: a resource that is made or replaced before one that is changed. */
  #feedOf(head: Unknown, modules: Address["modules"]): Feed | null {
    let changed: Feed | null = null;
    for (const reason of head.because) {
      if (reason.kind !== "computed" && reason.kind !== "data") continue;
      for (const { address, mode, action } of this.find(reason.subject, modules).fates) {
        if (action === "create" || action === "replace" || action === "read") return { address, mode, replaced: true };
        if (action === "update" || action === "undecided") changed ??= { address, mode, replaced: false };
      }
    }
    return changed;
  }
}

function push(map: Map<string, string[]>, key: string, address: string): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [address]);
  else list.push(address);
}

/** What is wrong in the configuration is told apart from what only the provider or a later run knows. */
function doubtOf(reason: UnknownReason | undefined): Doubt {
  const subject = reason?.subject ?? null;
  switch (reason?.kind) {
    case "invalid":
    case "cycle":
    case "missing":
      return { kind: "invalid-configuration", path: null, subject };
    case "module":
      return { kind: "unknown-module", path: null, subject };
    default:
      return { kind: "unknown-value", path: null, subject };
  }
}
