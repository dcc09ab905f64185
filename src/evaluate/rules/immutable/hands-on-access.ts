/** Rule: nobody can log in to a server and change it by hand. */
import type { Evidence, Observation } from "../../../model/finding.ts";
import { placeOf } from "../../../model/place.ts";
import { attributeNamed, literalOf, literalString } from "../../../model/syntax-query.ts";
import type { ConfiguredResource, ModuleCall } from "../../../model/terraform-module.ts";
import type { Value } from "../../../model/value.ts";
import { argument, blocksOf, booleanOf, pathText, placeOfPath, type Step, textOf } from "../../configured.ts";
import { awsIngress, azureIngress, googleIngress, type Ingress } from "../../ingress.ts";
import type { ConfigurationRule } from "../../rule.ts";

export const handsOnAccess: ConfigurationRule = {
  on: "configuration",
  id: "immutable/hands-on-access",
  level: "warn",
  page: {
    title: "No way in: servers take no logins",
    why:
      "Where a login is possible, servers are sooner or later mended by hand, and from then on no image describes them. An open port 22, 3389 or 5985, a key pair, keys in metadata, a serial console: " +
      "each is a way in. For a look inside use logs, or a session through SSM, IAP or Bastion that needs no open port and is recorded; to change a server, replace it.",
    bad: 'resource "aws_security_group_rule" "ssh" {\n  type              = "ingress"\n  from_port         = 22\n  to_port           = 22\n  protocol          = "tcp"\n  cidr_blocks       = ["10.0.0.0/8"]\n  security_group_id = aws_security_group.web.id\n}',
    good: 'resource "aws_security_group_rule" "https" {\n  type              = "ingress"\n  from_port         = 443\n  to_port           = 443\n  protocol          = "tcp"\n  cidr_blocks       = ["10.0.0.0/8"]\n  security_group_id = aws_security_group.web.id\n}',
  },
  reasons: {
    port: {
      message: "`{address}` lets {how} in (port {port}) from {sources}: a server that can be entered gets changed by hand",
      remedy: "Take the rule out; look inside through logs or a recorded session (SSM, IAP, Bastion), which needs no open port.",
    },
    "every-port": {
      message: "`{address}` lets every port in from {sources}, {how} among them: a server that can be entered gets changed by hand",
      remedy: "Open only the ports that the service answers on.",
    },
    key: {
      message: "`{address}` is started with a login key (`{attribute}`), so somebody can change it by hand",
      remedy: "Take `{attribute}` out; look inside through logs or a recorded session, and bake a new image to change the server.",
    },
    password: {
      message: "`{address}` takes password logins (`{attribute}`), so somebody can change it by hand",
      remedy: "Turn password authentication off; bake a new image to change the server.",
    },
    "serial-port": {
      message: "`{address}` opens its serial console (`{attribute}`), a way in past network and firewall",
      remedy: "Take `{attribute}` out; read the console's output instead, which needs no way in.",
    },
    "key-pair": {
      message: "`{address}` registers a key pair, which is there to log in to servers",
      remedy: "Take it out together with the `key_name` that uses it.",
    },
  },
  *judge(side) {
    for (const resource of side.resources) {
      if (resource.block.mode !== "managed") continue;
      for (const ingress of ingressOf(resource)) yield* judgeIngress(resource, ingress);
      yield* judgeLogin(resource);
    }
    for (const module of side.modules.values()) {
      for (const call of module.calls.values()) if (call.dir === null) yield* judgeCall(call);
    }
  },
};

function ingressOf(resource: ConfiguredResource): Iterable<Ingress> {
  const { type } = resource.block;
  if (type.startsWith("aws_")) return awsIngress(resource);
  if (type.startsWith("azurerm_")) return azureIngress(resource);
  return type === "google_compute_firewall" ? googleIngress(resource) : [];
}

/** Ports through which servers are administered. */
const loginPorts: ReadonlyMap<number, string> = new Map([
  [22, "SSH"],
  [3389, "RDP"],
  [5985, "WinRM"],
  [5986, "WinRM"],
]);

function* judgeIngress(resource: ConfiguredResource, ingress: Ingress): Generator<Observation, void, undefined> {
  const open = [...loginPorts].filter(([port]) => ingress.ranges.some((range) => range.from <= port && port <= range.to));
  const first = open[0];
  if (first === undefined) return;
  const place = placeOfPath(resource, ingress.path);
  const common = {
    place,
    address: resource.block.address,
    attribute: ingress.path.length === 0 ? null : pathText(withoutIndexes(ingress.path)),
  };
  const names = [...new Set(open.map(([, name]) => name))];
  const sources = ingress.sources.length === 0 ? "anywhere" : ingress.sources;
  if (open.length === loginPorts.size) {
    // Servers of one cluster that talk to each other on every port are no way in for a person.
    if (ingress.fromGroup && ingress.sources.length > 0) return;
    yield { ...common, reason: "every-port", evidence: { how: "SSH and RDP", sources } };
    return;
  }
  for (const name of names) {
    const port = open.find(([, each]) => each === name)?.[0] ?? first[0];
    yield { ...common, reason: "port", evidence: { how: name, port: String(port), sources } };
  }
}

/** `ingress[3]` says nothing that lasts: a rule put before it would make it another. */
function withoutIndexes(path: readonly Step[]): readonly Step[] {
  return path.filter((step) => typeof step === "string");
}

