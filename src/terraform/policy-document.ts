/**
 * `aws_iam_policy_document`: a function of its arguments, computed without a request. By internal/service/iam/policy_document_data_source.go
 * and policy_model.go of the AWS provider.
 */
import type { Value } from "../model/value.ts";
import { EvaluationFailure, spend } from "./evaluation.ts";
import { decodeJson, jsonString } from "./functions/json.ts";
import { isOpenTo } from "./planned.ts";
import { argumentOf, type ReadingData } from "./reading-data.ts";
import { refined } from "./refinement.ts";
import { stringType } from "./type.ts";
import { canonicalText, derived } from "./unknowns.ts";
import { contents, isCollection, isMapping, stringValue, valuesIn } from "./values.ts";

/** Arguments that merge other documents by rules of their own. */
const merging = ["source_json", "override_json", "override_policy_documents"];

/** Members of a statement that are written again as they were read. */
const plainMembers = new Set(["Sid", "Effect", "Action", "NotAction", "Resource", "NotResource"]);

/**
 * `json`, or `minified_json`; what of it is unknown is made from what is deployed. Null: another attribute, or a document of which it is
 * not certain how the provider writes it.
 */
export function policyText(data: ReadingData, name: string): Value | null {
  if ((name !== "json" && name !== "minified_json") || isMade(data.values) || merging.some((other) => argumentOf(data, other) !== null))
    return null;
  const document = documentOf(data);
  if (document === null) return null;
  const { unknown, sensitive, weight } = contents(document);
  spend(data.scope.run, weight);
  if (unknown) return refined(derived(`aws_iam_policy_document.${name}`, [document]), stringType, { notNull: true });
  const text = stringValue(written(document, name === "json" ? "\n" : null));
  return sensitive ? { ...text, sensitive: true } : text;
}

/** Whether something in it is known only after the apply: then nothing is read during the plan. */
function isMade(value: Value): boolean {
  if (value.kind === "unknown") return isOpenTo(value.planned);
  return [...valuesIn(value)].some(isMade);
}

function documentOf(data: ReadingData): Value | null {
  const version = argumentOf(data, "version") ?? stringValue("2012-10-17");
  const blocks = itemsOf(argumentOf(data, "statement"));
  const id = argumentOf(data, "policy_id");
  const sources = sourceStatements(argumentOf(data, "source_policy_documents"));
  if (version.kind !== "string" || version.value !== "2012-10-17" || sources === null) return null;
  const own = (blocks ?? []).map((block) => statementOf(block, true));
  const statements: Value[] = [];
  const names = new Set<string>();
  for (const statement of [...sources, ...own]) {
    if (statement === null || !isMapping(statement)) return null;
    const sid = statement.entries.get("Sid");
    if (sid !== undefined && (sid.kind !== "string" || names.has(sid.value))) return null;
    if (sid?.kind === "string") names.add(sid.value);
    statements.push(statement);
  }
  if (statements.length === 0) return null;
  return objectOf([
    ["Version", version],
    ...(id === null ? [] : [["Id", id] as const]),
    ["Statement", { kind: "tuple", items: statements }],
  ]);
}

/** The statements of documents that are put before its own. Null: they are not known, or hold what is written anew. */
function sourceStatements(sources: Value | null): readonly Value[] | null {
  if (sources === null) return [];
  const found: Value[] = [];
  for (const source of itemsOf(sources) ?? [sources]) {
    const document = sourceDocument(source);
    if (document === null || !isMapping(document) || document.entries.has("Id")) return null;
    const statements = itemsOf(document.entries.get("Statement") ?? null);
    if (statements === null) return null;
    for (const statement of statements) {
      if (!isMapping(statement) || [...statement.entries.keys()].some((key) => !plainMembers.has(key))) return null;
      found.push(
        objectOf(
          [...plainMembers].flatMap((key) => {
            const value = statement.entries.get(key);
            return value === undefined ? [] : [[key, value] as const];
          }),
        ),
      );
    }
  }
  return found;
}

function sourceDocument(source: Value): Value | null {
  if (source.kind === "unknown")
    return source.made?.operation.startsWith("aws_iam_policy_document.") === true ? (source.made.inputs[0] ?? null) : null;
  if (source.kind !== "string" || !source.value.trimStart().startsWith("{")) return null;
  try {
    return decodeJson(source.value);
  } catch (error) {
    if (error instanceof EvaluationFailure) return null;
    throw error;
  }
}

/** @param variables whether `&{…}` is written for `${…}`. */
function statementOf(block: Value, variables: boolean): Value | null {
  if (!isMapping(block)) return null;
  const found: (readonly [string, Value])[] = [];
  const sid = given(block.entries.get("sid"));
  if (sid !== null && !(sid.kind === "string" && sid.value === "")) found.push(["Sid", sid]);
  found.push(["Effect", given(block.entries.get("effect")) ?? stringValue("Allow")]);
  const lists = [
    ["actions", "Action"],
    ["not_actions", "NotAction"],
    ["resources", "Resource"],
    ["not_resources", "NotResource"],
  ] as const;
  for (const [name, key] of lists) {
    const list = listOf(block.entries.get(name), variables && name.endsWith("resources"));
    if (list === null) return null;
    if (list !== "none") found.push([key, list]);
  }
  for (const [name, key] of [
    ["principals", "Principal"],
    ["not_principals", "NotPrincipal"],
  ] as const) {
    const principals = principalsOf(block.entries.get(name), variables);
    if (principals === null) return null;
    if (principals !== "none") found.push([key, principals]);
  }
  const conditions = conditionsOf(block.entries.get("condition"), variables);
  if (conditions === null) return null;
  if (conditions !== "none") found.push(["Condition", conditions]);
  return objectOf(found);
}

