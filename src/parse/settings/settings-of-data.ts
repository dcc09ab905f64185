/** The plain values of a document of data as settings, with pairs of names and values joined and command lines taken apart. */
import type { WrittenSetting } from "../../model/written-setting.ts";
import { type SourceText, spanOf } from "../hcl/source-text.ts";
import { commandSettings } from "./command-settings.ts";
import type { DataList, DataMap, DataNode, DataText } from "./data-node.ts";
import { isShellKey } from "./embedded-text.ts";
import { type ModuleArgument, moduleArguments } from "./module-arguments.ts";
import { holdsNoSecret, vaultSecret } from "./vault-secret.ts";

/** A text of a document with where it stands in it. */
export interface DataLeaf {
  readonly path: readonly string[];
  readonly node: DataText;
  readonly setting: WrittenSetting;
}

/** Names of a pair's first half, most telling first. */
const nameKeys = [
  "name",
  "key",
  "Name",
  "Key",
  "ParameterKey",
  "parameterKey",
  "variable",
  "variableName",
  "VariableName",
  "variable_name",
  "envvar",
  "option",
];
/** Names of its second half; also of a map that holds a value with what is said about it: `db-password: { value: x, description: y }`. */
const valueKeys = new Set(
  "value Value ParameterValue parameterValue default Default defaultValue DefaultValue default_value literal plaintext plainText plain_text string_value stringValue StringValue".split(
    " ",
  ),
);
/** Keys below which the words of a command stand. */
const commandKeys = new Set(
  "command args cmd entrypoint entryPoint Command EntryPoint Cmd arguments Args extraArgs extra_args commandArgs argv".split(" "),
);

/** Tags of texts that are what they say. `!Sub` puts in what stands as `${…}`. */
const plainTags = new Set(["!", "!!str", "!str", "!!binary", "!!int", "!!float", "!unsafe", "!Sub", "!Base64"]);

const assignment = /^(?:export[ \t]{1,4})?([A-Za-z_][\w.-]{0,120})=(.*)$/s;

const writtenLine = /^([A-Za-z_][\w.-]{0,120})[ \t]{0,10}=[ \t]{0,10}(.*)$/s;

/** Every text of a document in order of writing, and what stands in pairs and command lines. Without recursion. */
export function leavesOf(source: SourceText, document: DataNode): readonly DataLeaf[] {
  const walk = new Walk(source);
  walk.go(document);
  return walk.leaves;
}

/** Plain values at the document's root, by name. */
export function rootOf(document: DataNode): ReadonlyMap<string, string> {
  return document.kind === "map" ? textsOf(document) : new Map();
}

interface Step {
  readonly node: DataNode;
  /** A list whose first item is the name of a condition, the others what is taken. */
  readonly choice?: boolean;
  readonly path: readonly string[];
  /** Plain values of the map around it. */
  readonly beside: ReadonlyMap<string, string>;
}

const nobody: ReadonlyMap<string, string> = new Map();

class Walk {
  readonly leaves: DataLeaf[] = [];
  readonly #source: SourceText;
  readonly #open: Step[] = [];

  constructor(source: SourceText) {
    this.#source = source;
  }

  go(document: DataNode): void {
    this.#open.push({ node: document, path: [], beside: nobody });
    for (let step = this.#open.pop(); step !== undefined; step = this.#open.pop()) {
      switch (step.node.kind) {
        case "map":
          this.#map(step.node, step);
          break;
        case "list":
          this.#list(step.choice === true ? { ...step.node, items: step.node.items.slice(1) } : step.node, step);
          break;
        case "text":
          this.#leaf(step.node, step.path, step.node.text, step.beside);
          break;
      }
    }
  }

