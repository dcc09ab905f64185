/** What comes in through a firewall, the same noun for AWS, Azure and Google. */
import type { ConfiguredResource } from "../model/terraform-module.ts";
import type { Value } from "../model/value.ts";
import { argument, blocksOf, namesOf, numberOf, type Step, textOf, textsOf } from "./configured.ts";

/** Both ends belong to it. */
export interface PortRange {
  readonly from: number;
  readonly to: number;
}

export interface Ingress {
  readonly ranges: readonly PortRange[];
  /** Address ranges, tags or groups, known or by the name of what they come from. */
  readonly sources: readonly string[];
  /** Only from servers of a group (AWS: its own or another one), not from addresses. */
  readonly fromGroup: boolean;
  /** To the rule within its resource; empty: the resource is the rule. */
  readonly path: readonly Step[];
}

const everyPort: PortRange = { from: 0, to: 65_535 };

/** Security groups, inline and by rule. Unknown ports are no finding: the code does not say that a login port is open. */
export function* awsIngress(resource: ConfiguredResource): Generator<Ingress, void, undefined> {
  const { values } = resource;
  switch (resource.block.type) {
    case "aws_security_group":
    case "aws_default_security_group":
      for (const [index, rule] of blocksOf(values, "ingress").entries()) yield awsRule(rule, ["ingress", index]);
      return;
    case "aws_security_group_rule":
      if (textOf(values, "type") === "ingress") yield awsRule(values, []);
      return;
    case "aws_vpc_security_group_ingress_rule":
      yield awsRule(values, []);
      return;
    default:
      return;
  }
}

function awsRule(rule: Value, path: readonly Step[]): Ingress {
  const protocol = textOf(rule, "protocol") ?? textOf(rule, "ip_protocol");
  const addresses = ["cidr_blocks", "ipv6_cidr_blocks", "cidr_ipv4", "cidr_ipv6", "prefix_list_ids", "prefix_list_id"].flatMap((name) =>
    namesOf(rule, name),
  );
  const groups = ["security_groups", "source_security_group_id", "referenced_security_group_id"].flatMap((name) => namesOf(rule, name));
  const self = textOf(rule, "self") === "true" ? ["self"] : [];
  return { ranges: awsRanges(rule, protocol), sources: [...addresses, ...groups, ...self], fromGroup: addresses.length === 0, path };
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html: protocol -1 opens every port, whatever the ports say. */
function awsRanges(rule: Value, protocol: string | undefined): readonly PortRange[] {
  if (protocol === "-1" || protocol === "all") return [everyPort];
  if (protocol !== undefined && protocol !== "tcp" && protocol !== "6" && protocol !== "udp" && protocol !== "17") return [];
  const from = numberOf(rule, "from_port");
  const to = numberOf(rule, "to_port");
  if (from === undefined || to === undefined) return [];
  return from === -1 && to === -1 ? [everyPort] : [{ from, to }];
}

/** Network security rules, inline and by resource. */
export function* azureIngress(resource: ConfiguredResource): Generator<Ingress, void, undefined> {
  if (resource.block.type === "azurerm_network_security_rule") yield* azureRule(resource.values, []);
  if (resource.block.type !== "azurerm_network_security_group") return;
  for (const [index, rule] of blocksOf(resource.values, "security_rule").entries()) yield* azureRule(rule, ["security_rule", index]);
}

function* azureRule(rule: Value, path: readonly Step[]): Generator<Ingress, void, undefined> {
  const inbound = textOf(rule, "direction")?.toLowerCase() === "inbound";
  const allowed = textOf(rule, "access")?.toLowerCase() === "allow";
  const protocol = textOf(rule, "protocol")?.toLowerCase() ?? "*";
  if (!inbound || !allowed || (protocol !== "*" && protocol !== "tcp")) return;
  const ports = [...textsOf(rule, "destination_port_range"), ...textsOf(rule, "destination_port_ranges")];
  const sources = [...namesOf(rule, "source_address_prefix"), ...namesOf(rule, "source_address_prefixes")];
  yield { ranges: ports.flatMap(rangeOf), sources, fromGroup: false, path };
}

/** Firewall rules that allow; those that deny have no `allow` block. */
export function* googleIngress(resource: ConfiguredResource): Generator<Ingress, void, undefined> {
  const { values } = resource;
  if (textOf(values, "direction")?.toUpperCase() === "EGRESS" || textOf(values, "disabled") === "true") return;
  const sources = ["source_ranges", "source_tags", "source_service_accounts"].flatMap((name) => namesOf(values, name));
  for (const [index, allow] of blocksOf(values, "allow").entries()) {
    const protocol = textOf(allow, "protocol")?.toLowerCase() ?? "";
    if (protocol !== "tcp" && protocol !== "all" && protocol !== "6") continue;
    const ports = argument(allow, "ports");
    const listed = textsOf(allow, "ports");
    // No list of ports means every port; an unknown one says nothing.
    const empty =
      ports === undefined || ((ports.kind === "tuple" || ports.kind === "list" || ports.kind === "set") && ports.items.length === 0);
    yield { ranges: empty ? [everyPort] : listed.flatMap(rangeOf), sources, fromGroup: false, path: ["allow", index] };
  }
}

/** `22`, `20-30`, `*`. */
function rangeOf(text: string): readonly PortRange[] {
  if (text === "*") return [everyPort];
  const dash = text.indexOf("-");
  const from = Number(dash === -1 ? text : text.slice(0, dash));
  const to = Number(dash === -1 ? text : text.slice(dash + 1));
  return text !== "" && Number.isInteger(from) && Number.isInteger(to) ? [{ from, to }] : [];
}
