/** Hard-coded credentials in documents of settings: YAML, JSON, environments, scripts. */

import type { SettingsDocument } from "../model/settings-document.ts";
import { Secret, type Sighting } from "../model/sighting.ts";
import type { WrittenSetting } from "../model/written-setting.ts";
import { isCommonWord, judgeSetting } from "./judge-setting.ts";
import { privateKeysIn } from "./private-keys.ts";
import { nameKind, spokenName } from "./secret-name.ts";
import {
  contextOf,
  isDeclaredSensitive,
  isParameterDefault,
  type SettingContext,
  type SettingsFile,
  settingsFile,
} from "./setting-context.ts";
import { type SettingSink, settingSink } from "./setting-sink.ts";
import { mayAssign, sightDocument } from "./sight-document.ts";
import { sightTokens } from "./sight-tokens.ts";
import type { SinkCatalogue } from "./sinks.ts";
import { templateLiteral } from "./template-literal.ts";

/** Names in what is shown of a path; longer ones are cut, in UTF-16 units. */
const longestShown = 200;

/** What stands in every name that may be a credential's, in every key that is encoded, and where a command takes one without a name. */
const sign =
  /pass|pwd|pw(?:[^a-z]|$)|secret|token(?!iz)|key(?!board|word|frame)|cred(?!it)|auth(?!or)|authoriz|cookie|connection|noecho|@?secure(?:string|object|\(\))|community|psk|createuser|identified by|\bon[ \t]{1,4}>|LS0tLS1CRUdJTi|\b(?:login|curl|mysql|ldap\w+|sqlcmd|useradd|usermod)/i;

/** Programs that take a password in an option whose name does not say so: `mysql -phunter22`. */
const logins =
  /\b(?:mysql\w{0,20}|maria\w{0,20}|mongo\w{0,20}|curl|docker|podman|redis-cli|sqlcmd|ldap\w{1,10}|openssl|az|useradd|usermod|zip|net|sudo)[ \t]/;

/** A line of PostgreSQL's file of passwords, in which no word says so. https://www.postgresql.org/docs/current/libpq-pgpass.html */
const passwordLine = /^[\w.*-]{1,200}:(?:\d{1,5}|\*):[^:\s]{1,100}:[^:\s]{1,100}:\S/m;

/** Users of a tunnel. */
const tunnelUser = /:[ \t]{1,10}(?:EAP|XAUTH|NTLM)[ \t]/;

/** Whether a text can hold a setting that holds a credential: a plain search, since most texts hold none and are not read at all. */
export function mayHoldSetting(text: string): boolean {
  return sign.test(text) || logins.test(text) || passwordLine.test(text) || tunnelUser.test(text);
}

/** In order of writing. Linear in the settings. */
export function sightSettings(path: string, documents: readonly SettingsDocument[], sinks: SinkCatalogue): readonly Sighting[] {
  const file = settingsFile(path);
  const sightings: Sighting[] = [];
  for (const document of documents) {
    for (const setting of document.settings) sightings.push(...sightSetting(file, document, setting, sinks));
  }
  return sightings;
}

function* sightSetting(
  file: SettingsFile,
  document: SettingsDocument,
  setting: WrittenSetting,
  sinks: SinkCatalogue,
): Generator<Sighting, void, undefined> {
  const key = keyIn(setting.value);
  if (key !== null) {
    yield sighting(file, setting, "private-key", key, setting.value);
    return;
  }
  const context = contextOf(file, document, setting);
  if (setting.value.includes("\n")) {
    if (context !== "silent") yield* sightProgram(file, setting, sinks);
    return;
  }
  // What stood there in base64 has not been seen by those who look for shapes in the file's text.
  if (context === "secret")
    yield* sightTokens(file.path, setting.value).map((seen) => ({
      ...sighting(file, setting, seen.kind, seen.what, setting.value),
      secret: seen.secret,
    }));
  const sink = sensitiveSink(setting) ?? sinkByName(setting, context, sinks);
  if (sink === null) {
    if (context !== "silent" && quotedPassword.test(setting.value)) yield* sightProgram(file, setting, sinks);
    return;
  }
  const part = partOf(setting, sink);
  if (part === null) return;
  const worth = worthIn(file, { setting, value: part, sink, context }, sinks);
  if (worth === "nothing") return;
  const kind = worth === "placeholder" ? "placeholder" : isParameterDefault(setting) ? "sensitive-default" : "hard-coded";
  yield sighting(file, setting, kind, sink.what, setting.value.includes(part) ? part : setting.value);
}

