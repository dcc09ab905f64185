/** Predicts what happens to one instance that stands in both configurations. */
import type { ReplacementCatalogue, ResourceFacts } from "../model/catalogue.ts";
import { expressionText } from "../model/expression-text.ts";
import type { Action, Cause, Doubt, ReplaceOrder } from "../model/resource-change.ts";
import { attributeNamed } from "../model/syntax-query.ts";
import type { ResourceInstance } from "../model/terraform-module.ts";
import type { Unknown, Value } from "../model/value.ts";
import type { Address } from "./predict-addresses.ts";
import { parseAddress } from "./predict-addresses.ts";
import { type CompareContext, compareValues, type Meaning } from "./predict-compare.ts";
import type { TagsChange } from "./predict-default-tags.ts";
import { type Effect, effectsOf } from "./predict-effects.ts";
import { keptByProvider, keptPaths, withoutIgnored } from "./predict-ignored.ts";
import type { BodyContext, Outcome } from "./predict-outcomes.ts";
import { triggersOf } from "./predict-triggers.ts";
import type { Upstream } from "./predict-upstream.ts";
import { entriesOf, sensitivePaths } from "./predict-values.ts";

export interface Decision {
  readonly action: Extract<Action, "no-op" | "update" | "replace" | "undecided">;
  readonly order: ReplaceOrder | null;
  readonly because: readonly Cause[];
  readonly reason: string | null;
  readonly possible: readonly Action[];
  readonly doubts: readonly Doubt[];
  readonly changed: ReadonlySet<string>;
  /** Those that change for certain. */
  readonly surely: ReadonlySet<string>;
  /** The arguments as Terraform plans them. */
  readonly planned: Value;
  readonly facts: ResourceFacts | null;
  /** Paths that `ignore_changes` keeps as they are. */
  readonly ignored: readonly string[];
  /** Where the provider's own tags change it. */
  readonly tags?: TagsChange;
}

export interface DecisionInput {
  readonly base: ResourceInstance;
  readonly head: ResourceInstance;
  readonly catalogue: ReplacementCatalogue;
  readonly version: string | null;
  readonly upstream: Upstream;
  readonly createFirst: boolean;
}

/** Meta-arguments that a body may still hold; they are not attributes. */
const metaArguments = new Set(["lifecycle", "provisioner", "connection", "depends_on", "count", "for_each", "provider"]);

/** Where facts of a provider come from: a provider of the same name by somebody else is another one. */
const knownProviders = new Set([
  "terraform.io/builtin/terraform",
  ...["aws", "azurerm", "google", "google-beta", "kubernetes", "helm", "local", "null", "random", "time", "tls"].map(
    (name) => `hashicorp/${name}`,
  ),
  "cloudflare/cloudflare",
  "digitalocean/digitalocean",
  "integrations/github",
  "hashicorp/github",
]);

