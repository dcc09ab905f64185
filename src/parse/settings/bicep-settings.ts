/** Settings in Bicep files: defaults of parameters, variables and properties. https://learn.microsoft.com/azure/azure-resource-manager/bicep/file */
import type { WrittenSetting } from "../../model/written-setting.ts";
import { type CodeReading, codeSettings } from "./code-settings.ts";
import { pairedSettings } from "./paired-settings.ts";

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
  const settings = codeSettings(text, bicep).map((setting) => ({
    ...setting,
    path: setting.path.map((name) => /^param[ \t]{1,10}(\w{1,200})/.exec(name)?.[1] ?? name),
  }));
  return pairedSettings(settings);
}
