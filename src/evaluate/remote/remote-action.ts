/** Ready-made CI steps that reach into a server that runs. */
import type { RemoteCommand } from "./remote-command.ts";

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
