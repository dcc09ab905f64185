/** Holds what was read from a file against its schema. */
import { createValidators, type Validator } from "../../../policies/schema/validators.mjs";
import type { Diagnostic } from "../../model/policy.ts";
import { configurationSchema, type WrittenConfiguration } from "./configuration-schema.ts";
import { diagnosticsOf } from "./diagnostics.ts";
import { formats } from "./formats.ts";
import { policySchema, type WrittenPolicy } from "./policy-schema.ts";
import type { YamlDocument } from "./yaml-document.ts";

const checks = Object.entries(formats).map(([name, check]) => [name, { validate: (text: string) => check(text) === null }]);
const validators = createValidators(Object.fromEntries(checks));

/** The configuration that a document holds, or every fault in it. An empty file is a configuration with nothing set. */
export function validateConfiguration(document: YamlDocument): WrittenConfiguration | { readonly diagnostics: readonly Diagnostic[] } {
  const value: unknown = document.value ?? Object.create(null);
  if (holds<WrittenConfiguration>(validators.configuration, value)) return value;
  return { diagnostics: diagnosticsOf(document, configurationSchema, validators.configuration.errors ?? []) };
}

/** The policy that a document holds, or every fault in it. */
export function validatePolicy(document: YamlDocument): WrittenPolicy | { readonly diagnostics: readonly Diagnostic[] } {
  if (document.value === null) {
    const message = 'the file is empty; a policy file holds "rules:" with a level for each rule';
    return { diagnostics: [{ file: document.path, line: 1, column: 1, message }] };
  }
  const value: unknown = document.value;
  if (holds<WrittenPolicy>(validators.policy, value)) return value;
  return { diagnostics: diagnosticsOf(document, policySchema, validators.policy.errors ?? []) };
}

/** True for what a validator refused. */
export function isRefused(result: object): result is { readonly diagnostics: readonly Diagnostic[] } {
  return "diagnostics" in result;
}

/** The type of what holds is that of the schema from which the validator was compiled. */
function holds<T>(validator: Validator, value: unknown): value is T {
  return validator(value);
}
