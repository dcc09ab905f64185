/**
 * What mends a literal in an argument of one type of resource, with the line that does. Write-only arguments (`_wo`) and ephemeral resources
 * as the providers document them; the former need Terraform 1.11, the latter 1.10. Places for values are written in capitals.
 */

function writeOnly(argument: string, instead = ""): string {
  const other = instead === "" ? "" : `${instead}, or `;
  return `Rotate it, then ${other}fill the write-only argument: \`${argument} = ephemeral.random_password.db.result\` with \`${argument}_version = 1\`.`;
}

function secretStore(argument: string): string {
  return `Rotate it, then fill the write-only argument: \`${argument} = var.value\` (a variable that is \`ephemeral\`) with \`${argument}_version = 1\`, or set the value outside of Terraform.`;
}

function identity(words: string): string {
  return `Rotate it, then ${words}`;
}

const managedUser = "let the service make and keep it: `manage_master_user_password = true`";
const userData =
  "Rotate it, then read it at boot by the machine's role, `aws ssm get-parameter --with-decryption --name /app/db`: user data can be read by every process on the machine.";
const azureVm =
  "Rotate it, then sign in by key or Entra ID: `disable_password_authentication = true` with an `admin_ssh_key` block; where Windows needs one, a variable without a default that the pipeline fills from Key Vault.";
const googleMetadata =
  "Rotate it, then read it at boot by the machine's service account, `gcloud secrets versions access latest --secret=app-db`: metadata can be read by every process on the machine.";
const azureAppSettings =
  'Rotate it, then refer to Key Vault: `app_settings = { DB_PASSWORD = "@Microsoft.KeyVault(VaultName=app;SecretName=db)" }`.';
const kubernetesSecret =
  "Rotate it, then fill `data_wo` from an ephemeral value (`data_wo_revision = 1`), or let an operator bring the secret from a store (an `ExternalSecret`).";
const kubernetesPod =
  'Rotate it, then refer to a secret: `env { name = "DB_PASSWORD" value_from { secret_key_ref { name = "app" key = "password" } } }`.';
const containerSecrets =
  'Rotate it, then move it from `environment` to `secrets = [{ name = "DB_PASSWORD", valueFrom = aws_secretsmanager_secret.db.arn }]`.';
const githubSecret =
  "Rotate it, then hand it in by a variable without a default, or set the secret outside of Terraform, `gh secret set NAME`; of a cloud's key, let the workflow sign in by OIDC instead.";
const azureSqlAdmin = "sign in through Entra ID alone (`azuread_authentication_only = true`)";

