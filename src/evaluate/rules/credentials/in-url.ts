/** A password or a signature in a URL, or in a connection string. */
import { credentialObservations } from "../../credential-observation.ts";
import type { ConfigurationRule } from "../../rule.ts";

export const inUrl: ConfigurationRule = {
  id: "credentials/in-url",
  on: "configuration",
  level: "block",
  page: {
    title: "A credential stands in a URL or a connection string",
    why: "A URL is copied, logged and shown as if it were public: in build logs, in the output of a plan, in the list of processes, in error messages of every library that it is handed to. Three places count: the user part (`postgres://app:PASSWORD@db`), the query (`?password=…`, `?access_token=…`, the signature of an Azure SAS or of a presigned URL), and connection strings (`Server=…;Password=…`, `AccountKey=…`, JDBC). What a template, a shell or a pipeline puts in is not reported, nor is a stand-in on a local or documentary host.",
    bad: `resource "aws_lambda_function" "api" {
  environment {
    variables = { DATABASE_URL = "postgres://app:s3cr3t-0f-app@db.internal/main" }
  }
}`,
    good: `resource "aws_lambda_function" "api" {
  environment {
    variables = {
      DATABASE_URL        = "postgres://app@db.internal/main"
      DATABASE_SECRET_ARN = aws_db_instance.main.master_user_secret[0].secret_arn
    }
  }
}`,
  },
  reasons: {
    "user-part": {
      message: "A password stands in a URL in {file} ({length} characters, fingerprint {fingerprint})",
      remedy:
        "Change the password now, then put it in where the URL is used, from the environment or a secret store: `postgres://app@db/main` and `PGPASSWORD`. Removing the line is not enough: it stays in the history.",
    },
    query: {
      message: "A credential stands in the query of a URL in {file} ({what}, {length} characters, fingerprint {fingerprint})",
      remedy:
        "Revoke it now, then send it in a header that is filled from the environment or a secret store (`Authorization: Bearer $TOKEN`): queries stand in the logs of every proxy.",
    },
    signature: {
      message: "A signed URL stands in {file} ({what}, {length} characters, fingerprint {fingerprint}): whoever has it has the access",
      remedy:
        "Revoke it (of a SAS: rotate the account key or its stored access policy), then let the workload sign for itself, or give its identity a role: `azurerm_role_assignment`, an IAM role.",
    },
    "connection-string": {
      message: "A connection string in {file} holds a credential ({what}, {length} characters, fingerprint {fingerprint})",
      remedy:
        "Change it now, then connect by an identity (`Authentication=Active Directory Managed Identity`, IAM), or hand the whole string in from a secret store, as `@Microsoft.KeyVault(SecretUri=…)` or `secrets` with `valueFrom`.",
    },
  },
  judge: (side) => credentialObservations(side, "in-url", ({ what }) => reasonOf(what)),
};

/** By the words of the sighting, see `credentials/url-credentials.ts`: of several that are told together, of the first. */
function reasonOf(spoken: string): string {
  const [what = ""] = spoken.split(", and ", 1);
  if (what === "password in a URL") return "user-part";
  if (what.endsWith("signature")) return "signature";
  return what.endsWith("in a URL") ? "query" : "connection-string";
}
