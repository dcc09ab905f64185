/** Rule: a server is finished when it starts; what it needs is in its image. */
import type { Observation } from "../../../model/finding.ts";
import type { Side } from "../../../model/subject.ts";
import { attributeNamed } from "../../../model/syntax-query.ts";
import type { ConfiguredResource, ModuleCall, TerraformModule } from "../../../model/terraform-module.ts";
import type { Value } from "../../../model/value.ts";
import { withBake } from "../../bake.ts";
import { bootActs } from "../../boot-text.ts";
import { elements, expressionsAt, pathText, placeOfPath, type Step } from "../../configured.ts";
import type { ConfigurationRule, ReasonWords } from "../../rule.ts";
import { lineIn, type WrittenText, writtenTexts } from "../../written-text.ts";

export const bootTimeConfiguration: ConfigurationRule = {
  on: "configuration",
  id: "immutable/boot-time-configuration",
  level: "warn",
  page: {
    title: "Servers are configured in the image, not at boot",
    why:
      "Packages installed at boot are whatever the mirror serves that day: two servers from one image differ, a mirror that is down stops a scale-out, and what starts has never been tested. " +
      "In the image it is installed once, tested once, and the same everywhere. User data may still say who the server is: its environment, its cluster, where its secrets are.",
    bad: 'resource "aws_launch_template" "web" {\n  image_id  = var.ami\n  user_data = base64encode(<<-EOT\n    #!/bin/bash\n    apt-get update && apt-get install -y nginx\n    EOT\n  )\n}',
    good: '# packer/web.pkr.hcl installs nginx; at boot the server only learns who it is\nresource "aws_launch_template" "web" {\n  image_id  = var.ami\n  user_data = base64encode("ENVIRONMENT=prod\\n")\n}',
  },
  reasons: {
    ...paired(
      "installs",
      "`{address}` installs software at boot (`{command}`): what it gets depends on the day it starts",
      "Install it when the image is baked",
    ),
    ...paired(
      "downloads",
      "`{address}` runs a script from the network at boot (`{command}`): nobody knows what it will be tomorrow",
      "Run a pinned version of it when the image is baked",
    ),
    ...paired(
      "converges",
      "`{address}` configures itself at boot with `{command}`: it serves before or after that, and may fail half-way",
      "Converge when the image is baked",
    ),
    ...paired(
      "upgrades",
      "`{address}` upgrades its own packages (`{command}`): it drifts from the image it was tested as",
      "Upgrade when the image is baked and roll a new image instead",
    ),
  },
  *judge(side) {
    for (const resource of side.resources) {
      const paths = bootArguments.get(resource.block.type);
      if (resource.block.mode !== "managed" || paths === undefined) continue;
      for (const path of paths) yield* judgeTexts(textsOfArgument(resource, path, side), resource.block.address, pathText(path), side);
    }
    for (const module of side.modules.values()) {
      for (const call of module.calls.values()) if (call.dir === null) yield* judgeCall(module, call, side);
    }
  },
};

function paired(reason: string, message: string, how: string): Readonly<Record<string, ReasonWords>> {
  return {
    [reason]: { message, remedy: `${how}, in \`{template}\`.` },
    [`${reason}-without-template`]: { message, remedy: `${how} (a Packer template with a test).` },
  };
}

const userData = [["user_data"], ["user_data_base64"]];

