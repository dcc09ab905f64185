/** Resolves what policies say about rules: levels of every reason, globs compiled, in the order in which they apply. */
import type { PolicyLevel } from "../../model/finding.ts";
import type { Glob, Origin, RuleSetting } from "../../model/policy.ts";
import { type GlobKind, isGlobProblem, parseGlob } from "./glob.ts";
import type { KnownRule } from "./known-rule.ts";
import type { WrittenPolicy, WrittenRule } from "./policy-schema.ts";

/** A policy that was read and found valid, with a way to say where a rule stands in it. */
export interface PolicyPart {
  readonly written: WrittenPolicy;
  originOf(rule: string): Origin;
}

/**
 * The settings of all parts in order, later ones overriding earlier ones; each names the level of every reason of its rule.
 * Before them stands one setting for each rule that no part sets for everything: `off`, or the rule's own level where a pack is among the parts.
 */
export function ruleSettings(
  parts: readonly PolicyPart[],
  rules: readonly KnownRule[],
  otherwise: { readonly level: "off" | "own"; readonly origin: Origin },
): readonly RuleSetting[] {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const settings: RuleSetting[] = [];
  const earlier = new Map<string, RuleSetting[]>();
  for (const part of parts) {
    for (const [id, written] of Object.entries(part.written.rules ?? {})) {
      const rule = byId.get(id);
      if (rule === undefined) continue;
      const before = earlier.get(id) ?? [];
      const setting = resolveSetting(rule, written, before, part.originOf(id));
      settings.push(setting);
      earlier.set(id, isScoped(setting) ? [...before, setting] : [setting]);
    }
  }
  const unscoped = new Set(settings.filter((setting) => !isScoped(setting)).map((setting) => setting.rule));
  const first = rules.filter((rule) => rule.on !== "problem" && !unscoped.has(rule.id));
  return [...first.map((rule) => unmentioned(rule, otherwise)), ...settings];
}

/** True where a setting applies to some resources or files only. */
export function isScoped(setting: RuleSetting): boolean {
  return setting.resources.length > 0 || setting.paths.length > 0;
}

/** The level that a setting gives to a reason. */
export function levelOf(setting: Pick<RuleSetting, "level" | "levels">, reason: string): PolicyLevel {
  return (Object.hasOwn(setting.levels, reason) ? setting.levels[reason] : undefined) ?? setting.level;
}

function unmentioned(rule: KnownRule, otherwise: { readonly level: "off" | "own"; readonly origin: Origin }): RuleSetting {
  const own = ownLevels(rule);
  const set = otherwise.level === "off" ? allOff(rule) : own;
  return { rule: rule.id, ...set, resources: [], except: [], paths: [], origin: otherwise.origin };
}

function allOff(rule: KnownRule): Levels {
  return { level: "off", levels: Object.fromEntries(Object.keys(rule.reasons).map((reason) => [reason, "off"])) };
}

interface Levels {
  readonly level: PolicyLevel;
  readonly levels: Readonly<Record<string, PolicyLevel>>;
}

/** The levels that a rule's author gave it, one for each reason. */
export function ownLevels(rule: KnownRule): Levels {
  const levels: Record<string, PolicyLevel> = {};
  for (const [reason, { level }] of Object.entries(rule.reasons)) levels[reason] = level ?? rule.level;
  return { level: rule.level, levels };
}

/**
 * `level` is the most that the rule does. A reason that stood lower than its rule before keeps its place, below that ceiling;
 * `reasons` overrides both. What stood before is the strictest of the settings that may apply, so that leaving a reason out never weakens it.
 */
function resolveSetting(rule: KnownRule, written: WrittenRule, before: readonly RuleSetting[], origin: Origin): RuleSetting {
  const earlier: readonly Levels[] = before.some((setting) => setting.level !== "off") ? before : [ownLevels(rule)];
  const ruleBefore = strictest(earlier.map((setting) => setting.level));
  const levels: Record<string, PolicyLevel> = {};
  for (const reason of Object.keys(rule.reasons)) {
    const reasonBefore = strictest(earlier.map((setting) => levelOf(setting, reason)));
    const kept = rank(reasonBefore) < rank(ruleBefore) ? lower(reasonBefore, written.level) : written.level;
    levels[reason] = written.reasons?.[reason] ?? kept;
  }
  return {
    rule: rule.id,
    level: written.level,
    levels,
    resources: compile(written.resources, "resource"),
    except: compile(written.except, "attribute"),
    paths: compile(written.paths, "path"),
    origin,
  };
}

const order: readonly PolicyLevel[] = ["off", "info", "warn", "block"];

function rank(level: PolicyLevel): number {
  return order.indexOf(level);
}

function lower(a: PolicyLevel, b: PolicyLevel): PolicyLevel {
  return rank(a) <= rank(b) ? a : b;
}

function strictest(levels: readonly PolicyLevel[]): PolicyLevel {
  return levels.reduce<PolicyLevel>((most, level) => (rank(level) > rank(most) ? level : most), "off");
}

/** Compiles globs that the schema has already accepted. */
export function compile(sources: readonly string[] | undefined, kind: GlobKind): readonly Glob[] {
  return (sources ?? []).map((source) => compileOne(source, kind));
}

/** {@link compile} for one glob. */
export function compileOne(source: string, kind: GlobKind): Glob {
  const glob = parseGlob(source, kind);
  if (isGlobProblem(glob)) throw new TypeError(`the glob ${source} passed the schema but ${glob.problem}`);
  return glob;
}