/** In a text of another language on one line: JAAS, a query. */
const quotedPassword = /\bpassw(?:or)?d\s{0,3}=\s{0,3}["']/i;

interface SettingInSink {
  readonly setting: WrittenSetting;
  /** The credential in it. */
  readonly value: string;
  readonly sink: SettingSink;
  readonly context: SettingContext;
}

function worthIn(file: SettingsFile, { setting, value, sink, context }: SettingInSink, { minimumEntropy }: SinkCatalogue) {
  const name = setting.path.at(-1) ?? "";
  const worth = judgeSetting({ name, value, quoted: setting.quoted, sink, context, minimumEntropy, pipeline: file.pipeline });
  // A word in another language is no password.
  return file.translations && !/\d/.test(value) ? "nothing" : worth;
}

/** A name that the document declares a secret; that of an account's user is none all the same. */
function sensitiveSink(setting: WrittenSetting): SettingSink | null {
  const name = setting.path.at(-1) ?? "";
  if (!isDeclaredSensitive(setting) || nameKind(name) === "about") return null;
  return { what: nameKind(name) === "other" ? "sensitive parameter" : spokenName(name), strength: "known" };
}

/** The setting's own name decides, unless it says little and a variable in its value says more. */
function sinkByName(setting: WrittenSetting, context: SettingContext, sinks: SinkCatalogue): SettingSink | null {
  const own = settingSink(setting, context, sinks);
  return own === null || own.strength === "weak" ? (variableSink(setting, context, sinks) ?? own) : own;
}

/** What a template's variable is called, where the setting's own name says nothing: `- {{ .Values.db.password | default "hunter22" }}`. */
function variableSink(setting: WrittenSetting, context: SettingContext, sinks: SinkCatalogue): SettingSink | null {
  if (!setting.value.includes("{{") || nameKind(setting.path.at(-1) ?? "") !== "other") return null;
  const variable = templateLiteral(setting.value)?.variable ?? null;
  if (variable === null || nameKind(variable) !== "strong") return null;
  return settingSink({ ...setting, path: [...setting.path, variable] }, context, sinks);
}

/** The credential in a value that holds more than it. Null: there is none. */
function partOf({ path, value }: WrittenSetting, sink: SettingSink): string | null {
  switch (sink.what) {
    case "registry login":
      return passwordOfLogin(decodedLogin(value) ?? "", ":");
    case "Neo4j login":
      return passwordOfLogin(value, "/");
    case "login":
      return passwordOfLogin(value, ":");
    default:
      if (value.includes("{{")) return literalOf(value) ?? value;
      if (value.startsWith("${")) return writtenFallback(value) ?? value;
      return /^(?:proxy-)?authorization$/i.test(path.at(-1) ?? "") ? value.replace(/^(?:bearer|basic|token|apikey)\s+/i, "") : value;
  }
}

/** `${env:DB_PASSWORD, 'hunter2'}` of the Serverless Framework. https://www.serverless.com/framework/docs/providers/aws/guide/variables */
const frameworkFallback = /^\$\{(?:env|opt|self|param|ssm|file)[:(][^'"${}]{1,300},\s{0,5}["']([^'"{}$`]{1,500})["']\}$/;

/** What is taken where nobody sets the variable: `${DB_PASSWORD:-hunter2}`, Spring's `${DB_PASSWORD:hunter2}`. Null: there is none, or a word that anybody takes. */
function writtenFallback(value: string): string | null {
  if (value.length > 1_300) return null;
  const written = frameworkFallback.exec(value) ?? /^\$\{(?:\w{1,200}:?-|[A-Z][A-Z0-9_]{1,200}:(?![-?+:]))([^{}$`]{1,1000})\}$/.exec(value);
  const fallback = written?.[1] ?? "";
  return fallback === "" || isCommonWord(fallback) ? null : fallback;
}

/** What an action of a template says or falls back to. Null: nothing, or a word that anybody takes. */
function literalOf(value: string): string | null {
  const literal = templateLiteral(value)?.value ?? "";
  return literal === "" || isCommonWord(literal) ? null : literal;
}

function passwordOfLogin(login: string, sign: string): string | null {
  const at = login.indexOf(sign);
  return at < 1 || /^\$\$|[\s,]/.test(login.slice(at + 1)) ? null : login.slice(at + 1);
}

/** `auth` of Docker's configuration is in base64. */
function decodedLogin(value: string): string | null {
  if (value.length < 4 || value.length > 10_000 || value.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(value)) return null;
  return atob(value);
}

/** What kind of private key stands in the text, as it is or in base64, as kubeconfigs hold it; null: none. */
function keyIn(value: string): string | null {
  const written = value.startsWith("LS0tLS1CRUdJTi") ? value.slice(0, 100_000).replaceAll(/\s/g, "") : null;
  const decoded = written !== null && written.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(written) ? atob(written) : value;
  for (const key of privateKeysIn(decoded)) return key.what;
  return null;
}

/** A text over several lines that is no document: the source of a function, a template. */
function sightProgram(file: SettingsFile, setting: WrittenSetting, sinks: SinkCatalogue): readonly Sighting[] {
  if (!mayAssign(setting.value)) return [];
  const { address, attribute } = shownPath(file, setting);
  const place = (offset: number) => {
    const line = Math.min(setting.endLine, setting.line + newlines(setting.value, offset));
    return { file: file.path, line, endLine: line };
  };
  return sightDocument({ text: setting.value, place, address, attribute }, sinks).map((seen) =>
    seen.secret.length < 6 ? seen : { ...seen, address: seen.secret.mask(address), attribute: seen.secret.mask(attribute) },
  );
}

function newlines(text: string, end: number): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at !== -1 && at < end; at = text.indexOf("\n", at + 1)) count++;
  return count;
}

function sighting(file: SettingsFile, setting: WrittenSetting, kind: Sighting["kind"], what: string, text: string): Sighting {
  const { address, attribute } = shownPath(file, { ...setting, path: setting.path.map((name) => withoutText(name, text)) });
  const { line, endLine, column } = setting;
  return {
    kind,
    what,
    place: { file: file.path, line, endLine, ...(column === null ? {} : { column }) },
    address,
    attribute,
    way: [address === attribute ? address : `${address}.${attribute}`],
    secret: new Secret(text),
  };
}

/** The credential may stand in a name above it as well, where it must not be shown. Of a word, as many names hold it, nothing is hidden. */
function withoutText(name: string, text: string): string {
  const hides = name.includes(text) && text.length >= 6 && !/^[A-Za-z_-]+$/.test(text);
  return hides ? new Secret(text).mask(name) : name;
}

/** The names above the setting, and its own. */
function shownPath(file: SettingsFile, { path }: WrittenSetting): { readonly address: string; readonly attribute: string } {
  const attribute = (path.at(-1) ?? "").slice(0, longestShown);
  const above = path.slice(0, -1).join(".");
  return { address: above === "" ? file.path.slice(file.path.lastIndexOf("/") + 1) : above.slice(0, longestShown), attribute };
}