  #map(map: DataMap, { path, beside: around }: Step): void {
    const ofVault = path.at(-1) === "properties" && around.has(vaultSecret.name);
    const beside = ofVault ? asVaultSecret(textsOf(map)) : besideOf(map, around);
    const pairName = nameOfPair(map);
    const steps: Step[] = [];
    for (const { name, value, tag } of map.entries) {
      if (value === null) continue;
      // CloudFormation takes one of two values: each stands where the choice does.
      const choice = value.kind === "list" && (name === "Fn::If" || tag === "!If");
      if (choice) {
        steps.push({ node: value, path: name === "Fn::If" ? path : [...path, name], beside, choice });
        continue;
      }
      const inner = valueKeys.has(name) && !ofVault ? pathOfPair(path, pairName, name) : pathBelow(path, name);
      steps.push({ node: value, path: tag === null || value.kind === "text" ? inner : [...inner, tag], beside });
    }
    for (const step of steps.reverse()) this.#open.push(step);
  }

  #list(list: DataList, { path, beside }: Step): void {
    const texts = list.items.filter((item) => item.kind === "text");
    const last = path.at(-1) ?? "";
    if (texts.length > 0 && (commandKeys.has(last) || texts.some((item) => /^--?[A-Za-z]/.test(item.text))))
      this.#words(texts, path, beside);
    for (let at = list.items.length - 1; at >= 0; at--) {
      const item = list.items[at];
      if (item !== undefined) this.#open.push({ node: item, path, beside });
    }
  }

  /** `["serve", "--password", "x"]`: one command; without a program before them, options of whatever runs here. */
  #words(texts: readonly DataText[], path: readonly string[], beside: ReadonlyMap<string, string>): void {
    // A check of a container's health begins with how it is run.
    const command = texts[0]?.text === "CMD" ? texts.slice(1) : texts;
    const options = command[0]?.text.startsWith("-") === true;
    const words = command.map((item) => item.text);
    for (const found of commandSettings(options ? ["", ...words] : words)) {
      const node = command[options ? found.word - 1 : found.word];
      if (node !== undefined) this.#leaf(node, [...path, ...found.path.slice(1)], found.value, beside);
    }
  }

  /** What another tag than these stands before is a call or a look-up. */
  #leaf(node: DataText, path: readonly string[], value: string, beside: ReadonlyMap<string, string>): void {
    if (node.tag !== null && !plainTags.has(node.tag)) return;
    const given = node.style === "plain" && value === node.text ? moduleArguments(value) : null;
    if (given !== null) {
      this.#arguments(node, path, given, beside);
      return;
    }
    const isWhole = node.style === "literal" || node.style === "folded" || value !== node.text || isCommand(path, value);
    // A line that Ansible writes into a file may have blanks around its sign.
    const form = path.at(-1) === "line" ? writtenLine : assignment;
    const pair = isWhole ? null : form.exec(value.slice(0, 5_000));
    // A piece of a script ends its line.
    if (pair !== null && !/^=*$|^[^\n]*\n$/.test(pair[2] ?? "")) {
      this.leaves.push({ path, node, setting: this.#setting(node, [...path, pair[1] ?? ""], unquoted(pair[2] ?? ""), beside, true) });
      return;
    }
    this.leaves.push({ path, node, setting: this.#setting(node, path, value, beside, node.style !== "plain") });
  }

  /** Each at its own line, where the text goes over several. */
  #arguments(node: DataText, path: readonly string[], given: readonly ModuleArgument[], beside: ReadonlyMap<string, string>): void {
    const written = this.#source.text.slice(node.start, node.end);
    let from = 0;
    for (const { name, value } of given) {
      from = Math.max(from, written.indexOf(`${name}=`, from));
      const start = node.start + from;
      const placed = { ...node, start, end: Math.min(node.end, start + name.length + 1 + value.length) };
      // `lineinfile: path=/etc/app.conf line='password=hunter22'`
      const inner = assignment.exec(value);
      const [inside, text] = inner === null ? [[name], value] : [[name, inner[1] ?? ""], unquoted(inner[2] ?? "")];
      this.leaves.push({ path, node, setting: this.#setting(placed, [...path, ...inside], text, beside, true) });
      from += name.length + 1;
    }
  }

  #setting(node: DataText, path: readonly string[], value: string, beside: ReadonlyMap<string, string>, quoted: boolean): WrittenSetting {
    const { line, endLine, column } = spanOf(this.#source, node.start, Math.max(node.start, node.end - 1));
    return { path, value, quoted, line, endLine, column, beside };
  }
}

/** `- run: PGPASSWORD=hunter22 psql -c x`: the shell's words behind the first tell where the value ends. */
function isCommand(path: readonly string[], value: string): boolean {
  return /\s/.test(value.trim()) && isShellKey(path.at(-1) ?? "");
}

function textsOf(map: DataMap): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const { name, value } of map.entries) if (value?.kind === "text" && value.text.length <= 200) texts.set(name, value.text);
  return texts;
}

/** Null: the map is no pair. */
function nameOfPair(map: DataMap): string | null {
  if (!map.entries.some(({ name }) => valueKeys.has(name)) || isKeptElsewhere(map)) return null;
  for (const key of nameKeys) {
    const value = map.entries.find(({ name }) => name === key)?.value;
    if (value?.kind === "text" && value.text.length <= 200) return value.text;
  }
  // Credentials of a user in an export of Keycloak.
  return map.entries.some(({ name, value }) => name === "type" && value?.kind === "text" && value.text === "password") ? "password" : null;
}

/**
 * A secret of a key vault in an ARM template, on its own or below its vault: its `value` is the secret.
 * https://learn.microsoft.com/azure/templates/microsoft.keyvault/vaults/secrets
 */
function isVaultSecret(map: DataMap, around: ReadonlyMap<string, string>): boolean {
  const type = map.entries.find(({ name }) => name === "type")?.value;
  if (
    type?.kind !== "text" ||
    map.entries.some((entry) => entry.name === "name" && entry.value?.kind === "text" && holdsNoSecret(entry.value.text))
  )
    return false;
  const vault = /^Microsoft\.KeyVault\/vaults$/i.test(around.get("type") ?? "");
  return /^Microsoft\.KeyVault\/vaults\/secrets$/i.test(type.text) || (vault && /^secrets$/i.test(type.text));
}

function pathBelow(path: readonly string[], name: string): readonly string[] {
  return name === "" ? path : [...path, name];
}

/** The value of a pair goes by the pair's name; one without, at the root, by its own. */
function pathOfPair(path: readonly string[], pairName: string | null, name: string): readonly string[] {
  if (pairName !== null) return [...path, pairName];
  return path.length > 0 ? path : pathBelow(path, name);
}

/** What stands beside the entries of a map, with a mark where it is a key vault's secret. */
function besideOf(map: DataMap, around: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const texts = textsOf(map);
  return isVaultSecret(map, around) ? asVaultSecret(texts) : texts;
}

function asVaultSecret(beside: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...beside, [vaultSecret.name, vaultSecret.value]]);
}

/** Environments of CodeBuild: of these only the name of what another service keeps stands here. */
function isKeptElsewhere(map: DataMap): boolean {
  return map.entries.some(
    ({ name, value }) => /^type$/i.test(name) && value?.kind === "text" && /^(?:PARAMETER_STORE|SECRETS_MANAGER)$/.test(value.text),
  );
}

function unquoted(text: string): string {
  const quote = text[0];
  return text.length > 1 && (quote === '"' || quote === "'") && text.endsWith(quote) ? text.slice(1, -1) : text;
}
