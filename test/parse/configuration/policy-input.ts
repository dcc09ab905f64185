/** A small set of rules and packs, and the ways by which the tests of this folder resolve a policy. */
import { createHash } from "node:crypto";
import { compileTextPattern } from "../../../src/credentials/text-pattern.ts";
import type { Policy } from "../../../src/model/policy.ts";
import { writeDiagnostic } from "../../../src/parse/configuration/diagnostics.ts";
import type { KnownRule } from "../../../src/parse/configuration/known-rule.ts";
import { type PolicyInput, type PolicyText, resolvePolicy } from "../../../src/parse/configuration/resolve-policy.ts";

export const rules: readonly KnownRule[] = [
  { id: "immutable/in-place-update", level: "block", on: "change", reasons: { mutation: {}, "network-or-disk": { level: "info" } } },
  { id: "immutable/undecided", level: "warn", on: "change", reasons: { elsewhere: {}, defining: { level: "block" } } },
  { id: "immutable/drift", level: "warn", on: "change", reasons: { drift: {} } },
  { id: "image/unpinned", level: "block", on: "configuration", reasons: { latest: {}, "no-digest": { level: "warn" } } },
  { id: "credentials/token", level: "block", on: "configuration", reasons: { token: {} } },
  { id: "review/syntax-error", level: "block", on: "problem", reasons: { syntax: {} } },
];

export const packs: ReadonlyMap<string, string> = new Map([
  [
    "bakegate:recommended",
    "rules:\n  immutable/in-place-update: { level: block, reasons: { network-or-disk: info } }\n  immutable/undecided: { level: warn, reasons: { defining: block } }\n" +
      "  immutable/drift: { level: warn }\n  image/unpinned: { level: block, reasons: { no-digest: warn } }\n  credentials/token: { level: block }\n",
  ],
  [
    "bakegate:strict",
    rules.filter((rule) => rule.on !== "problem").reduce((text, rule) => `${text}  ${rule.id}: { level: block }\n`, "rules:\n"),
  ],
]);

export const hash = (text: string): string => createHash("sha256").update(text).digest("hex");

export const configurationPath = ".github/bakegate.yml";

export function input(text: string | null, files: Readonly<Record<string, PolicyText>> = {}): PolicyInput {
  return {
    configuration: text === null ? null : { path: configurationPath, text },
    files: new Map(Object.entries(files)),
    packs,
    rules,
    compilePattern: compileTextPattern,
    hash,
  };
}

/** The policy, or a failed test that shows what was wrong. */
export function policyOf(text: string | null, files: Readonly<Record<string, PolicyText>> = {}): Policy {
  const resolved = resolvePolicy(input(text, files));
  if ("diagnostics" in resolved) throw new Error(resolved.diagnostics.map(writeDiagnostic).join("\n"));
  return resolved.policy;
}

/** What is wrong, line by line; an empty list where nothing is. */
export function faultsOf(text: string | null, files: Readonly<Record<string, PolicyText>> = {}): readonly string[] {
  const resolved = resolvePolicy(input(text, files));
  return "diagnostics" in resolved ? resolved.diagnostics.map(writeDiagnostic) : [];
}

/** What is wrong with a policy file, without its name in front. */
export function policyFaults(text: string): readonly string[] {
  return faultsOf("policies: [bakegate:recommended, web.yml]\n", { "web.yml": text }).map((line) => line.replace(/^web\.yml:/, ""));
}

/** What is wrong with a configuration, without its name in front. */
export function configurationFaults(text: string): readonly string[] {
  return faultsOf(text).map((line) => line.replace(".github/bakegate.yml:", ""));
}
