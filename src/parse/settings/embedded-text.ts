/** Tells which texts of a document are documents of their own: files in a ConfigMap, scripts of a pipeline, JSON in quotes. */

import type { DataText } from "./data-node.ts";
import { decodedBase64 } from "./decoded-base64.ts";
import { byContent, isJson, type SettingsFormat, settingsFormat } from "./settings-format.ts";

export interface EmbeddedText {
  readonly format: SettingsFormat;
  readonly text: string;
  /** Each of its lines is a line of the file. */
  readonly linear: boolean;
}

/** Keys whose texts a shell runs, in small letters without signs between words. */
const shellKeys = new Set(
  (
    "run script scripts beforescript afterscript command commands cmd shell userdata customdata startupscript inline bash runcmd bootcmd entrypoint exec " +
    "poststart prestop install build test pretest prebuild postbuild deploy execute raw args content steps preruncmd postcreatecommand healthcheck " +
    "latecommands earlycommands inlinescript commandtoexecute"
  ).split(" "),
);
/** Keys whose texts PowerShell runs. https://learn.microsoft.com/azure/devops/pipelines/yaml-schema/steps-powershell */
const powershellKeys = new Set("powershell pwsh winpowershell".split(" "));

/** Whether a shell runs the texts of a key: `run`, `before_script`. */
export function isShellKey(key: string): boolean {
  return shellKeys.has(plainWord(key));
}

function plainWord(key: string): string {
  return key.replaceAll(/[^A-Za-z]/g, "").toLowerCase();
}
/** Functions of CloudFormation: what they make stands where they do. */
const functions = new Set(["Fn::Base64", "Fn::Join", "Fn::Sub", "!Base64", "!Join", "!Sub"]);

/** Keys whose texts speak to people. */
const prose = new Set(
  "description descriptions notes note message comment comments title summary help readme documentation doc prompt msg label".split(" "),
);

/**
 * Null: the text is a value. A single line is a document only where it is JSON, or where a shell runs it.
 * @param path names down to the text; the last one may be a file's: `application.yml`
 */
export function embeddedText(
  path: readonly string[],
  text: string,
  style: DataText["style"],
  root: ReadonlyMap<string, string> = new Map(),
  beside: ReadonlyMap<string, string> = new Map(),
): EmbeddedText | null {
  if (text.length < 4) return null;
  const own = path.findLast((key) => !functions.has(key)) ?? "";
  if (own === "list" && path.at(-2) === "chpasswd") return { format: "login-list", text, linear: style === "literal" };
  // The file's name stands beside its content in cloud-init's `write_files`, and above it in the metadata of CloudFormation.
  const above = path.at(-2) ?? "";
  const name = own === "content" ? (beside.get("path") ?? (above.startsWith("/") ? above : own)) : own;
  const word = plainWord(own);
  if (prose.has(word)) return null;
  const isWritten = own === "content" && /^(?:b64|base64)$/.test(beside.get("encoding") ?? "");
  const decoded = isWritten || isEncoded(path, root, word) ? decodedBase64(text) : null;
  if (decoded !== null) {
    const format = decoded.includes("\n") || isJson(decoded) ? formatOf(name, word, decoded) : null;
    return format === null ? null : { format, text: decoded, linear: false };
  }
  const format = text.includes("\n") ? formatOf(name, word, text) : formatOfLine(name, word, text);
  if (format === null) return null;
  return { format, text: format === "shell" ? shellText(text, style) : text, linear: style === "literal" };
}

/** Of options alone the program stands elsewhere: in the image. */
function shellText(text: string, style: DataText["style"]): string {
  const folded = style === "folded" ? text.replaceAll("\n", " ") : text;
  return folded.startsWith("-") ? `run ${folded}` : folded;
}

function isEncoded(path: readonly string[], root: ReadonlyMap<string, string>, word: string): boolean {
  return word === "userdata" || word === "customdata" || isSecretData(path, root);
}

