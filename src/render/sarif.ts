/** Renders a review as SARIF 2.1.0, as GitHub code scanning takes it. */
import type { Finding, Level } from "../model/finding.ts";
import type { Place } from "../model/place.ts";
import type { Review } from "../model/review.ts";
import type { ExplainedRule } from "../model/rule-page.ts";
import { jsonText } from "./escape-json.ts";
import { compareFindings, type Tool } from "./json.ts";
import { compareText } from "./phrase.ts";
import { sideWords } from "./place-url.ts";
import { plainAdvice, plainSentence } from "./plain.ts";
import { renderRulePage } from "./rule-page.ts";
import { shorten } from "./shorten.ts";
import { visibleText } from "./visible.ts";

/** GitHub shows the first 5,000 results of a run and refuses more than 25,000; blocking ones come first so that none of them is lost. */
const MOST_RESULTS = 25_000;

type SarifLevel = "error" | "warning" | "note";

function levelOf(level: Level): SarifLevel {
  switch (level) {
    case "block":
      return "error";
    case "warn":
      return "warning";
    case "info":
      return "note";
  }
}

/** A path as a relative reference of RFC 3986. */
function uriOf(file: string): string {
  return file
    .replace(/\p{Cs}/gu, "\ufffd")
    .split("/")
    .map((segment) => encodeURIComponent(segment))
    .join("/");
}

function ruleOf(rule: ExplainedRule): unknown {
  const severity = rule.level === "block" ? "8.0" : rule.level === "warn" ? "5.0" : "2.0";
  const isSecurity = rule.id.startsWith("credentials/");
  return {
    id: rule.id,
    name: rule.id
      .split(/[^A-Za-z0-9]+/)
      .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
      .join(""),
    shortDescription: { text: rule.page.title },
    fullDescription: { text: shorten(rule.page.why, 1000) },
    help: { text: renderRulePage(rule, "text"), markdown: renderRulePage(rule, "markdown") },
    defaultConfiguration: { level: levelOf(rule.level) },
    properties: {
      tags: ["infrastructure", rule.id.split("/")[0] ?? rule.id, ...(isSecurity ? ["security"] : [])],
      precision: "high",
      "problem.severity": rule.level === "block" ? "error" : rule.level === "warn" ? "warning" : "recommendation",
      // Only credentials are vulnerabilities; code scanning ranks by this number.
      ...(isSecurity ? { "security-severity": severity } : {}),
    },
  };
}

/** A rule that is in a finding and not in the list still needs an entry. */
function unexplainedRule(id: string): unknown {
  return { id, shortDescription: { text: id }, help: { text: id } };
}

function locationsOf(finding: Finding): unknown[] {
  const { place } = finding;
  const logical =
    finding.address === null ? {} : { logicalLocations: [{ fullyQualifiedName: visibleText(finding.address), kind: "resource" }] };
  // Code scanning refuses a result without a place in a file: what has none at the head stands at the top of the repository.
  const physical =
    place === null || place.at !== undefined
      ? { artifactLocation: { uri: ".", uriBaseId: "%SRCROOT%" }, region: { startLine: 1 } }
      : {
          artifactLocation: { uri: uriOf(place.file), uriBaseId: "%SRCROOT%" },
          region: {
            startLine: place.line,
            endLine: Math.max(place.line, place.endLine),
            ...(place.column === undefined ? {} : { startColumn: place.column }),
          },
        };
  return [{ physicalLocation: physical, ...logical }];
}

/** A line that the head does not have is told in words. */
function baseWords(place: Place | null): string {
  return place === null || place.at === undefined ? "" : ` (${visibleText(shorten(place.file, 200))}:${place.line}${sideWords(place)})`;
}

function suppressionsOf(finding: Finding): unknown {
  const { exemption } = finding;
  if (exemption === null) return [];
  const approved = exemption.approvedBy === null ? "" : `, approved by ${exemption.approvedBy}`;
  return [
    {
      kind: "external",
      status: "accepted",
      justification: visibleText(`${exemption.id}: ${exemption.reason} (until ${exemption.expires}${approved})`),
    },
  ];
}

