/** Reads the settings of a file in whatever language it is written, documents within it among them. */
import type { EmbeddedDocuments, SettingsDocument } from "../../model/settings-document.ts";
import type { WrittenSetting } from "../../model/written-setting.ts";
import { sourceText } from "../hcl/source-text.ts";
import { answersSettings, loginListSettings } from "./answers-settings.ts";
import { bicepSettings } from "./bicep-settings.ts";
import { type DataNode, fullRoom } from "./data-node.ts";
import { decodedBase64 } from "./decoded-base64.ts";
import { dockerfileSettings } from "./dockerfile-settings.ts";
import { dotenvSettings } from "./dotenv-settings.ts";
import { type EmbeddedText, embeddedText, isSecretData } from "./embedded-text.ts";
import { readFlow } from "./flow-collection.ts";
import { groovySettings } from "./groovy-settings.ts";
import { iniSettings } from "./ini-settings.ts";
import { htpasswdSettings, netrcSettings, npmrcSettings, pgpassSettings } from "./login-settings.ts";
import { batchSettings, makeSettings } from "./make-settings.ts";
import { mongoSettings, phpSettings } from "./php-settings.ts";
import { powershellSettings } from "./powershell-settings.ts";
import { propertiesSettings } from "./properties-settings.ts";
import { puppetSettings } from "./puppet-settings.ts";
import { rubySettings } from "./ruby-settings.ts";
import { isJson, type SettingsFormat, settingsFormat } from "./settings-format.ts";
import { type DataLeaf, leavesOf, rootOf } from "./settings-of-data.ts";
import { shellSettings } from "./shell-settings.ts";
import { sqlSettings } from "./sql-settings.ts";
import { xmlSettings } from "./xml-settings.ts";
import { readYamlData } from "./yaml-reader.ts";

export interface SettingsRead {
  readonly documents: readonly SettingsDocument[];
  /** Why not everything was read, for people; null: everything was. */
  readonly cut: string | null;
}

/** Documents in documents are followed this deep. */
const deepest = 4;

/** Null: the file is in no language of settings that is known. Never throws; linear in the text. */
export function readSettings(path: string, text: string): SettingsRead | null {
  const format = settingsFormat(path, text);
  return format === null ? null : readAs(format, text, 0);
}

/** Base64 of a document: `user_data_base64`, `content_base64`. */
const encodedName = /(?:base64|b64)$/i;

/** What a shell runs: `execute_command`, `metadata_startup_script`. */
const commandName = /(?:commands?|scripts?|inline|user_?data|cmd)$/i;

/**
 * A text that stands in a file of another language.
 * @param names those that lead to it; the last one, or a file's name, tells its language. Null: none that is known.
 */
export function readEmbedded(names: readonly string[], text: string): EmbeddedDocuments | null {
  const decoded = encodedName.test(names.at(-1) ?? "") ? decodedBase64(text) : null;
  const plainNames = decoded === null ? names : [...names.slice(0, -1), (names.at(-1) ?? "").replace(/_?(?:base64|b64)$/i, "")];
  const isCommand = commandName.test(plainNames.at(-1) ?? "") && /\s/.test(text);
  const found =
    embeddedText(plainNames, decoded ?? text, "literal") ?? (isCommand ? { format: "shell" as const, text, linear: true } : null);
  if (found === null) return null;
  return { documents: readAs(found.format, found.text, 1).documents, linear: decoded === null && found.linear };
}

function readAs(format: SettingsFormat, text: string, depth: number): SettingsRead {
  if (format === "yaml" || format === "json") return readData(format, text, depth);
  return whole(languageOf(format), listed(format, text, depth));
}

function whole(language: SettingsDocument["language"], settings: readonly WrittenSetting[]): SettingsRead {
  return { documents: [{ language, root: new Map(), settings }], cut: null };
}

/** What a program or a build gets handed. */
const environments: ReadonlySet<SettingsFormat> = new Set(["dotenv", "dockerfile", "shell", "make", "batch"]);

function languageOf(format: SettingsFormat): SettingsDocument["language"] {
  return environments.has(format) ? "environment" : "settings";
}

type ListFormat = Exclude<SettingsFormat, "yaml" | "json">;

