/** Settings in Puppet manifests. References (`hiera(…)`, `lookup(…)`, `$password`) are no texts. */
import type { WrittenSetting } from "../../model/written-setting.ts";
import { type CodeReading, codeSettings } from "./code-settings.ts";
import type { DocumentReader } from "./shell-settings.ts";

const puppet: CodeReading = {
  language: {
    lineComments: ["#"],
    blockComments: [["/*", "*/"]],
    quotes: [
      { open: '"', close: '"', inserts: true, manyLines: true },
      { open: "'", close: "'", inserts: false, manyLines: true },
    ],
    insertion: /\$[{a-z_]/,
    heredocs: false,
    escape: "\\",
    name: /\$?[A-Za-z_][\w:]{0,200}/,
  },
  bareCalls: false,
  calls: new Map([
    ["postgresql_password", 1],
    ["mysql_password", 0],
    ["password", 0],
    ["Sensitive", 0],
  ]),
  shellNames: new Set(["command"]),
};

export function puppetSettings(text: string, readDocument?: DocumentReader): readonly WrittenSetting[] {
  return codeSettings(text, puppet, readDocument);
}
