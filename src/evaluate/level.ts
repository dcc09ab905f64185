/** The level of an observation under a policy, or that the policy lets it through. */
import type { Level, Observation } from "../model/finding.ts";
import type { Glob, RuleSetting } from "../model/policy.ts";
import { typeOf } from "./address.ts";
import type { Rule } from "./rule.ts";

/**
 * The level; null where the policy turns it off or excepts the attribute.
 * The last setting that applies decides: its level for the reason, else its level. A rule that no setting mentions has its own levels;
 * one whose settings all speak of other resources or files is not meant here.
 */
export function levelOf(rule: Rule, observation: Observation, settings: readonly RuleSetting[]): Level | null {
  const mine = settings.filter((setting) => setting.rule === rule.id);
  if (mine.length === 0) return rule.reasons[observation.reason]?.level ?? rule.level;
  const last = mine.findLast((setting) => applies(setting, observation));
  if (last === undefined || isExcepted(last, observation)) return null;
  const level = (Object.hasOwn(last.levels, observation.reason) ? last.levels[observation.reason] : undefined) ?? last.level;
  return level === "off" ? null : level;
}

function applies(setting: RuleSetting, observation: Observation): boolean {
  if (setting.paths.length > 0) {
    const file = observation.place?.file;
    if (file === undefined || !setting.paths.some((glob) => glob.matches(file))) return false;
  }
  if (setting.resources.length === 0) return true;
  const { address } = observation;
  return address !== null && setting.resources.some((glob) => matchesResource(glob, address));
}

/** A glob on resources names types or addresses. */
export function matchesResource(glob: Glob, address: string): boolean {
  return glob.matches(address) || glob.matches(typeOf(address));
}

function isExcepted(setting: RuleSetting, observation: Observation): boolean {
  const { attribute } = observation;
  return attribute !== null && setting.except.some((glob) => glob.matches(attribute));
}
