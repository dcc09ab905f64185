/** The functions of Terraform's language by name. */
import { addressFunctions } from "./addresses.ts";
import { collectionFunctions } from "./collections.ts";
import { conversionFunctions } from "./conversions.ts";
import { encodingFunctions } from "./encodings.ts";
import { fileFunctions } from "./files.ts";
import { formatFunctions } from "./format.ts";
import { hashFunctions } from "./hashes.ts";
import { jsonFunctions } from "./json.ts";
import { numberFunctions } from "./numbers.ts";
import { patternFunctions } from "./patterns.ts";
import type { PureFunction } from "./pure-function.ts";
import { setFunctions } from "./sets.ts";
import { textFunctions } from "./text.ts";

const table: ReadonlyMap<string, PureFunction> = new Map(
  [
    ...addressFunctions,
    ...collectionFunctions,
    ...conversionFunctions,
    ...encodingFunctions,
    ...fileFunctions,
    ...formatFunctions,
    ...hashFunctions,
    ...jsonFunctions,
    ...numberFunctions,
    ...patternFunctions,
    ...setFunctions,
    ...textFunctions,
  ].map((each) => [each.name, each]),
);

/** Their result differs from one run to the next. */
const impure: ReadonlySet<string> = new Set(["bcrypt", "plantimestamp", "timestamp", "uuid"]);

export function isImpure(name: string): boolean {
  return impure.has(name);
}

/** Null: not among those that are evaluated. */
export function pureFunction(name: string): PureFunction | null {
  return table.get(name) ?? null;
}