function resultOf(finding: Finding, indexes: ReadonlyMap<string, number>): unknown {
  return {
    ruleId: finding.rule,
    ruleIndex: indexes.get(finding.rule) ?? -1,
    kind: "fail",
    level: levelOf(finding.level),
    message: { text: shorten(plainAdvice(finding.message, finding.remedy, baseWords(finding.place)), 4000) },
    locations: locationsOf(finding),
    partialFingerprints: { "bakegate/v1": finding.fingerprint },
    baselineState: finding.introduced ? "new" : "unchanged",
    suppressions: suppressionsOf(finding),
    properties: { reason: finding.reason, attribute: finding.attribute, project: finding.project },
  };
}

function notification(text: string, file: string | null, rule: string | null, indexes: ReadonlyMap<string, number>): unknown {
  const location =
    file === null ? {} : { locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(file), uriBaseId: "%SRCROOT%" } } }] };
  const index = rule === null ? undefined : indexes.get(rule);
  const associated = rule === null || index === undefined ? {} : { associatedRule: { id: rule, index } };
  return { level: "error", message: { text: shorten(text, 4000) }, ...location, ...associated };
}

function notificationsOf(review: Review, indexes: ReadonlyMap<string, number>): unknown[] {
  const problems = review.findings
    .filter((finding) => finding.rule.startsWith("review/") && finding.level === "block")
    .map((finding) =>
      notification(
        plainSentence(finding.message),
        finding.place?.at === undefined ? (finding.place?.file ?? null) : null,
        finding.rule,
        indexes,
      ),
    );
  const unread = review.unread.map(({ file, reason }) => notification(visibleText(`${file} was not read: ${reason}`), file, null, indexes));
  const all = [...problems, ...unread];
  return all.length > 0 ? all : [notification("The review could not be completed.", null, null, indexes)];
}

function weight(finding: Finding): number {
  const blocks = finding.level === "block" && finding.introduced && finding.exemption === null;
  return blocks ? 0 : finding.level === "block" ? 1 : finding.level === "warn" ? 2 : 3;
}

/**
 * One run. A finding that stood in the base is `unchanged`, an exempted one is suppressed; a review that could not be completed has
 * `executionSuccessful: false` with a notification per reason. `rules` are the pages; every `Rule` is one.
 */
export function renderSarif(review: Review, tool: Tool, rules: readonly ExplainedRule[]): string {
  const used = new Set(review.findings.map((finding) => finding.rule));
  const explained = rules.filter((rule) => used.has(rule.id)).toSorted((a, b) => compareText(a.id, b.id));
  const known = new Set(explained.map((rule) => rule.id));
  const unexplained = [...used].filter((id) => !known.has(id)).sort(compareText);
  const ids = [...explained.map((rule) => rule.id), ...unexplained];
  const indexes = new Map(ids.map((id, index) => [id, index]));
  const findings = review.findings.toSorted((a, b) => weight(a) - weight(b) || compareFindings(a, b)).slice(0, MOST_RESULTS);
  const failed = review.verdict === "error";
  const version = /^\d+\.\d+\.\d+/.test(tool.version) ? { semanticVersion: tool.version } : {};
  return jsonText({
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: tool.name,
            version: tool.version,
            ...version,
            rules: [...explained.map(ruleOf), ...unexplained.map(unexplainedRule)],
          },
        },
        automationDetails: { id: `bakegate/${review.kind}/` },
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { "%SRCROOT%": { description: { text: "The root of the repository." } } },
        invocations: [
          { executionSuccessful: !failed, ...(failed ? { toolExecutionNotifications: notificationsOf(review, indexes) } : {}) },
        ],
        results: findings.map((finding) => resultOf(finding, indexes)),
        properties: { verdict: review.verdict, mode: review.mode },
      },
    ],
  });
}
