/** A catalogue of sinks with what the maintainers add to it: sinks and names of their own, and how random a doubtful value has to be. */
import type { OwnCredentials, OwnName, OwnSink } from "../model/policy.ts";
import { spokenName } from "./secret-name.ts";
import type { Sink, SinkCatalogue } from "./sinks.ts";

/**
 * The catalogue, with the maintainers' word before it where they say that something is a credential. A name that they call harmless is only
 * harmless where nothing but its name spoke for it.
 */
export function withOwnSinks(sinks: SinkCatalogue, own: OwnCredentials): SinkCatalogue {
  const { secretNames, harmlessNames, minimumEntropy } = own;
  if (own.sinks.length === 0 && secretNames.length === 0 && harmlessNames.length === 0 && minimumEntropy === null) return sinks;
  const isSecret = (path: readonly string[]) => isNamed(secretNames, path);
  const judged = (path: readonly string[], found: Sink | null): Sink | null => {
    if (found === null || found.strength === "known") return found;
    if (isNamed(harmlessNames, path)) return null;
    return found.strength === "hinted" && minimumEntropy !== null ? { ...found, minimumEntropy } : found;
  };
  const ofHolder = (of: OwnSink["of"], holder: string, path: readonly string[]) =>
    own.sinks.some((sink) => sink.of === of && sink.holder.matches(holder) && matches(sink.path, path)) || isSecret(path);
  return {
    minimumEntropy,
    ofResource: (type, path, siblings) =>
      ofHolder("resource", type, path) ? known(path) : judged(path, sinks.ofResource(type, path, siblings)),
    ofProvider: (name, path) => (ofHolder("provider", name, path) ? known(path) : judged(path, sinks.ofProvider(name, path))),
    ofPath: (path) => (isSecret(path) ? known(path) : judged(path, sinks.ofPath(path))),
    ofSetting: (path, siblings) => {
      if (isSecret(path)) return known(path).what;
      const listed = sinks.ofSetting(path, siblings);
      return listed === undefined && isNamed(harmlessNames, path) ? null : listed;
    },
  };
}

/** Only what the maintainers call a secret, by its name. */
export function ownNameSinks(own: OwnCredentials): SinkCatalogue | null {
  if (own.secretNames.length === 0) return null;
  const byName = (path: readonly string[]) => (isNamed(own.secretNames, path) ? known(path) : null);
  return {
    minimumEntropy: null,
    ofResource: (_, path) => byName(path),
    ofProvider: (_, path) => byName(path),
    ofPath: byName,
    ofSetting: (path) => byName(path)?.what,
  };
}

function known(path: readonly string[]): Sink {
  return { what: spokenName(path.at(-1) ?? ""), strength: "known" };
}

function isNamed(names: readonly OwnName[], path: readonly string[]): boolean {
  const last = path.at(-1) ?? "";
  return names.some(({ name }) => name.matches(last));
}

function matches(expected: readonly string[], path: readonly string[]): boolean {
  return expected.length === path.length && expected.every((name, index) => name === "*" || name === path[index]);
}
