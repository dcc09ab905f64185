/** A literal where a credential belongs: in Terraform, in Packer, and in files of other kinds. */
import type { Sighting } from "../../../model/sighting.ts";
import { credentialObservations } from "../../credential-observation.ts";
import type { ConfigurationRule } from "../../rule.ts";
import { fileReason, fileWords } from "./file-words.ts";
import { remediesByProvider, remediesByType } from "./remedies.ts";

export const hardCoded: ConfigurationRule = {
  id: "credentials/hard-coded",
  on: "configuration",
  level: "block",
  page: {
    title: "A credential is written in the code",
    why: "Whoever can read the repository, its clones, its caches and every build log can use it, and it stays in the history after it is removed. Bakegate follows variables, locals and modules from the literal to the argument that it ends up in, so a password in a variables file counts even when nothing around it says what it is. It reads arguments of resources and providers, backends, name–value pairs, scripts and documents within texts, Packer's templates and variable files; and in the changed files of other kinds (manifests, compose files, Dockerfiles, pipelines, environments, scripts) what their language calls a credential, and what a command is handed. The text itself is never shown: a finding names its kind, its place, its way and a fingerprint.",
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
      remedies: remediesByType,
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
      remedies: remediesByProvider,
    },
    packer: {
      message: "A credential ({what}) stands in a Packer template ({length} characters, fingerprint {fingerprint})",
      remedy:
        'Rotate it, then take it from the environment in a variable that is `sensitive`, `default = env("DB_PASSWORD")`, or from a store, `aws_secretsmanager("app/db", "password")`; an image must not hold it either, nor its build log.',
    },
    command: {
      message: "A command in {file} is handed a credential ({what}, {length} characters, fingerprint {fingerprint})",
      remedy:
        "Rotate it, then let the command read it from where nobody looks over its shoulder: `curl --netrc-file FILE`, `-H @FILE`, or `--config -` with what the environment holds; arguments stand in the list of processes and in every log.",
    },
    ...fileWords,
  },
  *judge(side) {
    const templates = new Set(side.packer.map((template) => template.path));
    yield* credentialObservations(side, "hard-coded", (sighting) => reasonOf(sighting, templates));
  },
};

const packerValues = /\.pkrvars\.(?:hcl|json)$/;

function reasonOf(sighting: Sighting, templates: ReadonlySet<string>): string {
  const { file } = sighting.place;
  if (templates.has(file) || packerValues.test(file)) return "packer";
  if (sighting.address === null) return "command";
  const sink = sighting.way.at(-1) ?? sighting.address;
  if (sink.startsWith("provider.") || sink.startsWith("terraform.")) return "provider";
  const reason = fileReason(file, sighting.address);
  if (reason !== null) return reason;
  return /^(?:var|local|output)\./.test(sink) ? "named" : "literal";
}
