/** What `bakegate policy list` shows: which rules hold, how strictly, where, and who says so. */
import type { PolicyLevel } from "../../model/finding.ts";
import type { Exemption, Mode, Origin, OwnCredentials, OwnName, Policy, RuleSetting } from "../../model/policy.ts";
import { daysBetween } from "./calendar-date.ts";
import type { KnownRule } from "./known-rule.ts";
import { isScoped, levelOf } from "./rule-settings.ts";

/** One setting of a rule that some finding can still meet. */
export interface ListedSetting {
  readonly level: PolicyLevel;
  /** Reasons whose level differs. */
  readonly reasons: Readonly<Record<string, PolicyLevel>>;
  /** Empty: all. */
  readonly resources: readonly string[];
  readonly paths: readonly string[];
  /** Attribute paths that may change in place. */
  readonly except: readonly string[];
  /** `bakegate:recommended`, `.github/policies/web.yml:14`. */
  readonly from: string;
}

export interface ListedRule {
  readonly rule: string;
  /** True where every setting leaves every reason off. */
  readonly off: boolean;
  /** In the order in which they apply: a later one overrides an earlier one. Settings that are overridden everywhere are left out. */
  readonly settings: readonly ListedSetting[];
}

export interface ListedExemption {
  readonly id: string;
  readonly rule: string;
  readonly resource: string | null;
  readonly path: string | null;
  readonly fingerprint: string | null;
  readonly reason: string;
  readonly approved_by: string | null;
  readonly expires: string;
  /** 0 on the last day, negative once it has expired. */
  readonly days_left: number;
  readonly expired: boolean;
  readonly from: string;
}

/** Something that the policy says of credentials, and where it says so. */
export interface ListedCredential {
  readonly name: string;
  readonly from: string;
}

export interface ListedCredentials {
  /** `acme_vault_secret.settings.*.token`, `provider.acme.api_key`. */
  readonly sinks: readonly ListedCredential[];
  readonly secret_names: readonly ListedCredential[];
  readonly harmless_names: readonly ListedCredential[];
  readonly patterns: readonly (ListedCredential & { readonly pattern: string; readonly min_entropy: number })[];
  /** Null: what looks generated counts. */
  readonly minimum_entropy: number | null;
}

export interface PolicyList {
  readonly mode: Mode;
  /** Null: every protected branch. */
  readonly branches: readonly string[] | null;
  readonly digest: string;
  readonly rules: readonly ListedRule[];
  readonly exemptions: readonly ListedExemption[];
  readonly credentials: ListedCredentials;
  readonly notes: readonly string[];
}

/** What holds for a resource type that the catalogue does not class. */
export const unclassedNote =
  'A resource type that stands in no class of the catalogue counts as "config" (mutable by nature): its updates in place are shown, not blocked.';

/**
 * The effective policy, rules sorted by id, exemptions by the day on which they end.
 * @param today `YYYY-MM-DD` in UTC.
 */
export function listPolicy(policy: Policy, rules: readonly KnownRule[], today: string): PolicyList {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const listed = [...byId.values()]
    .filter((rule) => rule.on !== "problem")
    .map((rule) =>
      listRule(
        rule,
        policy.settings.filter((setting) => setting.rule === rule.id),
      ),
    )
    .sort((a, b) => (a.rule < b.rule ? -1 : 1));
  const notes = [unclassedNote, "What could not be evaluated (the rules review/…) ends in an error whatever the policy says."];
  if (policy.mode === "advisory") notes.unshift("The mode is advisory: everything is reported, nothing is blocked.");
  return {
    mode: policy.mode,
    branches: policy.branches === null ? null : policy.branches.map((glob) => glob.source),
    digest: policy.digest,
    rules: listed,
    exemptions: policy.exemptions.map((exemption) => listExemption(exemption, today)).sort(byExpiry),
    credentials: listCredentials(policy.credentials),
    notes,
  };
}

function listRule(rule: KnownRule, settings: readonly RuleSetting[]): ListedRule {
  const base = settings.findLastIndex((setting) => !isScoped(setting));
  const effective = settings.slice(Math.max(base, 0));
  const reasons = Object.keys(rule.reasons);
  const off = effective.every((setting) => setting.level === "off" && reasons.every((reason) => levelOf(setting, reason) === "off"));
  return { rule: rule.id, off, settings: effective.map(listSetting) };
}

function listSetting(setting: RuleSetting): ListedSetting {
  return {
    level: setting.level,
    reasons: Object.fromEntries(Object.entries(setting.levels).filter(([, level]) => level !== setting.level)),
    resources: setting.resources.map((glob) => glob.source),
    paths: setting.paths.map((glob) => glob.source),
    except: setting.except.map((glob) => glob.source),
    from: originText(setting.origin),
  };
}

function listExemption(exemption: Exemption, today: string): ListedExemption {
  const days = daysBetween(today, exemption.expires);
  return {
    id: exemption.id,
    rule: exemption.rule.source,
    resource: exemption.resource?.source ?? null,
    path: exemption.path?.source ?? null,
    fingerprint: exemption.fingerprint,
    reason: exemption.reason,
    approved_by: exemption.approvedBy,
    expires: exemption.expires,
    days_left: days,
    expired: days < 0,
    from: originText(exemption.origin),
  };
}

function listCredentials(own: OwnCredentials): ListedCredentials {
  const names = (listed: readonly OwnName[]) => listed.map(({ name, origin }) => ({ name: name.source, from: originText(origin) }));
  return {
    sinks: own.sinks.map(({ of, holder, path, origin }) => ({
      name: [...(of === "provider" ? ["provider"] : []), holder.source, ...path].join("."),
      from: originText(origin),
    })),
    secret_names: names(own.secretNames),
    harmless_names: names(own.harmlessNames),
    patterns: own.patterns.map(({ name, source, minEntropy, origin }) => ({
      name,
      pattern: source,
      min_entropy: minEntropy,
      from: originText(origin),
    })),
    minimum_entropy: own.minimumEntropy,
  };
}

function byExpiry(a: ListedExemption, b: ListedExemption): number {
  return a.days_left - b.days_left || (a.id < b.id ? -1 : 1);
}

/** `bakegate:recommended`, or a file with its line. */
export function originText(origin: Origin): string {
  return origin.line === null ? origin.source : `${origin.source}:${origin.line}`;
}
