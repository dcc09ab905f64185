/** The list of effective rules as text for a terminal. */
import type { ListedCredentials, ListedExemption, ListedRule, ListedSetting, PolicyList } from "./list-policy.ts";
import { plain, sentenceList } from "./quote.ts";

/** Lines of at most a few columns: rule, level, where it comes from, then what narrows it. Ends with a line break. */
export function writePolicyList(list: PolicyList): string {
  const lines: string[] = [
    `mode      ${list.mode}`,
    `branches  ${list.branches === null ? "every protected branch" : sentenceList(list.branches.map((branch) => plain(branch)))}`,
    "",
  ];
  const on = list.rules.filter((rule) => !rule.off);
  const off = list.rules.filter((rule) => rule.off);
  const width = Math.max(4, ...list.rules.map((rule) => rule.rule.length));
  lines.push(`${"RULE".padEnd(width)}  LEVEL  FROM`);
  for (const rule of on) lines.push(...ruleLines(rule, width));
  lines.push(
    "",
    off.length === 0
      ? "No rule is off."
      : `Off: ${sentenceList(off.map((rule) => `${rule.rule} (${rule.settings.at(-1)?.from ?? "?"})`))}.`,
    "",
  );
  lines.push(...exemptionLines(list.exemptions), ...credentialLines(list.credentials), ...list.notes);
  return `${lines.join("\n")}\n`;
}

function ruleLines(rule: ListedRule, width: number): readonly string[] {
  const lines: string[] = [];
  for (const [index, setting] of rule.settings.entries()) {
    const name = index === 0 ? rule.rule : "  then";
    lines.push(`${name.padEnd(width)}  ${setting.level.padEnd(5)}  ${plain(setting.from, 200)}`);
    lines.push(...detailLines(setting, " ".repeat(width + 2)));
  }
  return lines;
}

function detailLines(setting: ListedSetting, indent: string): readonly string[] {
  const lines: string[] = [];
  for (const level of ["block", "warn", "info", "off"]) {
    const reasons = Object.keys(setting.reasons).filter((reason) => setting.reasons[reason] === level);
    if (reasons.length > 0) lines.push(`${indent}${level.padEnd(5)}  by reason: ${reasons.join(", ")}`);
  }
  const globs = (label: string, sources: readonly string[]) => {
    if (sources.length > 0) lines.push(`${indent}       ${label}: ${sources.map((source) => plain(source)).join(", ")}`);
  };
  globs("only resources", setting.resources);
  globs("only files", setting.paths);
  globs("not attributes", setting.except);
  return lines;
}

function exemptionLines(exemptions: readonly ListedExemption[]): readonly string[] {
  if (exemptions.length === 0) return ["No exemptions.", ""];
  const ids = Math.max(...exemptions.map((exemption) => plain(exemption.id).length));
  const untils = Math.max(...exemptions.map((exemption) => remaining(exemption).length));
  const lines = ["Exemptions:"];
  for (const exemption of exemptions) {
    const scope = [exemption.resource, exemption.path, exemption.fingerprint].filter((part) => part !== null).map((part) => plain(part));
    const what = `${plain(exemption.rule)}${scope.length === 0 ? "" : ` on ${scope.join(", ")}`}`;
    const approved = exemption.approved_by === null ? "" : `; approved by ${plain(exemption.approved_by)}`;
    lines.push(`  ${plain(exemption.id).padEnd(ids)}  ${remaining(exemption).padEnd(untils)}  ${what}`);
    lines.push(`  ${" ".repeat(ids)}  ${plain(exemption.reason, 200)}${approved} (${plain(exemption.from, 200)})`);
  }
  return [...lines, ""];
}

/** Nothing where the policy adds nothing. */
function credentialLines(own: ListedCredentials): readonly string[] {
  const rows = [
    ...own.sinks.map(({ name, from }) => ["argument", name, from]),
    ...own.secret_names.map(({ name, from }) => ["secret", name, from]),
    ...own.harmless_names.map(({ name, from }) => ["harmless", name, from]),
    ...own.patterns.map(({ name, pattern, from }) => ["pattern", `${name}: ${pattern}`, from]),
    ...(own.minimum_entropy === null ? [] : [["entropy", `at least ${own.minimum_entropy} bits for each character`, ""]]),
  ];
  if (rows.length === 0) return [];
  const lines = rows.map(
    ([kind = "", what = "", from = ""]) => `  ${kind.padEnd(8)}  ${plain(what, 120)}${from === "" ? "" : ` (${plain(from, 200)})`}`,
  );
  return ["Credentials, beside what Bakegate knows:", ...lines, ""];
}

function remaining(exemption: ListedExemption): string {
  if (exemption.expired) return `EXPIRED on ${exemption.expires}`;
  if (exemption.days_left === 0) return `until today, ${exemption.expires}`;
  return `until ${exemption.expires} (${exemption.days_left} ${exemption.days_left === 1 ? "day" : "days"} left)`;
}
