/** What a scalar of YAML means to Terraform: go-cty-yaml's mixture of YAML 1.1 and 1.2. */
import type { Value } from "../../model/value.ts";
import { wholeNumeric } from "../binary-float.ts";
import { toText } from "../convert.ts";
import { parseNumber } from "../decimal.ts";
import { fail, LimitReached } from "../evaluation.ts";
import { falseValue, nullValue, numberValue, numericValue, stringValue, trueValue } from "../values.ts";
import { base64Bytes } from "./encodings.ts";
import { timestampOf, timestampText } from "./timestamp.ts";

const words: ReadonlyMap<string, Value> = new Map([
  ...["true", "True", "TRUE", "y", "Y", "yes", "Yes", "YES", "on", "On", "ON"].map((word) => [word, trueValue] as const),
  ...["false", "False", "FALSE", "n", "N", "no", "No", "NO", "off", "Off", "OFF"].map((word) => [word, falseValue] as const),
  ...["", "~", "null", "Null", "NULL"].map((word) => [word, nullValue] as const),
]);

/** A scalar without quotes and without a tag. Null: it is an infinite number, which is not evaluated. */
export function plainScalar(text: string): Value | null {
  const word = words.get(text);
  if (word !== undefined) return word;
  if (/^[-+]?\.(?:inf|Inf|INF)$/.test(text)) return null;
  if (/^\.(?:nan|NaN|NAN)$/.test(text)) return fail("YAML holds a number that is none");
  if (!/^[-+.0-9]/.test(text)) return stringValue(text);
  return timestampFrom(text) ?? decimalFrom(text) ?? prefixedFrom(text) ?? stringValue(text);
}

/** The text of a block (`|`, `>`): what looks like something else becomes that first, and text again. */
export function blockScalar(text: string): Value | null {
  const value = plainScalar(text);
  return value === null ? null : toText(value);
}

/** A scalar without quotes and with a tag of YAML's own (`!!str`). Null: a notation that is not evaluated. */
export function taggedScalar(tag: string, text: string): Value | null {
  if (tag === "str") return stringValue(text);
  if (tag === "binary") return base64Bytes(text) === null ? fail("YAML holds binary data that is not base64") : stringValue(text);
  const plain = plainScalar(text);
  if (plain === null || plain.kind !== "string" || timestampFrom(text) !== null) return plain;
  switch (tag) {
    case "null":
      return nullValue;
    case "int":
    case "float":
      return null;
    case "bool":
    case "timestamp":
      return fail("YAML holds a scalar that is not what its tag says");
    default:
      return fail("YAML has a tag that Terraform does not know");
  }
}

function decimalFrom(text: string): Value | null {
  if (!/^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/.test(text)) return null;
  const digits = parseNumber(text);
  if (digits === null) throw new LimitReached("a number has more than 4000 digits");
  return numberValue(digits);
}

/** `0x1F` and `0o17`, of at most 64 bits. */
function prefixedFrom(text: string): Value | null {
  if (!/^0(?:x[0-9A-Fa-f]+|o[0-7]+)$/.test(text)) return null;
  const digits = text.slice(2).replace(/^0+/, "");
  const number = digits.length > 22 ? null : BigInt(`${text.slice(0, 2)}${digits === "" ? "0" : digits}`);
  if (number === null || number >= 2n ** 64n) return fail("YAML holds a number that is too large");
  return numericValue(wholeNumeric(number));
}

const date = "([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})";
const time = "([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})([.,][0-9]+)?";
const timestampPatterns = [
  new RegExp(`^${date}[Tt]${time}(?:Z|([+-])([0-9]{2}):([0-9]{2}))$`),
  new RegExp(`^${date} ${time}$`),
  new RegExp(`^${date}$`),
];

/** Terraform has no type for a time: it is a string in RFC 3339. */
function timestampFrom(text: string): Value | null {
  if (text.length > 100) return null;
  for (const pattern of timestampPatterns) {
    const found = pattern.exec(text);
    if (found === null) continue;
    const parts = found.slice(1, 7).map((part) => Number(part ?? "0"));
    const offset = (Number(found[9] ?? "0") * 60 + Number(found[10] ?? "0")) * 60 * (found[8] === "-" ? -1 : 1);
    const timestamp = timestampOf(parts, found[7], offset);
    return timestamp === null ? null : stringValue(timestampText(timestamp));
  }
  return null;
}
