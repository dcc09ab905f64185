/** Runs of configuration management: Ansible, Chef, Puppet, Salt. */
import type { RemoteCommand } from "./remote-command.ts";

/** Null: none, or one that only checks or stays on its own machine. */
export function configurationRun(program: string, rest: readonly string[]): RemoteCommand | null {
  const found = (name = program): RemoteCommand => ({ kind: "configuration", name });
  const first = rest.find((word) => !word.startsWith("-")) ?? "";
  switch (program) {
    case "ansible-playbook":
    case "ansible":
      return onlyChecksOrLocal(rest) ? null : found();
    case "ansible-console":
    case "ansible-navigator":
      return program === "ansible-console" || first === "run" ? found() : null;
    case "knife":
      return knifeRun(rest);
    case "chef-client":
    case "chef-run":
    case "chef-solo":
    case "cinc-client":
      return rest.some((word) => word === "-W" || word === "--why-run") ? null : found();
    case "puppet":
      return ["agent", "apply", "job", "device", "kick"].includes(first) && !rest.includes("--noop") ? found(`puppet ${first}`) : null;
    case "bolt":
      return ["command", "script", "task", "plan", "file", "apply"].includes(first) ? found(`bolt ${first}`) : null;
    case "mco":
      return found();
    case "salt":
    case "salt-ssh":
    case "salt-call":
    case "salt-run":
      return rest.includes("test=True") || rest.includes("test=true") || rest.length === 0 ? null : found();
    case "docker":
    case "podman":
      return wrappedRun(rest);
    default:
      return null;
  }
}

/** `docker run … image ansible-playbook …`. */
function wrappedRun(rest: readonly string[]): RemoteCommand | null {
  const at = rest.findIndex((word) => word === "ansible-playbook" || word === "ansible" || word === "knife");
  return at > 0 && (rest[0] === "run" || rest[0] === "exec" || rest[0] === "compose")
    ? configurationRun(rest[at] ?? "", rest.slice(at + 1))
    : null;
}

const ansibleQuestions = new Set(["--syntax-check", "--check", "-C", "--list-hosts", "--list-tasks", "--list-tags", "--version"]);

/** A check, or a run against the machine it runs on (`-i localhost,`, `-c local`). */
function onlyChecksOrLocal(rest: readonly string[]): boolean {
  if (rest.some((word) => ansibleQuestions.has(word))) return true;
  return rest.some((word, i) => {
    const next = rest[i + 1] ?? "";
    if (word === "-c" || word === "--connection") return next === "local";
    if (word === "-i" || word === "--inventory") return next === "localhost," || next === "127.0.0.1,";
    return word === "--connection=local" || word === "-clocal" || word === "--inventory=localhost,";
  });
}

/** Knife's subcommands that change a node; uploads change what every node converges to. */
const knifeSubcommands = new Set([
  "ssh",
  "winrm",
  "bootstrap",
  "zero",
  "solo",
  "upload",
  "cookbook upload",
  "environment from",
  "role from",
  "data bag",
  "node run_list",
  "ec2 server",
]);

function knifeRun(rest: readonly string[]): RemoteCommand | null {
  const plain = rest.filter((word) => !word.startsWith("-"));
  const one = plain[0] ?? "";
  const two = `${one} ${plain[1] ?? ""}`;
  if (knifeSubcommands.has(one)) return { kind: "configuration", name: `knife ${one}` };
  return knifeSubcommands.has(two) ? { kind: "configuration", name: `knife ${two}` } : null;
}
