/** The container images that resources run: which argument of which type names one, and on which line. */
import type { Place } from "../model/place.ts";
import { placeOf } from "../model/place.ts";
import type { Side } from "../model/subject.ts";
import type { Expression } from "../model/syntax.ts";
import { literalString, walkExpressions } from "../model/syntax-query.ts";
import type { ConfiguredResource } from "../model/terraform-module.ts";
import type { Value } from "../model/value.ts";
import { argument, elements, expressionsAt, pathText, placeOfPath, type Step, textValue } from "./configured.ts";
import { gap, partialText } from "./partial-text.ts";
import { lineIn, type Standing, writtenTexts } from "./written-text.ts";

export interface ContainerImage {
  /** With gaps where the code does not settle it. */
  readonly reference: string;
  /** What fills the gaps, by name. */
  readonly missing: readonly string[];
  readonly attribute: string;
  readonly place: Place;
}

/** Arguments by type; blocks on the way may be repeated. */
const imageArguments: ReadonlyMap<string, readonly (readonly string[])[]> = new Map([
  ["aws_lambda_function", [["image_uri"]]],
  ["aws_apprunner_service", [["source_configuration", "image_repository", "image_identifier"]]],
  ["aws_lightsail_container_service_deployment_version", [["container", "image"]]],
  [
    "aws_sagemaker_model",
    [
      ["primary_container", "image"],
      ["container", "image"],
    ],
  ],
  ["google_cloud_run_service", [["template", "spec", "containers", "image"]]],
  ["google_cloud_run_v2_service", [["template", "containers", "image"]]],
  ["google_cloud_run_v2_job", [["template", "template", "containers", "image"]]],
  ["google_cloud_run_v2_worker_pool", [["template", "containers", "image"]]],
  ["docker_container", [["image"]]],
  ["docker_image", [["name"]]],
  ["docker_service", [["task_spec", "container_spec", "image"]]],
  [
    "azurerm_container_group",
    [
      ["container", "image"],
      ["init_container", "image"],
    ],
  ],
  [
    "azurerm_container_app",
    [
      ["template", "container", "image"],
      ["template", "init_container", "image"],
    ],
  ],
  [
    "azurerm_container_app_job",
    [
      ["template", "container", "image"],
      ["template", "init_container", "image"],
    ],
  ],
  ["azurerm_linux_web_app", [["site_config", "application_stack", "docker_image_name"]]],
  ["azurerm_linux_function_app", [["site_config", "application_stack", "docker", "image_name"]]],
]);

/** Arguments that hold a JSON document with images in it. */
const jsonArguments: ReadonlyMap<string, string> = new Map([
  ["aws_ecs_task_definition", "container_definitions"],
  ["aws_batch_job_definition", "container_properties"],
]);

/** Every image of a resource, in order of the arguments. */
export function* containerImages(resource: ConfiguredResource, side: Side): Generator<ContainerImage, void, undefined> {
  const { type } = resource.block;
  const standing: Standing = {
    module: side.modules.get(resource.moduleDir),
    dir: resource.moduleDir,
    file: resource.block.place.file,
    side,
  };
  for (const pattern of imageArguments.get(type) ?? []) {
    for (const path of pathsTo(resource.values, pattern, [])) yield* atPath(resource, path, standing);
  }
  const json = jsonArguments.get(type);
  if (json !== undefined) yield* inJson(resource, json, standing);
  if (type.startsWith("kubernetes_")) {
    for (const path of containerPaths(resource.values, [], 14)) yield* atPath(resource, [...path, "image"], standing);
  }
}

/** Every way from a value down a pattern of names, with the indexes on the way. */
function* pathsTo(value: Value, pattern: readonly string[], path: readonly Step[]): Generator<readonly Step[], void, undefined> {
  const [name, ...rest] = pattern;
  if (name === undefined) return;
  const found = argument(value, name);
  if (found === undefined) return;
  if (rest.length === 0) {
    yield [...path, name];
    return;
  }
  for (const [index, element] of elements(found).entries()) yield* pathsTo(element, rest, [...path, name, index]);
}

const containerNames = new Set(["container", "init_container", "containers", "initContainers"]);

/** Ways to every container below a value, however deep the workload's kind puts it. */
function* containerPaths(value: Value, path: readonly Step[], depth: number): Generator<readonly Step[], void, undefined> {
  if (depth === 0) return;
  if (value.kind === "tuple" || value.kind === "list" || value.kind === "set") {
    for (const [index, item] of value.items.entries()) yield* containerPaths(item, [...path, index], depth - 1);
  } else if (value.kind === "object" || value.kind === "map") {
    const name = path.findLast((step) => typeof step === "string");
    if (typeof name === "string" && containerNames.has(name) && value.entries.has("image")) yield path;
    for (const [key, entry] of value.entries) yield* containerPaths(entry, [...path, key], depth - 1);
  }
}

