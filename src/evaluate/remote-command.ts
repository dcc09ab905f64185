/** Which commands reach into a server that runs: remote shells, configuration management, the clouds' run-command services, kubectl. */
import { programOf } from "../model/shell-command.ts";

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

/** Ready-made CI steps that do the same, by a part of their name. */
const actions: readonly { readonly part: string; readonly kind: RemoteCommand["kind"] }[] = [
  { part: "ssh-action", kind: "shell" },
  { part: "scp-action", kind: "shell" },
  { part: "ssh-deploy", kind: "shell" },
  { part: "scp-deploy", kind: "shell" },
  { part: "ssh-run", kind: "shell" },
  { part: "ssh-pipeline", kind: "shell" },
  { part: "drone-ssh", kind: "shell" },
  { part: "drone-scp", kind: "shell" },
  { part: "rsync-deployments", kind: "shell" },
  { part: "rsync-deploy", kind: "shell" },
  { part: "action-rsync", kind: "shell" },
  { part: "atlassian/scp-deploy", kind: "shell" },
  { part: "atlassian/rsync-deploy", kind: "shell" },
  { part: "ansible-playbook", kind: "configuration" },
  { part: "action-ansible", kind: "configuration" },
  { part: "drone-ansible", kind: "configuration" },
  { part: "aws-ssm-send-command", kind: "service" },
  { part: "ssm-send-command", kind: "service" },
  { part: "aws-ssm-run-command", kind: "service" },
];

/** Jenkins and Azure steps by their whole name, without version. */
const namedSteps: ReadonlyMap<string, RemoteCommand["kind"]> = new Map([
  ["sshCommand", "shell"],
  ["sshScript", "shell"],
  ["sshPut", "shell"],
  ["sshPublisher", "shell"],
  ["SSH", "shell"],
  ["CopyFilesOverSSH", "shell"],
  ["PowerShellOnTargetMachines", "shell"],
  ["WindowsMachineFileCopy", "shell"],
  ["ansiblePlaybook", "configuration"],
  ["ansibleAdhoc", "configuration"],
  ["ansibleTower", "configuration"],
  ["Ansible", "configuration"],
  ["Chef", "configuration"],
  ["ChefKnife", "configuration"],
  ["puppetJob", "configuration"],
  ["puppetCode", "configuration"],
  ["salt", "configuration"],
  ["saltstack", "configuration"],
]);

/** What a ready-made step does to servers that run; null: nothing that is known. */
export function remoteAction(name: string): RemoteCommand | null {
  const at = name.indexOf("@");
  const bare = at === -1 ? name : name.slice(0, at);
  const kind = namedSteps.get(bare) ?? actions.find((action) => bare.toLowerCase().includes(action.part))?.kind;
  return kind === undefined ? null : { kind, name: bare };
}

/** Hosts that serve code, not workloads: `ssh -T git@github.com` logs in to nothing. */
const codeHosts = ["@github.com", "@gitlab.com", "@bitbucket.org", "@ssh.dev.azure.com", "@ssh.github.com", "@altssh.gitlab.com"];

function remoteShell(program: string, rest: readonly string[]): RemoteCommand | null {
  switch (program) {
    case "ssh":
    case "autossh":
    case "mosh":
    case "plink":
    case "pssh":
    case "parallel-ssh":
    case "pdsh":
    case "clush":
    case "dsh": {
      // `ssh -V`, `ssh -O exit` and `ssh -G host` reach nobody.
      const asks = rest.length === 0 || rest.some((word) => word === "-O" || word === "-G" || word === "-Q");
      return asks || rest.some(isCodeHost) ? null : { kind: "shell", name: program };
    }
    case "scp":
    case "pscp":
    case "sftp":
    case "lftp":
      return rest.length === 0 ? null : { kind: "shell", name: program };
    case "rsync":
      return rest.some((word, i) => isRemotePath(word, rest[i - 1])) ? { kind: "shell", name: "rsync" } : null;
    case "sshpass":
      return { kind: "shell", name: program };
    case "cap":
    case "mina":
      return rest.some((word) => word === "deploy" || word.startsWith("deploy:")) ? { kind: "shell", name: program } : null;
    case "fab":
    case "pyinfra":
      return rest.some((word) => !word.startsWith("-")) ? { kind: "shell", name: program } : null;
    case "invoke-command":
    case "enter-pssession":
    case "new-pssession":
      return rest.some((word) => isFlag(word, "-computername") || isFlag(word, "-session") || isFlag(word, "-hostname"))
        ? { kind: "shell", name: program }
        : null;
    case "winrs":
    case "psexec":
      return { kind: "shell", name: program };
    default:
      return null;
  }
}

