/** GitHub's published description of its API: which operation a request is, and whether requests, answers and webhooks keep to it. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";
import { isObject, type JsonObject, listIn, objectIn, objectOf, textIn } from "./json.ts";

export interface Operation {
  /** `GET /repos/{owner}/{repo}`: the name by which `@octokit` knows it. */
  readonly name: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly described: JsonObject;
}

/** @param path without the query. @returns undefined where GitHub has no such operation. */
export function operationOf(method: string, path: string): Operation | undefined {
  const segments = path.split("/");
  for (let length = segments.length; length > 4; length--) {
    // Names of branches and files may stand there with their slashes.
    const found = operationAt(method, [...segments.slice(0, length - 1), segments.slice(length - 1).join("/")]);
    if (found !== undefined) return found;
  }
  return operationAt(method, segments);
}

function operationAt(method: string, segments: readonly string[]): Operation | undefined {
  for (const template of templates().get(segments.length) ?? []) {
    const parameters = matched(template.segments, segments);
    const described = parameters && template.operations[method.toLowerCase()];
    if (parameters && isObject(described)) return { name: `${method} ${template.path}`, parameters, described };
  }
  return undefined;
}

/** What in a request contradicts the description: empty where nothing does. */
export function faultsOfRequest(operation: Operation, query: URLSearchParams, body: unknown): readonly string[] {
  return [...queryFaults(operation, query), ...bodyFaults(operation, body)].map((fault) => `${operation.name}: ${fault}`);
}

/** What in an answer contradicts the description: empty where nothing does. Failures (4xx, 5xx) have no shape to keep. */
export function faultsOfAnswer(operation: Operation, status: number, body: unknown): readonly string[] {
  if (status >= 400) return [];
  const answer = followed(objectIn(operation.described.responses, String(status)));
  if (Object.keys(answer).length === 0) return [`${operation.name}: GitHub does not answer with ${status}`];
  const schema = jsonSchema(answer);
  if (schema === undefined) return [];
  return faults(`answer ${status} of ${operation.name}`, schema, body).map((fault) => `answer of ${operation.name}: ${fault}`);
}

/** What in a webhook's payload contradicts the description: empty where nothing does. */
export function faultsOfWebhook(event: string, payload: JsonObject): readonly string[] {
  const action = textIn(payload, "action");
  const name = [event, action].filter(Boolean).join("-").replaceAll("_", "-");
  const webhook = objectIn(objectIn(description()["x-webhooks"], name), "post");
  const schema = jsonSchema(objectIn(webhook, "requestBody"));
  if (schema === undefined) return [`GitHub has no webhook ${name}`];
  return faults(`webhook ${name}`, schema, payload).map((fault) => `webhook ${name}: ${fault}`);
}

let read: JsonObject | undefined;

/** 13 MB, read once and only when it is needed. */
function description(): JsonObject {
  read ??= objectOf(
    JSON.parse(readFileSync(createRequire(import.meta.url).resolve("@octokit/openapi/generated/api.github.com.json"), "utf8")),
  );
  return read;
}

interface Template {
  readonly path: string;
  readonly segments: readonly string[];
  readonly operations: JsonObject;
}

let byLength: Map<number, Template[]> | undefined;

/** Paths by their number of segments, those with the most literal segments first. */
function templates(): ReadonlyMap<number, readonly Template[]> {
  if (byLength !== undefined) return byLength;
  byLength = new Map();
  for (const [path, operations] of Object.entries(objectIn(description(), "paths"))) {
    const segments = path.split("/");
    const sameLength = byLength.get(segments.length) ?? [];
    sameLength.push({ path, segments, operations: objectOf(operations) });
    byLength.set(segments.length, sameLength);
  }
  const parameterCount = ({ segments }: Template) => segments.filter((segment) => segment.startsWith("{")).length;
  for (const list of byLength.values()) list.sort((one, other) => parameterCount(one) - parameterCount(other));
  return byLength;
}

