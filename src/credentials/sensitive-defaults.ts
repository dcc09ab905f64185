/** Defaults of variables that are declared sensitive, or whose name says that they hold a credential. */
import { placeOf } from "../model/place.ts";
import { Secret, type Sighting } from "../model/sighting.ts";
import type { Block, Expression } from "../model/syntax.ts";
import { attributeNamed, literalOf } from "../model/syntax-query.ts";
import { argumentsOfValue } from "./argument-walk.ts";
import { judgeLiteral } from "./judge-literal.ts";
import { literalEnds } from "./literal-ends.ts";
import { nameKind, spokenName } from "./secret-name.ts";
import type { Sink } from "./sinks.ts";

/**
 * What was sighted in the default of a variable, told as the default of a sensitive one where it is that; and what its declaration alone
 * says: whoever writes `sensitive = true` says that the value is a credential, whatever its name.
 */
export function sensitiveDefaults(file: string, block: Block, value: Expression, sighted: readonly Sighting[]): readonly Sighting[] {
  const [name = ""] = block.labels;
  const declared = isTrue(block, "sensitive") || isTrue(block, "ephemeral");
  if (sighted.length === 0) return declared ? declaredDefaults(file, name, value) : [];
  if (!declared && nameKind(name) !== "strong" && nameKind(name) !== "weak") return sighted;
  // What stands in a document within the default is told by its own name.
  const isOwn = (sighting: Sighting) => sighting.kind === "hard-coded" && sighting.way[0]?.startsWith("var.") === true;
  return sighted.map((sighting) => (isOwn(sighting) ? { ...sighting, kind: "sensitive-default" } : sighting));
}

function isTrue(block: Block, name: string): boolean {
  const written = attributeNamed(block.body, name)?.expression;
  return written !== undefined && literalOf(written) === true;
}

function declaredDefaults(file: string, name: string, value: Expression): readonly Sighting[] {
  const sightings: Sighting[] = [];
  for (const { path, expression } of argumentsOfValue(name, value)) {
    for (const end of literalEnds(expression)) {
      if (end.kind !== "literal") continue;
      const judged = judgeLiteral(end.text, declaredSink(path));
      if (judged === null) continue;
      sightings.push({
        kind: judged.kind === "hard-coded" ? "sensitive-default" : judged.kind,
        what: spokenName(path.at(-1) ?? name),
        place: placeOf(file, end.expression.span),
        address: `var.${name}`,
        attribute: path.join("."),
        way: [`var.${path.join(".")}`],
        secret: new Secret(judged.text),
      });
    }
  }
  return sightings;
}

/** User names and hosts are declared sensitive as well, and stand beside the passwords in objects: only what looks generated counts there. */
function declaredSink(path: readonly string[]): Sink {
  const name = path.at(-1) ?? "";
  const strength = path.length > 1 || nameKind(name) === "about" ? "hinted" : "named";
  return { what: spokenName(name), strength };
}
