/** Settings in a Dockerfile: `ENV`, defaults of `ARG`, and what its commands are given. https://docs.docker.com/reference/dockerfile/ */
import type { WrittenSetting } from "../../model/written-setting.ts";
import { commandSettings } from "./command-settings.ts";
import { type DockerInstruction, dockerInstructions } from "./dockerfile-instructions.ts";
import { dockerWords } from "./dockerfile-words.ts";
import { shifted } from "./found-settings.ts";
import { type DocumentReader, shellSettings } from "./shell-settings.ts";
import { writtenDefault } from "./written-default.ts";

/** In order of writing. Never throws; linear. Columns are not known. */
export function dockerfileSettings(text: string, readDocument: DocumentReader = () => []): readonly WrittenSetting[] {
  return [...dockerInstructions(text)].flatMap((instruction) => settingsOf(instruction, readDocument));
}

/** Instructions that wrap another one, with what stands between: `ONBUILD`, `HEALTHCHECK --interval=5s`. */
const wrapped = /^\s{0,20}(?:--\w[\w-]{0,40}=\S{0,100}\s{1,20}){0,10}(CMD|ENV|ARG|RUN|ENTRYPOINT)\s/i;

function settingsOf(instruction: DockerInstruction, readDocument: DocumentReader): readonly WrittenSetting[] {
  const { name, text, line } = instruction;
  switch (name) {
    case "ENV":
      return assignmentsOf(text, line, true);
    case "ARG":
      return assignmentsOf(text, line, false);
    case "RUN":
    case "CMD":
    case "ENTRYPOINT":
      return commandsOf(instruction, readDocument);
    case "COPY":
    case "ADD":
      return instruction.heredocs.flatMap((heredoc) => shifted(readDocument(lastWord(text), heredoc.text), heredoc.line));
    case "ONBUILD":
    case "HEALTHCHECK": {
      const inner = wrapped.exec(text.slice(0, 2_000));
      if (inner === null) return [];
      return settingsOf({ ...instruction, name: (inner[1] ?? "").toUpperCase(), text: text.slice(inner[0].length) }, readDocument);
    }
    default:
      return [];
  }
}

function lastWord(text: string): string {
  const words = text
    .slice(0, 5_000)
    .split(/\s/)
    .filter((word) => word !== "");
  return words.at(-1) ?? "";
}

const alone: ReadonlyMap<string, string> = new Map();

function setting(path: readonly string[], value: string, quoted: boolean, line: number): WrittenSetting {
  return { path, value, quoted, line, endLine: line, column: null, beside: alone };
}

/** @param plain `ENV name the rest is the value` is possible */
function assignmentsOf(text: string, line: number, plain: boolean): readonly WrittenSetting[] {
  const words = dockerWords(text, line);
  const [first, ...rest] = words;
  if (first === undefined) return [];
  if (plain && !first.text.includes("=")) {
    const [start] = rest;
    if (start === undefined) return [];
    return [setting([first.text.slice(0, 200)], writtenDefault(rest.map((word) => word.text).join(" ")), start.quoted, start.line)];
  }
  return words.flatMap((word) => {
    const equals = word.text.slice(0, 200).indexOf("=");
    const value = equals < 1 ? "" : writtenDefault(word.text.slice(equals + 1));
    return value === "" ? [] : [setting([word.text.slice(0, equals)], value, word.quoted, word.line)];
  });
}

function commandsOf({ text, line, heredocs }: DockerInstruction, readDocument: DocumentReader): readonly WrittenSetting[] {
  const flags = /^\s{0,20}(?:--(?:mount|network|security)=\S{1,500}\s{1,20}){0,10}/.exec(text.slice(0, 8_000))?.[0].length ?? 0;
  const command = text.slice(flags).trimStart();
  if (command.startsWith("<<")) return heredocs.flatMap((heredoc) => shifted(shellSettings(heredoc.text, readDocument), heredoc.line));
  const words = execForm(command);
  if (words === null) {
    const bodies = heredocs.map((heredoc) => `\n${heredoc.text}\n${heredoc.delimiter}`).join("");
    return shifted(shellSettings(text.slice(flags) + bodies, readDocument), line);
  }
  const shell = words.findIndex((word) => /^-[a-z]{0,4}c$/.test(word));
  const script = shell === -1 ? undefined : words[shell + 1];
  const settings =
    script === undefined
      ? commandSettings(words).map(({ path, value }) => setting(path, value, true, 1))
      : shellSettings(script, readDocument).map((one) => ({ ...one, line: 1, endLine: 1 }));
  return shifted(settings, line);
}

/** `["program", "argument"]`; null: the text is for a shell. */
function execForm(text: string): readonly string[] | null {
  if (!text.startsWith("[") || text.length > 50_000) return null;
  try {
    const words: unknown = JSON.parse(text.replaceAll("\\\n", "\n"));
    return Array.isArray(words) && words.every((word) => typeof word === "string") ? words : null;
  } catch {
    return null;
  }
}
