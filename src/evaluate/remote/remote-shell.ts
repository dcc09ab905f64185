/** Logins and copies over the network: ssh and its kin. */
import type { RemoteCommand } from "./remote-command.ts";

/** Hosts that serve code, not workloads: `ssh -T git@github.com` logs in to nothing. */
const codeHosts = ["@github.com", "@gitlab.com", "@bitbucket.org", "@ssh.dev.azure.com", "@ssh.github.com", "@altssh.gitlab.com"];

/** Null: no login, or one to a code host. */
export function remoteShell(program: string, rest: readonly string[]): RemoteCommand | null {
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