function isFlag(word: string, flag: string): boolean {
  return word.toLowerCase() === flag;
}

function isCodeHost(word: string): boolean {
  return codeHosts.some((host) => word.endsWith(host));
}

/** `host:path`, `user@host:path`, `host::module`, `rsync://host`; not an option's value, not a Windows drive. */
function isRemotePath(word: string, before: string | undefined): boolean {
  if (word.startsWith("-") || before === "-e" || before === "--rsh") return false;
  if (word.startsWith("rsync://")) return true;
  const colon = word.indexOf(":");
  const slash = word.indexOf("/");
  return colon > 1 && (slash === -1 || colon < slash);
}

function configurationRun(program: string, rest: readonly string[]): RemoteCommand | null {
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

/** Subcommands by which a cloud's client reaches into a server or container. */
const serviceCommands: ReadonlyMap<string, readonly { readonly words: readonly string[]; readonly kind: RemoteCommand["kind"] }[]> =
  new Map([
    [
      "aws",
      [
        { words: ["ssm", "send-command"], kind: "service" as const },
        { words: ["ssm", "start-session"], kind: "service" as const },
        { words: ["ec2-instance-connect", "ssh"], kind: "service" as const },
        { words: ["ecs", "execute-command"], kind: "container" as const },
      ],
    ],
    [
      "gcloud",
      [
        { words: ["compute", "ssh"], kind: "service" as const },
        { words: ["compute", "scp"], kind: "service" as const },
      ],
    ],
    [
      "az",
      [
        { words: ["vm", "run-command"], kind: "service" as const },
        { words: ["vmss", "run-command"], kind: "service" as const },
        { words: ["ssh", "vm"], kind: "service" as const },
        { words: ["container", "exec"], kind: "container" as const },
      ],
    ],
    ["doctl", [{ words: ["compute", "ssh"], kind: "service" as const }]],
    [
      "tsh",
      [
        { words: ["ssh"], kind: "service" as const },
        { words: ["scp"], kind: "service" as const },
      ],
    ],
  ]);

function serviceCommand(program: string, rest: readonly string[]): RemoteCommand | null {
  const plain = rest.filter((word) => !word.startsWith("-"));
  for (const { words, kind } of serviceCommands.get(program) ?? []) {
    // Options with a value may stand before the subcommand (`aws --region eu-west-1 ssm …`).
    const at = plain.indexOf(words[0] ?? "");
    if (at !== -1 && words.every((word, i) => plain[at + i] === word)) return { kind, name: `${program} ${words.join(" ")}` };
  }
  return null;
}

const kubectlSubcommands = new Set(["exec", "patch", "edit", "cp", "attach", "debug"]);
/** Of kubectl; what stands after them is not the subcommand. */
const kubectlOptionsWithValue = new Set([
  "-n",
  "--namespace",
  "--context",
  "--kubeconfig",
  "--cluster",
  "--user",
  "-s",
  "--server",
  "--as",
]);

function containerCommand(program: string, rest: readonly string[]): RemoteCommand | null {
  if (program !== "kubectl" && program !== "oc") return null;
  const plain: string[] = [];
  for (let i = 0; i < rest.length && plain.length < 2; i++) {
    const word = rest[i] ?? "";
    if (kubectlOptionsWithValue.has(word)) i++;
    else if (!word.startsWith("-")) plain.push(word);
  }
  const [one = "", two = ""] = plain;
  if (kubectlSubcommands.has(one)) return { kind: "container", name: `${program} ${one}` };
  const set = one === "set" && (two === "image" || two === "env" || two === "resources");
  return set ? { kind: "container", name: `${program} set ${two}` } : null;
}
