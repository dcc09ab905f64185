/** A literal where a credential belongs. */
import type { Sighting } from "../../../model/sighting.ts";
import { credentialObservations } from "../../credential-observation.ts";
import type { ConfigurationRule } from "../../rule.ts";

/** Arguments and writes without state, as the providers document them; `_wo` arguments need Terraform 1.11. */
const remedies: Readonly<Record<string, string>> = {
  aws_db_instance: "Rotate it, then set `manage_master_user_password = true`, or fill `password_wo` from an ephemeral secret.",
  aws_rds_cluster: "Rotate it, then set `manage_master_user_password = true`, or fill `master_password_wo` from an ephemeral secret.",
  aws_docdb_cluster: "Rotate it, then set `manage_master_user_password = true`, or fill `master_password_wo` from an ephemeral secret.",
  aws_redshift_cluster: "Rotate it, then set `manage_master_password = true`, or fill `master_password_wo` from an ephemeral secret.",
  aws_elasticache_user: "Rotate it, then authenticate by IAM, or fill `passwords_wo` from an ephemeral secret.",
  aws_secretsmanager_secret_version:
    "Rotate it, then fill `secret_string_wo` from an ephemeral `random_password`, or set the value outside of Terraform.",
  aws_ssm_parameter: "Rotate it, then fill `value_wo` from an ephemeral value, or set the parameter outside of Terraform.",
  aws_lambda_function:
    "Rotate it, then give the function the secret's name and the right to read it: its environment is shown to everybody who may see the function.",
  aws_ecs_task_definition:
    "Rotate it, then move it from `environment` to `secrets` with a `valueFrom` that names a Secrets Manager secret or an SSM parameter.",
  aws_codebuild_project: 'Rotate it, then set the variable\'s `type = "SECRETS_MANAGER"` and name the secret as its value.',
  aws_instance: "Rotate it, then read it at boot through the instance's profile: user data can be read by every process on the machine.",
  aws_launch_template:
    "Rotate it, then read it at boot through the instance's profile: user data can be read by every process on the machine.",
  azurerm_key_vault_secret: "Rotate it, then fill `value_wo` from an ephemeral value, or set the secret outside of Terraform.",
  azurerm_mssql_server:
    "Rotate it, then sign in through Entra ID alone, or fill `administrator_login_password_wo` from an ephemeral secret.",
  azurerm_mysql_flexible_server: "Rotate it, then fill `administrator_password_wo` from an ephemeral secret.",
  azurerm_postgresql_flexible_server: "Rotate it, then fill `administrator_password_wo` from an ephemeral secret.",
  google_secret_manager_secret_version:
    "Rotate it, then fill `secret_data_wo` from an ephemeral value, or add the version outside of Terraform.",
  google_sql_user: "Rotate it, then authenticate by IAM, or fill `password_wo` from an ephemeral secret.",
  google_sql_database_instance: "Rotate it, then fill `root_password_wo` from an ephemeral secret.",
  kubernetes_secret:
    "Rotate it, then fill `data_wo` from an ephemeral value, or let an operator bring the secret from a store (External Secrets).",
  kubernetes_secret_v1:
    "Rotate it, then fill `data_wo` from an ephemeral value, or let an operator bring the secret from a store (External Secrets).",
  helm_release: "Rotate it, then keep it in a Kubernetes secret that the chart names (`existingSecret`), or pass it by `set_wo`.",
};

export const hardCoded: ConfigurationRule = {
  id: "credentials/hard-coded",
  on: "configuration",
  level: "block",
  page: {
    title: "A credential is written in the code",
    why: "Whoever can read the repository, its clones, its caches and every build log can use it, and it stays in the history after it is removed. Bakegate follows variables, locals and modules from the literal to the argument that it ends up in, so a password in a variables file counts even when nothing around it says what it is. It reads arguments of resources and providers, backends, name–value pairs, scripts and documents within texts, and Packer's templates and variable files. The text itself is never shown: a finding names its kind, its place, its way and a fingerprint.",
    bad: `resource "aws_db_instance" "main" {
  username = "app"
  password = "n0t-a-placeholder"
}`,
    good: `resource "aws_db_instance" "main" {
  username                    = "app"
  manage_master_user_password = true
}`,
  },
  reasons: {
    literal: {
      message: "The {what} of {address} is written in the code ({length} characters, fingerprint {fingerprint})",
      remedy:
        "Rotate it, then hand it in from outside: a variable without a default that the pipeline sets, or a secret store that is read at apply.",
      remedies,
    },
    named: {
      message:
        "By its name {address} holds a credential ({what}), and its value is written in the code ({length} characters, fingerprint {fingerprint})",
      remedy:
        "Rotate it, then take the value away: a variable without a default that the pipeline sets, or a secret store that is read at apply.",
    },
    provider: {
      message: "The {what} of {address} is written in the code ({length} characters, fingerprint {fingerprint})",
      remedy:
        "Rotate it, then leave the argument out: providers and backends read credentials from the environment, best from a short-lived role (OIDC).",
    },
    packer: {
      message: "A credential ({what}) stands in a Packer template ({length} characters, fingerprint {fingerprint})",
      remedy:
        "Rotate it, then take it from the environment with `env()` in a variable that is `sensitive`; an image must not hold it either, nor its build log.",
    },
  },
  *judge(side) {
    const templates = new Set(side.packer.map((template) => template.path));
    yield* credentialObservations(side, "hard-coded", (sighting) => reasonOf(sighting, templates));
  },
};

const packerValues = /\.pkrvars\.(?:hcl|json)$/;

function reasonOf(sighting: Sighting, templates: ReadonlySet<string>): string {
  const sink = sighting.way.at(-1) ?? sighting.address ?? "";
  if (templates.has(sighting.place.file) || packerValues.test(sighting.place.file)) return "packer";
  if (sink.startsWith("provider.") || sink.startsWith("terraform.")) return "provider";
  return /^(?:var|local|output)\./.test(sink) ? "named" : "literal";
}