/** Whether it stands below the `data` of a Kubernetes secret, which is written in base64. */
export function isSecretData(path: readonly string[], root: ReadonlyMap<string, string>): boolean {
  return path[0] === "data" && root.get("kind") === "Secret";
}

function formatOfLine(name: string, word: string, text: string): SettingsFormat | null {
  if (isJson(text) && /[:,]/.test(text)) return "json";
  if (shellKeys.has(word) && /\s/.test(text)) return statementsIn(word, text) ?? "shell";
  if (isOptions(word, text)) return "shell";
  if (windowsScript.test(name) || powershellKeys.has(word)) return "powershell";
  return name.includes(".") ? formatOfFileLine(name, text) : null;
}

/** Of a file of one line: by its name, where the line is written as such a file's lines are. */
function formatOfFileLine(name: string, text: string): SettingsFormat | null {
  const format = settingsFormat(name, text);
  switch (format) {
    case "dotenv":
    case "properties":
    case "ini":
      return text.includes("=") ? format : null;
    case "shell":
    case "sql":
      return /\s/.test(text) ? format : null;
    default:
      return null;
  }
}

function formatOf(name: string, word: string, text: string): SettingsFormat | null {
  return (
    byContent(text) ??
    (name.includes(".") || name.startsWith("Dockerfile") ? settingsFormat(name, text) : null) ??
    (windowsScript.test(name) || powershellKeys.has(word) ? "powershell" : null) ??
    statementsIn(word, text) ??
    (shellKeys.has(word) ? "shell" : (byLines(text) ?? byStatements(text)))
  );
}

/** Metadata whose text a Windows machine of Google's runs. https://cloud.google.com/compute/docs/instances/startup-scripts/windows */
const windowsScript = /^(?:windows|sysprep)-[a-z-]{1,40}-(?:ps1|cmd|bat)$/;

/** Options in one text, for a program that is named elsewhere: Azure Pipelines' `overrideParameters: -password x`, `JAVA_OPTS`. */
function isOptions(word: string, text: string): boolean {
  return /(?:arguments|parameters|args|opts|options|flags)$/.test(word) && /^--?[A-Za-z][\w.-]{1,80}[ =]/.test(text.slice(0, 100));
}

/** A file's content may be anybody's; what stands below the other keys is a shell's. */
function statementsIn(word: string, text: string): SettingsFormat | null {
  return word === "content" ? byStatements(text) : null;
}

/** Statements of a database's client. */
function byStatements(text: string): SettingsFormat | null {
  return /^\s{0,40}(?:CREATE|ALTER|GRANT|SET PASSWORD)\s[^\n]{0,400}(?:IDENTIFIED|PASSWORD)/im.test(text.slice(0, 20_000)) ? "sql" : null;
}

/** Lines that are looked at. */
const mostLines = 60;

/** By the form of most lines: names with colons, or names with signs of equality. */
function byLines(text: string): SettingsFormat | null {
  let said = 0;
  let colons = 0;
  let equals = 0;
  let sections = 0;
  for (const line of text.slice(0, 8_000).split("\n", mostLines)) {
    const written = line.trim();
    if (written === "" || written.startsWith("#") || written.startsWith("//") || written.startsWith(";")) continue;
    said++;
    if (/^(?:- )?["']?[\w./-]{1,80}["']?:(?:\s|$)/.test(written) && !/[;{(,]$/.test(written)) colons++;
    else if (/^(?:export )?[\w.-]{1,100}\s{0,10}=/.test(written) && !/[;{(,]$/.test(written)) equals++;
    else if (/^\[[\w .:"'-]{1,80}\]$/.test(written)) sections++;
  }
  if (said === 0) return null;
  if (colons * 2 >= said && colons >= equals) return "yaml";
  if ((equals + sections) * 2 < said) return null;
  return sections > 0 ? "ini" : "properties";
}
