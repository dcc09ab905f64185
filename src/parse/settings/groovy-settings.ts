/** Settings in Groovy and Kotlin scripts: Jenkinsfiles, Gradle builds. References (`credentials('id')`, `withCredentials`) are no texts of a setting. */
import type { WrittenSetting } from "../../model/written-setting.ts";
import { type CodeReading, codeSettings } from "./code-settings.ts";
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
  const settings: WrittenSetting[] = [];
  let name: WrittenSetting | null = null;
  for (const setting of codeSettings(text, groovy, readDocument)) {
    const last = setting.path.at(-1);
    // Of a key store: not whether a password is stored.
    if (last === "storePassword") {
      settings.push({ ...setting, path: [...setting.path, "password"] });
      continue;
    }
    if (last === "name" || last === "key") name = setting;
    const isValue = (last === "defaultValue" || last === "value") && name !== null && setting.line - name.line <= 3;
    settings.push(isValue && name !== null ? { ...setting, path: [name.value.slice(0, 200)] } : setting);
    if (isValue) name = null;
  }
  return settings;
}
