/** Rule: CI jobs and scripts do not configure servers that run; images do. */

import type { ScriptStep } from "../../../model/automation.ts";
import type { Observation } from "../../../model/finding.ts";
import type { PackerTemplate } from "../../../model/packer-template.ts";
import type { Side } from "../../../model/subject.ts";
import { withBake } from "../../bake.ts";
import { namedPath } from "../../named-path.ts";
import { remoteAction } from "../../remote/remote-action.ts";
import { type RemoteCommand, remoteCommand } from "../../remote/remote-command.ts";
import type { ConfigurationRule, ReasonWords } from "../../rule.ts";

const words = {
  configuration:
    "`{file}` runs `{command}` against servers that are already running: they drift from their image, and each a little differently",
  shell: "`{file}` logs in to running servers with `{command}`: what it does there stands in no image and no plan",
  service: "`{file}` sends commands to running servers with `{command}`: what they do stands in no image and no plan",
};

export const liveConfiguration: ConfigurationRule = {
  on: "configuration",
  id: "immutable/live-configuration",
  level: "block",
  page: {
    title: "Running servers are not configured from CI",
    why:
      "A deploy job that logs in to servers, or runs Chef, Ansible, Puppet or Salt against them, changes machines in place. It fails half-way on some, misses those that start later, and " +
      "cannot be rolled back by going to the image before. The same playbook inside a Packer template is welcome: that is where it belongs. Checks and dry runs, and runs against the machine " +
      "they run on, are left alone, and so are scripts that a Packer template names.",
    bad: "deploy:\n  script:\n    - ansible-playbook -i inventory/prod site.yml",
    good: "bake:\n  script:\n    - packer build packer/web.pkr.hcl   # runs site.yml inside the image\ndeploy:\n  script:\n    - terraform apply plan.out           # rolls the new image out",
    language: "yaml",
  },
  reasons: {
    ...paired("configuration", words.configuration, "Run it while the image is baked"),
    ...paired("shell", words.shell, "Put what it does there into the image"),
    ...paired("service", words.service, "Put what it does there into the image"),
    container: {
      message: "`{file}` changes or enters a running workload with `{command}`: the next rollout undoes it, and no review saw it",
      remedy: "Change the manifest or the Terraform resource that declares the workload; for a one-off task run a job of its own.",
      level: "warn",
    },
  },
  *judge(side) {
    const baked = bakedScripts(side.packer);
    for (const script of side.scripts) {
      if (isBaked(script.path, baked)) continue;
      for (const step of script.steps) {
        const remote = step.kind === "command" ? remoteCommand(step.words) : remoteAction(step.name);
        if (remote !== null) yield observed(step, remote, side);
      }
    }
  },
};

function paired(reason: string, message: string, how: string): Readonly<Record<string, ReasonWords>> {
  return {
    [reason]: { message, remedy: `${how}, in \`{template}\`, and roll the new image out.` },
    [`${reason}-without-template`]: { message, remedy: `${how} (a Packer template with a test), and roll the new image out.` },
  };
}

function observed(step: ScriptStep, remote: RemoteCommand, side: Side): Observation {
  const observation = { reason: remote.kind, place: step.place, address: null, attribute: null, evidence: { command: remote.name } };
  return remote.kind === "container" ? observation : withBake(observation, side);
}

/** What Packer templates name: scripts, playbooks, folders that are copied into the image. Each as the tail of a path. */
function bakedScripts(templates: readonly PackerTemplate[]): ReadonlySet<string> {
  const tails = new Set<string>();
  for (const template of templates) {
    for (const part of [...template.provisioners, ...template.builders]) {
      for (const { value } of part.strings) {
        const tail = namedPath(value);
        if (tail !== "") tails.add(tail);
      }
    }
  }
  return tails;
}

/** Deeper folders than this are not looked at one by one. */
const depthLimit = 20;

/** The script's path, or the folder it lies in, ends as a template wrote it. */
function isBaked(path: string, tails: ReadonlySet<string>): boolean {
  const parts = path.split("/").slice(-depthLimit);
  for (let end = parts.length; end > 0; end--) {
    for (let start = end - 1; start >= 0; start--) {
      // A lone folder name such as `scripts` would let too much through.
      const specific = end === parts.length || end - start > 1;
      if (specific && tails.has(parts.slice(start, end).join("/"))) return true;
    }
  }
  return false;
}
