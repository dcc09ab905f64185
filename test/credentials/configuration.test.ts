/** Literals in Terraform's sinks: where they stand, what they are, and by which way they get there. */
import { describe, expect, test } from "@jest/globals";
import { told, toldOf } from "./sighted.ts";

describe("a literal in a sink", () => {
  test.each([
    [
      "a provider's key pair",
      'provider "aws" {\n  access_key = "k1"\n  secret_key = "s1"\n}',
      ["hard-coded main.tf:2 access key: provider.aws.access_key", "hard-coded main.tf:3 secret access key: provider.aws.secret_key"],
    ],
    [
      "a short word",
      'resource "aws_db_instance" "main" {\n  password = "root"\n}',
      ["hard-coded main.tf:2 password: aws_db_instance.main.password"],
    ],
    [
      "a number",
      'resource "aws_db_instance" "main" {\n  password = 12345678901234567890\n}',
      ["hard-coded main.tf:2 password: aws_db_instance.main.password"],
    ],
    [
      "words with spaces",
      'resource "vsphere_host" "h" {\n  password = "four words of it"\n}',
      ["hard-coded main.tf:2 password: vsphere_host.h.password"],
    ],
    [
      "both branches of a conditional",
      'resource "aws_db_instance" "main" {\n  password = var.prod ? "pr0d-pw" : (\n    "t3st-pw"\n  )\n}',
      ["hard-coded main.tf:2 password: aws_db_instance.main.password", "hard-coded main.tf:3 password: aws_db_instance.main.password"],
    ],
    [
      "the default of lookup",
      'resource "aws_db_instance" "main" {\n  password = lookup(var.passwords, var.env, "letmein")\n}',
      ["hard-coded main.tf:2 password: aws_db_instance.main.password"],
    ],
    [
      "inside calls that anybody can turn back",
      'resource "aws_db_instance" "main" {\n  password = sensitive(base64encode("letmein"))\n}',
      ["hard-coded main.tf:2 password: aws_db_instance.main.password"],
    ],
    [
      "a write-only argument",
      'resource "aws_db_instance" "main" {\n  password_wo         = "letmein"\n  password_wo_version = 2\n}',
      ["hard-coded main.tf:2 password: aws_db_instance.main.password_wo"],
    ],
    [
      "a nested block",
      'resource "google_container_cluster" "c" {\n  master_auth {\n    username = "admin"\n    password = "letmein"\n  }\n}',
      ["hard-coded main.tf:4 password: google_container_cluster.c.master_auth.password"],
    ],
    [
      "a connection",
      'resource "aws_instance" "a" {\n  connection {\n    type     = "ssh"\n    password = "letmein"\n  }\n}',
      ["hard-coded main.tf:4 password: aws_instance.a.connection.password"],
    ],
    [
      "a backend",
      'terraform {\n  backend "azurerm" {\n    container_name = "state"\n    access_key = "Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5MA1x=="\n  }\n}',
      ["hard-coded main.tf:4 access key: terraform.backend.access_key"],
    ],
    [
      "a data source's configuration",
      'data "terraform_remote_state" "net" {\n  config = {\n    access_key = "sdsaljasbdasd"\n  }\n}',
      ["hard-coded main.tf:3 access key: data.terraform_remote_state.net.config.access_key"],
    ],
    [
      "a name in camel case",
      'locals {\n  secrets = {\n    clientSecret = "C98D9F6O-1273-4E8A-B8D9-551F7F3OC41"\n  }\n}',
      ["hard-coded main.tf:3 client secret: local.secrets"],
    ],
    [
      "a map called passwords",
      'locals {\n  passwords = {\n    app  = "letmein"\n    jobs = "opensesame"\n  }\n}',
      ["hard-coded main.tf:3 password: local.passwords", "hard-coded main.tf:4 password: local.passwords"],
    ],
    ["an output", 'output "admin_password" {\n  value = "letmein"\n}', ["hard-coded main.tf:2 admin password: output.admin_password"]],
    [
      "the environment of a function",
      'resource "aws_lambda_function" "f" {\n  environment {\n    variables = {\n      DB_PASSWORD = "letmein"\n      DB_HOST     = "db.internal"\n    }\n  }\n}',
      ["hard-coded main.tf:4 db password: aws_lambda_function.f.environment.variables.DB_PASSWORD"],
    ],
    [
      "pairs of name and value in blocks",
      'resource "kubernetes_deployment" "d" {\n  env {\n    name  = "API_TOKEN"\n    value = "9f8e7d6c5b4a39281706f5e4d3c2b1a0"\n  }\n}',
      ["hard-coded main.tf:4 api token: kubernetes_deployment.d.env.API_TOKEN"],
    ],
    [
      "pairs in jsonencode",
      'resource "aws_ecs_task_definition" "t" {\n  container_definitions = jsonencode([{\n    environment = [\n      { name = "DB_USER", value = "app" },\n      { name = "DB_PASSWORD", value = "letmein" },\n    ]\n  }])\n}',
      ["hard-coded main.tf:5 db password: aws_ecs_task_definition.t.container_definitions.environment.DB_PASSWORD"],
    ],
    [
      "a resource that is a pair itself",
      'resource "tfe_variable" "v" {\n  key   = "db_password"\n  value = "letmein"\n}',
      ["hard-coded main.tf:3 database password: tfe_variable.v.db_password"],
    ],
    [
      "a release's settings",
      'resource "helm_release" "r" {\n  set {\n    name  = "auth.postgresPassword"\n    value = "letmein"\n  }\n}',
      ["hard-coded main.tf:4 auth postgres password: helm_release.r.set.auth.postgresPassword"],
    ],
    [
      "a Kubernetes secret",
      'resource "kubernetes_secret" "s" {\n  data = {\n    username = "app"\n    password = "letmein"\n    "tls.crt" = "-----BEGIN CERTIFICATE-----\\nMIIB"\n  }\n}',
      ["hard-coded main.tf:4 password: kubernetes_secret.s.data.password"],
    ],
    [
      "a secure parameter",
      'resource "aws_ssm_parameter" "p" {\n  name  = "/app/thing"\n  type  = "SecureString"\n  value = "letmein"\n}',
      ["hard-coded main.tf:4 parameter value: aws_ssm_parameter.p.value"],
    ],
    [
      "a value in an object that is named like a password",
      'module "m" {\n  source = "git::https://example.com/m.git"\n  parameters = { adminPassword = { value = "hunter22" }, sku = { value = "Standard" } }\n}',
      ["hard-coded main.tf:3 admin password: module.m.parameters.adminPassword.value"],
    ],
    [
      "a file in a map, told by its name",
      `resource "kubernetes_config_map" "c" {\n  data = {\n    "run.sh"   = "mysql -uroot -phunter22 < a.sql"\n    "init.sql" = "CREATE USER a WITH PASSWORD 'hunter33';"\n    "note.txt" = "mysql -phunter44: ask the team"\n  }\n}`,
      ["hard-coded main.tf:3 password: kubernetes_config_map.c.data", "hard-coded main.tf:4 password: kubernetes_config_map.c.data"],
    ],
    [
      "a script for a Windows machine",
      'resource "google_compute_instance" "w" {\n  metadata = { windows-startup-script-ps1 = "net user a hunter22 /add" }\n}',
      ["hard-coded main.tf:2 password: google_compute_instance.w.metadata"],
    ],
    [
      "a plain parameter named like a password",
      'resource "aws_ssm_parameter" "p" {\n  name  = "/app/db/password"\n  type  = "String"\n  value = "letmein"\n}',
      ["hard-coded main.tf:4 app db password: aws_ssm_parameter.p./app/db/password"],
    ],
    [
      "only the password of a connection string",
      'resource "azurerm_logic_app" "l" {\n  connection_string = "Server=tcp:db;User Id=app;Password=letmein;Encrypt=true"\n}',
      ["hard-coded main.tf:2 password: azurerm_logic_app.l.connection_string"],
    ],
    [
      "a bootstrap token, by its generated look",
      'module "cluster" {\n  source = "git::https://example.com/m.git"\n  join_token = "abcdef.0123456789abcdef"\n}',
      ["hard-coded main.tf:3 join token: module.cluster.join_token"],
    ],
    [
      "a stand-in",
      'resource "aws_db_instance" "main" {\n  password = "changeme"\n}',
      ["placeholder main.tf:2 password: aws_db_instance.main.password"],
    ],
    [
      "a key from the vendor's documentation",
      'provider "aws" {\n  access_key = "AKIAIOSFODNN7EXAMPLE"\n}',
      ["placeholder main.tf:2 access key: provider.aws.access_key"],
    ],
    [
      "an escaped interpolation in front of nothing",
      'resource "aws_db_instance" "main" {\n  password = "pa$$word"\n}',
      ["hard-coded main.tf:2 password: aws_db_instance.main.password"],
    ],
  ])("%s", (_name, text, expected) => {
    expect(toldOf(text)).toEqual(expected);
  });
});