/** Where each type keeps what a server runs at boot. */
const bootArguments: ReadonlyMap<string, readonly (readonly string[])[]> = new Map([
  ["aws_instance", userData],
  ["aws_spot_instance_request", userData],
  ["aws_launch_template", [["user_data"]]],
  ["aws_launch_configuration", userData],
  ["aws_spot_fleet_request", [["launch_specification", "user_data"]]],
  ["aws_lightsail_instance", [["user_data"]]],
  ["azurerm_linux_virtual_machine", [["custom_data"], ["user_data"]]],
  ["azurerm_windows_virtual_machine", [["custom_data"], ["user_data"]]],
  ["azurerm_virtual_machine", [["os_profile", "custom_data"]]],
  ["azurerm_linux_virtual_machine_scale_set", [["custom_data"], ["user_data"]]],
  ["azurerm_windows_virtual_machine_scale_set", [["custom_data"], ["user_data"]]],
  ["azurerm_orchestrated_virtual_machine_scale_set", [["os_profile", "custom_data"], ["user_data_base64"]]],
  ["azurerm_virtual_machine_extension", [["settings"], ["protected_settings"]]],
  ["azurerm_virtual_machine_scale_set_extension", [["settings"], ["protected_settings"]]],
  [
    "google_compute_instance",
    [["metadata_startup_script"], ["metadata", "startup-script"], ["metadata", "user-data"], ["metadata", "windows-startup-script-ps1"]],
  ],
  ["google_compute_instance_template", [["metadata_startup_script"], ["metadata", "startup-script"], ["metadata", "user-data"]]],
  ["google_compute_region_instance_template", [["metadata_startup_script"], ["metadata", "startup-script"], ["metadata", "user-data"]]],
  ["digitalocean_droplet", [["user_data"]]],
  ["hcloud_server", [["user_data"]]],
  ["linode_instance", [["metadata", "user_data"]]],
  ["openstack_compute_instance_v2", [["user_data"]]],
  ["oci_core_instance", [["metadata", "user_data"]]],
  ["vultr_instance", [["user_data"]]],
  ["scaleway_instance_server", [["user_data", "cloud-init"]]],
  ["proxmox_vm_qemu", [["cicustom"]]],
]);

/** Arguments of modules from elsewhere that are handed on to a server. */
const moduleArguments = ["user_data", "user_data_base64", "custom_data", "startup_script", "metadata_startup_script"];

function* judgeCall(module: TerraformModule, call: ModuleCall, side: Side): Generator<Observation, void, undefined> {
  const standing = { module, dir: module.dir, file: call.place.file, side };
  for (const name of moduleArguments) {
    const attribute = attributeNamed(call.body, name);
    if (attribute !== undefined) yield* judgeTexts(writtenTexts(attribute.expression, standing), `module.${call.name}`, name, side);
  }
}

/** One command is named once per argument, at the first line it stands on. */
function* judgeTexts(
  texts: readonly WrittenText[],
  address: string,
  attribute: string,
  side: Side,
): Generator<Observation, void, undefined> {
  const seen = new Set<string>();
  for (const text of texts) {
    for (const act of bootActs(text.text)) {
      const key = `${act.kind} ${act.name}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const place = lineIn(text, act.line);
      yield withBake({ reason: act.kind, place, address, attribute, evidence: { command: act.name } }, side);
    }
  }
}

/** As it is written; where nothing is (a value that a function or module put together), the evaluated value on the argument's own line. */
function textsOfArgument(resource: ConfiguredResource, path: readonly Step[], side: Side): readonly WrittenText[] {
  const { file } = resource.block.place;
  const standing = { module: side.modules.get(resource.moduleDir), dir: resource.moduleDir, file, side };
  const written = expressionsAt(resource, path).flatMap((expression) => writtenTexts(expression, standing));
  const place = placeOfPath(resource, path);
  const known = new Set(written.map((text) => text.text));
  const evaluated = valuesAt(resource.values, path)
    .flatMap((value) => (value.kind === "string" ? [decoded(value.value)] : []))
    .filter((text) => !known.has(text))
    .map((text) => ({ text, file: place.file, firstLine: place.line, linear: false }));
  return [...written, ...evaluated];
}

function valuesAt(value: Value, path: readonly Step[]): readonly Value[] {
  let values: readonly Value[] = [value];
  for (const step of path) {
    values = values.flatMap((each) => {
      if (each.kind !== "object" && each.kind !== "map") return [];
      const next = each.entries.get(String(step));
      return next === undefined ? [] : next.kind === "string" ? [next] : elements(next);
    });
  }
  return values;
}

const base64Signs = /^[A-Za-z0-9+/]+={0,2}$/;

/** Base64 of a text, read back; anything else as it is. */
function decoded(text: string): string {
  const bare = text.replaceAll("\n", "").replaceAll("\r", "");
  if (bare.length < 8 || bare.length % 4 !== 0 || !base64Signs.test(bare)) return text;
  const bytes = Uint8Array.from(atob(bare), (c) => c.charCodeAt(0));
  return new TextDecoder().decode(bytes);
}
