/** What `terraform_remote_state` reads of a state that lies in the tree (backend `local`). */
import type { Value } from "../model/value.ts";
import { convert } from "./convert.ts";
import { sha256Hex } from "./digest.ts";
import { EvaluationFailure, LimitReached } from "./evaluation.ts";
import { decodeJson } from "./functions/json.ts";
import { argumentOf, type ReadingData } from "./reading-data.ts";
import { pathFrom } from "./repository-path.ts";
import { anyType, type Type } from "./type.ts";
import { canonicalText, unknownBecause } from "./unknowns.ts";
import { contents, isCollection, isMapping, type Mapping, objectValue, stringValue } from "./values.ts";

/** The path of the state, from the repository's root. Null: it is kept elsewhere, or it is not known where. */
export function statePath(data: ReadingData): string | null {
  const [backend, config, workspace] = ["backend", "config", "workspace"].map((name) => argumentOf(data, name));
  if (backend?.kind !== "string" || backend.value !== "local") return null;
  if (workspace != null && !(workspace.kind === "string" && workspace.value === "default")) return null;
  const path = config == null ? undefined : textAt(config, "path");
  if (path === null) return null;
  return pathFrom(data.scope.names.rootDir, path ?? "terraform.tfstate");
}

/** Undefined: it is not set. Null: it is not known. */
function textAt(config: Value, name: string): string | null | undefined {
  if (!isMapping(config) || contents(config).unknown) return null;
  const value = config.entries.get(name);
  if (value === undefined || value.kind === "null") return undefined;
  return value.kind === "string" ? value.value : null;
}

/**
 * `outputs` of the state, over the data source's `defaults`. Null: the text is no state. A secret one is unknown: Terraform hands it on without
 * its mark, so that whoever used it would print it.
 */
export function stateOutputs(data: ReadingData, text: string): Value | null {
  const state = entriesOf(decoded(text));
  const written = entriesOf(state?.get("outputs"));
  if (state?.get("version")?.kind !== "number" || written === undefined) return null;
  const outputs = new Map(entriesOf(argumentOf(data, "defaults") ?? undefined) ?? []);
  for (const [name, output] of written) {
    const value = outputValue(output, `${data.address}.outputs.${name}`);
    if (value === null) return null;
    outputs.set(name, value);
  }
  return objectValue(outputs);
}

/** Undefined: it is no JSON, as a pointer to a large file or an encrypted state. */
function decoded(text: string): Value | undefined {
  try {
    return decodeJson(text);
  } catch (failure) {
    if (failure instanceof EvaluationFailure || failure instanceof LimitReached) return undefined;
    throw failure;
  }
}

function outputValue(output: Value, subject: string): Value | null {
  const entries = entriesOf(output);
  const [value, type, secret] = [entries?.get("value"), entries?.get("type"), entries?.get("sensitive")];
  const isSecret = secret !== undefined && !(secret.kind === "bool" && !secret.value);
  if (value === undefined || type === undefined) return null;
  return isSecret ? unknownBecause("data", subject, [stringValue(sha256Hex(canonicalText(value)))]) : convert(value, typeOfJson(type));
}

/** `"string"`, `["list","string"]`, `["object",{"a":"number"}]`: types as go-cty writes them. */
function typeOfJson(type: Value): Type {
  if (type.kind === "string")
    return type.value === "string" || type.value === "number" || type.value === "bool" ? { kind: type.value } : anyType;
  const [kind, inner] = isCollection(type) ? type.items : [];
  if (kind?.kind !== "string" || inner === undefined) return anyType;
  switch (kind.value) {
    case "list":
    case "set":
    case "map":
      return { kind: kind.value, element: typeOfJson(inner) };
    case "tuple":
      return { kind: "tuple", items: isCollection(inner) ? inner.items.map(typeOfJson) : [] };
    case "object": {
      const attributes = [...(entriesOf(inner) ?? [])].map(
        ([name, attribute]) => [name, { type: typeOfJson(attribute), optional: false, default: null }] as const,
      );
      return { kind: "object", attributes: new Map(attributes) };
    }
    default:
      return anyType;
  }
}

function entriesOf(value: Value | undefined): Mapping["entries"] | undefined {
  return value !== undefined && isMapping(value) ? value.entries : undefined;
}
