/** The replacement catalogue: what the providers' schemas say a change of an argument does, loaded one provider at a time. */
import type { ArgumentSchema, OmittedArgument, ReplacementCatalogue, ReplacementFact, ResourceFacts } from "../model/catalogue.ts";
import { type ArgumentBody, type ArgumentNode, namesOf, nodeAt, parseBody } from "./catalogue-body.ts";
import { contains, overlaps, type VersionRange, versionRange } from "./catalogue-versions.ts";

/** What `policies/catalogue/replacement/<provider>.json` holds. */
interface ProviderFile {
  readonly shared: readonly string[];
  readonly resources: Readonly<Record<string, string>>;
  /** Null: the schema of this provider's arguments is not in the catalogue. */
  readonly schema: string | null;
  /** Sorted, oldest first. Each holds for the versions below it that no earlier one holds for. */
  readonly older: readonly OlderEdition[];
  readonly olderSchemas: readonly OlderSchema[];
  /** By type; `*`: the provider. */
  readonly hand: Readonly<Record<string, HandFacts | readonly HandFacts[]>>;
}

interface OlderEdition {
  readonly below: string;
  readonly changed: Readonly<Record<string, Readonly<Record<string, ReplacementFact>>>>;
  /** Types that only this edition has, and not the newest one. */
  readonly only: Readonly<Record<string, Readonly<Record<string, ReplacementFact | boolean>>>>;
}