/** Arguments that hand a login key to a server, by type. */
const keyArguments: ReadonlyMap<string, readonly (readonly string[])[]> = new Map([
  ["aws_instance", [["key_name"]]],
  ["aws_spot_instance_request", [["key_name"]]],
  ["aws_launch_template", [["key_name"]]],
  ["aws_launch_configuration", [["key_name"]]],
  ["aws_eks_node_group", [["remote_access"]]],
  ["aws_elastic_beanstalk_environment", []],
  ["aws_lightsail_instance", [["key_pair_name"]]],
  ["aws_emr_cluster", [["ec2_attributes", "key_name"]]],
  ["azurerm_linux_virtual_machine", [["admin_ssh_key"]]],
  ["azurerm_linux_virtual_machine_scale_set", [["admin_ssh_key"]]],
  ["azurerm_orchestrated_virtual_machine_scale_set", [["os_profile", "linux_configuration", "admin_ssh_key"]]],
  ["azurerm_virtual_machine", [["os_profile_linux_config", "ssh_keys"]]],
  ["azurerm_kubernetes_cluster", [["linux_profile", "ssh_key"]]],
  ["digitalocean_droplet", [["ssh_keys"]]],
  ["hcloud_server", [["ssh_keys"]]],
  ["linode_instance", [["authorized_keys"]]],
  ["openstack_compute_instance_v2", [["key_pair"]]],
]);

const keyPairTypes = new Set([
  "aws_key_pair",
  "aws_lightsail_key_pair",
  "digitalocean_ssh_key",
  "hcloud_ssh_key",
  "openstack_compute_keypair_v2",
]);

/** Keys of Google's metadata that open a way in. https://cloud.google.com/compute/docs/metadata/predefined-metadata-keys */
const metadataKeys: ReadonlyMap<string, "key" | "serial-port"> = new Map([
  ["ssh-keys", "key"],
  ["sshKeys", "key"],
  ["serial-port-enable", "serial-port"],
]);

function* judgeLogin(resource: ConfiguredResource): Generator<Observation, void, undefined> {
  const { type } = resource.block;
  for (const path of keyArguments.get(type) ?? []) {
    if (isSet(resource.values, path)) yield observed(resource, path, "key");
  }
  if (keyPairTypes.has(type)) yield observed(resource, [], "key-pair");
  if (type.startsWith("google_compute_")) yield* judgeMetadata(resource);
  const azureServer = type === "azurerm_linux_virtual_machine" || type === "azurerm_linux_virtual_machine_scale_set";
  if (azureServer && booleanOf(resource.values, "disable_password_authentication") === false) {
    yield observed(resource, ["disable_password_authentication"], "password");
  }
}

/** Arguments of modules from elsewhere that are handed on to a server; what such a module does with them cannot be seen. */
const moduleKeys = ["key_name", "key_pair_name", "ssh_key_name", "admin_ssh_key"];

/** Rules by name, as terraform-aws-modules/security-group has them. */
const moduleRules: ReadonlyMap<string, readonly [string, string]> = new Map([
  ["ssh-tcp", ["SSH", "22"]],
  ["rdp-tcp", ["RDP", "3389"]],
  ["winrm-http-tcp", ["WinRM", "5985"]],
  ["winrm-https-tcp", ["WinRM", "5986"]],
]);

function* judgeCall(call: ModuleCall): Generator<Observation, void, undefined> {
  const address = `module.${call.name}`;
  for (const name of moduleKeys) {
    const attribute = attributeNamed(call.body, name);
    const literal = attribute === undefined ? null : literalOf(attribute.expression);
    if (attribute === undefined || literal === null || literal === "") continue;
    yield { reason: "key", place: placeOf(call.place.file, attribute.span), address, attribute: name, evidence: {} };
  }
  const rules = attributeNamed(call.body, "ingress_rules");
  if (rules?.expression.kind !== "tuple") return;
  for (const item of rules.expression.items) {
    const [how, port] = moduleRules.get(literalString(item) ?? "") ?? [];
    if (how === undefined || port === undefined) continue;
    const sources = "ingress_cidr_blocks";
    yield {
      reason: "port",
      place: placeOf(call.place.file, item.span),
      address,
      attribute: "ingress_rules",
      evidence: { how, port, sources },
    };
  }
}

/** Unknown counts as set: somebody hands something in. */
function isSet(value: Value, path: readonly string[]): boolean {
  const [name, ...rest] = path;
  if (name === undefined) return true;
  const found = argument(value, name);
  if (found === undefined) return false;
  if (rest.length > 0) return blocksOf(value, name).some((block) => isSet(block, rest));
  if (found.kind === "string") return found.value !== "";
  return found.kind === "tuple" || found.kind === "list" || found.kind === "set" ? found.items.length > 0 : true;
}

function* judgeMetadata(resource: ConfiguredResource): Generator<Observation, void, undefined> {
  const { type } = resource.block;
  if (type === "google_compute_project_metadata_item" || type === "google_compute_instance_metadata_item") {
    const reason = metadataKeys.get(textOf(resource.values, "key") ?? "");
    const on = reason === "key" || isOn(textOf(resource.values, "value"));
    if (reason !== undefined && on) yield observed(resource, ["value"], reason);
    return;
  }
  const metadata = argument(resource.values, "metadata");
  if (metadata === undefined) return;
  for (const [key, reason] of metadataKeys) {
    const found = argument(metadata, key);
    if (found === undefined || (reason === "serial-port" && !isOn(textOf(metadata, key)))) continue;
    yield { ...observed(resource, ["metadata", key], reason), attribute: `metadata["${key}"]` };
  }
}

function isOn(text: string | undefined): boolean {
  const lower = text?.toLowerCase();
  return lower === "true" || lower === "1" || lower === "y" || lower === "yes";
}

function observed(resource: ConfiguredResource, path: readonly string[], reason: string): Observation {
  const evidence: Evidence = {};
  const attribute = path.length === 0 ? null : pathText(path);
  return { reason, place: placeOfPath(resource, path), address: resource.block.address, attribute, evidence };
}
