/** Settings in Groovy and Kotlin scripts: Jenkinsfiles, Gradle builds. References (`credentials('id')`, `withCredentials`) are no texts of a setting. */
import type { WrittenSetting } from "../../model/written-setting.ts";
import { type CodeReading, codeSettings } from "./code-settings.ts";
import { pairedSettings } from "./paired-settings.ts";
import type { DocumentReader } from "./shell-settings.ts";

const groovy: CodeReading = {
  language: {
    lineComments: ["//", "#!"],
    blockComments: [["/*", "*/"]],
    quotes: [
      { open: '"""', close: '"""', inserts: true, manyLines: true },
      { open: "'''", close: "'''", inserts: false, manyLines: true },
      { open: '"', close: '"', inserts: true, manyLines: false },
      { open: "'", close: "'", inserts: false, manyLines: false },
    ],
    insertion: /\$[{A-Za-z_]/,
    heredocs: false,
    escape: "\\",
    name: /[A-Za-z_][\w.]{0,200}/,
  },
  bareCalls: true,
  calls: new Map([["UsernamePasswordCredentials", 1]]),
  shellNames: new Set(["sh", "script", "bat", "shell", "commandLine"]),
};

/** `parameters { string(name: 'DB_PASSWORD', defaultValue: 'hunter2') }` comes under the parameter's name. */
export function groovySettings(text: string, readDocument?: DocumentReader): readonly WrittenSetting[] {
  return pairedSettings(codeSettings(text, groovy, readDocument)).map((setting) =>
    // Of a key store: not whether a password is stored.
    setting.path.at(-1) === "storePassword" ? { ...setting, path: [...setting.path, "password"] } : setting,
  );
}