/** Outermost arguments that an earlier major version declared otherwise: `+` computed, `=` required, nothing plain optional. */
interface OlderSchema {
  readonly below: string;
  readonly differs: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Reviewed facts, from `policies/catalogue/replacement/by-hand.json`. */
interface HandFacts {
  /** The provider's versions that all of it holds for; missing: all. */
  readonly versions?: string;
  readonly facts?: readonly { readonly path: string; readonly fact: ReplacementFact; readonly versions?: string }[];
  readonly omitted?: Readonly<Record<string, string | number | boolean | null>>;
  readonly kept?: readonly string[];
  /** Versions in which an optional and computed argument that is taken away stays what it was. */
  readonly computedKept?: string;
  readonly recomputed?: Readonly<Record<string, readonly string[]>>;
}

/**
 * A catalogue over the files of `policies/catalogue/replacement/`.
 * @param load the parsed JSON of a provider (`aws`, `null`; the part of a resource type before the first `_`); null: there is none.
 *   Asked at most once for each, and only for providers that are looked up.
 */
export function createReplacementCatalogue(load: (provider: string) => unknown | null): ReplacementCatalogue {
  const providers = new Map<string, ProviderFile | null>();
  const known = new Map<string, ResourceFacts | null>();
  return {
    resource(type, version) {
      const key = `${type} ${version ?? ""}`;
      const found = known.get(key);
      if (found !== undefined) return found;
      const provider = type.slice(0, Math.max(0, type.indexOf("_")));
      let file = providers.get(provider);
      if (file === undefined) {
        file = asProviderFile(provider === "" ? null : load(provider));
        providers.set(provider, file);
      }
      const facts = file === null ? null : factsOf(type, file, versionRange(version));
      known.set(key, facts);
      return facts;
    },
  };
}

function asProviderFile(loaded: unknown): ProviderFile | null {
  if (typeof loaded !== "object" || loaded === null || !("resources" in loaded) || !("shared" in loaded)) return null;
  return loaded as ProviderFile;
}

/** One way an edition of the provider may see the type: its tree, with what differed then. */
interface Edition {
  readonly body: ArgumentBody;
  readonly changed: ReadonlyMap<string, ReplacementFact>;
  readonly updatable: boolean;
  readonly complete: boolean;
}

function factsOf(type: string, file: ProviderFile, range: VersionRange): ResourceFacts | null {
  const editions = editionsOf(type, file, range);
  const [first] = editions;
  if (first === undefined) return null;
  const hand = handOf(file, type, range);
  const provider = handOf(file, "*", range);
  const argument = remembering((path) => argumentOf(type, file, first, range, path));
  const recomputed = hand.find((facts) => facts.recomputed !== undefined)?.recomputed;
  const computedKept = [...hand, ...provider].some(
    (facts) => facts.computedKept !== undefined && contains(versionRange(facts.computedKept), range),
  );
  return {
    type,
    updatable: editions.every((edition) => edition.updatable),
    complete: editions.every((edition) => edition.complete),
    fact: remembering((path) => agreed(editions, hand, range, namesOf(path))),
    argument,
    members: remembering((path) => [...(nodeAt(first.body, namesOf(path))?.children?.keys() ?? [])]),
    omitted: remembering((path) => omittedOf(hand, namesOf(path).join("."), computedKept && argument(path)?.computed === true)),
    recomputed: recomputed === undefined ? null : new Map(Object.entries(recomputed)),
  };
}

/** So many paths of one type are asked for again and again; more than that come from somewhere else. */
const maxRemembered = 5_000;

function remembering<T>(answer: (path: string) => T): (path: string) => T {
  const answers = new Map<string, T>();
  return (path) => {
    const known = answers.get(path);
    if (known !== undefined) return known;
    const found = answer(path);
    if (answers.size < maxRemembered) answers.set(path, found);
    return found;
  };
}

/** The reviewed facts of a type that hold for every version in range. */
function handOf(file: ProviderFile, type: string, range: VersionRange): readonly HandFacts[] {
  const written = Object.hasOwn(file.hand, type) ? file.hand[type] : undefined;
  if (written === undefined) return [];
  const entries: readonly HandFacts[] = Array.isArray(written) ? written : [written];
  return entries.filter((entry) => entry.versions === undefined || contains(versionRange(entry.versions), range));
}

/** The newest schema's word, or an earlier one's; null where the range does not settle which. */
function argumentOf(type: string, file: ProviderFile, edition: Edition, range: VersionRange, path: string): ArgumentSchema | null {
  if (file.schema === null) return null;
  const names = namesOf(path);
  const newest = nodeAt(edition.body, names)?.schema ?? null;
  const [name] = names;
  if (newest === null || name === undefined || names.length > 1) return newest;
  const since = versionRange(`>= ${file.schema.split(".", 1)[0]}`);
  for (const older of file.olderSchemas) {
    const differs = Object.hasOwn(older.differs, type) ? older.differs[type] : undefined;
    if (differs === undefined || !Object.hasOwn(differs, name)) continue;
    if (contains(versionRange(`< ${older.below}`), range))
      return { ...newest, required: differs[name] === "=", computed: differs[name] === "+" };
    if (!contains(since, range)) return null;
  }
  return newest;
}

function omittedOf(hand: readonly HandFacts[], path: string, keptBySchema: boolean): OmittedArgument {
  const entry = hand.findLast((facts) => facts.omitted !== undefined && Object.hasOwn(facts.omitted, path));
  return {
    value: entry === undefined ? undefined : (entry.omitted?.[path] ?? null),
    kept: keptBySchema || hand.some((facts) => facts.kept?.includes(path) === true),
  };
}

/** The editions that the range may mean; an edition that does not know the type is not meant. */
function editionsOf(type: string, file: ProviderFile, range: VersionRange): readonly Edition[] {
  const editions: Edition[] = [];
  const newest = Object.hasOwn(file.resources, type) ? parsedType(file.resources[type] ?? "", file.shared) : null;
  let from = versionRange("0.0.0").from;
  for (const older of file.older) {
    const below = versionRange(older.below).from;
    if (overlaps(range, { from, below })) {
      if (Object.hasOwn(older.only, type)) editions.push(listedType(older.only[type] ?? {}));
      else if (newest !== null) editions.push({ ...newest, changed: new Map(Object.entries(ownEntry(older.changed, type))) });
    }
    from = below;
  }
  if (newest !== null && overlaps(range, { from, below: null })) editions.push(newest);
  return editions;
}

function ownEntry<T>(record: Readonly<Record<string, Readonly<Record<string, T>>>>, key: string): Readonly<Record<string, T>> {
  return Object.hasOwn(record, key) ? (record[key] ?? {}) : {};
}

function parsedType(text: string, shared: readonly string[]): Edition {
  let at = 0;
  while (text[at] === "^" || text[at] === "%") at++;
  const prefix = text.slice(0, at);
  return {
    body: parseBody(text.slice(at), shared),
    changed: new Map(),
    updatable: !prefix.includes("^"),
    complete: !prefix.includes("%"),
  };
}

/** A type spelled out as `{path: fact}`, as older editions have it. */
function listedType(listed: Readonly<Record<string, ReplacementFact | boolean>>): Edition {
  type Growing = Map<string, { fact: ReplacementFact | "group"; schema: null; children: Growing | null }>;
  const body: Growing = new Map();
  for (const [path, fact] of Object.entries(listed)) {
    if (typeof fact === "boolean") continue;
    let level = body;
    const names = path.split(".");
    for (const [depth, name] of names.entries()) {
      const node = level.get(name) ?? { fact: "group", schema: null, children: null };
      level.set(name, node);
      if (depth === names.length - 1) node.fact = fact;
      else {
        node.children ??= new Map();
        level = node.children;
      }
    }
  }
  return { body: body as ArgumentBody, changed: new Map(), updatable: listed._updatable !== false, complete: true };
}

/** The fact that every edition in range agrees on; where they differ it depends. */
function agreed(editions: readonly Edition[], hand: readonly HandFacts[], range: VersionRange, names: readonly string[]): ReplacementFact {
  const written = hand.flatMap((entry) => entry.facts ?? []).filter((fact) => fact.path === names.join("."));
  const facts = new Set<ReplacementFact>();
  for (const fact of written) {
    const applies = versionRange(fact.versions ?? null);
    if (contains(applies, range)) return fact.fact;
    if (overlaps(applies, range)) facts.add(fact.fact);
  }
  for (const edition of editions) {
    const fact = factIn(edition, names);
    if (fact !== "unknown") facts.add(fact);
  }
  const [only] = facts;
  if (only === undefined) return "unknown";
  return facts.size === 1 ? only : "conditional";
}

function factIn(edition: Edition, names: readonly string[]): ReplacementFact {
  for (let length = names.length; length > 0; length--) {
    const changed = edition.changed.get(names.slice(0, length).join("."));
    if (changed !== undefined && (length === names.length || isLeaf(edition.body, names.slice(0, length)))) return changed;
  }
  const node = nodeAt(edition.body, names);
  if (node === null) return "unknown";
  return node.fact === "group" ? ofGroup(node) : node.fact;
}

function isLeaf(body: ArgumentBody, names: readonly string[]): boolean {
  return nodeAt(body, names)?.children === null;
}

/** A group has no fact of its own: what its members agree on. */
function ofGroup(node: ArgumentNode): ReplacementFact {
  const facts = new Set<ReplacementFact>();
  for (const child of node.children?.values() ?? []) facts.add(child.fact === "group" ? ofGroup(child) : child.fact);
  const [only] = facts;
  return facts.size === 1 && only !== undefined ? only : "conditional";
}
