/**
 * Arguments that a provider takes and that neither plan nor state keeps, by the argument that is kept. From the providers' schemas:
 * aws 6.25, azurerm 4.55, google 6.50 and 7.46, kubernetes 2.38, helm 3, vault 5. They need Terraform 1.11, and change with their `…_version`.
 * @see https://developer.hashicorp.com/terraform/language/manage-sensitive-data/write-only
 */
const writeOnlyArguments: ReadonlyMap<string, Readonly<Record<string, string>>> = new Map([
  ["aws_bedrockagentcore_api_key_credential_provider", { api_key: "api_key_wo" }],
  ["aws_db_instance", { password: "password_wo" }],
  ["aws_docdb_cluster", { master_password: "master_password_wo" }],
  ["aws_kms_ciphertext", { plaintext: "plaintext_wo" }],
  ["aws_rds_cluster", { master_password: "master_password_wo" }],
  ["aws_redshift_cluster", { master_password: "master_password_wo" }],
  ["aws_redshiftserverless_namespace", { admin_user_password: "admin_user_password_wo" }],
  ["aws_secretsmanager_secret_version", { secret_string: "secret_string_wo" }],
  ["aws_ssm_parameter", { value: "value_wo" }],
  ["aws_transfer_host_key", { host_key_body: "host_key_body_wo" }],
  ["azurerm_key_vault_secret", { value: "value_wo" }],
  ["azurerm_mssql_job_credential", { password: "password_wo" }],
  ["azurerm_mssql_server", { administrator_login_password: "administrator_login_password_wo" }],
  ["azurerm_mysql_flexible_server", { administrator_password: "administrator_password_wo" }],
  ["azurerm_postgresql_flexible_server", { administrator_password: "administrator_password_wo" }],
  ["azurerm_postgresql_server", { administrator_login_password: "administrator_login_password_wo" }],
  ["google_alloydb_user", { password: "password_wo" }],
  ["google_bigquery_data_transfer_config", { secret_access_key: "secret_access_key_wo" }],
  ["google_compute_vpn_tunnel", { shared_secret: "shared_secret_wo" }],
  ["google_monitoring_uptime_check_config", { password: "password_wo" }],
  ["google_secret_manager_secret_version", { secret_data: "secret_data_wo" }],
  ["google_sql_database_instance", { root_password: "root_password_wo" }],
  ["google_sql_user", { password: "password_wo" }],
  ["helm_release", { set_sensitive: "set_wo" }],
  ["kubernetes_secret", { data: "data_wo", binary_data: "binary_data_wo" }],
  ["kubernetes_secret_v1", { data: "data_wo", binary_data: "binary_data_wo" }],
  ["vault_kv_secret_v2", { data_json: "data_json_wo" }],
]);

/** The write-only argument beside one of a resource; null: there is none that is known. */
export function writeOnlyArgument(type: string, argument: string): string | null {
  const known = writeOnlyArguments.get(type);
  return known !== undefined && Object.hasOwn(known, argument) ? (known[argument] ?? null) : null;
}
