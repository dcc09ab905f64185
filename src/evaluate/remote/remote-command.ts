/** Which commands reach into a server that runs: remote shells, configuration management, the clouds' run-command services, kubectl. */
import { programOf } from "../../model/shell-command.ts";
import { configurationRun } from "./configuration-run.ts";
import { remoteShell } from "./remote-shell.ts";
import { containerCommand, serviceCommand } from "./service-command.ts";

/**
 * `shell`: a login or copy over the network. `configuration`: Chef, Ansible, Puppet, Salt and their kind.
 * `service`: a command sent through a cloud's agent. `container`: into a running pod or container.
 */
export interface RemoteCommand {
  readonly kind: "shell" | "configuration" | "service" | "container";
  /** Program and subcommand, never its arguments: they may hold a credential. */
  readonly name: string;
}

/** Null: the command stays on its own machine, or only asks (a syntax check, a dry run, a version). */
export function remoteCommand(words: readonly string[]): RemoteCommand | null {
  const program = programOf(words);
  const rest = words.slice(1);
  if (rest.length === 1 && (rest[0] === "--version" || rest[0] === "--help" || rest[0] === "-V")) return null;
  return remoteShell(program, rest) ?? configurationRun(program, rest) ?? serviceCommand(program, rest) ?? containerCommand(program, rest);
}