export const remediesByType: Readonly<Record<string, string>> = {
  // AWS: data stores
  aws_db_instance: writeOnly("password_wo", managedUser),
  aws_rds_cluster: writeOnly("master_password_wo", managedUser),
  aws_docdb_cluster: writeOnly("master_password_wo", managedUser),
  aws_redshift_cluster: writeOnly("master_password_wo", "let the service make and keep it: `manage_master_password = true`"),
  aws_redshiftserverless_namespace: writeOnly("admin_user_password_wo", "let the service make and keep it: `manage_admin_password = true`"),
  aws_elasticache_user: identity('sign in by IAM: `authentication_mode { type = "iam" }`.'),
  aws_elasticache_replication_group: identity(
    'let users sign in by IAM (`user_group_ids` with `authentication_mode { type = "iam" }`), or take `auth_token` from a variable without a default.',
  ),
  aws_memorydb_user: identity('sign in by IAM: `authentication_mode { type = "iam" }`.'),
  aws_opensearch_domain: identity("make a role the master user: `master_user_options { master_user_arn = aws_iam_role.admin.arn }`."),
  aws_elasticsearch_domain: identity("make a role the master user: `master_user_options { master_user_arn = aws_iam_role.admin.arn }`."),
  aws_mq_broker: identity(
    "take the `user` block's password from a variable without a default, `password = var.mq_password`, which the pipeline fills from Secrets Manager.",
  ),
  aws_dms_endpoint: identity(
    "name a secret instead: `secrets_manager_arn = aws_secretsmanager_secret.source.arn` with `secrets_manager_access_role_arn`.",
  ),
  aws_glue_connection: identity("name a secret instead: `SECRET_ID = aws_secretsmanager_secret.db.name` in `connection_properties`."),
  aws_lightsail_database: identity("take `master_password` from a variable without a default, and rotate it outside of Terraform."),
  aws_fsx_windows_file_system: identity(
    "name a secret with the directory's login instead (`domain_join_service_account_secret`), or take `password` from a variable without a default.",
  ),
  aws_directory_service_directory: identity(
    "take `password` from a variable without a default that the pipeline fills from Secrets Manager.",
  ),
  aws_transfer_host_key: secretStore("host_key_body_wo"),
  // AWS: secrets and keys
  aws_secretsmanager_secret_version: writeOnly("secret_string_wo"),
  aws_ssm_parameter: secretStore("value_wo"),
  aws_kms_ciphertext: secretStore("plaintext_wo"),
  aws_iam_server_certificate: identity("let ACM make and renew the certificate, `aws_acm_certificate`; its key never leaves AWS."),
  aws_acm_certificate: identity('let ACM make and renew the certificate: `domain_name` with `validation_method = "DNS"` needs no key.'),
  aws_iam_access_key: identity("give the workload a role instead: `aws_iam_role` with `sts:AssumeRoleWithWebIdentity`."),
  // AWS: what runs
  aws_lambda_function: identity(
    "give the function the secret's name and the right to read it, `variables = { DB_SECRET_ARN = aws_secretsmanager_secret.db.arn }`: its environment is shown to everybody who may see the function.",
  ),
  aws_ecs_task_definition: containerSecrets,
  aws_batch_job_definition: containerSecrets,
  aws_apprunner_service: identity("refer to a secret: `runtime_environment_secrets = { DB_PASSWORD = aws_secretsmanager_secret.db.arn }`."),
  aws_codebuild_project: identity(
    'refer to a secret: `environment_variable { name = "TOKEN" type = "SECRETS_MANAGER" value = aws_secretsmanager_secret.token.name }`.',
  ),
  aws_codepipeline: identity(
    "connect by `aws_codestarconnections_connection` instead of an OAuth token: `ConnectionArn` in the source's configuration.",
  ),
  aws_codepipeline_webhook: identity("use an `aws_codestarconnections_connection`, which needs no shared secret."),
  aws_amplify_app: identity(
    "connect by the GitHub App, or take `access_token` from a variable without a default; environment variables of the app are no place for secrets, SSM parameters below `/amplify/` are.",
  ),
  aws_elastic_beanstalk_environment: identity(
    "refer to a secret: a `setting` in `aws:elasticbeanstalk:application:environmentsecrets` with the ARN as its value.",
  ),
  aws_glue_job: identity('hand the job the secret\'s name, `default_arguments = { "--secret_arn" = aws_secretsmanager_secret.db.arn }`.'),
  aws_sagemaker_model: identity("hand the container the secret's name in `environment`, and its role the right to read it."),
  aws_instance: userData,
  aws_launch_template: userData,
  aws_launch_configuration: userData,
  aws_spot_instance_request: userData,
  aws_cognito_identity_provider: identity(
    "take `client_secret` in `provider_details` from a variable without a default that the pipeline sets.",
  ),
  aws_appsync_datasource: identity(
    "name a secret: `rds_http_endpoint_config { aws_secret_store_arn = aws_secretsmanager_secret.db.arn }` in `relational_database_config`.",
  ),
  aws_vpn_connection: identity(
    'let AWS make the key (leave `tunnel1_preshared_key` out), and store it by `preshared_key_storage = "SecretsManager"`.',
  ),
  aws_cloudwatch_event_connection: identity(
    "take the value from a variable without a default; the connection keeps it in Secrets Manager itself.",
  ),

  // Azure
  azurerm_key_vault_secret: secretStore("value_wo"),
  azurerm_mssql_server: writeOnly("administrator_login_password_wo", azureSqlAdmin),
  azurerm_sql_server: identity(`move to \`azurerm_mssql_server\` and ${azureSqlAdmin}.`),
  azurerm_mssql_job_credential: writeOnly("password_wo"),
  azurerm_mysql_flexible_server: writeOnly("administrator_password_wo"),
  azurerm_postgresql_flexible_server: writeOnly(
    "administrator_password_wo",
    "sign in through Entra ID alone (`authentication { active_directory_auth_enabled = true password_auth_enabled = false }`)",
  ),
  azurerm_postgresql_server: writeOnly("administrator_login_password_wo"),
  azurerm_synapse_workspace: identity(`${azureSqlAdmin}.`),
  azurerm_linux_virtual_machine: azureVm,
  azurerm_windows_virtual_machine: azureVm,
  azurerm_virtual_machine: azureVm,
  azurerm_linux_virtual_machine_scale_set: azureVm,
  azurerm_windows_virtual_machine_scale_set: azureVm,
  azurerm_virtual_machine_extension: identity(
    "read it on the machine by its identity, or at least move it to `protected_settings_from_key_vault { secret_url = azurerm_key_vault_secret.x.id }`.",
  ),
  azurerm_linux_web_app: azureAppSettings,
  azurerm_windows_web_app: azureAppSettings,
  azurerm_app_service: azureAppSettings,
  azurerm_linux_function_app: azureAppSettings,
  azurerm_windows_function_app: azureAppSettings,
  azurerm_function_app: azureAppSettings,
  azurerm_container_app: identity(
    'refer to Key Vault: `secret { name = "db" identity = azurerm_user_assigned_identity.app.id key_vault_secret_id = azurerm_key_vault_secret.db.id }`.',
  ),
  azurerm_container_group: identity(
    "read it by the group's identity from Key Vault; at least move it to `secure_environment_variables`, filled from a variable without a default.",
  ),
  azurerm_kubernetes_cluster: identity(
    'use a managed identity: `identity { type = "SystemAssigned" }` instead of a `service_principal` block.',
  ),
  azurerm_data_factory_linked_service_sql_server: identity(
    'refer to Key Vault: `key_vault_password { linked_service_name = "kv" secret_name = "db" }`.',
  ),
  azurerm_logic_app_workflow: identity(
    "take it from Key Vault by the workflow's identity; a parameter of type `securestring` has no default.",
  ),
  azurerm_automation_credential: identity("take `password` from a variable without a default that the pipeline fills from Key Vault."),
  azuread_application_password: identity("let the workload sign in without one: `azuread_application_federated_identity_credential`."),
  azuread_user: identity("take `password` from a variable without a default, with `force_password_change = true`."),
  azurerm_resource_group_template_deployment: identity(
    'refer to Key Vault in `parameters_content`: `{ "reference": { "keyVault": { "id": … }, "secretName": "db" } }`.',
  ),

  // Google
  google_secret_manager_secret_version: writeOnly("secret_data_wo"),
  google_sql_user: writeOnly("password_wo", 'sign in by IAM (`type = "CLOUD_IAM_SERVICE_ACCOUNT"`)'),
  google_sql_database_instance: writeOnly("root_password_wo"),
  google_alloydb_cluster: identity("take `initial_user`'s password from a variable without a default, or add users that sign in by IAM."),
  google_alloydb_user: writeOnly("password_wo", 'sign in by IAM (`user_type = "ALLOYDB_IAM_USER"`)'),
  google_compute_vpn_tunnel: writeOnly("shared_secret_wo"),
  google_monitoring_uptime_check_config: writeOnly("password_wo"),
  google_monitoring_notification_channel: identity(
    "take it from a variable without a default: `sensitive_labels { auth_token = var.token }`.",
  ),
  google_bigquery_data_transfer_config: secretStore("secret_access_key_wo"),
  google_cloud_run_service: identity(
    'refer to a secret: `env { name = "DB_PASSWORD" value_from { secret_key_ref { name = "db" key = "latest" } } }`.',
  ),
  google_cloud_run_v2_service: identity(
    'refer to a secret: `env { name = "DB_PASSWORD" value_source { secret_key_ref { secret = "db" version = "latest" } } }`.',
  ),
  google_cloudfunctions_function: identity(
    'refer to a secret: `secret_environment_variables { key = "DB_PASSWORD" secret = "db" version = "latest" }`.',
  ),
  google_cloudfunctions2_function: identity(
    'refer to a secret in `service_config`: `secret_environment_variables { key = "DB_PASSWORD" project_id = var.project secret = "db" version = "latest" }`.',
  ),
  google_compute_instance: googleMetadata,
  google_compute_instance_template: googleMetadata,
  google_container_cluster: identity("leave `master_auth` out; clients sign in by `gke-gcloud-auth-plugin`."),
  google_composer_environment: identity("let Airflow read it from Secret Manager: `airflow_config_overrides = { secrets-backend = … }`."),

  // Kubernetes, Helm, Docker
  kubernetes_secret: kubernetesSecret,
  kubernetes_secret_v1: kubernetesSecret,
  kubernetes_config_map: identity(
    "move it into a secret that an operator brings from a store; a config map is shown to everybody who may list it.",
  ),
  kubernetes_config_map_v1: identity(
    "move it into a secret that an operator brings from a store; a config map is shown to everybody who may list it.",
  ),
  kubernetes_deployment: kubernetesPod,
  kubernetes_deployment_v1: kubernetesPod,
  kubernetes_stateful_set: kubernetesPod,
  kubernetes_stateful_set_v1: kubernetesPod,
  kubernetes_daemonset: kubernetesPod,
  kubernetes_cron_job_v1: kubernetesPod,
  kubernetes_job_v1: kubernetesPod,
  kubernetes_pod: kubernetesPod,
  kubernetes_manifest: identity("keep an `ExternalSecret` in the manifest instead of the secret's `stringData`."),
  helm_release: identity(
    'keep it in a Kubernetes secret that the chart names (`existingSecret: app-db`), or pass it by `set_wo = [{ name = "db.password", value = var.db_password }]`.',
  ),
  docker_container: identity("mount a secret, or take the value of `env` from a variable without a default."),
  docker_registry_image: identity(
    'sign in by a credential helper; `registry_auth` takes `config_file = pathexpand("~/.docker/config.json")`.',
  ),
  docker_secret: identity(
    "take `data` from a variable without a default, `base64encode(var.value)`, or make the secret outside of Terraform.",
  ),

  // Forges, DNS, monitoring, secret stores
  github_actions_secret: githubSecret,
  github_actions_organization_secret: githubSecret,
  github_actions_environment_secret: githubSecret,
  github_dependabot_secret: githubSecret,
  github_codespaces_secret: githubSecret,
  github_repository_webhook: identity(
    "let Terraform hand over a value that it does not keep in code: `secret = var.webhook_secret`, a variable without a default.",
  ),
  gitlab_project_variable: identity(
    "hand it in by a variable without a default, `masked = true` and `hidden = true`; of a cloud's key, let the job sign in by `id_tokens`.",
  ),
  gitlab_group_variable: identity(
    "hand it in by a variable without a default, `masked = true` and `hidden = true`; of a cloud's key, let the job sign in by `id_tokens`.",
  ),
  tfe_variable: identity(
    "hand it in by a write-only value, `value_wo = var.value` with `sensitive = true`, or use dynamic provider credentials (OIDC) for a cloud's key.",
  ),
  vault_generic_secret: identity("write it by `vault_kv_secret_v2` and `data_json_wo`, or outside of Terraform: `vault kv put`."),
  vault_kv_secret_v2: secretStore("data_json_wo"),
  vault_database_secret_backend_connection: identity(
    "let Vault rotate the root credential right after: `vault write -force database/rotate-root/NAME`, and take `password` from a variable without a default.",
  ),
  cloudflare_workers_secret: identity("set it outside of Terraform: `wrangler secret put NAME`."),
  datadog_integration_aws: identity("let Datadog assume a role (`role_name`) instead of a key."),
  grafana_data_source: identity(
    "take it from a variable without a default: `secure_json_data_encoded = jsonencode({ password = var.db_password })`.",
  ),
  postgresql_role: identity(
    "let the server check another way (IAM, certificates), or take `password` from a variable without a default; `password_wo` exists from provider 1.26 on.",
  ),
  mysql_user: identity(
    'sign in by an authentication plugin (`auth_plugin = "AWSAuthenticationPlugin"`), or take `plaintext_password` from a variable without a default.',
  ),
  digitalocean_droplet: userData.replace("aws ssm get-parameter --with-decryption --name /app/db", "doppler run"),
  null_resource: identity(
    "hand it to the command by its environment (`environment = { TOKEN = var.token }`, a variable without a default); better, let the pipeline run the command.",
  ),
  terraform_data: identity(
    "hand it to the command by its environment (`environment = { TOKEN = var.token }`, a variable without a default); `input` and `triggers_replace` are kept in the state.",
  ),
  local_file: identity("do not write it: whoever needs it reads it from a secret store."),
};

