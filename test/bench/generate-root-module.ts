/** Generates a root module of 500 resources in 20 nested modules, the same each time, with a branch that touches every one of its files. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gitIn } from "../stories/webserver.ts";

const areas = 4;
const servicesOfArea = 4;
const partsOfModule = 9;

/** A repository with the root module in `live/`. Its branch `everywhere` changes every file, and the size of what runs. */
export function generateRootModule(dir: string): void {
  write(dir, rootModule("base"));
  gitIn(dir, "init", "-q", "-b", "main");
  gitIn(dir, "add", "--all");
  gitIn(dir, "commit", "-q", "-m", "Generated");
  gitIn(dir, "checkout", "-q", "-b", "everywhere");
  write(dir, rootModule("head"));
  gitIn(dir, "commit", "-q", "-a", "-m", "Change everything");
  gitIn(dir, "checkout", "-q", "main");
}

export type Side = "base" | "head";

/** The texts of its 201 files by path. */
export function rootModule(side: Side): ReadonlyMap<string, string> {
  const files = new Map([["live/main.tf", rootText(side)]]);
  for (let area = 0; area < areas; area++) {
    addModule(files, `modules/area-${area}`, side, areaCalls(area));
    for (let service = 0; service < servicesOfArea; service++) addModule(files, `modules/area-${area}/service-${service}`, side, "");
  }
  return files;
}

function addModule(files: Map<string, string>, module: string, side: Side, calls: string): void {
  files.set(`${module}/variables.tf`, variablesText(side) + calls);
  for (let part = 0; part < partsOfModule; part++) files.set(`${module}/part-${part}.tf`, partText(part, side));
}

function write(dir: string, files: ReadonlyMap<string, string>): void {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
}

function rootText(side: Side): string {
  const size = side === "base" ? "t3.small" : "t3.large";
  const calls = Array.from({ length: areas }, (_, area) =>
    callText(`area_${area}`, `../modules/area-${area}`, `"area-${area}"`, "local.size"),
  );
  return `terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "6.20.0"
    }
  }
}

locals {
  size  = "${size}"
  zones = ["a", "b", "c"]
  tags = {
    Owner = "platform"
    Cost  = join("-", ["cc", format("%04d", 42)])
  }
}
${calls.join("").replaceAll("var.zones", "local.zones").replaceAll("var.tags", "local.tags")}`;
}

function areaCalls(area: number): string {
  return Array.from({ length: servicesOfArea }, (_, service) =>
    callText(`service_${service}`, `./service-${service}`, `"\${var.name}-service-${service}"`, "var.size"),
  ).join(`# area ${area}\n`);
}

function callText(name: string, source: string, value: string, size: string): string {
  return `
module "${name}" {
  source = "${source}"

  name  = ${value}
  size  = ${size}
  zones = var.zones
  tags  = merge(var.tags, { Part = ${value} })
}
`;
}

function variablesText(side: Side): string {
  return `# ${side}
variable "name" {
  type = string
}

variable "size" {
  type = string
}

variable "zones" {
  type = list(string)
}

variable "tags" {
  type = map(string)
}

locals {
  prefix = lower(replace(var.name, "_", "-"))
  ports  = { http = 80, https = 443 }
}

resource "aws_vpc" "this" {
  cidr_block = cidrsubnet("10.0.0.0/8", 8, length(var.name))
  tags       = merge(var.tags, { Name = local.prefix })
}

output "subnets" {
  value = [for subnet in aws_subnet.zone : subnet.id]
}
`;
}

/** Nine parts with 24 resources between them: with the network of `variables.tf` 25 in each module, 500 in all. */
function partText(part: number, side: Side): string {
  const own = `# ${side}, part ${part}\n`;
  switch (part) {
    case 0:
      return `${own}resource "aws_subnet" "zone" {
  for_each = toset(var.zones)

  vpc_id            = aws_vpc.this.id
  availability_zone = "eu-west-1\${each.key}"
  cidr_block        = cidrsubnet(aws_vpc.this.cidr_block, 8, index(var.zones, each.key))
  tags              = merge(var.tags, { Name = "\${local.prefix}-\${each.key}" })
}
`;
    case 1:
      return `${own}resource "aws_instance" "web" {
  count = 3

  ami           = "ami-0123456789abcdef0"
  instance_type = var.size
  subnet_id     = aws_subnet.zone[var.zones[count.index]].id
  user_data     = filesha256("\${path.module}/part-8.tf")

  root_block_device {
    volume_size = 20 + count.index
  }

  dynamic "ebs_block_device" {
    for_each = { for index, zone in var.zones : zone => index if index < 2 }
    content {
      device_name = "/dev/sd\${ebs_block_device.key}"
      volume_size = 10 * (ebs_block_device.value + 1)
    }
  }

  tags = { Name = format("%s-%02d", local.prefix, count.index) }
}
`;
    case 2:
      return `${own}resource "aws_security_group_rule" "in" {
  for_each = local.ports

  type              = "ingress"
  from_port         = each.value
  to_port           = each.value
  protocol          = "tcp"
  cidr_blocks       = [for subnet in aws_subnet.zone : subnet.cidr_block]
  security_group_id = aws_security_group.this.id
}

resource "aws_security_group" "this" {
  name   = "\${local.prefix}-web"
  vpc_id = aws_vpc.this.id
}
`;
    default:
      return `${own}${partResource(part)}`;
  }
}

function partResource(part: number): string {
  const kinds = [
    "aws_sqs_queue",
    "aws_sns_topic",
    "aws_cloudwatch_log_group",
    "aws_dynamodb_table",
    "aws_ssm_parameter",
    "aws_ecr_repository",
  ];
  const type = kinds[part - 3] ?? "aws_sqs_queue";
  const count = part < 6 ? 3 : 2;
  const own = {
    aws_dynamodb_table: '  hash_key = "id"\n',
    aws_ssm_parameter: '  type  = "String"\n  value = jsonencode({ zones = var.zones, size = var.size })\n',
  };
  return `resource "${type}" "part" {
  count = ${count}

  name = join("-", concat([local.prefix], [for zone in var.zones : upper(zone) if zone != "x"], [tostring(count.index)]))
${own[type as keyof typeof own] ?? ""}  tags = { for key, value in var.tags : key => "\${value}-\${count.index}" }
}
`;
}
