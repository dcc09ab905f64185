/** What a change of one argument does by its fact, and whether a value that comes or goes is a change at all. */
import type { ReplacementFact, ResourceFacts } from "../model/catalogue.ts";
import type { Doubt } from "../model/resource-change.ts";
import type { Value } from "../model/value.ts";
import { settleConditional } from "./conditional.ts";
import type { CompareContext } from "./predict-compare.ts";
import { equalsPlain, isNothing, isZero } from "./predict-values.ts";

export type Outcome = "none" | "update" | "replace";

export interface BodyContext extends CompareContext {
  readonly facts: ResourceFacts;
  readonly version: string | null;
  readonly base: ReadonlyMap<string, Value>;
  readonly head: ReadonlyMap<string, Value>;
  /** Paths of `ignore_changes`, normalised; differences at or below them are none. */
  readonly ignored: readonly string[];
}

/** What a certain change at the path does. */
export function factOutcomes(
  context: BodyContext,
  path: string,
  before: Value | undefined,
  after: Value | undefined,
): { readonly outcomes: ReadonlySet<Outcome>; readonly doubt: Doubt | null } {
  const fact: ReplacementFact = context.facts.fact(path);
  switch (fact) {
    case "replace":
      return { outcomes: new Set(["replace"]), doubt: null };
    case "unknown":
      return { outcomes: new Set(["none", "update", "replace"]), doubt: { kind: "unknown-attribute", path, subject: null } };
    case "conditional": {
      const settled = settleConditional({
        type: context.facts.type,
        path,
        before,
        after,
        base: context.base,
        head: context.head,
        version: context.version,
      });
      if (settled !== null) return { outcomes: new Set([settled]), doubt: null };
      return { outcomes: new Set(["update", "replace"]), doubt: { kind: "conditional", path, subject: null } };
    }
    case "update": {
      if (isWriteOnly(context.facts, path)) return { outcomes: new Set(["none"]), doubt: null };
      if (!context.facts.updatable || !context.facts.complete) {
        const settled = settleConditional({
          type: context.facts.type,
          path,
          before,
          after,
          base: context.base,
          head: context.head,
          version: context.version,
        });
        if (settled !== null) return { outcomes: new Set([settled]), doubt: null };
        return { outcomes: new Set(["update", "replace"]), doubt: { kind: "conditional", path, subject: null } };
      }
      return { outcomes: new Set(["update"]), doubt: null };
    }
  }
}

/** `password_wo` beside `password_wo_version`: never stored, so it never differs. */
function isWriteOnly(facts: ResourceFacts, path: string): boolean {
  return path.endsWith("_wo") && facts.fact(`${path}_version`) !== "unknown";
}

/** Whether a value that appears or goes is a change: an omitted argument may stand for the very value, or be kept. */
export function presenceOf(
  context: BodyContext,
  path: string,
  before: Value | undefined,
  after: Value | undefined,
): "certain" | "none" | "uncertain" {
  const [goes, comes] = [isNothing(after), isNothing(before)];
  if (!goes && !comes) return !context.strict && emptyOnBothSides(before, after) ? "uncertain" : "certain";
  const omitted = context.facts.omitted?.(path);
  const schema = context.facts.argument?.(path) ?? null;
  if (goes && omitted?.kept === true) return "none";
  const written = goes ? before : after;
  if (written === undefined) return "uncertain";
  if (omitted?.value !== undefined && !(goes && schema?.computed === true)) return besideDefault(context, written, omitted.value);
  if (comes && isNamedOtherwise(context, path, written)) return "certain";
  if (schema === null || schema.required || schema.computed || isZero(written)) return "uncertain";
  if (written.kind === "unknown") return "certain";
  // A scalar may be the very default; lists, sets and maps have none.
  return schema.kind === "scalar" ? "uncertain" : "certain";
}

/**
 * A name in the place of a prefix, or the other way round: the provider keeps both, and reads a prefix from a name that ends in the 26 digits
 * it adds itself (`NamePrefixFromName` in internal/create of the AWS provider).
 */
function isNamedOtherwise({ facts, base }: BodyContext, path: string, written: Value): boolean {
  if (!facts.type.startsWith("aws_") || written.kind !== "string" || written.value === "") return false;
  const prefixes = path.endsWith("_prefix");
  const before = base.get(prefixes ? path.slice(0, -"_prefix".length) : `${path}_prefix`);
  if (before?.kind !== "string" || before.value === "") return false;
  if (prefixes) return !generated.test(before.value);
  return !(written.value.startsWith(before.value) && generated.test(written.value));
}

const generated = /[0-9a-f]{26}/;

/** A value that appears beside, or gives way to, what leaving the argument out is known to stand for. */
function besideDefault(context: BodyContext, written: Value, value: string | number | boolean | null): "certain" | "none" | "uncertain" {
  if (written.kind === "unknown") return "certain";
  if (value !== null) return equalsPlain(written, value) ? "none" : "certain";
  return context.strict || !isZero(written) ? "certain" : "uncertain";
}

/** `false` and `""`, `[]` and `{}` read alike in many schemas. */
function emptyOnBothSides(before: Value | undefined, after: Value | undefined): boolean {
  return before?.kind !== after?.kind && isZero(before) && isZero(after);
}
