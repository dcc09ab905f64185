/** Turns the validator's errors into one exact sentence each, with file, line and column. */
import type { ErrorObject } from "ajv";
import type { Diagnostic } from "../../model/policy.ts";
import { formats } from "./formats.ts";
import { quote, sentenceList } from "./quote.ts";
import { didYouMean } from "./suggestion.ts";
import { pointerStep, type YamlDocument } from "./yaml-document.ts";

/** More faults than this in one file are counted, not listed. */
const most = 50;

/** The errors of a document, each with its place and sentence, in the validator's order. */
export function diagnosticsOf(document: YamlDocument, schema: object, errors: readonly ErrorObject[]): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  // Of a value of the wrong type nothing else has to be said.
  const mistyped = new Set(errors.filter((error) => error.keyword === "type").map((error) => error.instancePath));
  for (const error of errors) {
    if (error.keyword !== "type" && mistyped.has(error.instancePath)) continue;
    const said = describe(error, schema);
    if (said === null) continue;
    found.push({ file: document.path, ...document.locate(said.pointer, said.part), message: said.message });
  }
  return found;
}

/** Sorted by place, without repetitions, cut at {@link most} with a last line that says so. */
export function inOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  const sorted = [...diagnostics].sort(
    (a, b) => compare(a.file, b.file) || a.line - b.line || a.column - b.column || compare(a.message, b.message),
  );
  const unique = sorted.filter((diagnostic) => {
    const key = JSON.stringify([diagnostic.file, diagnostic.line, diagnostic.column, diagnostic.message]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  const last = unique[most - 1];
  if (unique.length <= most || last === undefined) return unique;
  return [...unique.slice(0, most), { ...last, message: `and ${unique.length - most} more faults after this one` }];
}

/** `policies/web.yml:14:9: unknown rule "…"; did you mean "…"?` */
export function writeDiagnostic(diagnostic: Diagnostic): string {
  return `${diagnostic.file}:${diagnostic.line}:${diagnostic.column}: ${diagnostic.message}`;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

interface Said {
  readonly pointer: string;
  readonly part: "key" | "value";
  readonly message: string;
}

function describe(error: ErrorObject, root: object): Said | null {
  const pointer = error.instancePath;
  const what = subject(pointer);
  const value = (message: string): Said => ({ pointer, part: "value", message });
  switch (error.keyword) {
    case "additionalProperties":
      return unknownKey(error);
    case "required":
      return missingKey(error, root);
    case "type":
      return value(`${what} has to be ${typeName(String(error.params.type))}, but is ${found(error.data)}${typeHint(error)}`);
    case "enum": {
      const allowed = (error.params.allowedValues as readonly string[]).map(String);
      const otherwise = `; it is one of ${sentenceList(allowed, "or")}`;
      if (typeof error.data !== "string") return null;
      return value(`${what} cannot be ${quote(error.data)}${didYouMean(error.data, allowed, otherwise)}`);
    }
    case "const":
      return value(`${what} has to be ${JSON.stringify(error.params.allowedValue)}, but is ${found(error.data)}`);
    case "minItems":
      return value(`${what} has to hold at least one entry; leave it out for the default`);
    case "maxItems":
      return value(`${what} has to hold at most ${String(error.params.limit)} entries`);
    case "minimum":
    case "maximum":
      return value(
        `${what} has to be ${error.keyword === "minimum" ? "at least" : "at most"} ${String(error.params.limit)}, but is ${found(error.data)}`,
      );
    case "format":
      return error.propertyName === undefined ? wrongText(error, what) : null;
    case "propertyNames":
      return wrongKey(error);
    default:
      return value(`${what} ${error.message ?? "is not valid"}`);
  }
}

function unknownKey(error: ErrorObject): Said {
  const key = String(error.params.additionalProperty);
  const known = Object.keys((error.parentSchema?.properties as Record<string, unknown> | undefined) ?? {});
  const otherwise = `; known here: ${sentenceList(known)}`;
  return {
    pointer: error.instancePath + pointerStep(key),
    part: "key",
    message: `unknown key ${quote(key)}${didYouMean(key, known, otherwise)}`,
  };
}

function missingKey(error: ErrorObject, root: object): Said {
  const key = String(error.params.missingProperty);
  const properties = (error.parentSchema?.properties as Record<string, { readonly description?: string }> | undefined) ?? {};
  const description = properties[key]?.description ?? "";
  const where = error.instancePath === "" || error.parentSchema === root ? "the file" : subject(error.instancePath);
  return {
    pointer: error.instancePath,
    part: "key",
    message: `${where} lacks ${quote(key)}${description === "" ? "" : `: ${lowerFirst(description.replace(/\.( .*)?$/s, ""))}`}`,
  };
}

function wrongText(error: ErrorObject, what: string): Said | null {
  const format = String(error.params.format);
  const check = formats[format];
  if (check === undefined || typeof error.data !== "string") return null;
  const problem = check(error.data) ?? "is not valid";
  const shown = error.data.trim() === "" ? `${what} ${problem}` : `${what}: ${quote(error.data)} ${problem}`;
  return { pointer: error.instancePath, part: "value", message: shown };
}

function wrongKey(error: ErrorObject): Said {
  const key = String(error.params.propertyName);
  const schema = error.schema as { readonly format?: string };
  const problem = formats[schema.format ?? ""]?.(key) ?? "is not valid";
  return { pointer: error.instancePath + pointerStep(key), part: "key", message: `the key ${quote(key)} ${problem}` };
}

/** `"level"`, `"level" of "immutable/drift"`, `entry 2 of "policies"`, `entry 1 of "exemptions"`. */
function subject(pointer: string): string {
  const steps = pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
  if (steps.length === 0) return "the file";
  const last = steps[steps.length - 1] ?? "";
  const outer = steps[steps.length - 2];
  if (/^\d+$/.test(last) && outer !== undefined) return `entry ${Number(last) + 1} of ${quote(outer)}`;
  if (outer !== undefined && steps[steps.length - 3] === "rules") return `${quote(last)} of ${quote(outer)}`;
  if (steps.length === 2 && steps[0] === "rules") return `the setting of ${quote(last)}`;
  return quote(last);
}

function typeName(type: string): string {
  switch (type) {
    case "string":
      return "text";
    case "integer":
      return "a whole number";
    case "number":
      return "a number";
    case "array":
      return "a list";
    case "object":
      return "a mapping of keys to values";
    default:
      return type;
  }
}

/** What stands there, without repeating anything long. */
function found(value: unknown): string {
  if (value === null || value === undefined) return "empty";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a mapping";
  if (typeof value === "string") return `the text ${quote(value)}`;
  return typeof value === "number" ? `the number ${String(value)}` : String(value);
}

/** What to write instead, where that is plain. */
function typeHint(error: ErrorObject): string {
  const wanted = String(error.params.type);
  const value: unknown = error.data;
  const schema = (error.parentSchema ?? {}) as { readonly enum?: readonly string[]; readonly format?: string };
  if (wanted === "array" && typeof value === "string" && value !== "") return `; write [${quote(value)}]`;
  if (wanted === "object" && typeof value === "string" && ["block", "warn", "info", "off"].includes(value))
    return `; write "level: ${value}" below it`;
  if (wanted === "object" && typeof value === "string" && /^[\w-]{1,40}:\S/.test(value)) return "; a space is missing after the colon";
  if (wanted !== "string") return "";
  if (schema.enum !== undefined) return `; it is one of ${sentenceList(schema.enum, "or")}`;
  if (typeof value !== "number" && typeof value !== "boolean") return "";
  const problem = formats[schema.format ?? ""]?.(String(value)) ?? null;
  return problem === null ? `; write it in quotes: "${String(value)}"` : `, which ${problem}`;
}

function lowerFirst(text: string): string {
  return /^[A-Z][a-z ]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