describe("the way of a literal", () => {
  test("a variable's default, through a local and a module, to the resource", () => {
    expect(
      told({
        "main.tf":
          'variable "db_pw" {\n  default = "letmein"\n}\nlocals {\n  pw = var.db_pw\n}\nmodule "db" {\n  source = "./modules/db"\n  word   = local.pw\n}\n',
        "modules/db/main.tf": 'variable "word" {}\nresource "aws_db_instance" "main" {\n  password = var.word\n}\n',
      }),
    ).toEqual(["sensitive-default main.tf:2 password: var.db_pw > local.pw > module.db > aws_db_instance.main.password"]);
  });

  test("an argument of a module whose name says nothing", () => {
    expect(
      told({
        "main.tf": 'module "db" {\n  source = "./db"\n  word   = "letmein"\n}\n',
        "db/main.tf": 'variable "word" {}\nresource "aws_db_instance" "main" {\n  password = var.word\n}\n',
      }),
    ).toEqual(["hard-coded main.tf:3 password: module.db > aws_db_instance.main.password"]);
  });

  test("a value in a variables file, and one that nothing loads", () => {
    const files = {
      "app/main.tf": 'variable "word" {}\nresource "aws_db_instance" "main" {\n  password = var.word\n}\n',
      "app/terraform.tfvars": 'word = "letmein"\nregion = "eu-west-1"\n',
      "app/envs/prod/prod.tfvars": '\nword = "opensesame"\n',
      "app/envs/test.tfvars.json": '{\n  "word": "letmein"\n}\n',
    };
    expect(told(files)).toEqual([
      "hard-coded app/envs/prod/prod.tfvars:2 password: var.word > aws_db_instance.main.password",
      "hard-coded app/envs/test.tfvars.json:2 password: var.word > aws_db_instance.main.password",
      "hard-coded app/terraform.tfvars:1 password: var.word > aws_db_instance.main.password",
    ]);
  });

  test("a key of an object, of a map by a computed key, and of for_each", () => {
    const uses = `
variable "db" {}
variable "words" {}
variable "users" {}
resource "aws_db_instance" "a" {
  password = var.db.word
}
resource "aws_db_instance" "b" {
  password = var.words[terraform.workspace]
}
resource "aws_db_instance" "c" {
  for_each = var.users
  password = each.value.word
}
`;
    expect(
      told({
        "main.tf": uses,
        "a.tfvars":
          'db = { word = "letmein", size = "small" }\nwords = {\n  dev = "sesame"\n}\nusers = {\n  jo = { word = "mellon", mail = "jo@x.org" }\n}\n',
      }),
    ).toEqual([
      "hard-coded a.tfvars:1 password: var.db.word > aws_db_instance.a.password",
      "hard-coded a.tfvars:3 password: var.words.dev > aws_db_instance.b.password",
      "hard-coded a.tfvars:6 password: var.users.jo.word > aws_db_instance.c.password",
    ]);
  });

  test("sensitive = true does not hide a default", () => {
    expect(toldOf('variable "admin_password" {\n  sensitive = true\n  default   = "letmein"\n}')).toEqual([
      "sensitive-default main.tf:3 admin password: var.admin_password",
    ]);
  });

  test("locals that go in circles and modules that call each other end", () => {
    expect(
      told({
        "main.tf":
          'locals {\n  a = local.b\n  b = local.a\n}\nresource "aws_db_instance" "x" {\n  password = local.a\n}\nmodule "m" {\n  source = "./m"\n  x = "v"\n}',
        "m/main.tf": 'variable "x" {}\nmodule "back" {\n  source = "../"\n}\nresource "aws_db_instance" "x" {\n  password = var.x\n}',
      }),
    ).toEqual(["hard-coded main.tf:10 password: module.m > aws_db_instance.x.password"]);
  });

  test("one literal with many uses is one sighting", () => {
    const uses = Array.from({ length: 20 }, (_, i) => `resource "aws_db_instance" "r${i}" {\n  password = var.pw\n}`).join("\n");
    expect(toldOf(`variable "pw" {\n  default = "letmein"\n}\n${uses}`)).toEqual([
      "sensitive-default main.tf:2 password: var.pw > aws_db_instance.r0.password",
    ]);
  });
});

