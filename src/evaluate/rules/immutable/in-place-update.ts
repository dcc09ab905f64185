/** Rule: a running server is replaced, never changed in place. */
import type { Observation } from "../../../model/finding.ts";
import type { AttributeChange, AttributeJudgement, JudgedChange } from "../../../model/resource-change.ts";
import { lastName, namesOf } from "../../attribute-path.ts";
import type { ChangeRule } from "../../rule.ts";
import { changeText } from "../../value-text.ts";

const replaceTriggered =
  "A server is replaced, never changed. Carry the value in a `terraform_data` resource and name that in the server's `lifecycle { replace_triggered_by = […] }`, so that a new one takes its place; or let a group roll it from a template.";

export const inPlaceUpdate: ChangeRule = {
  on: "change",
  id: "immutable/in-place-update",
  level: "block",
  fold: "several",
  page: {
    title: "Servers are replaced, never changed in place",
    why:
      "A server that was changed after it was made is a server that nobody can make again: what it is depends on the order of all changes that it has seen. The next one from the same code " +
      "comes out different, a roll back does not lead back, and what was tested is not what runs. So whatever makes a server what it is (its image, size, boot script, containers) " +
      "changes by a new server taking the old one's place.\n\n" +
      "Tags, labels, descriptions and counts may change in place. Security groups and disks may too, and are noted; an instance profile or identity warns. A pointer (a launch template, " +
      "an autoscaling group, a service) is meant to change in place, since its controller then rolls new units.",
    bad: 'resource "aws_instance" "web" {\n  ami           = "ami-0a1b2c3d"\n  instance_type = "t3.large" # was "t3.micro": stops, resizes and starts the same server\n}',
    good: 'resource "terraform_data" "size" {\n  input = "t3.large"\n}\n\nresource "aws_instance" "web" {\n  ami           = "ami-0a1b2c3d"\n  instance_type = terraform_data.size.output\n\n  lifecycle {\n    create_before_destroy = true\n    replace_triggered_by  = [terraform_data.size]\n  }\n}',
  },
  reasons: {
    size: {
      message: "`{address}` would be resized in place",
      remedy: replaceTriggered,
      remedies: {
        aws_instance:
          "A server is replaced, never changed. Put the type in a launch template that an autoscaling group rolls, or add `lifecycle { replace_triggered_by = [terraform_data.size] }` with the type as that resource's `input`.",
        google_compute_instance:
          "A server is replaced, never changed. Put the machine type in an instance template that a managed group rolls, or add `replace_triggered_by` on a `terraform_data` that holds it; `allow_stopping_for_update` only makes the mutation possible.",
        digitalocean_droplet:
          "A droplet is replaced, never resized. Add `create_before_destroy = true` and `replace_triggered_by = [terraform_data.size]` to its `lifecycle`, with the size as that resource's `input`, and move the reserved IP to the new one.",
        aws_sagemaker_notebook_instance:
          "Make a new notebook instance under a new name and remove this one; notebooks belong in a repository.",
      },
    },
    "boot-script": {
      message: "`{address}` would keep running what an older boot script made of it, under a newer one",
      remedy: replaceTriggered,
      remedies: {
        aws_instance:
          "Set `user_data_replace_on_change = true`, so that new user data means a new server. Without it the provider stops and starts the old one, and cloud-init does not run again.",
        azurerm_linux_virtual_machine:
          "Put it in `custom_data`, whose change makes a new machine, or bake it into the image; `user_data` changes under the running one.",
        azurerm_windows_virtual_machine:
          "Put it in `custom_data`, whose change makes a new machine, or bake it into the image; `user_data` changes under the running one.",
        google_compute_instance:
          "Put it in `metadata_startup_script`, whose change makes a new instance, or bake it into the image; a `startup-script` in `metadata` changes under the running one.",
      },
    },
    image: {
      message: "`{address}` would get another image under a server that runs",
      remedy:
        "A new image means a new server. Refer to the image where the provider replaces the server for it, or add `lifecycle { replace_triggered_by = […] }`.",
    },
    container: {
      message: "`{address}` would swap the containers of a unit that runs",
      remedy: "Roll it: put the container in a template that a group rolls, so that every unit starts from the same definition.",
      remedies: {
        kubernetes_pod: "Use a `kubernetes_deployment_v1`: it starts new pods, waits until they are ready, and can be rolled back.",
        kubernetes_pod_v1: "Use a `kubernetes_deployment_v1`: it starts new pods, waits until they are ready, and can be rolled back.",
        google_compute_instance:
          "Put the container declaration in an instance template and let a managed group roll it, or run it on Cloud Run.",
        google_compute_instance_from_template: "Change the template, and let a managed group roll it.",
      },
    },
    access: {
      message: "`{address}` would change who can log in to a server that runs",
      remedy:
        "Nobody logs in to a server that is replaced. Take the keys out, or bake them into the image, and use a session service that leaves a record.",
    },
    extension: {
      message: "`{address}` would run a new script or agent on a machine that runs",
      remedy: "Bake what the extension does into the image and roll the machine; an extension is a hand that reaches into it.",
    },
    defining: {
      message: "`{address}` would change in place",
      remedy: replaceTriggered,
    },
    several: {
      message: "`{address}` would change in place: {changes}",
      remedy: replaceTriggered,
    },
    identity: {
      level: "warn",
      message: "`{address}` would get another identity while it runs",
      remedy:
        "What a server may do belongs to what it was tested as. Roll a new one with the new role, and keep the old role until the old one is gone.",
      remedies: {
        aws_instance:
          "What a server may do belongs to what it was tested as. Change the policies of the role it has, or roll a new server with the new profile and metadata options.",
      },
    },
    "network-or-disk": {
      level: "info",
      message: "`{address}` gets other network or disk settings while it runs",
      remedy: "Nothing has to be done. `bakegate:strict` blocks this: attach networks and disks when the server is made.",
    },
  },
  *judge(change) {
    if (change.action !== "update") return;
    const attributes = new Map(change.attributes.map((attribute) => [attribute.path, attribute]));
    for (const judgement of change.judgements) {
      const reason = reasonOf(change, judgement);
      if (reason !== null) yield observation(change, judgement.path, reason, attributes.get(judgement.path));
    }
  },
};