function listed(format: ListFormat, text: string, depth: number): readonly WrittenSetting[] {
  const within = (name: string, inner: string) => readWithin(name, inner, depth);
  switch (format) {
    case "dockerfile":
      return dockerfileSettings(text, within);
    case "shell":
      return shellSettings(text, within);
    case "dotenv":
      return dotenvSettings(text);
    case "ini":
      return iniSettings(text);
    case "properties":
      return propertiesSettings(text);
    case "netrc":
      return netrcSettings(text);
    case "npmrc":
      return npmrcSettings(text);
    case "pgpass":
      return pgpassSettings(text);
    case "answers":
      return answersSettings(text, within);
    case "make":
      return makeSettings(text, within);
    case "batch":
      return batchSettings(text, within);
    case "login-list":
      return loginListSettings(text);
    case "htpasswd":
      return htpasswdSettings(text);
    case "xml":
      return xmlSettings(text);
    case "groovy":
      return groovySettings(text, within);
    case "ruby":
      return rubySettings(text, within);
    case "puppet":
      return puppetSettings(text, within);
    case "powershell":
      return powershellSettings(text);
    case "bicep":
      return bicepSettings(text);
    case "sql":
      return sqlSettings(text);
    case "php":
      return phpSettings(text);
    case "mongo":
      return mongoSettings(text);
  }
}

/** A file that a script writes: `cat > app.yml <<EOF`. */
function readWithin(name: string, text: string, depth: number): readonly WrittenSetting[] {
  if (depth >= deepest) return [];
  const found = embeddedText([name], text, "literal");
  return found === null ? [] : readAs(found.format, found.text, depth + 1).documents.flatMap(({ settings }) => settings);
}

function readData(format: "yaml" | "json", text: string, depth: number): SettingsRead {
  const { documents, cut } = format === "json" || isJson(text) ? readJsonData(text) : readYamlData(text);
  const found: SettingsDocument[] = [];
  const source = sourceText(text);
  for (const document of documents) {
    const root = rootOf(document);
    const settings: WrittenSetting[] = [];
    for (const leaf of leavesOf(source, document)) {
      const embedded = depth < deepest ? embeddedText(leaf.path, textOf(leaf), leaf.node.style, root, leaf.setting.beside) : null;
      if (embedded === null) settings.push(asRead(leaf, root));
      else found.push(...withinLeaf(leaf, embedded, root, depth));
    }
    found.push({ language: "data", root, settings });
  }
  return { documents: found, cut };
}

/** A block of one line that assigns something is a file of one line: `content: |`, and below it `password=hunter22`. */
function textOf({ node, setting: { value } }: DataLeaf): string {
  const isFile = node.style === "literal" && /^(?:export )?[A-Za-z_][\w.-]{0,100}\s{0,10}[=:]\s{0,10}[^=\s][^\n]*$/.test(value);
  return isFile ? `${value}\n` : value;
}

/** What stands in the `data` of a Kubernetes secret is read without its base64. */
function asRead({ path, setting }: DataLeaf, root: ReadonlyMap<string, string>): WrittenSetting {
  const decoded = isSecretData(path, root) ? decodedBase64(setting.value) : null;
  return decoded === null ? setting : { ...setting, value: decoded, quoted: true };
}

/** Several JSON documents may stand one after another. */
function readJsonData(text: string): { readonly documents: readonly DataNode[]; readonly cut: string | null } {
  const room = fullRoom();
  const documents: DataNode[] = [];
  for (let at = 0; at < text.length && documents.length < 10_000; ) {
    const { node, end } = readFlow(text, at, room);
    documents.push(node);
    at = Math.max(end, at + 1);
  }
  return { documents, cut: room.cut };
}

/** What stands in a text of the document, under that text's names. */
function withinLeaf(leaf: DataLeaf, embedded: EmbeddedText, root: ReadonlyMap<string, string>, depth: number): readonly SettingsDocument[] {
  const { line, endLine } = leaf.setting;
  const { documents } = readAs(embedded.format, embedded.text, depth + 1);
  return documents.map((document) => ({
    ...document,
    root: new Map([...root, ...document.root]),
    settings: document.settings.map((setting) => ({
      ...setting,
      path: [...leaf.path, ...setting.path],
      line: embedded.linear ? Math.min(endLine, line + setting.line - 1) : line,
      endLine: embedded.linear ? Math.min(endLine, line + setting.endLine - 1) : endLine,
      column: embedded.linear ? null : leaf.setting.column,
    })),
  }));
}