/** Facts of the instance's type; null: the type or its provider is not in the catalogue. */
export function factsFor(instance: ResourceInstance, catalogue: ReplacementCatalogue, version: string | null): ResourceFacts | null {
  const source = instance.provider.replace(/^registry\.(terraform\.io|opentofu\.org)\//, "").toLowerCase();
  if (source.includes("/") && !knownProviders.has(source)) return null;
  return catalogue.resource(instance.type, version);
}

export function contextFor(input: DecisionInput, facts: ResourceFacts): BodyContext {
  const base = argumentsOf(input.base);
  const head = argumentsOf(input.head);
  const modules: Address["modules"] = parseAddress(input.head.address)?.modules ?? [];
  const { ignoreChanges } = input.head.lifecycle;
  const strict = facts.type === "terraform_data" || facts.type === "kubernetes_manifest";
  const written = ignoreChanges === "all" ? [...new Set([...base.keys(), ...head.keys()])] : ignoreChanges;
  const ignored = strict ? keptPaths(written, base, head) : keptByProvider(written, facts);
  return {
    strict,
    normalises: !localProviders.has(facts.type.slice(0, facts.type.indexOf("_"))),
    meaning: (value: Unknown, before: Value | undefined): Meaning => input.upstream.meaning(value, before, modules),
    facts,
    version: input.version,
    base,
    head,
    ignored,
  };
}

/** Providers that store what is written, letter by letter. */
const localProviders = new Set(["terraform", "null", "random", "local", "time", "tls"]);

export function argumentsOf(instance: ResourceInstance): ReadonlyMap<string, Value> {
  const entries = entriesOf(instance.values) ?? new Map<string, Value>();
  return new Map([...entries].filter(([name]) => !metaArguments.has(name)));
}

/** The change of an instance that the base has as well. */
export function decideChange(input: DecisionInput): Decision {
  const facts = factsFor(input.head, input.catalogue, input.version);
  if (input.head.values.kind === "unknown" || input.base.values.kind === "unknown" || input.base.type !== input.head.type) {
    return undecided(input, facts, [{ kind: "unsupported", path: null, subject: null }], ["no-op", "update", "replace"]);
  }
  if (facts === null) return withoutFacts(input);
  const context = contextFor(input, facts);
  const effects = effectsOf(context);
  const triggers = triggersOf(input.head, input.upstream);
  const changed = new Set(effects.filter((effect) => !onlyNone(effect)).map((effect) => topLevel(effect.path)));
  const surely = new Set(effects.filter((effect) => !effect.outcomes.has("none")).map((effect) => topLevel(effect.path)));
  const common = { changed, surely, facts, ignored: context.ignored };
  const alias = providerDoubt(input);
  const doubts = [
    ...effects.flatMap((effect) => (effect.outcomes.size > 1 && effect.doubt !== null ? [effect.doubt] : [])),
    ...triggers.doubts,
    ...alias,
  ];
  const planned = plannedArguments(context);
  if (alias.length > 0) return { ...common, ...nothing, planned, action: "undecided", possible: ["no-op", "update", "replace"], doubts };
  const resolved = resolve(input, effects, triggers, doubts, markChanges(context));
  // What is made anew is made as the code says: nothing deployed is left to be kept.
  if (resolved.action === "replace") return { ...common, ...resolved, planned: input.head.values };
  return { ...common, ...resolved, planned: resolved.action === "no-op" ? input.base.values : planned };
}

/** The head's arguments, but for what `ignore_changes` keeps. */
function plannedArguments(context: BodyContext): Value {
  const entries = new Map<string, Value>();
  for (const name of new Set([...context.base.keys(), ...context.head.keys()])) {
    const kept = withoutIgnored(context.ignored, name, context.base.get(name), context.head.get(name));
    if (kept !== undefined) entries.set(name, kept);
  }
  return { kind: "object", entries };
}

/** Whether something becomes sensitive or ceases to be: Terraform plans an update for that alone. */
function markChanges(context: BodyContext): boolean {
  for (const name of new Set([...context.base.keys(), ...context.head.keys()])) {
    const after = withoutIgnored(context.ignored, name, context.base.get(name), context.head.get(name));
    if (JSON.stringify(sensitivePaths(context.base.get(name))) !== JSON.stringify(sensitivePaths(after))) return true;
  }
  return false;
}

const nothing = { order: null, because: [], reason: null } as const;

function undecided(input: DecisionInput, facts: ResourceFacts | null, doubts: readonly Doubt[], possible: readonly Action[]): Decision {
  const names = new Set([...argumentsOf(input.base).keys(), ...argumentsOf(input.head).keys()]);
  const planned = input.head.values;
  return { ...nothing, action: "undecided", possible, doubts, changed: names, surely: new Set(), planned, facts, ignored: [] };
}

/** Without facts, what is equal is a no-op all the same; what is not may be anything. */
function withoutFacts(input: DecisionInput): Decision {
  const modules: Address["modules"] = parseAddress(input.head.address)?.modules ?? [];
  const context: CompareContext = {
    strict: true,
    normalises: false,
    meaning: (value, before) => input.upstream.meaning(value, before, modules),
  };
  const [base, head] = [argumentsOf(input.base), argumentsOf(input.head)];
  const equal = [...new Set([...base.keys(), ...head.keys()])].every(
    (name) => compareValues(context, name, base.get(name), head.get(name)).state === "equal",
  );
  const triggers = triggersOf(input.head, input.upstream);
  const kept = equal ? providerDoubt(input).length === 0 : input.head.lifecycle.ignoreChanges === "all";
  if (kept && triggers.state === "none") {
    const none = { possible: [], doubts: [], changed: new Set<string>(), surely: new Set<string>(), facts: null, ignored: [] };
    return { ...nothing, ...none, action: "no-op", planned: input.base.values };
  }
  return undecided(input, null, [{ kind: "unknown-resource-type", path: null, subject: input.head.type }], ["no-op", "update", "replace"]);
}

function onlyNone(effect: Effect): boolean {
  return effect.outcomes.size === 1 && effect.outcomes.has("none");
}

function topLevel(path: string): string {
  return /^[^.[]*/.exec(path)?.[0] ?? path;
}

/** Another provider configuration may be another account or region. */
function providerDoubt(input: DecisionInput): readonly Doubt[] {
  const written = [input.base, input.head].map((instance) => attributeNamed(instance.block.body, "provider")?.expression);
  const [old, next] = written.map((expression) => (expression === undefined ? "" : expressionText(expression)));
  if (input.base.provider === input.head.provider && old === next) return [];
  return [{ kind: "other-provider", path: null, subject: `provider ${input.head.provider}` }];
}

interface Triggers {
  readonly state: "none" | "certain" | "uncertain";
  readonly by: string | null;
}

const rank: Readonly<Record<Outcome, number>> = { none: 0, update: 1, replace: 2 };
const actionOf: Readonly<Record<Outcome, Action>> = { none: "no-op", update: "update", replace: "replace" };

function resolve(
  input: DecisionInput,
  effects: readonly Effect[],
  triggers: Triggers,
  doubts: readonly Doubt[],
  marked: boolean,
): Pick<Decision, "action" | "order" | "because" | "reason" | "possible" | "doubts"> {
  const least = effects.map((effect) => Math.min(...[...effect.outcomes].map((outcome) => rank[outcome])));
  const lower = triggers.state === "certain" ? 2 : Math.max(marked ? 1 : 0, ...least);
  const reachable = new Set<Outcome>();
  for (const outcome of ["none", "update", "replace"] as const) {
    const some =
      rank[outcome] === lower ||
      effects.some((effect) => effect.outcomes.has(outcome)) ||
      (outcome === "replace" && triggers.state === "uncertain");
    if (some && rank[outcome] >= lower) reachable.add(outcome);
  }
  const replacing = effects.filter((effect) => effect.outcomes.has("replace"));
  // A replacement is only told where every path that forces it is known: each is evidence.
  const pathsKnown = replacing.every((effect) => effect.outcomes.size === 1 && effect.wholePath);
  const because = causesOf(replacing, triggers);
  if (reachable.size === 1 && (lower < 2 || pathsKnown)) {
    if (lower < 2) return { ...nothing, action: lower === 0 ? "no-op" : "update", possible: [], doubts: [] };
    const reason = triggers.state === "certain" ? "replace_by_triggers" : "replace_because_cannot_update";
    return { action: "replace", order: input.createFirst ? "create-first" : "destroy-first", because, reason, possible: [], doubts: [] };
  }
  return { ...nothing, action: "undecided", possible: [...reachable].map((outcome) => actionOf[outcome]), doubts };
}

function causesOf(replacing: readonly Effect[], triggers: Triggers): readonly Cause[] {
  const causes: Cause[] = [];
  const seen = new Set<string>();
  for (const effect of replacing) {
    if (seen.has(effect.path)) continue;
    seen.add(effect.path);
    const upstream = effect.unknown && effect.feed !== null && effect.feed.mode === "managed";
    causes.push({ kind: upstream ? "upstream" : "attribute", path: effect.path, via: effect.feed?.address ?? null });
  }
  if (triggers.state === "certain") causes.push({ kind: "triggered", path: null, via: triggers.by });
  return causes;
}
