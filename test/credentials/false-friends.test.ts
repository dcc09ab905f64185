/** What looks like a credential and is none has to stay clean: nobody reads a tool that cries wolf. */
import { describe, expect, test } from "@jest/globals";
import { told, toldOf } from "./sighted.ts";

function resource(body: string): string {
  return `resource "acme_thing" "t" {\n  ${body}\n}\n`;
}

describe("references", () => {
  test.each([
    "password = var.password",
    `password = "\${var.password}"`,
    'password = "var.password"',
    "password = random_password.db.result",
    `password = "\${random_password.db.result}!"`,
    "password = data.aws_secretsmanager_secret_version.db.secret_string",
    'password = jsondecode(data.aws_secretsmanager_secret_version.db.secret_string)["password"]',
    "password = local.prod ? var.password : null",
    'password = local.prod ? var.password : ""',
    "password = null",
    'password = ""',
    'password = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf"',
    'secret_data = "projects/acme/secrets/db/versions/latest"',
    'password = "vault:secret/data/db#password"',
    'password = "ssm:/prod/db/password"',
    'password = "op://prod/db/password"',
    'password = "{{resolve:secretsmanager:db:SecretString:password}}"',
    'connection_string = "@Microsoft.KeyVault(SecretUri=https://acme.vault.azure.net/secrets/db)"',
    'connection_string = "https://acme.example.com/api"',
    'connection_string = "Endpoint=sb://acme.servicebus.windows.net/;EntityPath=q"',
    `connection_string = "postgres://app:\${var.password}@db/main"`,
    'password = "$DB_PASSWORD"',
    'password = "%DB_PASSWORD%"',
    `password = "$\${DB_PASSWORD}"`,
    "password = \"<%= ENV['DB_PASSWORD'] %>\"",
    'password = "ENC[AES256_GCM,data:abcdef,iv:1,tag:2,type:str]"',
    'password = "AQICAHhV9ovZ1LDJtqm4dMBsbWTdwjgd2JTXjZmWfuKb1l"',
    'password_hash = "$6$rounds=4096$saltsalt$abcdefghijkl"',
    'password = "$2y$10$abcdefghijklmnopqrstuv"',
    'private_key = file("~/.ssh/id_rsa")',
    'private_key = "~/.ssh/id_rsa"',
    `private_key = "\${path.module}/key.pem"`,
    'private_key = "keys/deploy.pem"',
    'client_key = "/etc/ssl/private/key.pem"',
    'public_key = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC7vbqajDhA"',
    'ssh_key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ8Z1example"',
    'token_validity_units { access_token = "minutes" }',
    'ttl = { access_token = "5m", refresh_token = "336h" }',
    'token = "acme-site-verification=rXOxyZounnZasA8Z7oaD3c14JdjS9aKS"',
    'headers = { Authorization = "Bearer token" }',
    'env = { DB_PASSWORD = "db-password:latest" }',
    `user_data = "sed -i 's/DB_PASSWORD=.*/DB_PASSWORD=$PW/' .env"`,
    'authorization = "COGNITO_USER_POOLS"',
    'encryption_key = "alias/rds"',
    'encryption_key = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"',
  ])("%s", (body) => {
    expect(toldOf(resource(body))).toEqual([]);
  });
});

