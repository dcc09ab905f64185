/** A stand-in where a credential belongs: not a leak, but what gets deployed if nobody replaces it. */
import { credentialObservations } from "../../credential-observation.ts";
import type { ConfigurationRule } from "../../rule.ts";

export const placeholder: ConfigurationRule = {
  id: "credentials/placeholder",
  on: "configuration",
  level: "warn",
  page: {
    title: "A stand-in stands where a credential belongs",
    why: "changeme, xxxx or a key from the vendor's documentation is no secret, and that is the danger: when nobody replaces it, it is what gets deployed. A variable without a default stops the plan instead. A stand-in that Terraform leaves alone afterwards (`ignore_changes`), because the value is set outside of the code, is not reported.",
    bad: `variable "db_password" {
  default = "changeme"
}`,
    good: `variable "db_password" {
  type      = string
  sensitive = true
}`,
  },
  reasons: {
    placeholder: {
      message: "A stand-in is written where a credential belongs ({what})",
      remedy: "Take the value away, so that a plan without the real one fails.",
    },
  },
  judge: (side) => credentialObservations(side, "placeholder", () => "placeholder"),
};
