/** The functions of Terraform's language by name. */
import { addressFunctions } from "./addresses.ts";
import { collectionFunctions } from "./collections.ts";
import { conversionFunctions } from "./conversions.ts";
import { csvFunctions } from "./csv.ts";
import { decryptionFunctions } from "./decryption.ts";
import { encodingFunctions } from "./encodings.ts";
import { fileFunctions } from "./files.ts";
import { formatFunctions } from "./format.ts";
import { hashFunctions } from "./hashes.ts";
import { identifierFunctions } from "./identifiers.ts";
import { jsonFunctions } from "./json.ts";
import { machineFunctions } from "./machine.ts";
import { mapFunctions } from "./maps.ts";
import { numberFunctions } from "./numbers.ts";
import { patternFunctions } from "./patterns.ts";
import type { PureFunction } from "./pure-function.ts";
import { setFunctions } from "./sets.ts";
import { textFunctions } from "./text.ts";
import { textEncodingFunctions } from "./text-encodings.ts";
import { timeFunctions } from "./times.ts";
import { yamlFunctions } from "./yaml.ts";

const table: ReadonlyMap<string, PureFunction> = new Map(
  [
    ...addressFunctions,
    ...collectionFunctions,
    ...conversionFunctions,
    ...csvFunctions,
    ...decryptionFunctions,
    ...encodingFunctions,
    ...fileFunctions,
    ...formatFunctions,
    ...hashFunctions,
    ...identifierFunctions,
    ...jsonFunctions,
    ...machineFunctions,
    ...mapFunctions,
    ...numberFunctions,
    ...patternFunctions,
    ...setFunctions,
    ...textEncodingFunctions,
    ...textFunctions,
    ...timeFunctions,
    ...yamlFunctions,
  ].map((each) => [each.name, each]),
);

/** Their result differs from one run to the next. */
const impure: ReadonlySet<string> = new Set(["bcrypt", "plantimestamp", "timestamp", "uuid"]);

/** The names of all functions that there are, sorted. */
export function functionNames(): readonly string[] {
  return [...table.keys(), ...impure, "can", "try"].sort();
}

export function isImpure(name: string): boolean {
  return impure.has(name);
}

/** Null: not among those that are evaluated. */
export function pureFunction(name: string): PureFunction | null {
  return table.get(name) ?? null;
}
