/** Commands sent through a cloud's agent or into a container. */
import type { RemoteCommand } from "./remote-command.ts";

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

/** Null: the client does something else. */
export function serviceCommand(program: string, rest: readonly string[]): RemoteCommand | null {
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

/** Null: kubectl only asks, or applies what is declared. */
export function containerCommand(program: string, rest: readonly string[]): RemoteCommand | null {
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
