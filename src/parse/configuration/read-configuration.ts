/** Reads `.github/bakegate.yml`: text in, what was written or every fault in it out. */
import type { Diagnostic } from "../../model/policy.ts";
import type { WrittenConfiguration } from "./configuration-schema.ts";
import { inOrder } from "./diagnostics.ts";
import { exemptionFaults, packFaults } from "./known-names.ts";
import type { KnownRule } from "./known-rule.ts";
import { releaseFaults } from "./release-faults.ts";
import { isRefused, validateConfiguration } from "./schema-validator.ts";
import { readYaml, type YamlDocument } from "./yaml-document.ts";

export interface ReadConfiguration {
  readonly document: YamlDocument;
  readonly written: WrittenConfiguration;
}

/** The configuration as it was written, or every fault with its place. Never throws. */
export function readConfiguration(
  path: string,
  text: string,
  packs: readonly string[],
  rules: readonly KnownRule[],
): ReadConfiguration | { readonly diagnostics: readonly Diagnostic[] } {
  const document = readYaml(path, text);
  if ("diagnostics" in document) return document;
  const faults: Diagnostic[] = [...packFaults(document, packs), ...exemptionFaults(document, rules), ...releaseFaults(document)];
  const written = validateConfiguration(document);
  if (isRefused(written)) return { diagnostics: inOrder([...faults, ...written.diagnostics]) };
  return faults.length > 0 ? { diagnostics: inOrder(faults) } : { document, written };
}