function* atPath(resource: ConfiguredResource, path: readonly Step[], standing: Standing): Generator<ContainerImage, void, undefined> {
  const value = valueAt(resource.values, path);
  if (value === undefined || value.kind === "null") return;
  const common = { attribute: pathText(path), place: placeOfPath(resource, path) };
  const text = textValue(value);
  if (text !== undefined) {
    yield { ...common, reference: text, missing: [] };
    return;
  }
  if (value.kind !== "unknown") return;
  const expression = expressionsAt(resource, path)[0];
  const partial = expression === undefined ? undefined : partialText(expression, standing);
  const subjects = value.because.map((reason) => reason.subject);
  yield { ...common, reference: partial?.text ?? gap, missing: partial?.missing ?? subjects };
}

function valueAt(value: Value, path: readonly Step[]): Value | undefined {
  let at: Value | undefined = value;
  for (const step of path) {
    if (at === undefined) return undefined;
    at = typeof step === "number" ? elements(at)[step] : argument(at, step);
  }
  return at;
}

/** Images of a JSON document: from the document where it is known, from what is written where it is not. */
function* inJson(resource: ConfiguredResource, name: string, standing: Standing): Generator<ContainerImage, void, undefined> {
  const value = argument(resource.values, name);
  const expression = expressionsAt(resource, [name])[0];
  if (value === undefined) return;
  const written = expression === undefined ? [] : writtenImages(expression, standing);
  const known = value.kind === "string" ? imagesOfJson(value.value) : null;
  const fallback = placeOfPath(resource, [name]);
  if (known === null) {
    for (const image of written) yield { ...image, attribute: name };
    return;
  }
  for (const reference of known) {
    const place = written.find((image) => image.reference === reference)?.place ?? (written.length === 1 ? written[0]?.place : undefined);
    yield { reference, missing: [], attribute: name, place: place ?? fallback };
  }
}

/** The `image` of each object in the document, or of the lone object it is. Null: not JSON. */
function imagesOfJson(text: string): readonly string[] | null {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    // A document that is no JSON is Terraform's to refuse; what is written is read instead.
    return null;
  }
  const containers = Array.isArray(document) ? document : [document];
  return containers.flatMap((container) => {
    const image: unknown = typeof container === "object" && container !== null && "image" in container ? container.image : undefined;
    return typeof image === "string" ? [image] : [];
  });
}

type WrittenImage = Omit<ContainerImage, "attribute">;

/** `image = …` in objects, and `"image": "…"` in texts and files. */
function writtenImages(expression: Expression, standing: Standing): readonly WrittenImage[] {
  const found: WrittenImage[] = [];
  for (const below of walkExpressions(expression)) {
    if (below.kind !== "object") continue;
    for (const item of below.items) {
      if (literalString(item.key) !== "image") continue;
      const partial = partialText(item.value, standing);
      found.push({ reference: partial.text, missing: partial.missing, place: placeOf(standing.file, item.value.span) });
    }
  }
  for (const text of writtenTexts(expression, standing)) {
    for (const image of imagesInText(text.text)) {
      const missing = image.reference.includes(gap) ? ["the template"] : [];
      found.push({ reference: image.reference, missing, place: lineIn(text, image.line) });
    }
  }
  return found;
}

/** Every `"image": "…"`; interpolations in it are gaps. One pass. */
function* imagesInText(text: string): Generator<{ readonly reference: string; readonly line: number }, void, undefined> {
  const key = '"image"';
  let line = 0;
  let counted = 0;
  for (let at = text.indexOf(key); at !== -1; at = text.indexOf(key, at + key.length)) {
    for (let n = text.indexOf("\n", counted); n !== -1 && n < at; n = text.indexOf("\n", counted)) {
      line++;
      counted = n + 1;
    }
    let start = at + key.length;
    while (start < text.length && " \t\r\n:".includes(text[start] ?? "")) start++;
    if (text[start] !== '"') continue;
    const end = text.indexOf('"', start + 1);
    if (end !== -1 && end - start < 1_000) yield { reference: withGaps(text.slice(start + 1, end)), line };
  }
}

function withGaps(text: string): string {
  let out = "";
  let from = 0;
  for (let at = text.indexOf("${"); at !== -1; at = text.indexOf("${", from)) {
    const end = text.indexOf("}", at);
    if (end === -1) break;
    out += text.slice(from, at) + gap;
    from = end + 1;
  }
  return out + text.slice(from);
}
