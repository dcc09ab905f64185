/** Arguments that hold credentials by their provider's schema, where their names say little: a word that somebody chose counts there. */
import { describe, expect, test } from "@jest/globals";
import { toldOf } from "./sighted.ts";

describe("arguments of resources", () => {
  test.each([
    ["aws_api_gateway_api_key", 'value = "hunter22"'],
    ["aws_kms_external_key", 'key_material_base64 = "hunter22"'],
    ["azurerm_container_group", 'container {\n    secure_environment_variables = { TOKEN = "hunter22" }\n  }'],
    ["azurerm_container_app", 'secret {\n    name = "a"\n    value = "hunter22"\n  }'],
    ["azurerm_api_management_subscription", 'primary_key = "hunter22"'],
    ["azurerm_virtual_network_gateway_connection", 'authorization_key = "hunter22"'],
    ["google_compute_disk", 'disk_encryption_key {\n    raw_key = "hunter22"\n  }'],
    ["google_compute_backend_service_signed_url_key", 'key_value = "hunter22"'],
    ["google_monitoring_notification_channel", 'sensitive_labels {\n    service_key = "hunter22"\n  }'],
    ["google_compute_router_peer", 'md5_authentication_key {\n    name = "a"\n    key = "hunter22"\n  }'],
    ["kubernetes_secret_v1_data", 'data = { token = "hunter22" }'],
    ["cloudflare_tunnel", 'name = "a"\n  secret = "hunter22"'],
    ["cloudflare_zero_trust_tunnel_cloudflared", 'tunnel_secret = "hunter22"'],
    ["datadog_integration_pagerduty_service_object", 'service_key = "hunter22"'],
    ["heroku_app", 'sensitive_config_vars = { TOKEN = "hunter22" }'],
    ["digitalocean_app", 'spec {\n    env {\n      key = "A"\n      value = "hunter22"\n      type = "SECRET"\n    }\n  }'],
  ])("%s", (type, body) => {
    expect(toldOf(`resource "${type}" "t" {\n  ${body}\n}\n`).map((told) => told.split(" ")[0])).toEqual(["hard-coded"]);
  });

  test.each([
    ["aws_api_gateway_api_key", "value = var.key"],
    ["azurerm_container_group", 'container {\n    secure_environment_variables = { DB_USER = "app", MODE = "fast" }\n  }'],
    ["azurerm_container_app", 'secret {\n    name = "db-password"\n    key_vault_secret_id = "https://kv.vault.azure.net/secrets/db"\n  }'],
    ["google_compute_disk", 'disk_encryption_key {\n    kms_key_self_link = "projects/p/locations/l/keyRings/r/cryptoKeys/k"\n  }'],
    ["digitalocean_app", 'spec {\n    env {\n      key = "MODE"\n      value = "fast"\n      type = "GENERAL"\n    }\n  }'],
    ["kubernetes_secret_v1_data", 'data = { token = var.token }\n  metadata {\n    name = "db-token"\n  }'],
  ])("%s beside references", (type, body) => {
    expect(toldOf(`resource "${type}" "t" {\n  ${body}\n}\n`)).toEqual([]);
  });
});

test.each([
  ["rancher2", "token_key"],
  ["tfe", "token"],
  ["sentry", "token"],
  ["dnsimple", "token"],
  ["gitea", "token"],
  ["ns1", "apikey"],
  ["confluent", "cloud_api_secret"],
  ["doppler", "doppler_token"],
  ["ibm", "ibmcloud_api_key"],
  ["netlify", "token"],
])("a provider's credential: %s %s", (provider, name) => {
  expect(toldOf(`provider "${provider}" {\n  ${name} = "hunter22"\n}\n`).map((told) => told.split(" ")[0])).toEqual(["hard-coded"]);
  expect(toldOf(`provider "${provider}" {\n  ${name} = var.it\n}\n`)).toEqual([]);
});

describe("`pass` alone", () => {
  test.each([
    'creds = { user = "svc", pass = "hunter22" }',
    'smtp = { host = "mail", pass = "hunter22" }',
    'db_login = { pass = "hunter22" }',
  ])("is a password in %s", (line) => {
    expect(toldOf(`locals {\n  ${line}\n}\n`).map((told) => told.split(" ")[0])).toEqual(["hard-coded"]);
  });

  test.each([
    'health = { pass = "green", fail = "red" }',
    'pass = "first"',
    "creds = { user = var.user, pass = var.pass }",
    'bypass = { auth = "pass" }',
  ])("is none in %s", (line) => {
    expect(toldOf(`locals {\n  ${line}\n}\n`)).toEqual([]);
  });
});
