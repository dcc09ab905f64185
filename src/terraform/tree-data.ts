/** Data sources that read files of the tree: what they give is known where that is exact, and else at least whether it may have changed. */
import { attributeNamed } from "../model/syntax-query.ts";
import type { Value } from "../model/value.ts";
import { archiveContent, archiveSize } from "./archive-data.ts";
import { toText } from "./convert.ts";
import { spend } from "./evaluation.ts";
import { base64 } from "./functions/encodings.ts";
import { hashes } from "./functions/hashes.ts";
import { policyText } from "./policy-document.ts";
import { argumentOf, pathArgument, type ReadingData } from "./reading-data.ts";
import { stateOutputs, statePath } from "./remote-state.ts";
import { evaluateTemplateText } from "./template-text.ts";
import { unknownBecause } from "./unknowns.ts";
import { contents, isMapping, markedAs, stringValue } from "./values.ts";

/**
 * What a data source reads beside its arguments: a value that differs where that does, unknown where it cannot be told. Null: nothing of the
 * tree.
 */
export function contentOf(data: ReadingData): Value | null {
  switch (readerOf(data)) {
    case "file":
      return fileContent(data);
    case "archive":
      return archiveContent(data);
    case "state":
      return stateContent(data);
    default:
      return null;
  }
}

/** An attribute that is not an argument. Null: only the provider knows it. */
export function attributeOfData(data: ReadingData, name: string): Value | null {
  // What it waits for may write the very file.
  if (attributeNamed(data.resource.body, "depends_on") !== undefined) return null;
  const reader = readerOf(data);
  if (reader === "policy") return policyText(data, name);
  if (contents(data.values).unknown) return null;
  switch (reader) {
    case "file":
      return fileAttribute(data, name);
    case "template":
      return templateAttribute(data, name);
    case "archive":
      return name === "output_size" ? archiveSize(data) : null;
    case "state":
      return name === "outputs" ? stateAttribute(data) : null;
    default:
      return null;
  }
}

/** By HashiCorp's own providers only: others give their data sources the same names. */
function readerOf({ resource, provider }: ReadingData): "file" | "template" | "archive" | "policy" | "state" | null {
  if (resource.mode !== "data") return null;
  if (provider === "terraform.io/builtin/terraform") return resource.type === "terraform_remote_state" ? "state" : null;
  const [namespace, name] = provider.split("/").slice(-2);
  if (namespace !== "hashicorp") return null;
  switch (`${name} ${resource.type}`) {
    case "local local_file":
    case "local local_sensitive_file":
      return "file";
    case "template template_file":
      return "template";
    case "archive archive_file":
      return "archive";
    case "aws aws_iam_policy_document":
      return "policy";
    default:
      return null;
  }
}

function fileContent(data: ReadingData): Value {
  const path = pathArgument(data, "filename");
  const { id, text } = data.scope.run.files;
  const known = path === null ? null : (id?.(path) ?? text(path));
  return known === null ? unknownBecause("missing", `${data.address}.content`) : stringValue(known);
}

/** A state that is not in the tree is kept elsewhere, as others are. */
function stateContent(data: ReadingData): Value | null {
  const path = statePath(data);
  const { id, text } = data.scope.run.files;
  const known = path === null ? null : (id?.(path) ?? text(path));
  return known === null ? null : stringValue(known);
}

function stateAttribute(data: ReadingData): Value | null {
  const path = statePath(data);
  const text = path === null ? null : data.scope.run.files.text(path);
  if (text === null) return null;
  spend(data.scope.run, text.length / 8);
  return stateOutputs(data, text);
}

/** Digests by the name of the attribute. */
const digests: ReadonlyMap<string, string> = new Map([
  ["content_md5", "md5"],
  ["content_sha1", "sha1"],
  ["content_sha256", "sha256"],
  ["content_sha512", "sha512"],
  ["content_base64sha256", "base64sha256"],
  ["content_base64sha512", "base64sha512"],
  ["id", "sha1"],
]);

/** Attributes of `local_file`, by its documentation; `local_sensitive_file` marks the content. */
function fileAttribute(data: ReadingData, name: string): Value | null {
  if (name !== "content" && name !== "content_base64" && !digests.has(name)) return null;
  const sensitive = data.resource.type === "local_sensitive_file" && name !== "id";
  const path = pathArgument(data, "filename");
  const text = path === null ? null : data.scope.run.files.text(path);
  if (path === null || text === null) return markedAs(unreadable(data, name, path), sensitive);
  if (name === "content") return markedAs(stringValue(text), sensitive);
  spend(data.scope.run, text.length / 8);
  const bytes = new TextEncoder().encode(text);
  const digest = hashes.get(digests.get(name) ?? "");
  return markedAs(stringValue(digest === undefined ? base64(bytes) : digest.encoding(digest.hash(bytes))), sensitive);
}

/** A file that is not in the tree: a build may put it there. One that is no text is known by its blob id. */
function unreadable({ address, scope }: ReadingData, name: string, path: string | null): Value {
  const id = path === null ? null : (scope.run.files.id?.(path) ?? null);
  if (id === null) return unknownBecause("missing", `${address}.${name}`);
  return unknownBecause("unsupported", `${address}.${name}`, [stringValue(`${path} ${id}`)]);
}

/** `rendered` and `id` of `template_file`: every variable is a string in the template. */
function templateAttribute(data: ReadingData, name: string): Value | null {
  const [template, given] = [argumentOf(data, "template"), argumentOf(data, "vars")];
  if ((name !== "rendered" && name !== "id") || template?.kind !== "string" || template.value === "") return null;
  const variables = new Map<string, Value>();
  if (given !== null) {
    if (!isMapping(given)) return null;
    for (const [key, value] of given.entries) variables.set(key, toText(value));
  }
  const rendered = evaluateTemplateText(template.value, { kind: "map", entries: variables }, data.address, data.scope);
  const text = rendered === null ? null : toText(rendered);
  if (text?.kind !== "string") return null;
  if (name === "rendered") return text;
  const sha256 = hashes.get("sha256");
  return sha256 === undefined
    ? null
    : markedAs(stringValue(sha256.encoding(sha256.hash(new TextEncoder().encode(text.value)))), text.sensitive === true);
}
