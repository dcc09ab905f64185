/** A literal where a credential belongs. */
import type { Sighting } from "../../../model/sighting.ts";
import { credentialObservations } from "../../credential-observation.ts";
import type { ConfigurationRule } from "../../rule.ts";

export const hardCoded: ConfigurationRule = {
  id: "credentials/hard-coded",
  on: "configuration",
  level: "block",
  page: {
    title: "A credential is written in the code",
    why: "Whoever can read the repository, its clones, its caches and every build log can use it, and it stays in the history after it is removed. Bakegate follows variables, locals and modules from the literal to the argument that it ends up in, so a password in a variables file counts even when nothing around it says what it is. The text itself is never shown.",
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
      message: "A {what} stands in the code ({length} characters, fingerprint {fingerprint})",
      remedy:
        "Rotate it, then hand it in from outside: a variable without a default that the pipeline sets, or a secret store that is read at apply.",
    },
    database: {
      message: "A database's {what} stands in the code ({length} characters, fingerprint {fingerprint})",
      remedy: "Rotate it, then set manage_master_user_password = true, or use password_wo with an ephemeral secret.",
    },
    provider: {
      message: "A provider's {what} stands in the code ({length} characters, fingerprint {fingerprint})",
      remedy:
        "Rotate it, then leave the argument out: providers read credentials from the environment, best from a short-lived role (OIDC).",
    },
    packer: {
      message: "A {what} stands in a Packer template ({length} characters, fingerprint {fingerprint})",
      remedy: "Rotate it, then take it from the environment with env() in a sensitive variable; an image must not hold it either.",
    },
  },
  *judge(side) {
    const templates = new Set(side.packer.map((template) => template.path));
    yield* credentialObservations(side, "hard-coded", (sighting) => reasonOf(sighting, templates));
  },
};

const databases = /^(?:aws_db_instance|aws_rds_cluster|aws_docdb_cluster|aws_neptune_cluster|aws_redshift_cluster)\./;

function reasonOf(sighting: Sighting, templates: ReadonlySet<string>): string {
  const sink = sighting.way.at(-1) ?? sighting.address ?? "";
  if (templates.has(sighting.place.file) || /\.pkrvars\.(?:hcl|json)$/.test(sighting.place.file)) return "packer";
  if (sink.startsWith("provider.")) return "provider";
  return databases.test(sink) ? "database" : "literal";
}
