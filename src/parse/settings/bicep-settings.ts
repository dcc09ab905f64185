/** Settings in Bicep files: defaults of parameters, variables and properties. https://learn.microsoft.com/azure/azure-resource-manager/bicep/file */
import type { WrittenSetting } from "../../model/written-setting.ts";
import { type CodeReading, codeSettings } from "./code-settings.ts";
import { pairedSettings } from "./paired-settings.ts";
import { holdsNoSecret, vaultSecret } from "./vault-secret.ts";

const bicep: CodeReading = {
  language: {
    lineComments: ["//"],
    blockComments: [["/*", "*/"]],
    quotes: [
      { open: "'''", close: "'''", inserts: false, manyLines: true },
      { open: "'", close: "'", inserts: true, manyLines: false },
    ],
    insertion: /\$\{/,
    heredocs: false,
    escape: "\\",
    // `param adminPassword string = '…'`: the type is no name.
    name: /(?:param[ \t]{1,10})?[A-Za-z_]\w{0,200}(?:(?<=param[ \t]{1,10}\w{1,200})[ \t]{1,10}\w{1,60})?/,
  },
  bareCalls: false,
  calls: new Map(),
  shellNames: new Set(),
};

export function bicepSettings(text: string): readonly WrittenSetting[] {
  const lines = text.split("\n");
  const vaults = vaultSecrets(lines);
  const isSecret = ({ path, line }: WrittenSetting) => path.at(-1) === "value" && vaults.has(line);
  const written = codeSettings(text, bicep);
  const secrets = written.filter(isSecret).map((setting) => ({ ...setting, path: ["properties", "value"], beside: ofVault }));
  const settings = written
    .filter((setting) => !isSecret(setting))
    .map((setting) => {
      const name = setting.path.at(-1) ?? "";
      const parameter = /^param[ \t]{1,10}(\w{1,200})/.exec(name)?.[1];
      const path = parameter === undefined ? setting.path : [parameter];
      if (parameter !== undefined && isSecure(lines, setting.line))
        return { ...setting, path: ["parameters", parameter], beside: secure(setting.value) };
      return { ...setting, path };
    });
  return [...pairedSettings(settings), ...secrets].sort((a, b) => a.line - b.line);
}

const ofVault: ReadonlyMap<string, string> = new Map([[vaultSecret.name, vaultSecret.value]]);

/** As ARM says it of the parameter that Bicep makes of it. https://learn.microsoft.com/azure/azure-resource-manager/bicep/parameters#secure-parameters */
function secure(value: string): ReadonlyMap<string, string> {
  return new Map([
    ["type", "securestring"],
    ["defaultValue", value.slice(0, 1_000)],
  ]);
}

/** Decorators stand above the parameter, each on a line of its own; one that holds more lines is looked through up to this many. */
const mostDecorators = 12;

/** Whether `@secure()` stands above the parameter or on its line. */
function isSecure(lines: readonly string[], line: number): boolean {
  for (let at = line - 1; at >= 0 && at > line - 1 - mostDecorators; at--) {
    const written = (lines[at] ?? "").slice(0, 400).trim();
    if (/^@(?:sys\.)?secure\(\)/.test(written)) return true;
    if (at < line - 1 && (written === "" || /^(?:param|var|resource|module|output|type|func|targetScope|import|using)\b/.test(written)))
      return false;
  }
  return false;
}

const opening = /^[ \t]{0,80}resource[ \t]{1,10}\w{1,200}[ \t]{1,10}'(?:Microsoft\.KeyVault\/vaults\/)?secrets(?:@[\w.-]{1,60})?'/i;

/** The lines of the properties of resources that are a key vault's secrets, on their own or within their vault. */
function vaultSecrets(lines: readonly string[]): ReadonlySet<number> {
  const found = new Set<number>();
  let resource: number | null = null;
  let properties: number | null = null;
  for (const [index, whole] of lines.entries()) {
    const line = whole.slice(0, 400);
    if (line.trim() === "") continue;
    const own = line.length - line.trimStart().length;
    if (resource !== null && own <= resource) resource = null;
    if (properties !== null && own <= properties) properties = null;
    if (opening.test(line)) resource = own;
    const name = /^[ \t]{0,80}name[ \t]{0,10}:[ \t]{0,10}'([^'\n]{1,200})'/.exec(line)?.[1];
    if (resource !== null && properties === null && name !== undefined && holdsNoSecret(name)) resource = null;
    if (resource !== null && /\bproperties[ \t]{0,10}:[ \t]{0,10}\{/.test(line)) {
      properties = own;
      found.add(index + 1);
    } else if (properties !== null) found.add(index + 1);
  }
  return found;
}
