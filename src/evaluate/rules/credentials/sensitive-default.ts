/** A default that is the credential itself. */
import { credentialObservations } from "../../credential-observation.ts";
import type { ConfigurationRule } from "../../rule.ts";

export const sensitiveDefault: ConfigurationRule = {
  id: "credentials/sensitive-default",
  on: "configuration",
  level: "block",
  page: {
    title: "A variable that holds a credential has one as its default",
    why: "`sensitive = true` (`NoEcho` in CloudFormation, `securestring` in ARM) hides a value in what is printed; it does not hide the default, which stands in the repository for everybody who reads it, and in the state besides. And a default is what gets deployed wherever nobody hands in another value, so every environment that forgets to has the same password. A variable without a default stops the plan instead.",
    bad: `variable "db_password" {
  type      = string
  sensitive = true
  default   = "n0t-a-placeholder"
}`,
    good: `variable "db_password" {
  type      = string
  sensitive = true
  ephemeral = true
}`,
  },
  reasons: {
    variable: {
      message: "{holder} holds a credential ({what}), and its default is one ({length} characters, fingerprint {fingerprint})",
      remedy:
        "Rotate it, then take the default away, so that a plan without the real value stops; the pipeline sets it (`TF_VAR_…` from a masked secret), or the configuration reads it from a store by an `ephemeral` block.",
    },
    parameter: {
      message:
        "The parameter {holder} holds a credential ({what}), and its default is one ({length} characters, fingerprint {fingerprint})",
      remedy:
        "Rotate it, then take the default away, or refer to a store: `{{resolve:secretsmanager:NAME}}` in CloudFormation, a Key Vault reference in ARM's parameters file.",
    },
  },
  judge: (side) =>
    credentialObservations(side, "sensitive-default", ({ way }) => (way[0]?.startsWith("var.") === true ? "variable" : "parameter")),
};
