/** Reads a policy file: text in, what was written or every fault in it out. */
import type { Diagnostic } from "../../model/policy.ts";
import { inOrder } from "./diagnostics.ts";
import { ruleFaults, testFaults } from "./known-names.ts";
import type { KnownRule } from "./known-rule.ts";
import { type PatternCompiler, patternFaults } from "./own-credentials.ts";
import type { WrittenPolicy } from "./policy-schema.ts";
import { isRefused, validatePolicy } from "./schema-validator.ts";
import { readYaml, type YamlDocument } from "./yaml-document.ts";

export interface ReadPolicy {
  readonly document: YamlDocument;
  readonly written: WrittenPolicy;
}

/** The policy as it was written, or every fault with its place. Never throws. */
export function readPolicy(
  path: string,
  text: string,
  rules: readonly KnownRule[],
  compilePattern: PatternCompiler,
): ReadPolicy | { readonly diagnostics: readonly Diagnostic[] } {
  const document = readYaml(path, text);
  if ("diagnostics" in document) return document;
  const faults: Diagnostic[] = [...ruleFaults(document, rules), ...testFaults(document, rules), ...patternFaults(document, compilePattern)];
  const written = validatePolicy(document);
  if (isRefused(written)) return { diagnostics: inOrder([...faults, ...written.diagnostics]) };
  return faults.length > 0 ? { diagnostics: inOrder(faults) } : { document, written };
}