/** One text stands alone; several stand backwards in order, as a set of texts. */
function listOf(value: Value | undefined, variables: boolean): Value | "none" | null {
  if (given(value ?? null) === null) return "none";
  const items = itemsOf(value ?? null);
  if (items === null) return null;
  const texts = new Map<string, Value>();
  for (const item of items) {
    if (item.kind !== "string" && item.kind !== "unknown") return null;
    const text = variables ? withVariables(item) : item;
    if (text === null) return null;
    texts.set(canonicalText(text), text);
  }
  const [only, second] = texts.values();
  if (only === undefined) return "none";
  if (second === undefined) return only;
  const sorted = [...texts.values()].sort((a, b) => {
    if (a.kind === "string" && b.kind === "string") return a.value < b.value ? 1 : -1;
    return a.kind === b.kind ? (canonicalText(a) < canonicalText(b) ? 1 : -1) : a.kind === "string" ? -1 : 1;
  });
  return { kind: "tuple", items: sorted };
}

function withVariables(text: Value): Value | null {
  if (text.kind === "string") return { ...text, value: text.value.replaceAll("&{", "${") };
  return canonicalText(text).includes("&{") ? null : text;
}

/** Blocks are a set, of which two with one type are written in an order of their own. */
function principalsOf(value: Value | undefined, variables: boolean): Value | "none" | null {
  const blocks = itemsOf(value ?? null);
  if (value === undefined || value.kind === "null") return "none";
  if (blocks === null) return null;
  const byType = new Map<string, Value>();
  for (const block of blocks) {
    const type = isMapping(block) ? block.entries.get("type") : undefined;
    const identifiers = isMapping(block) ? listOf(block.entries.get("identifiers"), variables) : null;
    if (type?.kind !== "string" || identifiers === null || identifiers === "none" || byType.has(type.value)) return null;
    byType.set(type.value, identifiers);
  }
  if (byType.size === 0) return "none";
  const everyone = byType.get("*");
  if (byType.size === 1 && everyone?.kind === "string" && everyone.value === "*") return everyone;
  return objectOf(inOrder(byType));
}

/** Of several values of one condition earlier versions changed the order. */
function conditionsOf(value: Value | undefined, variables: boolean): Value | "none" | null {
  const blocks = itemsOf(value ?? null);
  if (value === undefined || value.kind === "null") return "none";
  if (blocks === null) return null;
  const tests = new Map<string, Map<string, Value>>();
  for (const block of blocks) {
    if (!isMapping(block)) return null;
    const [test, variable] = [block.entries.get("test"), block.entries.get("variable")];
    const items = itemsOf(block.entries.get("values") ?? null);
    const [only] = items ?? [];
    if (test?.kind !== "string" || variable?.kind !== "string" || only === undefined || items?.length !== 1) return null;
    const text = only.kind !== "string" && only.kind !== "unknown" ? null : variables ? withVariables(only) : only;
    const name = variables ? variable.value.replaceAll("&{", "${") : variable.value;
    const ofTest = tests.get(test.value) ?? new Map<string, Value>();
    if (text === null || ofTest.has(name)) return null;
    tests.set(test.value, ofTest.set(name, text));
  }
  if (tests.size === 0) return "none";
  return objectOf(inOrder(new Map([...tests].map(([test, ofTest]) => [test, objectOf(inOrder(ofTest))]))));
}

function inOrder(entries: ReadonlyMap<string, Value>): readonly (readonly [string, Value])[] {
  return [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
}

function objectOf(entries: readonly (readonly [string, Value])[]): Value {
  return { kind: "object", entries: new Map(entries) };
}

function given(value: Value | null | undefined): Value | null {
  return value == null || value.kind === "null" ? null : value;
}

function itemsOf(value: Value | null): readonly Value[] | null {
  return value !== null && isCollection(value) ? value.items : null;
}

/** As `json.MarshalIndent` does with two spaces, or `json.Marshal`: keys stay in the order of the document. @param line null: on one line. */
function written(value: Value, line: string | null): string {
  const inner = line === null ? null : `${line}  `;
  if (value.kind === "string") return jsonString(value.value);
  const [open, close] = isCollection(value) ? "[]" : "{}";
  const parts = isCollection(value)
    ? value.items.map((item) => written(item, inner))
    : isMapping(value)
      ? [...value.entries].map(([key, entry]) => `${jsonString(key)}:${line === null ? "" : " "}${written(entry, inner)}`)
      : [];
  return `${open}${inner ?? ""}${parts.join(`,${inner ?? ""}`)}${line ?? ""}${close}`;
}
