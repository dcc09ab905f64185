/** Arguments that hold credentials: what the catalogue names, and what a name says by itself. */
import { isSecretName } from "./secret-name.ts";

export interface Sink {
  /** `password`, `API token`. */
  readonly what: string;
  /** `known`: named by the catalogue, so any literal counts. `named`: only its name says so, a weaker signal. */
  readonly strength: "known" | "named";
}

export interface SinkCatalogue {
  /** Of an argument of a resource type; `path` is the names from the resource down, without indexes. */
  ofResource(type: string, path: readonly string[]): Sink | null;
  ofProvider(name: string, path: readonly string[]): Sink | null;
  /** Of a variable, local, key or field that belongs to nothing the catalogue knows. */
  ofName(name: string): Sink | null;
}

interface SinkData {
  readonly arguments: ReadonlyMap<string, string>;
  readonly resources: ReadonlyMap<string, ReadonlyMap<string, string | null>>;
  readonly providers: ReadonlyMap<string, ReadonlyMap<string, string | null>>;
}

/** @throws Error when the data is not of its form: the catalogue comes with the package. */
export function createSinkCatalogue(written: unknown): SinkCatalogue {
  const data = readData(written);
  return {
    ofResource: (type, path) => find(data.resources.get(type), path) ?? general(data, path),
    ofProvider: (name, path) => find(data.providers.get(name), path) ?? general(data, path),
    ofName: (name) =>
      known(data.arguments.get(name.toLowerCase())) ?? (isSecretName(name) ? { what: words(name), strength: "named" } : null),
  };
}

/** `undefined`: not listed; a null entry says that it is no sink. */
function find(listed: ReadonlyMap<string, string | null> | undefined, path: readonly string[]): Sink | null | undefined {
  if (listed === undefined) return undefined;
  const whole = path.join(".");
  if (listed.has(whole)) return known(listed.get(whole)) ?? null;
  const parent = `${path.slice(0, -1).join(".")}.*`;
  return listed.has(parent) ? (known(listed.get(parent)) ?? null) : undefined;
}

function general(data: SinkData, path: readonly string[]): Sink | null {
  const name = path.at(-1) ?? "";
  // Tags, labels and annotations name things; their values are shown in every console.
  if (path.length > 1 && path.some((part) => shown.has(part))) return null;
  return known(data.arguments.get(name)) ?? (isSecretName(name) ? { what: words(name), strength: "named" } : null);
}

const shown = new Set(["tags", "tags_all", "labels", "annotations"]);

function known(what: string | null | undefined): Sink | null {
  return what === undefined || what === null ? null : { what, strength: "known" };
}

function words(name: string): string {
  return name
    .replaceAll(/[_\-.]+/g, " ")
    .trim()
    .toLowerCase();
}

function readData(written: unknown): SinkData {
  const top = record(written, "credential sinks");
  const plain = new Map<string, string>();
  for (const [name, what] of Object.entries(record(top.arguments, "arguments"))) plain.set(name, String(what));
  return { arguments: plain, resources: nested(top.resources, "resources"), providers: nested(top.providers, "providers") };
}

function nested(written: unknown, name: string): ReadonlyMap<string, ReadonlyMap<string, string | null>> {
  const outer = new Map<string, ReadonlyMap<string, string | null>>();
  for (const [key, inner] of Object.entries(record(written, name))) {
    const entries = Object.entries(record(inner, key)).map(([path, what]) => [path, what === null ? null : String(what)] as const);
    outer.set(key, new Map(entries));
  }
  return outer;
}

function record(value: unknown, name: string): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new Error(`the catalogue of credential sinks is damaged at ${name}`);
  return value as Readonly<Record<string, unknown>>;
}
