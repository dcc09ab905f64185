/** Generates git repositories of Terraform files, the same each time, with a branch that changes one of them. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gitIn } from "../stories/webserver.ts";

/**
 * A repository of `files` Terraform files: root modules of five files each, every other one calling one of the shared modules.
 * Its branch `resize` changes one instance type.
 */
export function generateRepository(dir: string, files: number): void {
  mkdirSync(dir, { recursive: true });
  const shared = Math.max(1, Math.floor(files / 50));
  for (let module = 0; module < shared; module++) write(dir, `modules/m${module}/main.tf`, moduleText(module));
  for (let file = shared, root = 0; file < files; root++) {
    for (const [name, text] of rootTexts(root, root % shared)) {
      if (file++ >= files) break;
      write(dir, `live/region-${root % 7}/service-${root}/${name}`, text);
    }
  }
  gitIn(dir, "init", "-q", "-b", "main");
  gitIn(dir, "add", "--all");
  gitIn(dir, "commit", "-q", "-m", "Generated");
  gitIn(dir, "checkout", "-q", "-b", "resize");
  write(dir, "live/region-0/service-0/main.tf", (rootTexts(0, 0)[0]?.[1] ?? "").replace("t3.small", "t3.large"));
  gitIn(dir, "commit", "-q", "-a", "-m", "Resize");
  gitIn(dir, "checkout", "-q", "main");
}

function write(dir: string, path: string, text: string): void {
  const full = join(dir, path);
  mkdirSync(join(full, ".."), { recursive: true });
  writeFileSync(full, text);
}

function moduleText(index: number): string {
  return `variable "name" {
  type = string
}

resource "aws_security_group" "this" {
  name        = "\${var.name}-${index}"
  description = "Module ${index}"
}

output "id" {
  value = aws_security_group.this.id
}
`;
}

function rootTexts(root: number, module: number): readonly (readonly [string, string])[] {
  const call = root % 2 === 0 ? `\nmodule "group" {\n  source = "../../../modules/m${module}"\n\n  name = "service-${root}"\n}\n` : "";
  return [
    [
      "main.tf",
      `resource "aws_instance" "web" {
  count = 2

  ami           = var.ami_id
  instance_type = "t3.small"
  subnet_id     = var.subnet_ids[count.index]

  tags = {
    Name = "service-${root}-\${count.index}"
  }
}
${call}`,
    ],
    [
      "variables.tf",
      `variable "ami_id" {\n  type    = string\n  default = "ami-${String(root).padStart(17, "0")}"\n}\n\nvariable "subnet_ids" {\n  type    = list(string)\n  default = ["subnet-a", "subnet-b"]\n}\n`,
    ],
    [
      "versions.tf",
      `terraform {\n  required_providers {\n    aws = {\n      source  = "hashicorp/aws"\n      version = "6.20.0"\n    }\n  }\n}\n`,
    ],
    [
      "queue.tf",
      `resource "aws_sqs_queue" "jobs" {\n  name                       = "service-${root}-jobs"\n  visibility_timeout_seconds = ${30 + (root % 60)}\n}\n`,
    ],
    ["outputs.tf", `output "queue" {\n  value = aws_sqs_queue.jobs.arn\n}\n`],
  ];
}
