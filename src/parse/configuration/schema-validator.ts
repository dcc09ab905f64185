/** Holds what was read from a file against its schema. */
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import type { Diagnostic } from "../../model/policy.ts";
import { configurationSchema, type WrittenConfiguration } from "./configuration-schema.ts";
import { diagnosticsOf } from "./diagnostics.ts";
import { formats } from "./formats.ts";
import { policySchema, type WrittenPolicy } from "./policy-schema.ts";
import type { YamlDocument } from "./yaml-document.ts";

let ajv: Ajv2020 | undefined;
let configurationValidator: ValidateFunction<WrittenConfiguration> | undefined;
let policyValidator: ValidateFunction<WrittenPolicy> | undefined;

/** The configuration that a document holds, or every fault in it. An empty file is a configuration with nothing set. */
export function validateConfiguration(document: YamlDocument): WrittenConfiguration | { readonly diagnostics: readonly Diagnostic[] } {
  configurationValidator ??= compiler().compile<WrittenConfiguration>(configurationSchema);
  const value: unknown = document.value ?? Object.create(null);
  if (configurationValidator(value)) return value;
  return { diagnostics: diagnosticsOf(document, configurationSchema, configurationValidator.errors ?? []) };
}

/** The policy that a document holds, or every fault in it. */
export function validatePolicy(document: YamlDocument): WrittenPolicy | { readonly diagnostics: readonly Diagnostic[] } {
  if (document.value === null) {
    const message = 'the file is empty; a policy file holds "rules:" with a level for each rule';
    return { diagnostics: [{ file: document.path, line: 1, column: 1, message }] };
  }
  policyValidator ??= compiler().compile<WrittenPolicy>(policySchema);
  const value: unknown = document.value;
  if (policyValidator(value)) return value;
  return { diagnostics: diagnosticsOf(document, policySchema, policyValidator.errors ?? []) };
}

/** True for what a validator refused. */
export function isRefused(result: object): result is { readonly diagnostics: readonly Diagnostic[] } {
  return "diagnostics" in result;
}

/** The schemas are ours and tests hold them against the meta-schema, so no time is spent on that at every start. */
function compiler(): Ajv2020 {
  if (ajv !== undefined) return ajv;
  ajv = new Ajv2020({ allErrors: true, verbose: true, strict: true, meta: false, validateSchema: false, code: { optimize: false } });
  for (const [name, check] of Object.entries(formats)) {
    ajv.addFormat(name, { type: "string", validate: (text: string) => check(text) === null });
  }
  return ajv;
}
