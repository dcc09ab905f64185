/** Which commands make a server at boot what its image should have been. */
import { programOf, type ShellCommand } from "../model/shell-command.ts";

/** Program and subcommand, never its arguments. */
export interface BootCommand {
  readonly kind: "installs" | "downloads" | "converges" | "upgrades";
  readonly name: string;
}

const shells = new Set(["sh", "bash", "dash", "zsh", "python", "python3", "perl", "ruby", "iex", "invoke-expression"]);
const downloaders = new Set(["curl", "wget", "iwr", "irm", "invoke-webrequest", "invoke-restmethod", "aws", "gsutil"]);

/** Null: nothing that belongs into the image. */
export function bootCommand(command: ShellCommand, before: ShellCommand | undefined): BootCommand | null {
  const program = programOf(command.words);
  const rest = command.words.slice(1);
  return downloadedScript(program, command, before) ?? convergence(program, rest) ?? upgrade(program, rest) ?? installation(program, rest);
}

/** `curl … | sh`, `sh -c "$(curl …)"`, `bash <(curl …)`. */
function downloadedScript(program: string, command: ShellCommand, before: ShellCommand | undefined): BootCommand | null {
  if (!shells.has(program)) {
    // `bash <(curl …)`: the shell stands alone and the download right behind it.
    const shell = programOf(before?.words ?? []);
    const substituted = before !== undefined && before.words.length === 1 && (shells.has(shell) || shell === "source" || shell === ".");
    return substituted && before.line === command.line && downloaders.has(program) && command.upstream.length === 0
      ? { kind: "downloads", name: `${program} | ${shell}` }
      : null;
  }
  const source = command.upstream.find((name) => downloaders.has(name));
  if (source !== undefined) return { kind: "downloads", name: `${source} | ${program}` };
  const inline = command.words.find((word) => word.startsWith("$(curl") || word.startsWith("$(wget") || word.startsWith("`curl"));
  return inline === undefined ? null : { kind: "downloads", name: `${inline.includes("wget") ? "wget" : "curl"} | ${program}` };
}

function convergence(program: string, rest: readonly string[]): BootCommand | null {
  const found = (name = program): BootCommand => ({ kind: "converges", name });
  switch (program) {
    case "ansible-pull":
    case "ansible-playbook":
    case "chef-client":
    case "chef-solo":
    case "cinc-client":
    case "salt-call":
      return found();
    case "puppet":
      return rest[0] === "agent" || rest[0] === "apply" ? found(`puppet ${rest[0]}`) : null;
    case "invoke-dscresource":
    case "start-dscconfiguration":
      return found();
    default:
      return null;
  }
}

const upgraders: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ["apt-get", new Set(["upgrade", "dist-upgrade", "full-upgrade"])],
  ["apt", new Set(["upgrade", "dist-upgrade", "full-upgrade"])],
  ["aptitude", new Set(["upgrade", "safe-upgrade", "full-upgrade"])],
  ["yum", new Set(["update", "upgrade"])],
  ["dnf", new Set(["update", "upgrade"])],
  ["microdnf", new Set(["update", "upgrade"])],
  ["zypper", new Set(["update", "up", "patch", "dup"])],
  ["apk", new Set(["upgrade"])],
]);

const upgradeServices = ["unattended-upgrades", "dnf-automatic", "yum-cron", "apt-daily-upgrade"];

function upgrade(program: string, rest: readonly string[]): BootCommand | null {
  const plain = rest.filter((word) => !word.startsWith("-"));
  const verb = plain[0] ?? "";
  if (upgraders.get(program)?.has(verb) === true) return { kind: "upgrades", name: `${program} ${verb}` };
  if (program === "unattended-upgrade" || program === "unattended-upgrades") return { kind: "upgrades", name: program };
  const service = plain.find((word) => upgradeServices.some((name) => word.startsWith(name)));
  if (service === undefined) return null;
  if (program === "dpkg-reconfigure") return { kind: "upgrades", name: program };
  const starts = program === "systemctl" && (verb === "enable" || verb === "start" || verb === "unmask");
  return starts || (program === "service" && plain.includes("start")) ? { kind: "upgrades", name: `${program} ${verb}` } : null;
}

/** Package managers with the subcommands that install. */
const installers: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ["apt-get", new Set(["install"])],
  ["apt", new Set(["install"])],
  ["aptitude", new Set(["install"])],
  ["yum", new Set(["install", "localinstall", "groupinstall", "reinstall"])],
  ["dnf", new Set(["install", "groupinstall", "group"])],
  ["microdnf", new Set(["install"])],
  ["zypper", new Set(["install", "in"])],
  ["apk", new Set(["add"])],
  ["pkg", new Set(["install"])],
  ["brew", new Set(["install"])],
  ["snap", new Set(["install"])],
  ["flatpak", new Set(["install"])],
  ["amazon-linux-extras", new Set(["install", "enable"])],
  ["pip", new Set(["install"])],
  ["pip3", new Set(["install"])],
  ["pipx", new Set(["install"])],
  ["npm", new Set(["install", "i", "ci"])],
  ["yarn", new Set(["global", "add"])],
  ["gem", new Set(["install"])],
  ["cargo", new Set(["install"])],
  ["go", new Set(["install"])],
  ["composer", new Set(["install", "require"])],
  ["choco", new Set(["install", "upgrade"])],
  ["winget", new Set(["install"])],
  ["msiexec", new Set(["/i", "/package"])],
]);

const lone = new Set(["install-windowsfeature", "add-windowsfeature", "install-module", "install-package", "cinst"]);

function installation(program: string, rest: readonly string[]): BootCommand | null {
  if (lone.has(program)) return { kind: "installs", name: program };
  if (program === "rpm" || program === "dpkg") {
    const installs = rest.some(
      (word) => word === "--install" || (word.startsWith("-") && !word.startsWith("--") && installsPackage(word, program)),
    );
    return installs ? { kind: "installs", name: `${program} -i` } : null;
  }
  if ((program === "python" || program === "python3") && rest[0] === "-m" && rest[1] === "pip") return installation("pip", rest.slice(2));
  const verbs = installers.get(program);
  if (verbs === undefined) return null;
  const verb = rest.map((word) => word.toLowerCase()).find((word) => verbs.has(word));
  // The subcommand stands before the first package: `npm run install` is not it.
  const first = rest.find((word) => !word.startsWith("-") && !word.includes("=") && !/^[0-9]+$/.test(word))?.toLowerCase();
  return verb !== undefined && (verb === first || program === "msiexec") ? { kind: "installs", name: `${program} ${verb}` } : null;
}

/** `rpm -ivh`, `rpm -Uvh`, `dpkg -i`; not `rpm -qi`. */
function installsPackage(cluster: string, program: string): boolean {
  if (program === "dpkg") return cluster === "-i";
  return !cluster.includes("q") && (cluster.includes("i") || cluster.includes("U"));
}
