/** The replacement catalogue: what the providers' schemas say a change of an argument does, loaded one provider at a time. */
import type { ArgumentSchema, ReplacementCatalogue, ResourceFacts } from "../model/catalogue.ts";
import { namesOf, nodeAt } from "./catalogue-body.ts";
import { agreed, documentedOf, type Edition, editionsOf, type FactSources, seenOf } from "./catalogue-editions.ts";
import { handOf, ownEntry, type ProviderFile } from "./catalogue-file.ts";
import { unsaidOf } from "./catalogue-omitted.ts";
import { overlaps, type VersionRange, versionRange } from "./catalogue-versions.ts";

/**
 * A catalogue over the files of `policies/catalogue/replacement/`.
 * @param load the parsed JSON of a provider (`aws`, `null`; the part of a resource type before the first `_`); null: there is none.
 *   Asked at most once for each, and only for providers that are looked up.
 */
export function createReplacementCatalogue(load: (provider: string) => unknown | null): ReplacementCatalogue {
  const files = providerFiles(load);
  const known = new Map<string, ResourceFacts | null>();
  return {
    resource(type, version) {
      const key = `${type} ${version ?? ""}`;
      const found = known.get(key);
      if (found !== undefined) return found;
      const file = files(type);
      const facts = file === null ? null : factsOf(type, file, versionRange(version));
      known.set(key, facts);
      return facts;
    },
  };
}

/** The file of the provider that a resource type belongs to, each loaded once. */
export function providerFiles(load: (provider: string) => unknown | null): (type: string) => ProviderFile | null {
  const loaded = new Map<string, ProviderFile | null>();
  return (type) => {
    const provider = type.slice(0, Math.max(0, type.indexOf("_")));
    const known = loaded.get(provider);
    if (known !== undefined) return known;
    const file = asProviderFile(provider === "" ? null : load(provider));
    loaded.set(provider, file);
    return file;
  };
}

function asProviderFile(loaded: unknown): ProviderFile | null {
  if (typeof loaded !== "object" || loaded === null || !("resources" in loaded) || !("shared" in loaded)) return null;
  return loaded as ProviderFile;
}

function factsOf(type: string, file: ProviderFile, range: VersionRange): ResourceFacts | null {
  const editions = editionsOf(type, file, range);
  const newest = editions.at(-1);
  if (newest === undefined) return null;
  const sources: FactSources = {
    editions,
    hand: handOf(file, type, range),
    range,
    seen: seenOf(file.observed, type),
    documented: documentedOf(file.documented, type, range),
  };
  const unsaid = unsaidOf(type, file, range);
  const argument = remembering((path) => argumentOf(type, file, newest, range, path));
  return {
    type,
    updatable: editions.every((edition) => edition.updatable),
    complete: editions.every((edition) => edition.complete),
    fact: remembering((path) => agreed(sources, namesOf(path))),
    argument,
    members: remembering((path) => [...(nodeAt(newest.body, namesOf(path))?.children?.keys() ?? [])]),
    omitted: remembering((path) => unsaid.omitted(namesOf(path).join("."), argument(path))),
    sdk: unsaid.sdk,
    recomputed: unsaid.recomputed,
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

/** How the argument is declared in every version in range; null where they differ. An outermost one may have been declared otherwise before. */
function argumentOf(type: string, file: ProviderFile, edition: Edition, range: VersionRange, path: string): ArgumentSchema | null {
  if (file.schema === null) return null;
  const names = namesOf(path);
  const newest = nodeAt(edition.body, names)?.schema ?? null;
  const [name] = names;
  if (newest === null || name === undefined || names.length > 1 || file.olderSchemas.length === 0) return newest;
  const own = newest.required ? "=" : newest.computed ? "+" : "";
  const [sign, other] = signsOf(file, type, name, own, range);
  if (sign === undefined || other !== undefined) return null;
  return sign === own ? newest : { ...newest, required: sign === "=", computed: sign === "+" };
}

/** How the versions in range declare an outermost argument. Between two versions that were read, it was as in the one or the other. */
function signsOf(file: ProviderFile, type: string, name: string, own: string, range: VersionRange): readonly string[] {
  const found = new Set<string>();
  let before: { readonly below: VersionRange["from"]; readonly sign: string } | null = null;
  for (const older of file.olderSchemas) {
    const sign = ownEntry(ownEntry(older.differs, type), name) ?? own;
    const from = versionRange(older.from).from;
    const below = versionRange(older.below).from;
    if (overlaps(range, { from: before === null ? [0, 0, 0] : from, below })) found.add(sign);
    if (before !== null && overlaps(range, { from: before.below, below: from })) found.add(before.sign).add(sign);
    before = { below, sign };
  }
  const since = versionRange(`>= ${file.schema?.split(".", 1)[0] ?? "0"}`).from;
  if (before !== null && overlaps(range, { from: before.below, below: since })) found.add(before.sign).add(own);
  if (overlaps(range, { from: since, below: null })) found.add(own);
  return [...found];
}
