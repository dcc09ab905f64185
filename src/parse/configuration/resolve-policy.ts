/** From what was written to what the program relies on: the one way by which a `Policy` comes about. */
import type { Diagnostic, Exemption, Policy, ProjectSetting, ReleaseSetting } from "../../model/policy.ts";
import type { WrittenConfiguration } from "./configuration-schema.ts";
import { inOrder } from "./diagnostics.ts";
import type { KnownRule } from "./known-rule.ts";
import { type CredentialPart, ownCredentials, type PatternCompiler } from "./own-credentials.ts";
import { defaultPack, isPack, type PolicySource, policySources } from "./policy-sources.ts";
import { readConfiguration } from "./read-configuration.ts";
import { readPolicy } from "./read-policy.ts";
import { compile, compileOne, type PolicyPart, ruleSettings } from "./rule-settings.ts";
import { pointerStep, type YamlDocument } from "./yaml-document.ts";

/** A policy file's text, or why it has none (`binary`, `too-large`, …). */
export type PolicyText = string | { readonly unreadable: string };

export interface PolicyInput {
  /** The configuration file at the tip of the base branch; null: there is none. */
  readonly configuration: { readonly path: string; readonly text: string } | null;
  /** Policy files at the tip of the base branch by path: those of `policyPathsNeeded`. */
  readonly files: ReadonlyMap<string, PolicyText>;
  /** The packs' texts by name (`bakegate:recommended`, `bakegate:strict`). */
  readonly packs: ReadonlyMap<string, string>;
  readonly rules: readonly KnownRule[];
  readonly compilePattern: PatternCompiler;
  /** SHA-256 of a text's UTF-8 bytes, in hex. */
  readonly hash: (text: string) => string;
}

/**
 * The policy that holds, or everything that is wrong with the files, each fault with its place. Never throws on what the files hold.
 * Without a file: enforce, `bakegate:recommended`, every protected branch, static plans.
 */
export function resolvePolicy(input: PolicyInput): { readonly policy: Policy } | { readonly diagnostics: readonly Diagnostic[] } {
  const packs = [...input.packs.keys()].sort();
  const configuration = input.configuration;
  const read = configuration === null ? null : readConfiguration(configuration.path, configuration.text, packs, input.rules);
  if (read !== null && "diagnostics" in read) return read;
  const written: WrittenConfiguration = read?.written ?? {};
  const document = read?.document ?? null;

  const { sources, faults } = policySources(document, written, [...input.files.keys()]);
  const parts: (PolicyPart & CredentialPart)[] = [];
  const diagnostics: Diagnostic[] = [...faults];
  const bytes: [string, string][] = configuration === null ? [] : [["configuration", configuration.text]];
  for (const source of sources) {
    const part = readSource(source, input, document);
    if ("diagnostics" in part) diagnostics.push(...part.diagnostics);
    else {
      parts.push(part.part);
      bytes.push([source.kind === "pack" ? source.name : source.path, part.text]);
    }
  }
  if (diagnostics.length > 0) return { diagnostics: inOrder(diagnostics) };

  const otherwise = {
    level: sources.some((source) => source.kind === "pack") ? ("own" as const) : ("off" as const),
    origin:
      document === null ? { source: defaultPack, line: null } : { source: document.path, line: document.locate("/policies", "key").line },
  };
  const policy: Policy = {
    mode: written.mode ?? "enforce",
    branches: written.branches === undefined ? null : compile(written.branches, "branch"),
    settings: ruleSettings(parts, input.rules, otherwise),
    projects: document === null ? [] : projectSettings(document, written),
    exemptions: document === null ? [] : exemptions(document, written),
    credentials: ownCredentials(parts, input.compilePattern),
    release: releaseSetting(written.release),
    digest: input.hash(JSON.stringify(bytes)),
  };
  return { policy };
}

function readSource(
  source: PolicySource,
  input: PolicyInput,
  document: YamlDocument | null,
): { readonly part: PolicyPart & CredentialPart; readonly text: string } | { readonly diagnostics: readonly Diagnostic[] } {
  const path = source.kind === "pack" ? source.name : source.path;
  const text = source.kind === "pack" ? input.packs.get(source.name) : input.files.get(source.path);
  if (text === undefined || typeof text !== "string") {
    const message = text === undefined ? `the policy "${path}" cannot be found` : `the policy file cannot be read: ${text.unreadable}`;
    const place =
      source.kind === "file" && document !== null && text === undefined ? document.locate(source.pointer, "value") : { line: 1, column: 1 };
    return { diagnostics: [{ file: text === undefined && document !== null ? document.path : path, ...place, message }] };
  }
  const read = readPolicy(path, text, input.rules, input.compilePattern);
  if ("diagnostics" in read) return read;
  const lineOf = (pointer: string) => (isPack(path) ? null : read.document.locate(pointer, "key").line);
  const originOf = (rule: string) => ({ source: path, line: lineOf(`/rules${pointerStep(rule)}`) });
  return { part: { written: read.written, source: path, lineOf, originOf }, text };
}

function projectSettings(document: YamlDocument, written: WrittenConfiguration): readonly ProjectSetting[] {
  return (written.projects ?? []).map((project, index) => ({
    dir: compileOne(project.dir, "folder"),
    workspaces: project.workspaces ?? ["default"],
    varFiles: project.var_files ?? [],
    plan: project.plan ?? "static",
    origin: { source: document.path, line: document.locate(`/projects/${index}`, "value").line },
  }));
}

/** An image without inputs of its own is made of what lies in its template's folder and in that of its tests. */
function releaseSetting(written: WrittenConfiguration["release"]): ReleaseSetting | null {
  if (written === undefined) return null;
  const images = Object.entries(written.images ?? {}).map(([name, image]) => {
    const own = [image.template, image.variables, image.test].flatMap((path) =>
      path === undefined ? [] : folderGlob(path, path === image.test),
    );
    const consumedBy = image.consumed_by === undefined ? null : compileOne(image.consumed_by.project, "folder");
    return { name, inputs: compile(image.inputs ?? own, "path"), consumedBy };
  });
  return { backend: written.backend ?? "github-actions", workflow: written.workflow ?? null, images };
}

function folderGlob(path: string, isFolder: boolean): string {
  const folder = isFolder ? path.replace(/\/+$/, "") : path.split("/").slice(0, -1).join("/");
  return folder === "" ? "**" : `${folder.replace(/[*?[\]{}!()\\]/g, "\\$&")}/**`;
}

function exemptions(document: YamlDocument, written: WrittenConfiguration): readonly Exemption[] {
  return (written.exemptions ?? []).map((exemption, index) => ({
    id: exemption.id,
    rule: compileOne(exemption.rule, "rule"),
    resource: exemption.resource === undefined ? null : compileOne(exemption.resource, "resource"),
    path: exemption.path === undefined ? null : compileOne(exemption.path, "path"),
    fingerprint: exemption.fingerprint ?? null,
    reason: exemption.reason.trim(),
    approvedBy: exemption.approved_by ?? null,
    expires: exemption.expires,
    origin: { source: document.path, line: document.locate(`/exemptions/${index}`, "value").line },
  }));
}
