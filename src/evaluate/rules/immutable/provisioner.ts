/** Rule: nothing is done to a server after it was created, by provisioners or by commands that reach into it. */
import type { Evidence, Observation } from "../../../model/finding.ts";
import { placeOf } from "../../../model/place.ts";
import { shellCommands } from "../../../model/shell-command.ts";
import type { Side } from "../../../model/subject.ts";
import type { Block } from "../../../model/syntax.ts";
import { attributeNamed } from "../../../model/syntax-query.ts";
import type { ConfiguredResource } from "../../../model/terraform-module.ts";
import { withBake } from "../../bake.ts";
import { firstLineOf } from "../../configured.ts";
import { type RemoteCommand, remoteCommand } from "../../remote/remote-command.ts";
import type { ConfigurationRule, ReasonWords } from "../../rule.ts";
import { lineIn, type Standing, writtenTexts } from "../../written-text.ts";

const onServer =
  "`{provisioner}` changes `{address}` after it was created: two servers from the same code may differ, and no plan shows it";
const onRunner = "`{address}` has no server of its own and runs `{provisioner}` against one that is already there";
const command = "`{address}` runs `{command}` from a `local-exec`, which reaches into something that runs and that no plan shows";

const toTemplate = "Do it while the image is baked, in `{template}`, and roll the new image out.";
const toNewTemplate = "Do it while the image is baked: move it into a Packer template and roll the new image out.";

export const provisioner: ConfigurationRule = {
  on: "configuration",
  id: "immutable/provisioner",
  level: "block",
  page: {
    title: "Servers are not provisioned after they were created",
    why:
      "A provisioner or a remote command runs once, against one machine, at a moment that nobody can repeat. What it did stands in no image, no plan and no state: the next " +
      "server from the same code may turn out different, and a failed run leaves a half-made one. What a server needs belongs in its image, where it is tested before anything runs on it. " +
      "A `local-exec` that stays on its own machine (writing a file, calling an API that is not a server's) is left alone.",
    bad: 'resource "aws_instance" "web" {\n  ami           = var.ami\n  instance_type = "t3.micro"\n\n  provisioner "remote-exec" {\n    inline = ["sudo apt-get install -y nginx"]\n  }\n}',
    good: '# packer/web.pkr.hcl\nbuild {\n  sources = ["source.amazon-ebs.web"]\n\n  provisioner "shell" {\n    inline = ["sudo apt-get install -y nginx"]\n  }\n}\n\n# main.tf\nresource "aws_instance" "web" {\n  ami           = var.ami\n  instance_type = "t3.micro"\n}',
  },
  reasons: {
    ...paired("on-server", onServer),
    ...paired("remote-runner", onRunner),
    ...paired("remote-command", command),
    connection: {
      message: "`{address}` keeps a `connection`, a way for Terraform to log in to it",
      remedy: "Take the `connection` block out; once nothing provisions the server, nobody needs to log in to it.",
    },
    "container-command": {
      message:
        "`{address}` runs `{command}` from a `local-exec`: the running workload changes behind the back of the code that declares it",
      remedy: "Change the workload where it is declared (a Terraform resource or its manifest) and let its controller roll it out.",
    },
  },
  *judge(side) {
    for (const resource of side.resources) {
      if (resource.block.mode === "managed") yield* judgeResource(resource, side);
    }
  },
};

function paired(reason: string, message: string): Readonly<Record<string, ReasonWords>> {
  return {
    [reason]: { message, remedy: toTemplate },
    [`${reason}-without-template`]: { message, remedy: toNewTemplate },
  };
}

/** Provisioners that log in to the server. The last four went with Terraform 0.15. https://developer.hashicorp.com/terraform/language/resources/provisioners/syntax */
const remoteProvisioners = new Set(["remote-exec", "file", "chef", "puppet", "salt-masterless", "habitat"]);

/** Resources whose provider does nothing else than run something on a server that is there already. */
const remoteTypes = new Set([
  "ssh_resource",
  "ssh_sensitive_resource",
  "remote_file",
  "sshcommand_command",
  "ansible_playbook",
  "azurerm_virtual_machine_run_command",
  "azurerm_virtual_machine_scale_set_run_command",
]);

/** Resources that are nothing but a place to hang provisioners on. */
const runnerTypes = new Set(["null_resource", "terraform_data"]);

function* judgeResource(resource: ConfiguredResource, side: Side): Generator<Observation, void, undefined> {
  const { block } = resource;
  if (remoteTypes.has(block.type)) {
    const place = firstLineOf(block.place);
    yield withBake(
      { reason: "remote-runner", place, address: block.address, attribute: null, evidence: { provisioner: block.type } },
      side,
    );
  }
  const provisioners = block.body.blocks.filter((inner) => inner.type === "provisioner");
  let remote = false;
  for (const inner of provisioners) {
    const type = inner.labels[0] ?? "";
    if (remoteProvisioners.has(type)) {
      remote = true;
      const reason = runnerTypes.has(block.type) ? "remote-runner" : "on-server";
      yield withBake(observed(resource, inner, reason, { provisioner: type }), side);
    } else if (type === "local-exec") {
      yield* judgeLocalExec(resource, inner, side);
    }
  }
  // Beside a provisioner that was named already, its connection says nothing new.
  const connection = block.body.blocks.find((inner) => inner.type === "connection");
  if (connection !== undefined && !remote) yield observed(resource, connection, "connection", {});
}

function observed(resource: ConfiguredResource, inner: Block, reason: string, evidence: Evidence): Observation {
  const place = firstLineOf(placeOf(resource.block.place.file, inner.span));
  const attribute = inner.labels[0] === undefined ? inner.type : `${inner.type}.${inner.labels[0]}`;
  return { reason, place, address: resource.block.address, attribute, evidence };
}

/** Each kind of remote command once per `local-exec`. */
function* judgeLocalExec(resource: ConfiguredResource, inner: Block, side: Side): Generator<Observation, void, undefined> {
  const written = attributeNamed(inner.body, "command");
  if (written === undefined) return;
  const standing: Standing = {
    module: side.modules.get(resource.moduleDir),
    dir: resource.moduleDir,
    file: resource.block.place.file,
    side,
  };
  const seen = new Set<string>();
  for (const text of writtenTexts(written.expression, standing)) {
    for (const shell of shellCommands(text.text)) {
      const remote = remoteCommand(shell.words);
      if (remote === null || seen.has(remote.name)) continue;
      seen.add(remote.name);
      const observation = { ...observed(resource, inner, reasonOf(remote), { command: remote.name }), place: lineIn(text, shell.line) };
      yield remote.kind === "container" ? observation : withBake(observation, side);
    }
  }
}

function reasonOf(remote: RemoteCommand): string {
  return remote.kind === "container" ? "container-command" : "remote-command";
}
