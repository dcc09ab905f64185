/** immutable/hands-on-access: every way in, and what is none. */
import { describe, expect, test } from "@jest/globals";
import { handsOnAccess } from "../../../src/evaluate/rules/immutable/hands-on-access.ts";
import { introduced, observations, storyFiles, told } from "../side-of.ts";

test("the bad story is introduced, the good one is quiet", () => {
  const id = "immutable/hands-on-access";
  expect(introduced(handsOnAccess, storyFiles(id, "bad", "base"), storyFiles(id, "bad", "head"))).toEqual([
    "port main.tf:16 aws_vpc_security_group_ingress_rule.ssh",
  ]);
  expect(told(handsOnAccess, storyFiles(id, "bad", "base"))).toEqual([]);
  expect(told(handsOnAccess, storyFiles(id, "good", "head"))).toEqual([]);
});

function resource(type: string, body: string): Record<string, string> {
  return { "main.tf": `variable "port" {\n  default = 22\n}\nvariable "any" {}\nresource "${type}" "x" {\n${body}\n}\n` };
}

describe("ports", () => {
  test.each([
    [
      "aws_security_group",
      'ingress {\nfrom_port = 22\nto_port = 22\nprotocol = "tcp"\ncidr_blocks = ["0.0.0.0/0"]\n}',
      "SSH",
      ["0.0.0.0/0"],
    ],
    [
      "aws_security_group",
      'ingress {\nfrom_port = var.port\nto_port = var.port\nprotocol = "tcp"\ncidr_blocks = [var.any]\n}',
      "SSH",
      ["var.any"],
    ],
    [
      "aws_security_group",
      'dynamic "ingress" {\nfor_each = [3389]\ncontent {\nfrom_port = ingress.value\nto_port = ingress.value\nprotocol = "tcp"\ncidr_blocks = ["10.0.0.0/8"]\n}\n}',
      "RDP",
      ["10.0.0.0/8"],
    ],
    [
      "aws_security_group_rule",
      'type = "ingress"\nfrom_port = 20\nto_port = 30\nprotocol = "tcp"\ncidr_blocks = ["10.0.0.0/8"]',
      "SSH",
      ["10.0.0.0/8"],
    ],
    [
      "aws_security_group_rule",
      'type = "ingress"\nfrom_port = 22\nto_port = 22\nprotocol = "tcp"\nsource_security_group_id = "sg-1"',
      "SSH",
      ["sg-1"],
    ],
    [
      "aws_vpc_security_group_ingress_rule",
      'from_port = 5985\nto_port = 5986\nip_protocol = "tcp"\ncidr_ipv4 = "10.0.0.0/8"',
      "WinRM",
      ["10.0.0.0/8"],
    ],
    [
      "azurerm_network_security_rule",
      'direction = "Inbound"\naccess = "Allow"\nprotocol = "Tcp"\ndestination_port_range = "22"\nsource_address_prefix = "Internet"',
      "SSH",
      ["Internet"],
    ],
    [
      "azurerm_network_security_group",
      'security_rule {\nname = "rdp"\ndirection = "Inbound"\naccess = "Allow"\nprotocol = "*"\ndestination_port_ranges = ["80", "3380-3390"]\nsource_address_prefix = "*"\n}',
      "RDP",
      ["*"],
    ],
    [
      "google_compute_firewall",
      'allow {\nprotocol = "tcp"\nports = ["80", "22"]\n}\nsource_ranges = ["35.235.240.0/20"]',
      "SSH",
      ["35.235.240.0/20"],
    ],
  ])("%s %s", (type, body, how, sources) => {
    const found = observations(handsOnAccess, resource(type, body));
    expect(found.map((each) => [each.reason, each.evidence.how, each.evidence.sources])).toEqual([["port", how, sources]]);
  });

  test.each([
    ["aws_security_group", 'ingress {\nfrom_port = 0\nto_port = 0\nprotocol = "-1"\ncidr_blocks = ["10.0.0.0/8"]\n}'],
    ["aws_security_group", 'ingress {\nfrom_port = 0\nto_port = 65535\nprotocol = "tcp"\ncidr_blocks = ["10.0.0.0/8"]\n}'],
    ["google_compute_firewall", 'allow {\nprotocol = "all"\n}\nsource_ranges = ["0.0.0.0/0"]'],
    ["google_compute_firewall", 'allow {\nprotocol = "tcp"\n}\nsource_ranges = ["0.0.0.0/0"]'],
  ])("%s opens every port: %s", (type, body) => {
    expect(told(handsOnAccess, resource(type, body)).map((each) => each.split(" ")[0])).toEqual(["every-port"]);
  });

  test.each([
    ["aws_security_group", 'ingress {\nfrom_port = 443\nto_port = 443\nprotocol = "tcp"\ncidr_blocks = ["0.0.0.0/0"]\n}'],
    ["aws_security_group", 'egress {\nfrom_port = 22\nto_port = 22\nprotocol = "tcp"\ncidr_blocks = ["0.0.0.0/0"]\n}'],
    ["aws_security_group", 'ingress {\nfrom_port = 0\nto_port = 0\nprotocol = "-1"\nself = true\n}'],
    ["aws_security_group", 'ingress {\nfrom_port = -1\nto_port = -1\nprotocol = "icmp"\ncidr_blocks = ["10.0.0.0/8"]\n}'],
    ["aws_security_group_rule", 'type = "egress"\nfrom_port = 22\nto_port = 22\nprotocol = "tcp"\ncidr_blocks = ["10.0.0.0/8"]'],
    ["azurerm_network_security_rule", 'direction = "Inbound"\naccess = "Deny"\nprotocol = "Tcp"\ndestination_port_range = "22"'],
    ["azurerm_network_security_rule", 'direction = "Outbound"\naccess = "Allow"\nprotocol = "Tcp"\ndestination_port_range = "22"'],
    ["google_compute_firewall", 'direction = "EGRESS"\nallow {\nprotocol = "tcp"\nports = ["22"]\n}'],
    ["google_compute_firewall", 'deny {\nprotocol = "tcp"\nports = ["22"]\n}'],
    ["google_compute_firewall", 'allow {\nprotocol = "tcp"\nports = ["443"]\n}'],
  ])("%s: %s is fine", (type, body) => {
    expect(told(handsOnAccess, resource(type, body))).toEqual([]);
  });
});

