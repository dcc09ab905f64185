/** Finds names in what was written that stand for nothing: rules, reasons, packs. Works on plain values, so that it speaks up beside the schema's faults. */
import type { Diagnostic } from "../../model/policy.ts";
import { isGlobProblem, parseGlob } from "./glob.ts";
import type { KnownRule } from "./known-rule.ts";
import { quote, sentenceList } from "./quote.ts";
import { didYouMean, nearestRule, unknownRule } from "./suggestion.ts";
import { isMapping, pointerStep, type YamlDocument, type YamlValue } from "./yaml-document.ts";

/** More faults than this are not looked for in one list: what names nothing is compared with everything that is known. */
const most = 100;

/** Keys that only a rule of the maintainers' own has. */
const ownKeys = ["on", "when", "message", "remedy"];

/** Unknown packs in `policies:`. */
export function packFaults(document: YamlDocument, packs: readonly string[]): Diagnostic[] {
  const faults: Diagnostic[] = [];
  for (const [index, entry] of list(member(document.value, "policies")).entries()) {
    if (faults.length >= most) break;
    if (typeof entry !== "string" || !entry.startsWith("bakegate:") || packs.includes(entry)) continue;
    const otherwise = `; known packs: ${sentenceList(packs)}`;
    faults.push(at(document, `/policies/${index}`, "value", `unknown pack ${quote(entry)}${didYouMean(entry, packs, otherwise)}`));
  }
  return faults;
}

/** Exemptions from rules that do not exist or cannot be exempted, and ids used twice. */
export function exemptionFaults(document: YamlDocument, rules: readonly KnownRule[]): Diagnostic[] {
  const faults: Diagnostic[] = [];
  const ids = new Map<string, number>();
  for (const [index, entry] of list(member(document.value, "exemptions")).entries()) {
    if (faults.length >= most) break;
    if (!isMapping(entry)) continue;
    const pointer = `/exemptions/${index}`;
    const id = entry.id;
    if (typeof id === "string") {
      const before = ids.get(id);
      if (before !== undefined) {
        faults.push(
          at(
            document,
            `${pointer}/id`,
            "value",
            `the id ${quote(id)} is already that of entry ${before + 1}; each exemption needs its own`,
          ),
        );
      }
      ids.set(id, before ?? index);
    }
    const rule = entry.rule;
    if (typeof rule !== "string") continue;
    const problem = exemptedRuleProblem(rule, "fingerprint" in entry, rules);
    if (problem !== null) faults.push(at(document, `${pointer}/rule`, "value", problem));
  }
  return faults;
}

function exemptedRuleProblem(written: string, bound: boolean, rules: readonly KnownRule[]): string | null {
  const glob = parseGlob(written, "rule");
  if (isGlobProblem(glob)) return null;
  const matching = rules.filter((rule) => glob.matches(rule.id));
  if (matching.length === 0) return unknown(written, rules);
  if (matching.every((rule) => rule.on === "problem")) {
    return `${quote(written)} cannot be exempted: it says that something could not be evaluated, and that never passes`;
  }
  const credential = matching.find((rule) => rule.id.startsWith("credentials/"));
  if (credential !== undefined && !bound) {
    const why = 'the "fingerprint" of the finding, so that no other credential passes with it';
    if (written === credential.id) return `an exemption from ${quote(credential.id)} needs ${why}`;
    return `${quote(written)} includes ${quote(credential.id)}, and an exemption from that needs ${why}`;
  }
  return null;
}

/** Rules and reasons of a policy file that do not exist, cannot be set, or are of a kind that is not evaluated. */
export function ruleFaults(document: YamlDocument, rules: readonly KnownRule[]): Diagnostic[] {
  const written = member(document.value, "rules");
  if (!isMapping(written)) return [];
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const faults: Diagnostic[] = [];
  for (const [id, setting] of Object.entries(written)) {
    if (faults.length >= most) break;
    const pointer = `/rules${pointerStep(id)}`;
    const rule = byId.get(id);
    const own = isMapping(setting) ? ownKeys.filter((key) => key in setting) : [];
    if (rule === undefined) {
      faults.push(at(document, pointer, "key", own.length > 0 ? ownRule(id, rules) : unknown(id, rules)));
      continue;
    }
    if (rule.on === "problem") {
      faults.push(
        at(
          document,
          pointer,
          "key",
          `${quote(id)} has no level to set: it says that something could not be evaluated, and that never passes`,
        ),
      );
    }
    for (const key of own) {
      faults.push(
        at(document, pointer + pointerStep(key), "key", `${quote(key)} belongs to rules of your own; ${quote(id)} is one of Bakegate's`),
      );
    }
    faults.push(...reasonFaults(document, pointer, rule, setting));
  }
  return faults;
}

function reasonFaults(document: YamlDocument, pointer: string, rule: KnownRule, setting: YamlValue): Diagnostic[] {
  const reasons = member(setting, "reasons");
  if (!isMapping(reasons)) return [];
  const known = Object.keys(rule.reasons);
  const off = member(setting, "level") === "off";
  const faults: Diagnostic[] = [];
  for (const [reason, level] of Object.entries(reasons)) {
    if (faults.length >= most) break;
    if (known.includes(reason)) {
      if (!off || level === "off") continue;
      const message = `"level: off" turns every reason off, so ${quote(reason)} cannot stay on; set "level" for the rule and "off" for the reasons that are not wanted`;
      faults.push(at(document, `${pointer}/reasons${pointerStep(reason)}`, "key", message));
      continue;
    }
    const otherwise = `; its reasons: ${sentenceList(known)}`;
    const message = `${quote(rule.id)} has no reason ${quote(reason)}${didYouMean(reason, known, otherwise)}`;
    faults.push(at(document, `${pointer}/reasons${pointerStep(reason)}`, "key", message));
  }
  return faults;
}

/** Rules that the tests of a policy file expect and that do not exist. */
export function testFaults(document: YamlDocument, rules: readonly KnownRule[]): Diagnostic[] {
  const faults: Diagnostic[] = [];
  for (const [test, entry] of list(member(document.value, "tests")).entries()) {
    for (const [index, expected] of list(member(entry, "expect")).entries()) {
      if (faults.length >= most) break;
      const rule = member(expected, "rule");
      if (typeof rule !== "string" || rules.some((known) => known.id === rule)) continue;
      faults.push(at(document, `/tests/${test}/expect/${index}/rule`, "value", unknown(rule, rules)));
    }
  }
  return faults;
}

function unknown(id: string, rules: readonly KnownRule[]): string {
  return unknownRule(
    id,
    rules.map((rule) => rule.id),
  );
}

/** Fail closed: a rule that cannot be evaluated must not look as if it held. */
function ownRule(id: string, rules: readonly KnownRule[]): string {
  const ids = rules.map((rule) => rule.id);
  const word = nearestRule(id, ids);
  const hint = word === null ? "" : ` (or did you mean "${word}"?)`;
  return `${quote(id)} is a rule of your own, and this version does not evaluate those yet; take it out, so that nobody relies on it${hint}`;
}

function at(document: YamlDocument, pointer: string, part: "key" | "value", message: string): Diagnostic {
  return { file: document.path, ...document.locate(pointer, part), message };
}

function member(value: YamlValue | undefined, key: string): YamlValue | undefined {
  return isMapping(value) ? value[key] : undefined;
}

function list(value: YamlValue | undefined): readonly YamlValue[] {
  return Array.isArray(value) ? (value as readonly YamlValue[]) : [];
}