/** By the address of a provider, or of the `terraform` block for a backend. */
export const remediesByProvider: Readonly<Record<string, string>> = {
  "provider.aws": identity(
    "leave `access_key` and `secret_key` out: the provider takes the pipeline's role, best by OIDC (`aws-actions/configure-aws-credentials` with `role-to-assume`).",
  ),
  "provider.azurerm": identity("leave `client_secret` out and set `use_oidc = true`: the pipeline signs in by a federated credential."),
  "provider.azuread": identity("leave `client_secret` out and set `use_oidc = true`: the pipeline signs in by a federated credential."),
  "provider.google": identity(
    "leave `credentials` out: the provider takes the pipeline's identity, best by Workload Identity Federation (`google-github-actions/auth`).",
  ),
  "provider.google-beta": identity(
    "leave `credentials` out: the provider takes the pipeline's identity, best by Workload Identity Federation (`google-github-actions/auth`).",
  ),
  "provider.kubernetes": identity(
    'let the provider ask for a token: `exec { command = "aws" args = ["eks", "get-token", "--cluster-name", NAME] }`.',
  ),
  "provider.helm": identity(
    'let the provider ask for a token: `exec = { command = "aws", args = ["eks", "get-token", "--cluster-name", NAME] }`.',
  ),
  "provider.github": identity(
    "leave `token` out: the provider takes `GITHUB_TOKEN`, or sign in as an App by `app_auth {}` and its environment.",
  ),
  "provider.gitlab": identity("leave `token` out: the provider takes `GITLAB_TOKEN` from the environment."),
  "provider.vault": identity('leave `token` out and sign in by the pipeline\'s identity: `auth_login_jwt { role = "ci" }`.'),
  "provider.datadog": identity("leave `api_key` and `app_key` out: the provider takes `DD_API_KEY` and `DD_APP_KEY`."),
  "provider.cloudflare": identity("leave `api_token` out: the provider takes `CLOUDFLARE_API_TOKEN`."),
  "provider.digitalocean": identity("leave `token` out: the provider takes `DIGITALOCEAN_TOKEN`."),
  "provider.postgresql": identity("leave `password` out: the provider takes `PGPASSWORD`, or signs in by IAM (`aws_rds_iam_auth = true`)."),
  "provider.mysql": identity("leave `password` out: the provider takes `MYSQL_PASSWORD`."),
  "provider.vsphere": identity("leave `password` out: the provider takes `VSPHERE_PASSWORD`."),
  "provider.grafana": identity("leave `auth` out: the provider takes `GRAFANA_AUTH`."),
  "provider.newrelic": identity("leave `api_key` out: the provider takes `NEW_RELIC_API_KEY`."),
  "provider.pagerduty": identity("leave `token` out: the provider takes `PAGERDUTY_TOKEN`."),
  "provider.tfe": identity("leave `token` out: the provider takes `TFE_TOKEN`, or what `terraform login` keeps."),
  terraform: identity(
    "leave it out of the backend: it takes the pipeline's role (`AWS_…`, `ARM_USE_OIDC`, `GOOGLE_…`), and `terraform init -backend-config=FILE` takes the rest. A backend's arguments are also copied into `.terraform` and into every saved plan.",
  ),
};
