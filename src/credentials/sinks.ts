/** Arguments that hold credentials: what the catalogue names, and what a name says by itself. */
import { collectionKind, nameKind, spokenName } from "./secret-name.ts";

export interface Sink {
  /** `password`, `API token`. */
  readonly what: string;
  /**
   * `known`: named by the catalogue, so any literal counts. `named`: its name can mean nothing else. `hinted`: its name may as well be that
   * of a pointer to a credential, so only what looks generated counts.
   */
  readonly strength: "known" | "named" | "hinted";
  /** With `hinted`: bits for each character from which a value counts; absent: what looks generated counts. */
  readonly minimumEntropy?: number;
  /** The value is a variable's own default, and no member of a map that says what is called how. */
  readonly declared?: true;
}

/** Plain values of arguments beside a sink, by name: some are sinks only in company (`type = "SecureString"`). */
export type Siblings = (name: string) => string | undefined;

export interface SinkCatalogue {
  /** Bits for each character from which a value counts whose name only hints at a credential; null: what looks generated counts. */
  readonly minimumEntropy: number | null;
  /** Of an argument of a resource type; `path` is the names from the resource down, without indexes. */
  ofResource(type: string, path: readonly string[], siblings?: Siblings): Sink | null;
  ofProvider(name: string, path: readonly string[]): Sink | null;
  /** Of a variable, local, key or field that belongs to nothing the catalogue knows, by its name and by those it stands in. */
  ofPath(path: readonly string[]): Sink | null;
  /**
   * What a setting of another tool's document holds, by the end of its path: `auths.*.auth`. Null: no credential whatever its name. Undefined:
   * the catalogue does not list it.
   */
  ofSetting(path: readonly string[], siblings: Siblings): string | null | undefined;
}

interface Entry {
  readonly what: string;
  /** The argument beside it and the value that make it a sink. */
  readonly when: { readonly name: string; readonly value: string } | null;
}

type Entries = ReadonlyMap<string, Entry | null>;

interface SinkData {
  readonly arguments: ReadonlyMap<string, string>;
  readonly resources: ReadonlyMap<string, Entries>;
  readonly providers: ReadonlyMap<string, Entries>;
  /** By the last name, in small letters. */
  readonly settings: ReadonlyMap<string, readonly SettingEntry[]>;
}

/** The end of a path, `*` for any name; with the plain values beside it that make it a sink. */
interface SettingEntry {
  readonly path: readonly string[];
  readonly what: string | null;
  readonly when: { readonly name: string; readonly value: string } | null;
}

/** @throws Error when the data is not of its form: the catalogue comes with the package. */
export function createSinkCatalogue(written: unknown): SinkCatalogue {
  const data = readData(written);
  return {
    minimumEntropy: null,
    ofResource: (type, path, siblings) =>
      isOfNoSecret(path, siblings) ? null : orGeneral(data, path, listed(data.resources.get(type), path, siblings)),
    ofProvider: (name, path) => orGeneral(data, path, listed(data.providers.get(name), path, undefined)),
    ofPath: byPath,
    ofSetting: (path, siblings) => ofSetting(data.settings, path, siblings),
  };
}

const plainName =
  /(?:user|user[-_]?name|login|e?mail|host|host[-_]?name|endpoint|port|region|dbname|(?:client|tenant|subscription|account|key)[-_]?id)$/i;

/** `aws_ssm_parameter` and the secrets of key vaults: user names and addresses are kept there beside the passwords, and their names say so. */
function isOfNoSecret(path: readonly string[], siblings: Siblings | undefined): boolean {
  return path.length === 1 && path[0] === "value" && plainName.test(siblings?.("name")?.slice(-100) ?? "");
}

function ofSetting(
  settings: ReadonlyMap<string, readonly SettingEntry[]>,
  path: readonly string[],
  siblings: Siblings,
): string | null | undefined {
  const last = path.at(-1) ?? "";
  const found =
    last.length > 100 ? undefined : settings.get(last.toLowerCase())?.find((entry) => endsIn(path, entry.path) && isMet(entry, siblings));
  return found?.what;
}

function endsIn(path: readonly string[], end: readonly string[]): boolean {
  const from = path.length - end.length;
  return from >= 0 && end.every((name, index) => name === "*" || name === path[from + index]);
}

function isMet({ when }: SettingEntry, siblings: Siblings): boolean {
  if (when === null) return true;
  const beside = siblings(when.name);
  return beside !== undefined && (when.value === "*" || beside === when.value);
}

function orGeneral(data: SinkData, path: readonly string[], found: Sink | null | undefined): Sink | null {
  return found === undefined ? general(data, path) : found;
}

