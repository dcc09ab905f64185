/** Tells what the replacement catalogue holds about a type or an argument, and from where. */
import type { ReplacementFact } from "../model/catalogue.ts";
import type { ArgumentPage, ReviewedSource, TypePage, VersionedFact } from "../model/catalogue-page.ts";
import type { Unknown } from "../model/value.ts";
import { createReplacementCatalogue, providerFiles } from "./catalogue.ts";
import { namesOf, nodeAt } from "./catalogue-body.ts";
import { editionsOf, factIn } from "./catalogue-editions.ts";
import { ownEntry, type ProviderFile, writtenFor } from "./catalogue-file.ts";
import { anyVersion } from "./catalogue-versions.ts";
import { isTriggered } from "./recomputed.ts";

/** What a page can be made of; `unknown` names what there is instead, for a suggestion. */
export type Told =
  | { readonly kind: "type"; readonly type: TypePage }
  | { readonly kind: "argument"; readonly type: TypePage; readonly argument: ArgumentPage }
  | { readonly kind: "unknown-type"; readonly known: readonly string[] }
  | { readonly kind: "unknown-argument"; readonly within: string; readonly name: string; readonly known: readonly string[] };

/**
 * @param load as of `createReplacementCatalogue`.
 * @param path names with dots, indexes allowed; an empty text: the type itself.
 */
export function tell(load: (provider: string) => unknown | null, type: string, path: string): Told {
  const file = providerFiles(load)(type);
  const editions = file === null ? [] : editionsOf(type, file, anyVersion);
  const newest = editions.at(-1);
  if (file === null || newest === undefined) return { kind: "unknown-type", known: file === null ? [] : typesOf(file) };
  const facts = createReplacementCatalogue(load).resource(type, newestOf(file));
  const names = namesOf(path);
  const typePage = typePageOf(type, file, (name) => facts?.fact(name) ?? "unknown", [...newest.body.keys()]);
  if (names.length === 0) return { kind: "type", type: typePage };
  const recomputed = facts?.recomputed ?? new Map<string, readonly string[]>();
  const spelled = names.join(".");
  const fact = facts?.fact(spelled) ?? "unknown";
  const recomputedBy = recomputed.get(spelled) ?? null;
  if (fact === "unknown" && recomputedBy === null && editions.every((edition) => factIn(edition, names) === "unknown"))
    return strangerIn(type, newest.body, names);
  const [top = ""] = names;
  const argument: ArgumentPage = {
    path: spelled,
    fact,
    condition: conditionOf(type, file, spelled),
    versions: versionedFacts(type, file, names),
    argument: facts?.argument?.(spelled) ?? null,
    omitted: facts?.omitted?.(spelled) ?? null,
    recomputedBy,
    recomputes: triggeredBy(recomputed, top, "yes"),
    mayRecompute: triggeredBy(recomputed, top, "maybe"),
    members: [...(nodeAt(newest.body, names)?.children?.keys() ?? [])].filter((name) => name !== "*").sort(),
  };
  return { kind: "argument", type: typePage, argument };
}

/** The newest version that the file speaks of, so that a range never spans two editions. */
function newestOf(file: ProviderFile): string | null {
  return /\d+\.\d+\.\d+/.exec(file.version)?.[0] ?? null;
}

function typesOf(file: ProviderFile): readonly string[] {
  return [...new Set([...Object.keys(file.resources), ...file.older.flatMap((older) => Object.keys(older.only))])].sort();
}

function typePageOf(type: string, file: ProviderFile, factOf: (name: string) => ReplacementFact, names: readonly string[]): TypePage {
  const by: Record<"replace" | "conditional" | "update", string[]> = { replace: [], conditional: [], update: [] };
  for (const name of [...names].sort()) {
    const fact = factOf(name);
    if (fact !== "unknown") by[fact].push(name);
  }
  const sources = sourcesOf(type, file);
  const edition = editionsOf(type, file, anyVersion).at(-1);
  return {
    provider: file.provider,
    version: edition?.version ?? file.version,
    updatable: edition?.updatable ?? true,
    arguments: by,
    sources,
  };
}

function sourcesOf(type: string, file: ProviderFile): readonly ReviewedSource[] {
  const found: ReviewedSource[] = [];
  const { observed, documented } = file;
  if (observed !== null && (ownEntry(observed.sdk, type) ?? ownEntry(observed.framework, type)) !== undefined)
    found.push({ versions: null, source: `answers of the provider ${observed.version} itself` });
  if (documented !== null && (ownEntry(documented.resources, type) !== undefined || ownEntry(documented.facts, type) !== undefined))
    found.push({ versions: documented.versions, source: documented.version });
  for (const entry of writtenFor(file, type)) found.push({ versions: entry.versions ?? null, source: entry.source });
  return found;
}

function conditionOf(type: string, file: ProviderFile, path: string): string | null {
  for (const entry of writtenFor(file, type)) {
    const condition = entry.conditions?.[path];
    if (condition !== undefined) return condition;
  }
  return null;
}

/** What each edition says, with the reviewed facts over it; an edition that says what the next one says is left out. */
function versionedFacts(type: string, file: ProviderFile, names: readonly string[]): readonly VersionedFact[] {
  const all: VersionedFact[] = [];
  const path = names.join(".");
  for (const reviewed of writtenFor(file, type).flatMap((entry) => entry.facts ?? [])) {
    const below = /^< ?([\d.]+)$/.exec(reviewed.versions ?? "")?.[1];
    if (reviewed.path === path && below !== undefined)
      all.push({ below, version: `reviewed for ${reviewed.versions}`, fact: reviewed.fact });
  }
  for (const edition of editionsOf(type, file, anyVersion))
    all.push({ below: edition.below, version: edition.version, fact: factIn(edition, names) });
  return all.filter((one, at) => at === all.length - 1 || all[at + 1]?.fact !== one.fact);
}

/** Attributes that a change of the argument makes unknown for certain, or perhaps. */
function triggeredBy(recomputed: ReadonlyMap<string, readonly string[]>, argument: string, wanted: "yes" | "maybe"): readonly string[] {
  const unclear = (): Unknown => ({ kind: "unknown", because: [], derivation: "" });
  const found = [...recomputed].filter(([attribute, triggers]) => {
    return attribute !== argument && isTriggered(triggers, new Set([argument]), unclear) === wanted;
  });
  return found.map(([attribute]) => attribute).sort();
}

/** The first name of the path that is not there, and what stands at its level. */
function strangerIn(type: string, body: ReturnType<typeof editionsOf>[number]["body"], names: readonly string[]): Told {
  for (let length = 1; length < names.length; length++) {
    if (nodeAt(body, names.slice(0, length)) === null) return strangerIn(type, body, names.slice(0, length));
  }
  const outer = names.slice(0, -1);
  const known = outer.length === 0 ? [...body.keys()] : [...(nodeAt(body, outer)?.children?.keys() ?? [])];
  return {
    kind: "unknown-argument",
    within: [type, ...outer].join("."),
    name: names.at(-1) ?? "",
    known: known.filter((name) => name !== "*"),
  };
}