describe("names about a credential", () => {
  test.each([
    'secret_name = "prod-db-Passw0rd-99x"',
    'secret_id = "AbCd1234EfGh5678"',
    'secret_arn = "AbCd1234EfGh5678"',
    'password_path = "AbCd1234EfGh5678"',
    "password_length = 32",
    'password_policy = "AbCd1234EfGh5678"',
    'password_version = "AbCd1234EfGh5678"',
    'token_ttl = "AbCd1234EfGh5678"',
    'token_type = "AbCd1234EfGh5678"',
    'manage_master_user_password = "true"',
    "automount_service_account_token = true",
    'creation_token = "AbCd1234EfGh5678"',
    'next_token = "AbCd1234EfGh5678"',
    'existing_secret = "db-credentials"',
    'image_pull_secret = "regcred-01"',
    'secret = "db-credentials"',
    'secrets = ["db-credentials", "smtp"]',
    'token = "my-token-name"',
    'api_key_source = "HEADER"',
    'key = "infrastructure.tfstate"',
    'kms_key_id = "1234abcd-12ab-34cd-56ef-1234567890ab"',
    'source_code_hash = "pZGm1Av0IEBKARczz7exkNYsZb8LzaMrV7J32a2fFG4="',
    'thumbprint_list = ["9e99a48a9960b14926bb7f3b02e22da2b0ab7280"]',
    'ami = "ami-0abcdef1234567890"',
    'tags = { Password = "letmein", token = "AbCd1234EfGh5678" }',
    'description = "password: has to be changed at first login"',
    'username = "1234567890qwertyuiop"',
    'environment = [{ name = "DB_PASSWORD", value = "/prod/db/password", type = "PARAMETER_STORE" }]',
    'secrets = [{ name = "DB_PASSWORD", valueFrom = "/prod/db/password" }]',
    'policy = "secretsmanager:GetSecretValue"',
  ])("%s", (body) => {
    expect(toldOf(resource(body))).toEqual([]);
  });
});

test("a configuration as it should be", () => {
  expect(
    told({
      "main.tf": `
variable "db_password" {
  type        = string
  sensitive   = true
  description = "The password: comes from the pipeline, e.g. db_password=secret123"
  validation {
    condition     = length(var.db_password) > 12
    error_message = "password: too short"
  }
}
resource "random_password" "db" {
  length           = 32
  override_special = "!#$%&*()-_=+[]{}<>:?"
}
resource "aws_db_instance" "main" {
  username                    = "app"
  password                    = random_password.db.result
  manage_master_user_password = false
  lifecycle {
    ignore_changes = [password]
  }
}
resource "aws_ssm_parameter" "p" {
  name  = "/app/db/password"
  type  = "SecureString"
  value = "set-by-hand"
  lifecycle {
    ignore_changes = [value]
  }
}
resource "aws_ssm_parameter" "user" {
  name  = "/app/db/user"
  type  = "SecureString"
  value = "appuser"
}
resource "azurerm_key_vault_secret" "user" {
  name  = "db-username"
  value = "appuser"
}
locals {
  address = format("postgres://%s:%s@%s/main", var.user, var.password, var.host)
}
resource "aws_ssm_parameter" "size" {
  name  = "/app/size"
  type  = "String"
  value = "t3.micro"
}
resource "aws_iam_account_password_policy" "strict" {
  minimum_password_length      = 14
  require_lowercase_characters = true
  max_password_age             = 90
}
resource "aws_iam_policy" "p" {
  policy = <<EOF
{ "Statement": [{ "Sid": "ReadSecret", "Effect": "Allow",
  "Action": ["secretsmanager:GetSecretValue", "ssm:GetParameter"],
  "Resource": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf" }] }
EOF
}
resource "aws_instance" "web" {
  user_data = <<-EOT
    #cloud-config
    ssh_pwauth: false
    users:
      - name: deploy
        lock_passwd: true
    runcmd:
      - export TOKEN=$(curl -sX PUT http://169.254.169.254/latest/api/token)
      - DB_PASSWORD="$(aws ssm get-parameter --name /app/db/password --query Parameter.Value)"
      - test -n "$DB_PASSWORD" || echo "password: missing"
      - if [ "$TOKEN" == "" ]; then exit 1; fi
      - if [ $PASSWORD = "hunter22" ] || test $DB_PASSWORD = letmein; then exit 1; fi
      - docker login --username app --password-stdin registry
      - vault login -method=aws token=$VAULT_TOKEN
  EOT
}
output "db_password" {
  value     = random_password.db.result
  sensitive = true
}
`,
      "terraform.tfvars": 'region = "eu-west-1"\ninstance_type = "t3.micro"\nsecret_name = "db"\n',
    }),
  ).toEqual([]);
});
