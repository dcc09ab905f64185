/** Settings in PowerShell scripts: variables, parameters, `ConvertTo-SecureString "…" -AsPlainText`. */
import type { WrittenSetting } from "../../model/written-setting.ts";
import { type CodeReading, codeSettings } from "./code-settings.ts";
import { type FoundSetting, settingsAt } from "./found-settings.ts";
import { withoutComments } from "./without-comments.ts";

const powershell: CodeReading = {
  language: {
    lineComments: ["#"],
    blockComments: [["<#", "#>"]],
    quotes: [
      { open: '@"', close: '\n"@', inserts: true, manyLines: true },
      { open: "@'", close: "\n'@", inserts: false, manyLines: true },
      { open: '"', close: '"', inserts: true, manyLines: true },
      { open: "'", close: "'", inserts: false, manyLines: true },
    ],
    insertion: /\$[({A-Za-z_]/,
    heredocs: false,
    escape: "`",
    name: /\$?-?[A-Za-z_][\w:]{0,100}(?:[.-]\w{1,100}){0,8}/,
  },
  bareCalls: false,
  calls: new Map([
    ["NetworkCredential", 1],
    ["PSCredential", 1],
  ]),
  shellNames: new Set(),
};

/** The text that becomes a secure one stands before or behind `-AsPlainText`, and may be named by `-String`. */
const secure =
  /ConvertTo-SecureString(?:[ \t]{1,20}-(?:AsPlainText|Force|String)){0,3}[ \t]{1,20}(?:"([^"\n$]{1,300})"|'([^'\n]{1,300})')/gi;
/** `"hunter22" | ConvertTo-SecureString -AsPlainText` */
const piped = /(?:"([^"\n]{1,300})"|'([^'\n]{1,300})')[ \t]{0,20}\|[ \t]{0,20}ConvertTo-SecureString\b/gi;
/** `-Password hunter2`: a word without quotes. */
const bare = /[ \t]-(\w{0,40}Password|ApiKey|Token|Secret)[ \t]{1,10}([A-Za-z0-9!#%^&*_+.][^\s"'`$(){}|;,]{1,200})(?=[\s|;,)]|$)/gi;
/** `net user NAME WORD /add` */
const netUser = /\bnet(?:\.exe)?[ \t]{1,10}user[ \t]{1,10}[^\s/"$]{1,100}[ \t]{1,10}["']?([^\s/"'$][^\s"'$]{0,200})/gi;

export function powershellSettings(text: string): readonly WrittenSetting[] {
  const uncommented = withoutComments(text, { line: "\n#", open: "<#", close: "#>" });
  const found: FoundSetting[] = [];
  for (const match of uncommented.matchAll(secure)) keep(found, match, match[1] ?? match[2] ?? "", 1, "ConvertTo-SecureString", "password");
  for (const match of uncommented.matchAll(piped)) {
    const value = match[1] ?? match[2] ?? "";
    keep(found, match, value, match[0].length - value.length - 1, "ConvertTo-SecureString", "password");
  }
  for (const match of uncommented.matchAll(bare)) keep(found, match, match[2] ?? "", 0, match[1] ?? "");
  for (const match of uncommented.matchAll(netUser)) keep(found, match, match[1] ?? "", 0, "net user", "password");
  return [...codeSettings(text, powershell), ...settingsAt(text, found)].sort((a, b) => a.line - b.line);
}

/** @param behind characters between the value and the match's end */
function keep(found: FoundSetting[], match: RegExpExecArray, value: string, behind: number, ...path: readonly string[]): void {
  const end = match.index + match[0].length - behind;
  found.push({ path, value, quoted: behind > 0, start: end - value.length, end });
}