/** Undefined: the catalogue does not list it. Null: it says that the argument is no sink whatever its name, or no sink in this company. */
function listed(entries: Entries | undefined, path: readonly string[], siblings: Siblings | undefined): Sink | null | undefined {
  if (entries === undefined) return undefined;
  const whole = path.join(".");
  const entry = entries.get(whole);
  if (entry !== undefined) return entry === null ? null : conditional(entry, siblings);
  const collection = entries.get(`${path.slice(0, -1).join(".")}.*`);
  return collection === undefined || collection === null ? collection : member(collection, path.at(-1) ?? "");
}

function conditional(entry: Entry, siblings: Siblings | undefined): Sink | null {
  if (entry.when === null || siblings === undefined) return { what: entry.what, strength: "known" };
  const beside = siblings(entry.when.name);
  if (beside === undefined) return { what: entry.what, strength: "hinted" };
  return beside === entry.when.value ? { what: entry.what, strength: "known" } : null;
}

/** A key of a map of secrets: people put user names, hosts and settings beside the passwords. */
function member(entry: Entry, key: string): Sink | null {
  switch (nameKind(key)) {
    case "about":
      return null;
    case "strong":
    case "weak":
      return { what: spokenName(key), strength: "known" };
    case "other":
      return { what: entry.what, strength: "hinted" };
  }
}

function general(data: SinkData, path: readonly string[]): Sink | null {
  const name = path.at(-1) ?? "";
  if (isShown(path)) return null;
  const what = data.arguments.get(name) ?? data.arguments.get(name.replace(/_wo$/, ""));
  return what === undefined ? byPath(path) : { what, strength: "known" };
}

/** Objects in which `pass` is short for nothing but a password. */
const ofLogin = /(?:^|[_-])(?:creds?|credentials?|login|auth|account|user|db|database|smtp|mail|registry)$/i;

function byPath(path: readonly string[]): Sink | null {
  const name = path.at(-1) ?? "";
  if (isShown(path)) return null;
  const kind = nameKind(name);
  // A header; `authorization` is how a method of an API is guarded.
  if (name === "Authorization") return { what: "authorization", strength: "hinted" };
  if (kind === "strong") return { what: spokenName(name), strength: "named" };
  if (kind === "weak") return { what: spokenName(name), strength: "hinted" };
  if (kind === "about" || path.length < 2) return null;
  // `adminPassword = { value = "hunter22" }`
  if (name === "value") return byPath(path.slice(0, -1));
  if (name === "pass" && ofLogin.test(path.at(-2) ?? "")) return { what: "password", strength: "named" };
  const collection = path.slice(0, -1).findLast((above) => collectionKind(above) !== "other");
  if (collection === undefined) return null;
  return { what: spokenName(collection).replace(/s$/, ""), strength: collectionKind(collection) === "strong" ? "named" : "hinted" };
}

const shown = new Set(["tags", "tags_all", "default_tags", "labels", "annotations"]);

/** Tags, labels and annotations name things; their values are shown in every console. */
function isShown(path: readonly string[]): boolean {
  return path.length > 1 && path.some((part) => shown.has(part));
}

function readData(written: unknown): SinkData {
  const top = record(written, "credential sinks");
  const plain = new Map<string, string>();
  for (const [name, what] of Object.entries(record(top.arguments, "arguments"))) plain.set(name, String(what));
  return {
    arguments: plain,
    resources: nested(top.resources, "resources"),
    providers: nested(top.providers, "providers"),
    settings: settingsOf(top.settings),
  };
}

function settingsOf(written: unknown): ReadonlyMap<string, readonly SettingEntry[]> {
  const settings = new Map<string, SettingEntry[]>();
  for (const [key, value] of Object.entries(record(written, "settings"))) {
    const path = key.split(".");
    const last = (path.at(-1) ?? "").toLowerCase();
    const entry = entryOf(value, key);
    const others = settings.get(last);
    const made = { path, what: entry?.what ?? null, when: entry?.when ?? null };
    if (others === undefined) settings.set(last, [made]);
    else others.push(made);
  }
  return settings;
}

function nested(written: unknown, name: string): ReadonlyMap<string, Entries> {
  const outer = new Map<string, Entries>();
  for (const [key, inner] of Object.entries(record(written, name))) {
    outer.set(key, new Map(Object.entries(record(inner, key)).map(([path, entry]) => [path, entryOf(entry, `${key}.${path}`)])));
  }
  return outer;
}

function entryOf(written: unknown, name: string): Entry | null {
  if (written === null) return null;
  if (typeof written === "string") return { what: written, when: null };
  const { what, when } = record(written, name);
  const [condition] = Object.entries(record(when, name));
  if (condition === undefined) throw new Error(`the catalogue of credential sinks is damaged at ${name}`);
  return { what: String(what), when: { name: condition[0], value: String(condition[1]) } };
}

function record(value: unknown, name: string): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new Error(`the catalogue of credential sinks is damaged at ${name}`);
  return value as Readonly<Record<string, unknown>>;
}
