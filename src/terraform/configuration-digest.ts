/** A digest of a whole configuration as it is written, for what could not be evaluated: it is the same only where nothing was changed. */
import type { Body, ParsedFile } from "../model/syntax.ts";
import { bodiesOf } from "../model/syntax-query.ts";
import type { TerraformModule } from "../model/terraform-module.ts";
import { sha256Hex } from "./digest.ts";
import { syntaxDigest } from "./syntax-digest.ts";

/** 64 hex digits over every module and every file of variable values; places do not count. */
export function configurationDigest(modules: ReadonlyMap<string, TerraformModule>, varFiles: ReadonlyMap<string, ParsedFile>): string {
  const pieces: string[] = [];
  for (const [dir, module] of modules) pieces.push(dir, ...piecesOfModule(module));
  for (const [path, file] of varFiles) pieces.push(path, ...piecesOfBody(file.body));
  return sha256Hex(pieces.join("\n"));
}

function* piecesOfModule(module: TerraformModule): Generator<string, void, undefined> {
  for (const [name, local] of module.locals) yield `local ${name} ${syntaxDigest(local.expression)}`;
  const named = [
    ...[...module.variables.values()].map((block) => ({ name: `variable ${block.name}`, body: block.body })),
    ...[...module.resources.values()].map((block) => ({ name: block.address, body: block.body })),
    ...[...module.calls.values()].map((block) => ({ name: `module ${block.name}`, body: block.body })),
    ...[...module.outputs].map(([name, block]) => ({ name: `output ${name}`, body: block.body })),
  ];
  for (const { name, body } of named) {
    yield name;
    yield* piecesOfBody(body);
  }
}

function* piecesOfBody(body: Body): Generator<string, void, undefined> {
  for (const inner of bodiesOf(body)) {
    yield `{ ${inner.blocks.map((block) => JSON.stringify([block.type, ...block.labels])).join(" ")}`;
    for (const attribute of inner.attributes) yield `${attribute.name} ${syntaxDigest(attribute.expression)}`;
  }
}
