/** Settings in makefiles and in batch files of Windows: variables, and what their commands are given. */
import type { WrittenSetting } from "../../model/written-setting.ts";
import { dotenvSettings } from "./dotenv-settings.ts";
import { type FoundSetting, settingsAt } from "./found-settings.ts";
import { type DocumentReader, shellSettings } from "./shell-settings.ts";
import { textLines } from "./text-lines.ts";

const variable =
  /^[ ]{0,40}(?:(?:export|override|unexport|define)[ \t]{1,20})?([A-Za-z_][\w.-]{0,200})[ \t]{0,40}(?:\?|:{1,3}|\+)?=[ \t]{0,40}/;

/** https://www.gnu.org/software/make/manual/make.html; `$(X)` and `$$X` stay as they are written. Never throws; linear. */
export function makeSettings(text: string, readDocument?: DocumentReader): readonly WrittenSetting[] {
  const found: FoundSetting[] = [];
  // What is no recipe stands as an empty line, so that places stay.
  const recipes: string[] = [];
  let continues = false;
  for (const { text: line, offset } of textLines(text)) {
    const isRecipe: boolean = line.startsWith("\t") || continues;
    recipes.push(isRecipe ? line.replace(/^\t{1,20}[@+-]{0,3}/, "") : "");
    continues = isRecipe && line.endsWith("\\");
    if (isRecipe || line.trimStart().startsWith("#")) continue;
    const match = variable.exec(line.slice(0, 500));
    if (match === null) continue;
    const rest = line.slice(match[0].length);
    const comment = rest.search(/(?:^|\s)#/);
    const value = (comment === -1 ? rest : rest.slice(0, comment)).trimEnd();
    const start = offset + match[0].length;
    const quoted = /^(["']).*\1$/.test(value) && value.length > 2;
    const inner = quoted ? value.slice(1, -1) : value;
    found.push({
      path: [match[1] ?? ""],
      value: inner,
      quoted,
      start: start + (quoted ? 1 : 0),
      end: start + (quoted ? 1 : 0) + inner.length,
    });
  }
  return [...settingsAt(text, found), ...shellSettings(recipes.join("\n"), readDocument)].sort((a, b) => a.line - b.line);
}

/** `set NAME=value`; `%NAME%` stays as it is written. Never throws; linear. */
export function batchSettings(text: string, readDocument?: DocumentReader): readonly WrittenSetting[] {
  const sets: string[] = [];
  const commands: string[] = [];
  for (const { text: line } of textLines(text)) {
    const isComment = /^\s{0,40}(?:@?rem\b|::)/i.test(line.slice(0, 80));
    const isSet = /^\s{0,40}@?set\s/i.test(line.slice(0, 80));
    sets.push(isSet && !isComment ? line.replace(/^\s{0,40}@?set\s{1,20}(?:\/p\s{1,20})?"?/i, "").replace(/"\s{0,40}$/, "") : "");
    commands.push(isSet || isComment ? "" : line.replace(/^\s{0,40}@/, "").replace(/\^\s{0,20}$/, "\\"));
  }
  const settings = dotenvSettings(sets.join("\n")).map((setting) => ({ ...setting, column: null }));
  return [...settings, ...shellSettings(commands.join("\n"), readDocument)].sort((a, b) => a.line - b.line);
}
