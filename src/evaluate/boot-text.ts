/** What a text that a server runs at boot does: a shell script, PowerShell, cloud-config, or several of them in one. Line by line, one pass. */
import { type ShellCommand, shellCommands } from "../model/shell-command.ts";
import { type BootCommand, bootCommand } from "./boot-command.ts";

export interface BootAct extends BootCommand {
  /** Counted from 0 within the text. */
  readonly line: number;
}

/** Longer lines are data. */
const lineLimit = 20_000;

/** Everything in the text that belongs into the image, in order of writing. */
export function bootActs(text: string): readonly BootAct[] {
  const acts: BootAct[] = [];
  const plain = text.includes("#cloud-config") ? cloudConfig(text, acts) : text;
  let before: ShellCommand | undefined;
  for (const command of shellCommands(withoutMarkup(plain))) {
    const act = bootCommand(command, before);
    if (act !== null) acts.push({ ...act, line: command.line });
    before = command;
  }
  return acts.sort((a, b) => a.line - b.line);
}

/** Keys of cloud-config that do the same as a command. https://cloudinit.readthedocs.io/en/latest/reference/modules.html */
const lists: ReadonlyMap<string, BootCommand["kind"]> = new Map([
  ["packages", "installs"],
  ["snap", "installs"],
  ["ansible", "converges"],
  ["chef", "converges"],
  ["puppet", "converges"],
  ["salt_minion", "converges"],
]);

const switches = new Set(["package_upgrade", "apt_upgrade"]);

/**
 * Collects what the keys say and hands back the text as shell, line for line: list signs and the quotes and brackets of YAML are taken off,
 * so that `runcmd` entries and the scripts of `write_files` read as commands.
 */
function cloudConfig(text: string, acts: BootAct[]): string {
  const lines = text.split("\n");
  const shell: string[] = [];
  let inside = false;
  for (const [index, line] of lines.entries()) {
    if (line.startsWith("#cloud-config")) inside = true;
    // A part of a MIME message that starts another format.
    else if (line.startsWith("#!") || line.startsWith("--")) inside = line.startsWith("--") ? false : inside && !line.startsWith("#!");
    if (!inside || line.length > lineLimit) {
      shell.push(line);
      continue;
    }
    const key = topLevelKey(line);
    if (key === null) {
      shell.push(asShell(line));
      continue;
    }
    const kind = lists.get(key.name);
    const empty = key.rest === "[]" || key.rest === "{}" || key.rest === "false" || key.rest === "null" || key.rest === "~";
    if (kind !== undefined && !empty) acts.push({ kind, name: key.name, line: index });
    else if (switches.has(key.name) && key.rest === "true") acts.push({ kind: "upgrades", name: key.name, line: index });
    shell.push("");
  }
  return shell.join("\n");
}

function topLevelKey(line: string): { readonly name: string; readonly rest: string } | null {
  const first = line[0];
  if (first === undefined || first === " " || first === "\t" || first === "-" || first === "#") return null;
  const colon = line.indexOf(":");
  if (colon === -1 || colon > 80) return null;
  const name = line.slice(0, colon).replaceAll('"', "").replaceAll("'", "").trim();
  if (name.includes(" ")) return null;
  const comment = line.indexOf(" #", colon);
  const rest = line.slice(colon + 1, comment === -1 ? undefined : comment).trim();
  return { name, rest: rest.toLowerCase() };
}

/** `- [ apt-get, install, -y, nginx ]` and `- "apt-get install nginx"` → `apt-get install nginx`. */
function asShell(line: string): string {
  let text = line.trim();
  while (text.startsWith("- ")) text = text.slice(2).trimStart();
  if (text.startsWith("[") && text.endsWith("]")) return text.slice(1, -1).replaceAll('"', "").replaceAll("'", "").replaceAll(",", " ");
  const quote = text[0];
  const quoted = text.length > 1 && (quote === '"' || quote === "'") && text.endsWith(quote);
  return quoted ? text.slice(1, -1) : text;
}

/** PowerShell's user data stands in tags. */
function withoutMarkup(text: string): string {
  return text.includes("<powershell>") ? text.replaceAll("<powershell>", "").replaceAll("</powershell>", "").replaceAll("`", "") : text;
}
