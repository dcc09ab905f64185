/** Random small configurations of `terraform_data`, and a random edit of each, for the differential test. */
import { type Dice, diceOf, literals } from "./random-dice.ts";

interface Resource {
  readonly name: string;
  readonly repetition: "" | "count" | "for_each";
  readonly keys: readonly string[];
  readonly input: string | null;
  readonly triggers: string | null;
  readonly lifecycle: readonly string[];
}

/** A module's texts: the base, and the head as an edit of it. Literals are `"v0"` to `"v3"`, held in variables and locals too. */
export function randomPair(seed: number): { readonly base: string; readonly head: string } {
  const dice = diceOf(seed);
  const resources: Resource[] = [];
  for (let at = 0; at < 14; at++) resources.push(randomResource(dice, `r${at}`, resources));
  const settings = { one: dice.pick(literals), two: dice.pick(literals) };
  const base = textOf(resources, settings, []);
  const edited = editedResources(dice, resources);
  const changed = {
    one: dice.chance(0.4) ? dice.pick(literals) : settings.one,
    two: dice.chance(0.2) ? dice.pick(literals) : settings.two,
  };
  return { base, head: textOf(edited.resources, changed, edited.moves) };
}

function randomResource(dice: Dice, name: string, earlier: readonly Resource[]): Resource {
  const repetition = dice.pick(["", "", "", "count", "for_each"] as const);
  const keys = repetition === "count" ? ["0", "1"] : repetition === "for_each" ? ["a", "b"] : [];
  const lifecycle: string[] = [];
  if (dice.chance(0.15)) lifecycle.push("create_before_destroy = true");
  const input = dice.chance(0.8) ? randomExpression(dice, earlier, repetition, 2) : null;
  const triggers = dice.chance(0.6) ? randomExpression(dice, earlier, repetition, 2) : null;
  if (dice.chance(0.1)) lifecycle.push(`ignore_changes = ${dice.pick(["all", "[input]", "[triggers_replace]"])}`);
  const singles = earlier.filter((resource) => resource.repetition === "");
  if (singles.length > 0 && dice.chance(0.12)) {
    lifecycle.push(`replace_triggered_by = [terraform_data.${dice.pick(singles).name}${dice.pick(["", ".id", ".output", ".input"])}]`);
  }
  return { name, repetition, keys, input, triggers, lifecycle };
}

function randomExpression(dice: Dice, earlier: readonly Resource[], repetition: Resource["repetition"], depth: number): string {
  const inner = () => randomExpression(dice, earlier, repetition, depth - 1);
  if (depth === 0 || dice.chance(0.35)) return randomLeaf(dice, earlier, repetition);
  switch (
    dice.pick(["template", "list", "object", "join", "conditional", "json", "coalesce", "try", "length", "for", "upper", "merge", "equal"])
  ) {
    case "template":
      return `"x-\${${randomText(dice, earlier, repetition)}}-\${${randomText(dice, earlier, repetition)}}"`;
    case "list":
      return `[${inner()}, ${inner()}]`;
    case "object":
      return `{ a = ${inner()}, b = ${inner()} }`;
    case "join":
      return `join("-", [${randomText(dice, earlier, repetition)}, ${randomText(dice, earlier, repetition)}])`;
    case "conditional":
      return `(${randomText(dice, earlier, repetition)} == "v1" ? ${randomText(dice, earlier, repetition)} : ${randomText(dice, earlier, repetition)})`;
    case "json":
      return `jsonencode(${inner()})`;
    case "coalesce":
      return `coalesce(${randomText(dice, earlier, repetition)}, "other")`;
    case "try":
      return `try(${inner()}, "other")`;
    case "length":
      return `length([${inner()}, ${inner()}])`;
    case "for":
      return `[for x in [${randomText(dice, earlier, repetition)}, "v1"] : upper(x)]`;
    case "upper":
      return `upper(${randomText(dice, earlier, repetition)})`;
    case "merge":
      return `merge({ a = ${randomText(dice, earlier, repetition)} }, { b = ${randomText(dice, earlier, repetition)} })`;
    default:
      return `${randomText(dice, earlier, repetition)} == ${randomText(dice, earlier, repetition)}`;
  }
}

