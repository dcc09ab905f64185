/** Random expressions over the resources, modules, variables and locals of the wide differential test. */
import { type Dice, literals } from "./random-dice.ts";

/** What an expression may name: each a text of HCL. */
export interface Names {
  /** Strings for certain, once they are known. */
  readonly texts: readonly string[];
  /** Anything. */
  readonly values: readonly string[];
  /** Lists, maps and objects of more than one element. */
  readonly collections: readonly string[];
}

/** A string for certain. */
export function randomText(dice: Dice, names: Names, depth = 2): string {
  const text = () => randomText(dice, names, depth - 1);
  if (depth <= 0 || dice.chance(0.45)) return dice.chance(0.6) && names.texts.length > 0 ? dice.pick(names.texts) : dice.pick(literals);
  const forms: readonly (() => string)[] = [
    () => `"x-\${${text()}}"`,
    () => `"\${${text()}}/\${${text()}}"`,
    () => `"pre-\${${text()}}-\${${text()}}"`,
    () => `join("-", [${text()}, ${text()}])`,
    () => `format("%s.%s", ${text()}, ${text()})`,
    () => `upper(${text()})`,
    () => `replace(${text()}, "v", "w")`,
    () => `substr(${text()}, 0, 1)`,
    () => `sha256(${text()})`,
    () => `trimprefix(${text()}, "v")`,
    () => `coalesce(${text()}, ${text()})`,
    () => `(${condition(dice, names, depth - 1)} ? ${text()} : ${text()})`,
    () => `jsonencode(${randomValue(dice, names, depth - 1)})`,
    () => `element([${text()}, ${text()}], 1)`,
    () => `lookup({ a = ${text()} }, "a", ${text()})`,
    () => `lookup({ a = ${text()} }, "b", ${text()})`,
    () => `({ a = ${text()}, b = ${text()} })["b"]`,
    () => `one([${text()}])`,
    () => `nonsensitive(sensitive(${text()}))`,
    () => `split("/", "\${${text()}}/x")[0]`,
    () => "terraform.workspace",
    () => "path.module",
  ];
  return dice.pick(forms)();
}

function condition(dice: Dice, names: Names, depth: number): string {
  const text = () => randomText(dice, names, depth);
  const forms: readonly (() => string)[] = [
    () => `${text()} == ${dice.pick(literals)}`,
    () => `${text()} != ${text()}`,
    () => `${text()} != null`,
    () => `length([${text()}, ${text()}]) == 2`,
    () => `contains(["v1", ${text()}], "v1")`,
    () => `can(${text()})`,
    () => `startswith(${text()}, "v")`,
    () => `(${text()} == "v1" || ${text()} != "v2")`,
    () => `(${text()} == "v1" && ${text()} == "v2")`,
    () => "true",
    () => "false",
    () => `anytrue([${text()} == "v1", true])`,
  ];
  return dice.pick(forms)();
}

/** Anything at all. */
export function randomValue(dice: Dice, names: Names, depth = 2): string {
  const text = () => randomText(dice, names, depth - 1);
  const value = () => randomValue(dice, names, depth - 1);
  const leaf = () => (dice.chance(0.5) && names.values.length > 0 ? dice.pick(names.values) : text());
  if (depth <= 0 || dice.chance(0.3)) return leaf();
  const collection = () => (dice.chance(0.6) && names.collections.length > 0 ? dice.pick(names.collections) : `[${text()}, ${text()}]`);
  const forms: readonly (() => string)[] = [
    text,
    text,
    () => `[${value()}, ${value()}]`,
    () => `{ a = ${value()}, b = ${text()} }`,
    () => `{ (${text()}) = ${value()} }`,
    () => `try(${value()}, ${text()})`,
    () => `try(${leaf()}.missing, ${text()})`,
    () => `try(${leaf()}.a, ${text()})`,
    () => `try(${leaf()}[0], ${text()})`,
    () => `can(${leaf()}.a)`,
    () => `length(${collection()})`,
    () => `length(${text()})`,
    () => `[for x in [${text()}, ${text()}] : upper(x)]`,
    () => `[for x in ${collection()} : x]`,
    () => `{ for k, x in ${collection()} : k => x }`,
    () => `[for x in [${text()}, ${text()}] : x if x != "v1"]`,
    () => `merge({ a = ${text()} }, { b = ${text()} })`,
    () => `concat([${text()}], [${text()}])`,
    () => `toset([${text()}, ${text()}])`,
    () => `tolist([${text()}, ${text()}])`,
    () => `sort([${text()}, ${text()}])`,
    () => `distinct([${text()}, ${text()}])`,
    () => `compact([${text()}, "", ${text()}])`,
    () => `flatten([[${text()}], [${text()}]])`,
    () => `keys({ a = ${text()} })`,
    () => `values({ a = ${text()}, b = ${text()} })`,
    () => `zipmap(["a", "b"], [${text()}, ${text()}])`,
    () => `(${condition(dice, names, depth - 1)} ? ${text()} : null)`,
    () => `(${condition(dice, names, depth - 1)} ? [${text()}] : [${text()}])`,
    () => `(${condition(dice, names, depth - 1)} ? 1 : 2)`,
    () => condition(dice, names, depth - 1),
    () => `coalesce(null, ${text()})`,
    () => `coalescelist([${text()}], [${text()}])`,
    () => `sensitive(${text()})`,
    () => `jsondecode(jsonencode({ a = ${text()} }))`,
    () => "null",
    () => `{ name = ${text()}, tags = { env = ${text()} }, list = [${text()}] }`,
    () => `slice([${text()}, ${text()}], 0, 1)`,
    () => `reverse([${text()}, ${text()}])`,
    () => `setunion([${text()}], [${text()}])`,
    () => `${dice.pick(["1", "2", "true", "[]", "{}"])}`,
  ];
  return dice.pick(forms)();
}