function matched(template: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const expected = template[index] ?? "";
    if (expected === segment) continue;
    if (!expected.startsWith("{") || segment === "") return undefined;
    parameters[expected.slice(1, -1)] = decodeURIComponent(segment);
  }
  return parameters;
}

/** Where the description says `$ref`, what it refers to. */
function followed(part: JsonObject): JsonObject {
  if (typeof part.$ref !== "string") return part;
  let found: unknown = description();
  for (const key of part.$ref.replace("#/", "").split("/")) found = objectIn(found, key);
  return objectOf(found);
}

function jsonSchema(part: JsonObject): JsonObject | undefined {
  const schema = objectIn(objectIn(part, "content"), "application/json").schema;
  return isObject(schema) ? schema : undefined;
}

function queryFaults(operation: Operation, query: URLSearchParams): readonly string[] {
  const described = listIn(operation.described, "parameters").map((parameter) => followed(objectOf(parameter)));
  const known = new Set(described.filter((parameter) => parameter.in === "query").map((parameter) => parameter.name));
  return [...query.keys()].filter((name) => !known.has(name)).map((name) => `there is no query parameter ${name}`);
}

/** A field that GitHub does not know is one that was misspelt, though no schema forbids it. */
function bodyFaults(operation: Operation, body: unknown): readonly string[] {
  const requestBody = followed(objectIn(operation.described, "requestBody"));
  const schema = jsonSchema(requestBody);
  if (schema === undefined) return [];
  if (body === undefined) return requestBody.required === true ? ["a body is missing"] : [];
  const properties = objectIn(schema, "properties");
  const unknown = isObject(body) && Object.keys(properties).length > 0 ? Object.keys(body).filter((key) => !(key in properties)) : [];
  return [...faults(`request ${operation.name}`, schema, body), ...unknown.map((key) => `there is no field ${key}`)];
}

const ajv = new Ajv({ strict: false, allErrors: true, logger: false, inlineRefs: false, code: { optimize: false } });
addFormats.default(ajv);
// GitHub calls an address what may be empty: `target_url` of a deployment's status.
const { uri } = ajv.formats;
ajv.addFormat("uri", (value) => value === "" || (typeof uri === "function" && uri(value)));
ajv.addFormat("timestamp", true);
ajv.addFormat("repo.nwo", true);
ajv.addFormat("ssh-key", true);
const validators = new Map<string, ValidateFunction>();

function faults(key: string, schema: JsonObject, value: unknown): readonly string[] {
  let validate = validators.get(key);
  if (validate === undefined) {
    validate = ajv.compile(objectOf(plainSchema(schema)));
    validators.set(key, validate);
  }
  return validate(value) ? [] : (validate.errors ?? []).map((error) => told(error, value));
}

function told(error: ErrorObject, value: unknown): string {
  let found: unknown = value;
  for (const key of error.instancePath.split("/").slice(1))
    found = isObject(found) || Array.isArray(found) ? Reflect.get(found, key) : found;
  return `${error.instancePath || "/"} ${error.message}, not ${JSON.stringify(found)?.slice(0, 120)}`;
}

const added = new Set<string>();

/**
 * OpenAPI 3.0 as plain JSON Schema: `nullable` becomes a second type, since ajv takes it only beside `type`, and components become schemas
 * of their own, so that only those are compiled that are referred to.
 */
function plainSchema(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(plainSchema);
  if (!isObject(node)) return node;
  if (typeof node.$ref === "string") return { $ref: component(node.$ref) };
  const { nullable, example: _, examples: __, discriminator: ___, ...rest } = node;
  // One account is described as a person and an enterprise at once, which none is.
  if (listIn(rest, "allOf").some((one) => textIn(one, "title") === "Enterprise")) return plainSchema({ nullable, anyOf: rest.allOf });
  const plain = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, key === "enum" ? value : plainSchema(value)]));
  return nullable === true ? { anyOf: [plain, { type: "null" }] } : plain;
}

function component(reference: string): string {
  const name = reference.replace("#/components/schemas/", "");
  if (added.has(name)) return name;
  added.add(name);
  ajv.addSchema(objectOf(plainSchema(followed({ $ref: reference }))), name);
  return name;
}