describe("documents in a text", () => {
  test("a boot script, at its own lines", () => {
    const text = `resource "aws_instance" "a" {
  user_data = <<-EOT
    #!/bin/bash
    export DB_HOST=\${aws_db_instance.main.address}
    export DB_PASSWORD=hunter22
    export API_KEY="\${var.key}"
    mysql --user=root --password=opensesame < /tmp/init.sql
    TOKEN=$(curl -s http://169.254.169.254/latest/api/token)
    PASSWORD=$1
  EOT
}`;
    expect(toldOf(text)).toEqual([
      "hard-coded main.tf:5 db password: aws_instance.a.user_data",
      "hard-coded main.tf:7 password: aws_instance.a.user_data",
    ]);
  });

  test("a task definition in a heredoc", () => {
    const text = `resource "aws_ecs_task_definition" "t" {
  container_definitions = <<EOF
[{
  "environment": [
    { "name": "DB_PASSWORD",
      "value": "\${aws_db_instance.main.password}" },
    {
      "name": "MAPS_API_KEY",
      "value": "Qz7yTr31mNbVcXsWeR98plKj4hG2"
    }
  ],
  "secrets": [{ "name": "TOKEN", "valueFrom": "arn:aws:ssm:eu-west-1:1:parameter/x" }]
}]
EOF
}`;
    expect(toldOf(text)).toEqual(["hard-coded main.tf:9 maps api key: aws_ecs_task_definition.t.container_definitions"]);
  });

  test("the values of a chart, and a secret as JSON", () => {
    expect(
      toldOf(`resource "helm_release" "r" {
  values = [<<EOT
auth:
  existingSecret: db-credentials
  password: "letmein"
  username: app
EOT
  ]
}
resource "aws_secretsmanager_secret_version" "v" {
  secret_string = "{\\"username\\": \\"app\\", \\"password\\": \\"opensesame\\"}"
}`),
    ).toEqual([
      "hard-coded main.tf:5 password: helm_release.r.values",
      "hard-coded main.tf:11 password: aws_secretsmanager_secret_version.v.secret_string",
    ]);
  });

  test("commands", () => {
    expect(
      toldOf(
        'resource "null_resource" "n" {\n  provisioner "local-exec" {\n    command = "psql --password=letmein -h db"\n    environment = {\n      PGPASSWORD = "opensesame"\n    }\n  }\n}',
      ),
    ).toEqual([
      "hard-coded main.tf:3 password: null_resource.n.provisioner.command",
      "hard-coded main.tf:5 pgpassword: null_resource.n.provisioner.environment.PGPASSWORD",
    ]);
  });
});