function reasonOf(change: JudgedChange, judgement: AttributeJudgement): string | null {
  if (judgement.verdict === "mutation") return mutationReason(change.type, judgement.path);
  // Every other class of these names is without a word here: it is allowed, or another rule's.
  if (judgement.class === "identity" || judgement.class === "network-or-disk") return judgement.class;
  return null;
}

const sizes: ReadonlySet<string> = new Set([
  "instance_type",
  "machine_type",
  "size",
  "vm_size",
  "bundle_id",
  "host_instance_type",
  "compute_type_name",
  "flavor_id",
]);
const scripts: ReadonlySet<string> = new Set([
  "user_data",
  "user_data_base64",
  "custom_data",
  "metadata_startup_script",
  "lifecycle_config_name",
]);
const images: ReadonlySet<string> = new Set([
  "ami",
  "image",
  "image_id",
  "source_image_id",
  "source_image_reference",
  "boot_disk",
  "blueprint_id",
]);
const keys: ReadonlySet<string> = new Set([
  "ssh-keys",
  "sshKeys",
  "enable-oslogin",
  "block-project-ssh-keys",
  "key_name",
  "ssh_keys",
  "admin_ssh_key",
  "windows-keys",
]);

function mutationReason(type: string, path: string): string {
  if (type.includes("_extension") || type.includes("_run_command")) return "extension";
  if (type.startsWith("kubernetes_pod") && namesOf(path).some((name) => name.includes("container"))) return "container";
  const first = namesOf(path)[0] ?? "";
  const last = lastName(path);
  if (last.endsWith("container-declaration")) return "container";
  if (scripts.has(first) || /(?:startup|shutdown|sysprep|specialize)-script/.test(last) || last === "user-data") return "boot-script";
  if (sizes.has(first)) return "size";
  if (images.has(first)) return "image";
  return keys.has(first) || keys.has(last) ? "access" : "defining";
}

function observation(change: JudgedChange, path: string, reason: string, attribute: AttributeChange | undefined): Observation {
  return {
    reason,
    place: change.place,
    address: change.address,
    attribute: path,
    evidence: { attributes: [path], changes: [attribute === undefined ? path : changeText(attribute)] },
  };
}
