/** Hard-coded credentials in HCL files of other tools: Terragrunt's inputs, Nomad's jobs, Vault's and Consul's settings, bake files. */
import { placeOf } from "../model/place.ts";
import { Secret, type Sighting } from "../model/sighting.ts";
import type { Body, ParsedFile } from "../model/syntax.ts";
import { attributeNamed } from "../model/syntax-query.ts";
import { type Argument, argumentsOf, argumentsOfValue } from "./argument-walk.ts";
import { foldLiteral, type WrittenExpression } from "./fold-literal.ts";
import { judgeLiteral } from "./judge-literal.ts";
import { documentsIn, type TextOf } from "./literal-documents.ts";
import { literalEnds } from "./literal-ends.ts";
import { type ReadEmbedded, sightEmbedded } from "./sight-embedded.ts";
import type { SinkCatalogue } from "./sinks.ts";

/** Their schemas are not known: names speak, and the documents in their texts. */
export function sightHcl(file: ParsedFile, textOf: TextOf, readEmbedded: ReadEmbedded, sinks: SinkCatalogue): readonly Sighting[] {
  const sightings: Sighting[] = [];
  const locals = localsOf(file);
  for (const { path, expression } of argumentsIn(file.body)) {
    const sink = sinks.ofPath(path);
    if (sink === null) continue;
    for (const end of literalEnds(expression)) {
      const folded = end.kind === "literal" ? { text: end.text, at: { file: file.path, expression: end.expression } } : null;
      const found =
        end.kind === "composed" ? foldLiteral({ file: file.path, expression: end.expression }, (name) => locals.get(name)) : folded;
      const judged = found === null ? null : judgeLiteral(found.text, sink);
      if (found === null || judged === null) continue;
      const address = path.slice(0, -1).join(".");
      const attribute = path.at(-1) ?? "";
      sightings.push({
        kind: judged.kind,
        what: sink.what,
        place: placeOf(file.path, found.at.expression.span),
        address: address === "" ? attribute : address,
        attribute,
        way: [path.join(".")],
        secret: new Secret(judged.text),
      });
    }
  }
  for (const document of documentsIn(file.path, file.body, baseName(file.path), textOf))
    sightings.push(...sightEmbedded(document, readEmbedded, sinks));
  return sightings;
}

/** A variable's default comes under the variable's name. */
function* argumentsIn(body: Body): Generator<Argument, void, undefined> {
  yield* argumentsOf(body);
  for (const block of body.blocks) {
    const value = block.type === "variable" ? attributeNamed(block.body, "default")?.expression : undefined;
    if (value !== undefined) yield* argumentsOfValue(block.labels[0] ?? "", value);
  }
}

function localsOf(file: ParsedFile): ReadonlyMap<string, WrittenExpression> {
  const locals = new Map<string, WrittenExpression>();
  for (const block of file.body.blocks) {
    if (block.type !== "locals") continue;
    for (const { name, expression } of block.body.attributes) locals.set(name, { file: file.path, expression });
  }
  return locals;
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