describe("private keys", () => {
  const line = "MIIEowIBAAKCAQEAy8Dbv8prpJ3hXcPlQkz0iZc5vGmwVvYk1nS7tJ2R";
  test("in a heredoc: one sighting, with its sink", () => {
    expect(
      toldOf(
        `resource "aws_iam_server_certificate" "c" {\n  private_key = <<EOT\n-----BEGIN RSA PRIVATE KEY-----\n${line}\n${line}\n-----END RSA PRIVATE KEY-----\nEOT\n}`,
      ),
    ).toEqual(["private-key main.tf:3 RSA private key: aws_iam_server_certificate.c.private_key"]);
  });
  test("in quotes, and where the argument says nothing", () => {
    expect(
      toldOf(
        `resource "aws_transfer_ssh_key" "c" {\n  body = "-----BEGIN OPENSSH PRIVATE KEY-----\\n${line}\\n-----END OPENSSH PRIVATE KEY-----"\n}`,
      ),
    ).toEqual(["private-key main.tf:2 OpenSSH private key"]);
  });
  test("of PuTTY, and encrypted", () => {
    expect(
      toldOf(
        `locals {\n  k = <<EOT\nPuTTY-User-Key-File-2: ssh-rsa\nEncryption: none\nPrivate-Lines: 1\n${line}\nPrivate-MAC: 8d9cbf92b0e8\nEOT\n}`,
      ),
    ).toEqual(["private-key main.tf:3 PuTTY private key"]);
    expect(
      toldOf(
        `locals {\n  k = <<EOT\n-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: DES-EDE3-CBC,0011\n\n${line}\n-----END RSA PRIVATE KEY-----\nEOT\n}`,
      ),
    ).toEqual(["private-key main.tf:3 RSA private key"]);
  });
  test.each([
    ["a certificate", `-----BEGIN CERTIFICATE-----\n${line}\n-----END CERTIFICATE-----`],
    ["a public key", `-----BEGIN PUBLIC KEY-----\n${line}\n-----END PUBLIC KEY-----`],
    ["a frame without a key", "-----BEGIN RSA PRIVATE KEY-----\n...\n-----END RSA PRIVATE KEY-----"],
    ["a frame in prose", `the header is -----BEGIN RSA PRIVATE KEY----- and then\n${line}`],
    ["a frame that is put together", `-----BEGIN PRIVATE KEY-----\n\${var.body}\n-----END PRIVATE KEY-----`],
  ])("%s is clean", (_name, text) => {
    expect(toldOf(`resource "aws_iam_server_certificate" "c" {\n  private_key = <<EOT\n${text}\nEOT\n}`)).toEqual([]);
  });
});

