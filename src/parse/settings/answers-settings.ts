/**
 * Settings in the answers for an installer: Debian's preseed and Anaconda's kickstart files.
 * https://www.debian.org/releases/stable/amd64/apbs04.en.html, https://pykickstart.readthedocs.io/en/latest/kickstart-docs.html
 */
import type { WrittenSetting } from "../../model/written-setting.ts";
import { type FoundSetting, settingsAt, shifted } from "./found-settings.ts";
import { type DocumentReader, shellSettings } from "./shell-settings.ts";
import { textLines } from "./text-lines.ts";

/** `d-i passwd/root-password password hunter22`: owner, question, type, answer. */
const answer = /^[ \t]{0,40}[\w-]{1,60}[ \t]{1,40}([\w-]{1,60}(?:\/[\w-]{1,80}){1,6})[ \t]{1,40}(password|string)[ \t]{1,40}/;

/** In order of writing. Never throws; linear. */
export function answersSettings(text: string, readDocument?: DocumentReader): readonly WrittenSetting[] {
  // Kickstart's commands have the form of a shell's, and its scripts are a shell's.
  if (/^[ \t]{0,40}(?:rootpw|%packages|%post|%pre|sshpw)\b/m.test(text)) return shellSettings(text, readDocument);
  const found: FoundSetting[] = [];
  const commands: WrittenSetting[] = [];
  let open: { readonly line: number; readonly pieces: string[] } | null = null;
  let number = 0;
  for (const { text: line, offset } of textLines(text)) {
    number++;
    const match: RegExpExecArray | null = open === null ? answer.exec(line.slice(0, 800)) : null;
    if (match?.[2] === "password") {
      const value = line.slice(match[0].length).trimEnd();
      const start = offset + match[0].length;
      found.push({ path: [match[1] ?? "", "password"], value, quoted: true, start, end: start + value.length });
    } else if (match?.[1]?.endsWith("_command") === true) open = { line: number, pieces: [line.slice(match[0].length)] };
    else open?.pieces.push(line);
    if (open === null || line.endsWith("\\")) continue;
    commands.push(...shifted(shellSettings(open.pieces.join("\n"), readDocument), open.line));
    open = null;
  }
  return [...settingsAt(text, found), ...commands].sort((a, b) => a.line - b.line);
}

/** Lines of `user:password`, as `chpasswd` reads them; hashes and `RANDOM` are judged by others. */
export function loginListSettings(text: string): readonly WrittenSetting[] {
  const found: FoundSetting[] = [];
  for (const { text: line, offset } of textLines(text)) {
    const user = /^[ \t]{0,40}(?!#)[\w.$@-]{1,100}:/.exec(line.slice(0, 160))?.[0].length;
    const value = user === undefined ? "" : line.slice(user).trim();
    if (user === undefined || value === "RANDOM" || value === "R") continue;
    const start = offset + user + (line.slice(user).length - line.slice(user).trimStart().length);
    found.push({ path: ["chpasswd", "password"], value, quoted: true, start, end: start + value.length });
  }
  return settingsAt(text, found);
}
