/** What a change of an argument does in each version of a provider that a constraint lets in. */
import type { ReplacementFact } from "../model/catalogue.ts";
import { type ArgumentBody, type ArgumentNode, nodeAt, parseBody } from "./catalogue-body.ts";
import { type Documented, type HandFacts, type Observed, ownEntry, type ProviderFile } from "./catalogue-file.ts";
import { contains, overlaps, type VersionRange, versionRange } from "./catalogue-versions.ts";

/** One way an edition of the provider may see the type: its tree, with what differed then. */
export interface Edition {
  /** The provider's version that it was read from. */
  readonly version: string;
  /** It holds below this version; null: it is the newest. */
  readonly below: string | null;
  readonly body: ArgumentBody;
  readonly changed: ReadonlyMap<string, ReplacementFact>;
  readonly updatable: boolean;
  readonly complete: boolean;
}

/** The editions that the range may mean, oldest first; an edition that does not know the type is not meant. */
export function editionsOf(type: string, file: ProviderFile, range: VersionRange): readonly Edition[] {
  const editions: Edition[] = [];
  const text = ownEntry(file.resources, type);
  const newest = text === undefined ? null : parsedType(text, file);
  let from = versionRange("0.0.0").from;
  for (const older of file.older) {
    const below = versionRange(older.below).from;
    if (overlaps(range, { from, below })) {
      const only = ownEntry(older.only, type);
      const origin = { version: older.version, below: older.below };
      if (only !== undefined) editions.push({ ...listedType(only), ...origin });
      else if (newest !== null)
        editions.push({ ...newest, ...origin, changed: new Map(Object.entries(ownEntry(older.changed, type) ?? {})) });
    }
    from = below;
  }
  if (newest !== null && overlaps(range, { from, below: null })) editions.push(newest);
  return editions;
}

function parsedType(text: string, file: ProviderFile): Edition {
  let at = 0;
  while (text[at] === "^" || text[at] === "%") at++;
  const prefix = text.slice(0, at);
  return {
    version: file.version,
    below: null,
    body: parseBody(text.slice(at), file.shared),
    changed: new Map(),
    updatable: !prefix.includes("^"),
    complete: !prefix.includes("%"),
  };
}

/** A type spelled out as `{path: fact}`, as older editions have it. */
function listedType(listed: Readonly<Record<string, ReplacementFact | boolean>>): Omit<Edition, "version" | "below"> {
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

/** What the catalogue holds about one type, as far as a version range goes. */
export interface FactSources {
  readonly editions: readonly Edition[];
  readonly hand: readonly HandFacts[];
  readonly range: VersionRange;
  /** What the provider itself answered of the type, in which versions; null: nothing that differs. */
  /** What the documentation says of arguments that no edition has. */
  readonly documented: Readonly<Record<string, ReplacementFact>> | null;
  readonly seen: {
    readonly facts: Readonly<Record<string, ReplacementFact>>;
    readonly exactly: VersionRange;
    readonly perhaps: VersionRange;
  } | null;
}

/** What the documentation of the versions in range says of the type; null: it is of other versions. */
export function documentedOf(documented: Documented | null, type: string, range: VersionRange): FactSources["documented"] {
  if (documented === null || !contains(versionRange(documented.versions), range)) return null;
  return ownEntry(documented.facts, type) ?? null;
}

/** Where the provider's own answers differ from the facts that were extracted from its source. */
export function seenOf(observed: Observed | null, type: string): FactSources["seen"] {
  const facts = ownEntry(observed?.facts, type);
  if (observed === null || facts === undefined) return null;
  const next = `${Number.parseInt(observed.version, 10) + 1}.0.0`;
  return { facts, exactly: versionRange(`>= ${observed.version}, < ${next}`), perhaps: versionRange(`< ${next}`) };
}

/** The fact that every edition in range agrees on; where they differ it depends. A reviewed fact goes first, then what the provider answered. */
export function agreed({ editions, hand, range, seen, documented }: FactSources, names: readonly string[]): ReplacementFact {
  const path = names.join(".");
  const facts = new Set<ReplacementFact>();
  for (const fact of hand.flatMap((entry) => entry.facts ?? [])) {
    if (fact.path !== path) continue;
    const applies = versionRange(fact.versions ?? null);
    if (contains(applies, range)) return fact.fact;
    if (overlaps(applies, range)) facts.add(fact.fact);
  }
  const answered = ownEntry(seen?.facts, path);
  if (seen !== null && answered !== undefined && overlaps(seen.perhaps, range)) {
    if (contains(seen.exactly, range)) return answered;
    facts.add(answered);
  }
  for (const edition of editions) {
    const fact = factIn(edition, names);
    if (fact !== "unknown") facts.add(fact);
  }
  const [only] = facts;
  if (only === undefined) return ownEntry(documented, path) ?? "unknown";
  return facts.size === 1 ? only : "conditional";
}

/** The fact of one edition. */
export function factIn(edition: Edition, names: readonly string[]): ReplacementFact {
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