/** Something that is a string for certain. */
function randomText(dice: Dice, earlier: readonly Resource[], repetition: Resource["repetition"]): string {
  const choices = [...literals, "var.one", "var.two", "local.mix"];
  if (repetition === "count") choices.push(`"n$\{count.index}"`);
  if (repetition === "for_each") choices.push("each.key", "each.value");
  const singles = earlier.filter((resource) => resource.repetition === "");
  if (singles.length > 0 && dice.chance(0.55)) return `terraform_data.${dice.pick(singles).name}.id`;
  return dice.pick(choices);
}

function randomLeaf(dice: Dice, earlier: readonly Resource[], repetition: Resource["repetition"]): string {
  if (earlier.length === 0 || dice.chance(0.4)) return randomText(dice, earlier, repetition);
  const other = dice.pick(earlier);
  const address = `terraform_data.${other.name}`;
  const attribute = dice.pick(["id", "output", "input", "triggers_replace"]);
  if (other.repetition === "") return dice.chance(0.1) ? address : `${address}.${attribute}`;
  if (other.repetition === "count") return dice.chance(0.5) ? `${address}[*].${attribute}` : `${address}[0].${attribute}`;
  return dice.chance(0.5) ? `{ for k, r in ${address} : k => r.${attribute} }` : `${address}["a"].${attribute}`;
}

function editedResources(
  dice: Dice,
  resources: readonly Resource[],
): { readonly resources: readonly Resource[]; readonly moves: readonly string[] } {
  const moves: string[] = [];
  const renamed = new Map<string, string>();
  const edited = resources.map((resource) => {
    const next = editedResource(dice, resource);
    if (!dice.chance(0.06)) return next;
    const name = `${resource.name}_renamed`;
    renamed.set(resource.name, name);
    moves.push(`moved {\n  from = terraform_data.${resource.name}\n  to   = terraform_data.${name}\n}\n`);
    return { ...next, name };
  });
  const rename = (text: string | null) => {
    let result = text;
    for (const [from, to] of renamed)
      result = result?.replaceAll(new RegExp(`terraform_data\\.${from}\\b`, "g"), `terraform_data.${to}`) ?? null;
    return result;
  };
  return {
    resources: edited.map((resource) => ({
      ...resource,
      input: rename(resource.input),
      triggers: rename(resource.triggers),
      lifecycle: resource.lifecycle.map((line) => rename(line) ?? line),
    })),
    moves,
  };
}

function editedResource(dice: Dice, resource: Resource): Resource {
  const input = dice.chance(0.12) ? editedArgument(dice, resource.input) : resource.input;
  const triggers = dice.chance(0.12) ? editedArgument(dice, resource.triggers) : resource.triggers;
  const regrown = resource.keys.length > 0 && dice.chance(0.2);
  const keys = regrown ? (resource.repetition === "count" ? ["0", "1", "2"] : ["a", "c"]) : resource.keys;
  return { ...resource, input, triggers, keys };
}

function editedArgument(dice: Dice, expression: string | null): string | null {
  if (expression === null) return dice.pick(literals);
  return dice.chance(0.2) ? null : swapped(dice, expression);
}

function swapped(dice: Dice, expression: string): string {
  const literal = dice.pick(literals);
  const edited = expression.replace(/"v\d"/, literal);
  return edited === expression && dice.chance(0.5) ? literal : edited;
}

function textOf(
  resources: readonly Resource[],
  settings: { readonly one: string; readonly two: string },
  moves: readonly string[],
): string {
  const head = `variable "one" {\n  default = ${settings.one}\n}\n\nvariable "two" {\n  default = ${settings.two}\n}\n\nlocals {\n  mix = "\${var.one}/\${var.two}"\n}\n`;
  const blocks = resources.map((resource) => {
    const lines: string[] = [];
    if (resource.repetition === "count") lines.push(`  count = ${resource.keys.length}`);
    if (resource.repetition === "for_each")
      lines.push(`  for_each = { ${resource.keys.map((key) => `${key} = var.${key === "a" ? "one" : "two"}`).join(", ")} }`);
    if (resource.input !== null) lines.push(`  input = ${resource.input}`);
    if (resource.triggers !== null) lines.push(`  triggers_replace = ${resource.triggers}`);
    if (resource.lifecycle.length > 0) lines.push("  lifecycle {", ...resource.lifecycle.map((line) => `    ${line}`), "  }");
    return `resource "terraform_data" "${resource.name}" {\n${lines.join("\n")}\n}\n`;
  });
  return [head, ...blocks, ...moves].join("\n");
}
