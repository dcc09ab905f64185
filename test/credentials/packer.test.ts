/** Packer's templates in both syntaxes, and the files with values for their variables. */
import { describe, expect, test } from "@jest/globals";
import { told } from "./sighted.ts";

const json = JSON.stringify(
  {
    variables: { region: "eu-west-1", ssh_pw: "letmein", db_password: "", api_key: "{{env `API_KEY`}}" },
    "sensitive-variables": ["ssh_pw"],
    builders: [
      {
        type: "virtualbox-iso",
        ssh_username: "packer",
        ssh_password: "packer",
        ssh_private_key_file: "keys/id_rsa",
        winrm_password: "{{user `ssh_pw`}}",
      },
    ],
    provisioners: [
      {
        type: "shell",
        environment_vars: ["DB_PASSWORD=hunter22", "DB_HOST=db.internal", "TOKEN={{user `token`}}", "PGPASSWORD='opensesame'"],
        inline: ["echo hello", "useradd app --password=opensesame"],
      },
      { type: "shell", script: "scripts/password.sh" },
    ],
    "post-processors": [{ type: "docker-login", login_username: "app", login_password: "letmein" }],
  },
  null,
  2,
);

test("a JSON template, at the line of each literal", () => {
  const line = (text: string) => json.split("\n").findIndex((one) => one.includes(text)) + 1;
  expect(told({ "web.json": json })).toEqual([
    `hard-coded web.json:${line('"ssh_pw": "letmein"')} WinRM password: var.ssh_pw > virtualbox-iso.winrm_password`,
    `hard-coded web.json:${line('"ssh_password"')} SSH password: virtualbox-iso.ssh_password`,
    `hard-coded web.json:${line("DB_PASSWORD")} db password: shell.environment_vars`,
    `hard-coded web.json:${line("PGPASSWORD")} pgpassword: shell.environment_vars`,
    `hard-coded web.json:${line("useradd")} password: shell.inline`,
    `hard-coded web.json:${line("login_password")} login password: docker-login.login_password`,
  ]);
});

const hcl = `variable "ssh_pw" {
  type    = string
  default = "letmein"
}
variable "db_password" {
  type      = string
  sensitive = true
}
locals {
  admin_password = "opensesame"
}
source "amazon-ebs" "web" {
  ssh_username = "ec2-user"
  ssh_password = var.ssh_pw
  access_key   = "letmein-too"
}
build {
  sources = ["source.amazon-ebs.web"]
  provisioner "shell" {
    environment_vars = ["DB_PASSWORD=\${var.db_password}", "APP_PASSWORD=hunter22"]
    inline = [<<EOT
set -e
export ROOT_PASSWORD=opensesame
echo $ROOT_PASSWORD
EOT
    ]
  }
}
`;

test("an HCL template", () => {
  expect(told({ "web.pkr.hcl": hcl })).toEqual([
    "sensitive-default web.pkr.hcl:3 SSH password: var.ssh_pw > source.amazon-ebs.web.ssh_password",
    "hard-coded web.pkr.hcl:10 admin password: local.admin_password",
    "hard-coded web.pkr.hcl:15 access key: source.amazon-ebs.web.access_key",
    "hard-coded web.pkr.hcl:20 app password: build.provisioner.environment_vars",
    "hard-coded web.pkr.hcl:23 root password: build.provisioner.inline",
  ]);
});

describe("files with values", () => {
  test("by where the template uses a variable, else by its name", () => {
    expect(
      told({
        "web.json": json
          .replace('"letmein"', '""')
          .replaceAll("hunter22", "")
          .replaceAll("opensesame", "")
          .replace('"packer"', '"{{user `x`}}"'),
        "vars.json": '{\n  "ssh_pw": "mellon",\n  "region": "eu-west-1",\n  "db_password": "hunter22"\n}\n',
      }).filter((line) => line.includes("vars.json")),
    ).toEqual([
      "hard-coded vars.json:2 WinRM password: var.ssh_pw > virtualbox-iso.winrm_password",
      "hard-coded vars.json:4 db password: var.db_password",
    ]);
  });
  test("in HCL", () => {
    expect(
      told({
        "prod.pkrvars.hcl": 'region = "eu-west-1"\nssh_password = "mellon"\nvault_token = "changeme"\n',
        "a.auto.pkrvars.hcl": 'winrm_password = "mellon"\n',
      }),
    ).toEqual([
      "hard-coded a.auto.pkrvars.hcl:1 winrm password: var.winrm_password",
      "hard-coded prod.pkrvars.hcl:2 ssh password: var.ssh_password",
      "placeholder prod.pkrvars.hcl:3 vault token: var.vault_token",
    ]);
  });
});
