/** What an argument that is left out stands for, and which attributes an update computes anew. */
import type { ArgumentSchema, OmittedArgument } from "../model/catalogue.ts";
import { handOf, type ObservedType, ownEntry, type Plain, type ProviderFile } from "./catalogue-file.ts";
import { contains, overlaps, type VersionRange, versionRange } from "./catalogue-versions.ts";

/** What is known of one type about what its configuration does not say, for every version in range. */
export interface Unsaid {
  omitted(path: string, argument: ArgumentSchema | null): OmittedArgument;
  /** Null: nobody asked the provider. */
  readonly sdk: boolean | null;
  readonly recomputed: ReadonlyMap<string, readonly string[]> | null;
}

/** What the provider itself answered of a type. */
interface Observation {
  readonly type: ObservedType;
  /** A zero is nothing, and what is computed stays. */
  readonly sdk: boolean;
}

/** Reviewed facts go before what the provider answered, and that before what its documentation says. */
export function unsaidOf(type: string, file: ProviderFile, range: VersionRange): Unsaid {
  const hand = handOf(file, type, range);
  const computedKept = [...hand, ...handOf(file, "*", range)].some(
    (facts) => facts.computedKept !== undefined && contains(versionRange(facts.computedKept), range),
  );
  const observation = observationOf(type, file, range);
  const documented =
    file.documented !== null && contains(versionRange(file.documented.versions), range)
      ? ownEntry(file.documented.resources, type)
      : undefined;
  return {
    omitted(path, argument) {
      const entry = hand.findLast((facts) => facts.omitted !== undefined && Object.hasOwn(facts.omitted, path));
      const reviewed = entry === undefined ? undefined : (entry.omitted?.[path] ?? null);
      const kept = hand.some((facts) => facts.kept?.includes(path) === true);
      // A block that stays although it is taken away may be there although it was never written.
      const isFilled = kept && reviewed === undefined && argument?.block === true;
      const value = reviewed ?? (isFilled ? undefined : nothingOf(reviewed, path, argument, observation, documented));
      const computed = computedKept && argument?.computed === true && !path.includes(".");
      return { value, kept: kept || computed || (observation !== null && staysWhenGone(path, argument, observation)) };
    },
    sdk: observation?.sdk ?? null,
    recomputed: recomputedOf(hand.find((facts) => facts.recomputed !== undefined)?.recomputed, observation),
  };
}

/** An observation of a type made with the SDK holds before its version too; one made with the framework may be younger than that. */
function observationOf(type: string, file: ProviderFile, range: VersionRange): Observation | null {
  if (file.observed === null) return null;
  const sdk = ownEntry(file.observed.sdk, type);
  const versions = versionRange(file.observed.versions);
  if (sdk !== undefined)
    return range.below === null || overlaps(range, { from: [0, 0, 0], below: versions.below }) ? { type: sdk, sdk: true } : null;
  const framework = ownEntry(file.observed.framework, type);
  return framework !== undefined && contains(versions, range) ? { type: framework, sdk: false } : null;
}

/** A reviewed `null` is the zero of the argument's kind where the SDK cannot tell one from the other. */
function nothingOf(
  reviewed: null | undefined,
  path: string,
  argument: ArgumentSchema | null,
  observation: Observation | null,
  documented: Readonly<Record<string, Plain>> | undefined,
): Plain | undefined {
  if (reviewed === undefined) return defaultOf(path, argument, observation, documented);
  const alike = observation?.sdk === true && argument !== null && argument.kind === "scalar" && !argument.computed;
  return alike ? (zeroOf(argument) ?? null) : null;
}

function defaultOf(
  path: string,
  argument: ArgumentSchema | null,
  observation: Observation | null,
  documented: Readonly<Record<string, Plain>> | undefined,
): Plain | undefined {
  if (observation?.type.absent?.includes(path) === true) return null;
  if (observation === null || argument === null) return ownEntry(documented, path);
  const { defaults } = observation.type;
  const told = ownEntry(defaults ?? undefined, path);
  if (told !== undefined) return told;
  if (argument.computed || argument.required || (defaults === null && argument.kind === "scalar")) return undefined;
  if (argument.kind !== "scalar") return argument.block ? undefined : null;
  return observation.sdk ? zeroOf(argument) : null;
}

/** What the SDK stores for an optional scalar without a default, null or not. */
function zeroOf(argument: ArgumentSchema): Plain | undefined {
  switch (argument.scalar) {
    case "boolean":
      return false;
    case "number":
      return 0;
    case "string":
      return "";
    default:
      return undefined;
  }
}

function staysWhenGone(path: string, argument: ArgumentSchema | null, { type, sdk }: Observation): boolean {
  if (type.kept?.includes(path) === true) return true;
  return sdk && argument?.computed === true && !path.includes(".") && type.lost?.includes(path) !== true;
}

function recomputedOf(
  reviewed: Readonly<Record<string, readonly string[]>> | undefined,
  observation: Observation | null,
): ReadonlyMap<string, readonly string[]> | null {
  if (reviewed !== undefined) return new Map(Object.entries(reviewed));
  if (observation === null || observation.type.recomputed === null) return null;
  return new Map(Object.entries(observation.type.recomputed ?? {}));
}