describe("sinks that only their resource or their declaration tells", () => {
  test.each([
    [
      'resource "github_repository_webhook" "w" {\n  configuration {\n    secret = "hunter22"\n  }\n}',
      "hard-coded main.tf:3 webhook secret",
    ],
    [
      'resource "aws_cloudwatch_event_connection" "c" {\n  auth_parameters {\n    api_key {\n      key   = "x-signature"\n      value = "hunter22"\n    }\n  }\n}',
      "hard-coded main.tf:5 API key",
    ],
    ['resource "keycloak_user" "u" {\n  initial_password {\n    value = "hunter22"\n  }\n}', "hard-coded main.tf:3 password"],
    [
      'variable "registry" {\n  type = object({ admin_password = optional(string, "password") })\n}',
      "placeholder main.tf:2 admin password",
    ],
    ['variable "database_password" {\n  default = "password"\n}', "placeholder main.tf:2 database password"],
    ['variable "jwt_secret" {\n  default = "supersecretjwt"\n}', "placeholder main.tf:2 jwt secret"],
    ['variable "license_key" {\n  default = "K7Q2M-9XW4T-3BVN8-HD5RC"\n}', "sensitive-default main.tf:2 license key"],
    [
      'data "http" "h" {\n  request_headers = {\n    Authorization = "Bearer 9aF3kLq27ZpXw81Tb6Yd"\n  }\n}',
      "hard-coded main.tf:3 authorization",
    ],
  ])("%j", (text, expected) => {
    expect(toldOf(text).map((line) => line.split(": ")[0])).toEqual([expected]);
  });
});
