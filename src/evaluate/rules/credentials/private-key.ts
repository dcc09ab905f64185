/** A private key in a file. */
import { credentialObservations } from "../../credential-observation.ts";
import type { ConfigurationRule } from "../../rule.ts";

export const privateKey: ConfigurationRule = {
  id: "credentials/private-key",
  on: "configuration",
  level: "block",
  page: {
    title: "A private key stands in a file",
    why: "A private key proves who somebody is. In a repository it proves it for everybody who ever had a clone. Keys are known by the frames of PEM, OpenSSH, PGP and PuTTY, in any text file of the change; certificates, public keys and a frame without a key in it are left alone.",
    bad: `resource "aws_iam_server_certificate" "web" {
  private_key = <<-EOT
    -----BEGIN RSA PRIVATE KEY-----
    MIIEpAIBAAKCAQEA…
  EOT
}`,
    good: `resource "aws_acm_certificate" "web" {
  domain_name       = "example.com"
  validation_method = "DNS"
}`,
  },
  reasons: {
    key: {
      message: "A private key stands in {file} ({what}, fingerprint {fingerprint})",
      remedy:
        "Replace the key pair everywhere the public half is trusted, then keep the private half in a secret store or let the provider make it (ACM, KMS).",
    },
  },
  judge: (side) => credentialObservations(side, "private-key", () => "key"),
};
