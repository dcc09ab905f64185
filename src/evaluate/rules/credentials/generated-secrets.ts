/** Attributes that are secrets by what they are: what a resource makes, or a data source reads. All of them are kept in the state. */

export interface GeneratedSecret {
  /** `password`, `private key`. */
  readonly what: string;
  /** What makes or reads the same and is kept nowhere; null: there is none. From the providers' lists of ephemeral resources. */
  readonly ephemeral: string | null;
}

function secrets(what: string, ephemeral: string | null, ...attributes: readonly string[]): ReadonlyMap<string, GeneratedSecret> {
  return new Map(attributes.map((attribute) => [attribute, { what, ephemeral }]));
}

const storageKeys = secrets(
  "access key",
  null,
  "primary_access_key",
  "secondary_access_key",
  "primary_connection_string",
  "secondary_connection_string",
  "primary_blob_connection_string",
  "secondary_blob_connection_string",
);
const ruleKeys = secrets("access key", null, "primary_key", "secondary_key", "primary_connection_string", "secondary_connection_string");
const privateKeys = secrets("private key", "tls_private_key", "private_key_pem", "private_key_openssh", "private_key_pem_pkcs8");

/** By type of resource, and by attribute. */
export const generatedByResources: ReadonlyMap<string, ReadonlyMap<string, GeneratedSecret>> = new Map([
  ["random_password", secrets("password", "random_password", "result")],
  ["random_bytes", secrets("key", null, "base64", "hex")],
  ["tls_private_key", privateKeys],
  ["aws_iam_access_key", secrets("secret access key", null, "secret", "ses_smtp_password_v4")],
  ["aws_iam_user_login_profile", secrets("password", null, "password")],
  ["aws_iam_service_specific_credential", secrets("password", null, "service_password")],
  ["aws_cognito_user_pool_client", secrets("client secret", null, "client_secret")],
  ["azuread_application_password", secrets("client secret", null, "value")],
  ["azuread_service_principal_password", secrets("client secret", null, "value")],
  ["azurerm_storage_account", storageKeys],
  ["azurerm_storage_account_sas", secrets("signature", null, "sas")],
  ["azurerm_redis_cache", storageKeys],
  ["azurerm_cosmosdb_account", ruleKeys],
  ["azurerm_container_registry", secrets("password", null, "admin_password")],
  ["azurerm_servicebus_namespace_authorization_rule", ruleKeys],
  ["azurerm_servicebus_queue_authorization_rule", ruleKeys],
  ["azurerm_eventhub_namespace_authorization_rule", ruleKeys],
  ["azurerm_eventhub_authorization_rule", ruleKeys],
  ["azurerm_iothub_shared_access_policy", ruleKeys],
  ["azurerm_kubernetes_cluster", secrets("kubeconfig", null, "kube_config_raw", "kube_admin_config_raw")],
  ["google_service_account_key", secrets("private key", "google_service_account_key", "private_key")],
  ["google_storage_hmac_key", secrets("secret", null, "secret")],
  ["google_apikeys_key", secrets("API key", null, "key_string")],
  ["digitalocean_database_cluster", secrets("password", null, "password", "uri", "private_uri")],
  ["digitalocean_database_user", secrets("password", null, "password")],
  ["cloudflare_api_token", secrets("API token", null, "value")],
  ["vault_token", secrets("Vault token", "vault_token", "client_token")],
  ["vault_approle_auth_backend_role_secret_id", secrets("secret id", "vault_approle_auth_backend_role_secret_id", "secret_id")],
]);

/** By type of data source, and by attribute. A parameter of Systems Manager is as often a setting, so it is not among them. */
export const readByDataSources: ReadonlyMap<string, ReadonlyMap<string, GeneratedSecret>> = new Map([
  ["aws_secretsmanager_secret_version", secrets("secret", "aws_secretsmanager_secret_version", "secret_string", "secret_binary")],
  ["aws_secretsmanager_random_password", secrets("password", "aws_secretsmanager_random_password", "random_password")],
  ["aws_kms_secrets", secrets("secret", "aws_kms_secrets", "plaintext")],
  ["aws_eks_cluster_auth", secrets("token", "aws_eks_cluster_auth", "token")],
  ["aws_ecr_authorization_token", secrets("password", "aws_ecr_authorization_token", "password", "authorization_token")],
  ["azurerm_key_vault_secret", secrets("secret", "azurerm_key_vault_secret", "value")],
  ["azurerm_storage_account_sas", secrets("signature", null, "sas")],
  ["google_secret_manager_secret_version", secrets("secret", "google_secret_manager_secret_version", "secret_data")],
  ["google_secret_manager_secret_version_access", secrets("secret", "google_secret_manager_secret_version", "secret_data")],
  ["google_client_config", secrets("access token", "google_client_config", "access_token")],
  ["google_service_account_access_token", secrets("access token", "google_service_account_access_token", "access_token")],
  ["vault_generic_secret", secrets("secret", "vault_generic_secret", "data", "data_json")],
  ["vault_kv_secret", secrets("secret", "vault_kv_secret_v2", "data", "data_json")],
  ["vault_kv_secret_v2", secrets("secret", "vault_kv_secret_v2", "data", "data_json")],
  ["vault_aws_access_credentials", secrets("secret key", "vault_aws_access_credentials", "secret_key", "security_token")],
]);
