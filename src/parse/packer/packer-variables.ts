/** Packer's variable files: flat JSON handed in with `-var-file`, and `*.pkrvars.hcl`. */
import type { Place } from "../../model/place.ts";
import { placeOf } from "../../model/place.ts";
import type { ParsedFile } from "../../model/syntax.ts";
import { literalOf } from "../../model/syntax-query.ts";
import { membersOf, readJsonTree, scalarText } from "./json-tree.ts";

export interface PackerValue {
  readonly name: string;
  readonly value: string;
  readonly place: Place;
}

/** Values of a JSON file, if it is one object of plain values, as a variables file is; null for every other file. */
export function readPackerVariables(path: string, text: string): readonly PackerValue[] | null {
  if (!path.endsWith(".json") || text.length > 1_000_000) return null;
  const tree = readJsonTree(path, text);
  if (tree.root?.type !== "object" || tree.problems.length > 0) return null;
  const values: PackerValue[] = [];
  for (const [name, node] of membersOf(tree.root)) {
    const value = scalarText(node);
    if (value === null && node.type !== "null") return null;
    if (value !== null) values.push({ name, value, place: tree.place(node) });
  }
  return values;
}

/** Values of a parsed `*.pkrvars.hcl`. */
export function packerVariablesOf(file: ParsedFile): readonly PackerValue[] {
  return file.body.attributes.flatMap(({ name, expression }) => {
    const literal = literalOf(expression);
    return literal === undefined || literal === null ? [] : [{ name, value: String(literal), place: placeOf(file.path, expression.span) }];
  });
}