describe("logins", () => {
  test.each([
    ["aws_instance", 'key_name = "ops"', "key main.tf:6 aws_instance.x key_name"],
    ["aws_instance", "key_name = var.any", "key main.tf:6 aws_instance.x key_name"],
    ["aws_launch_template", 'key_name = "ops"', "key main.tf:6 aws_launch_template.x key_name"],
    ["aws_eks_node_group", 'remote_access {\nec2_ssh_key = "ops"\n}', "key main.tf:6 aws_eks_node_group.x remote_access"],
    ["aws_key_pair", 'public_key = "ssh-ed25519 AAAA"', "key-pair main.tf:5 aws_key_pair.x"],
    [
      "azurerm_linux_virtual_machine",
      'admin_ssh_key {\nusername = "a"\npublic_key = "ssh-ed25519 AAAA"\n}',
      "key main.tf:6 azurerm_linux_virtual_machine.x admin_ssh_key",
    ],
    [
      "azurerm_linux_virtual_machine",
      "disable_password_authentication = false",
      "password main.tf:6 azurerm_linux_virtual_machine.x disable_password_authentication",
    ],
    [
      "google_compute_instance",
      'metadata = {\n  ssh-keys = "a:ssh-ed25519 AAAA"\n}',
      'key main.tf:7 google_compute_instance.x metadata["ssh-keys"]',
    ],
    [
      "google_compute_instance",
      'metadata = {\n  serial-port-enable = "TRUE"\n}',
      'serial-port main.tf:7 google_compute_instance.x metadata["serial-port-enable"]',
    ],
    [
      "google_compute_project_metadata_item",
      'key = "ssh-keys"\nvalue = "a:b"',
      "key main.tf:7 google_compute_project_metadata_item.x value",
    ],
  ])("%s: %s", (type, body, expected) => {
    expect(told(handsOnAccess, resource(type, body))).toEqual([expected]);
  });

  test.each([
    ["aws_instance", "key_name = null"],
    ["aws_instance", 'key_name = ""'],
    ["aws_instance", 'iam_instance_profile = "ssm"'],
    ["azurerm_linux_virtual_machine", "disable_password_authentication = true"],
    [
      "google_compute_instance",
      'metadata = {\n  enable-oslogin = "TRUE"\n  block-project-ssh-keys = "TRUE"\n  serial-port-enable = "FALSE"\n}',
    ],
  ])("%s: %s is fine", (type, body) => {
    expect(told(handsOnAccess, resource(type, body))).toEqual([]);
  });
});

test("a rule that only moves within its group is not introduced", () => {
  const rule = (port: number) => `ingress {\nfrom_port = ${port}\nto_port = ${port}\nprotocol = "tcp"\ncidr_blocks = ["10.0.0.0/8"]\n}\n`;
  expect(introduced(handsOnAccess, resource("aws_security_group", rule(22)), resource("aws_security_group", rule(80) + rule(22)))).toEqual(
    [],
  );
});

test("what is handed to a module from elsewhere counts, what a module of the repository does is judged inside", () => {
  const call = (source: string) =>
    `module "web" {\n  source = "${source}"\n  key_name = "ops"\n  ingress_rules = ["https-443-tcp", "ssh-tcp"]\n}\n`;
  expect(told(handsOnAccess, { "main.tf": call("terraform-aws-modules/x/aws") })).toEqual([
    "key main.tf:3 module.web key_name",
    "port main.tf:4 module.web ingress_rules",
  ]);
  expect(told(handsOnAccess, { "main.tf": call("./web"), "web/main.tf": "" })).toEqual([]);
});
