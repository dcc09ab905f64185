/** A secret that the state file will hold. */
import type { Observation } from "../../../model/finding.ts";
import { type Place, placeOf } from "../../../model/place.ts";
import type { Side } from "../../../model/subject.ts";
import type { Body, Expression } from "../../../model/syntax.ts";
import { attributeNamed, literalOf } from "../../../model/syntax-query.ts";
import type { ResourceBlock, TerraformModule } from "../../../model/terraform-module.ts";
import type { ConfigurationRule } from "../../rule.ts";
import { type SecretSource, secretReader } from "./secret-sources.ts";
import { writeOnlyArgument } from "./write-only-arguments.ts";

export const inState: ConfigurationRule = {
  id: "credentials/in-state",
  on: "configuration",
  level: "info",
  page: {
    title: "A secret will stand in the state file",
    why: "Terraform's state keeps every argument and every attribute in clear, whoever may read the state has them all, and `sensitive` only hides a value in what is printed. Where a secret is made by a resource (`random_password`, `tls_private_key`) or read by a data source, it is kept twice: there, and in every argument and output that it is handed to. Ephemeral resources (Terraform 1.10) are kept nowhere, and write-only arguments (1.11) take them without being kept themselves. Where a provider has none, the service can often make and keep the secret itself.",
    bad: `resource "random_password" "db" {
  length = 24
}

resource "aws_db_instance" "main" {
  username = "app"
  password = random_password.db.result
}`,
    good: `ephemeral "random_password" "db" {
  length = 24
}

resource "aws_db_instance" "main" {
  username            = "app"
  password_wo         = ephemeral.random_password.db.result
  password_wo_version = 1
}`,
  },
  reasons: {
    output: {
      message: "`{address}` hands out `{source}` ({what}): the state file holds it in clear, and `sensitive` does not keep it out",
      remedy:
        "Put it into a secret store and hand out its name (`value = aws_secretsmanager_secret.db.arn`); who needs it reads it there, by {fresh}.",
    },
    "write-only": {
      message: "`{attribute}` of `{address}` takes `{source}` ({what}): the state file holds it in clear, twice",
      remedy: "Fill `{instead}` from {fresh} (Terraform 1.11); a higher `{instead}_version` hands in the next one.",
    },
    argument: {
      message: "`{attribute}` of `{address}` takes `{source}` ({what}): the state file holds it in clear, twice",
      remedy:
        "No write-only argument is known here: let the service make and keep it (a managed password, an identity instead of a key), or treat the state as a secret: encrypted, and read by few.",
    },
    file: {
      message:
        "`{address}` writes `{source}` ({what}) into a file of the machine that runs Terraform, and the state file holds it in clear",
      remedy: "Hand it to its user by a secret store: the file stays behind in the workspace of the pipeline, and in its caches.",
    },
    source: {
      message: "`{attribute}` of `{address}` keeps nothing, but `{source}` ({what}), which fills it, is kept in the state file itself",
      remedy: "Fill it from {fresh} instead.",
    },
  },
  *judge(side) {
    const called = calledModules(side);
    for (const module of side.modules.values()) {
      const read = secretReader(module);
      for (const resource of module.resources.values()) if (resource.mode === "managed") yield* judgeResource(resource, read);
      // What a module hands out is kept where it ends up; what the project hands out is kept as such.
      if (!called.has(module.dir)) yield* judgeOutputs(module, read);
    }
  },
};

function calledModules(side: Side): ReadonlySet<string> {
  return new Set([...side.modules.values()].flatMap((module) => [...module.calls.values()].flatMap((call) => call.dir ?? [])));
}

type Read = ReturnType<typeof secretReader>;

function* judgeOutputs(module: TerraformModule, read: Read): Generator<Observation, void, undefined> {
  for (const [name, { body, place }] of module.outputs) {
    const value = attributeNamed(body, "value");
    const ephemeral = attributeNamed(body, "ephemeral");
    if (value === undefined || (ephemeral !== undefined && literalOf(ephemeral.expression) === true)) continue;
    for (const source of read(value.expression))
      yield observationOf("output", source, placeOf(place.file, value.span), `output.${name}`, "value", null);
  }
}

const fileTypes = new Set(["local_file", "local_sensitive_file"]);

function* judgeResource(resource: ResourceBlock, read: Read): Generator<Observation, void, undefined> {
  for (const { path, expression, place } of argumentsOf(resource)) {
    const [argument = ""] = path;
    const instead = writeOnlyArgument(resource.type, argument);
    const reason = fileTypes.has(resource.type)
      ? "file"
      : path.some((name) => /_wo$/.test(name))
        ? "source"
        : instead === null
          ? "argument"
          : "write-only";
    for (const source of read(expression)) yield observationOf(reason, source, place, resource.address, path.join("."), instead);
  }
}

interface Argument {
  readonly path: readonly string[];
  readonly expression: Expression;
  readonly place: Place;
}

/** Blocks that say how Terraform works: a provisioner's arguments are not kept. */
const metaBlocks = new Set(["lifecycle", "provisioner", "connection", "timeouts"]);
const metaArguments = new Set(["count", "for_each", "depends_on", "provider"]);

function* argumentsOf(resource: ResourceBlock): Generator<Argument, void, undefined> {
  const open: { readonly body: Body; readonly path: readonly string[] }[] = [{ body: resource.body, path: [] }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { body, path } = next;
    for (const { name, expression, span } of body.attributes) {
      if (path.length > 0 || !metaArguments.has(name))
        yield { path: [...path, name], expression, place: placeOf(resource.place.file, span) };
    }
    for (const block of body.blocks) {
      if (path.length > 0 || !metaBlocks.has(block.type)) open.push({ body: block.body, path: [...path, block.type] });
    }
  }
}

function observationOf(
  reason: string,
  { reference, what, ephemeral }: SecretSource,
  place: Place,
  address: string,
  attribute: string,
  instead: string | null,
): Observation {
  const fresh = ephemeral === null ? "an `ephemeral` block of the secret store's provider" : `ephemeral "${ephemeral}"`;
  return {
    reason,
    place,
    address,
    attribute,
    evidence: { source: reference, what, fresh, ...(instead === null ? {} : { instead }) },
    identity: `${reason} ${reference}`,
  };
}
