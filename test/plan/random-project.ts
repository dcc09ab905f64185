/** Random projects of `terraform_data` with modules, variables and locals, and a random edit of each, for the differential test. */
import { type Dice, diceOf, literals } from "./random-dice.ts";
import { type Edit, editedProject } from "./random-edit.ts";
import { type Names, randomText, randomValue } from "./random-expression.ts";
import { moduleFiles, projectFiles } from "./random-text.ts";

export interface Resource {
  readonly kind: "resource";
  readonly name: string;
  readonly repetition: "" | "count" | "for_each" | "toggle";
  readonly keys: readonly string[];
  readonly input: string | null;
  readonly triggers: string | null;
  readonly lifecycle: readonly string[];
  readonly dependsOn: string | null;
}

export interface Call {
  readonly kind: "call";
  readonly name: string;
  readonly source: "leaf" | "pair";
  readonly repetition: Resource["repetition"];
  readonly keys: readonly string[];
  readonly value: string;
  readonly trigger: string;
  readonly title: string;
  readonly dependsOn: string | null;
}

export interface Local {
  readonly kind: "local";
  readonly name: string;
  readonly value: string;
}

export type Item = Resource | Call | Local;

/** Values of the root module's variables, as HCL. */
export interface Settings {
  readonly one: string;
  readonly two: string;
  readonly secret: string;
  readonly enabled: string;
  readonly size: string;
}

export interface Project {
  readonly items: readonly Item[];
  readonly settings: Settings;
  /** A literal within the called module. */
  readonly inner: string;
  /** `create_before_destroy` within the called module. */
  readonly first: boolean;
}

/** The files of a side by path. Modules are called as {@link moduleManifest} says. */
export type Files = ReadonlyMap<string, string>;

export function randomProjects(seed: number): { readonly base: Files; readonly head: Files } {
  const dice = diceOf(seed);
  const project = randomProject(dice);
  const edit: Edit = editedProject(dice, project);
  return {
    base: new Map([...projectFiles(project, []), ...moduleFiles(project)]),
    head: new Map([...projectFiles(edit.project, edit.blocks), ...moduleFiles(edit.project)]),
  };
}

const basicTexts = ["var.one", "var.two", "local.mix", "var.settings.name", "var.list[0]"];
const basicValues = ["var.settings", "var.list", "var.settings.size", "var.settings.tags", "var.secret", "var.enabled"];

export function namesOf(items: readonly Item[], own: Resource["repetition"]): Names {
  const texts = [...basicTexts];
  const values = [...basicValues];
  const collections = ["var.list"];
  if (own === "count" || own === "toggle") texts.push(`"n$\{count.index}"`);
  if (own === "for_each") texts.push("each.key", "each.value");
  for (const item of items) {
    if (item.kind === "local") {
      values.push(`local.${item.name}`);
      continue;
    }
    const address = item.kind === "call" ? `module.${item.name}` : `terraform_data.${item.name}`;
    const attributes = item.kind === "call" ? ["output", "all", "title"] : ["output", "input", "triggers_replace"];
    switch (item.repetition) {
      case "":
        texts.push(`${address}.id`, `${address}.id`);
        values.push(...attributes.map((name) => `${address}.${name}`), address);
        if (item.kind === "call") collections.push(`${address}.ids`);
        break;
      case "toggle":
        texts.push(`try(${address}[0].id, "none")`, `join("", ${address}[*].id)`);
        values.push(`one(${address}[*].id)`, ...attributes.map((name) => `one(${address}[*].${name})`));
        collections.push(`${address}[*].id`);
        break;
      case "count":
        texts.push(`${address}[0].id`, `${address}[1].id`);
        values.push(...attributes.map((name) => `${address}[0].${name}`));
        collections.push(...attributes.map((name) => `${address}[*].${name}`), `[for x in ${address} : x.id]`);
        break;
      case "for_each":
        texts.push(`${address}["a"].id`);
        values.push(...attributes.map((name) => `${address}["a"].${name}`));
        collections.push(...attributes.map((name) => `{ for k, x in ${address} : k => x.${name} }`), `values(${address})[*].id`);
        break;
    }
  }
  return { texts, values, collections };
}

function randomProject(dice: Dice): Project {
  const items: Item[] = [];
  for (let at = 0; at < 12; at++) {
    const kind = dice.below(10);
    if (kind < 2 && at > 0) items.push({ kind: "local", name: `l${at}`, value: randomValue(dice, namesOf(items, "")) });
    else if (kind < 4) items.push(randomCall(dice, items));
    else items.push(randomResource(dice, `r${at}`, items));
  }
  return {
    items,
    settings: {
      one: dice.pick(literals),
      two: dice.pick(literals),
      secret: dice.pick(literals),
      enabled: dice.pick(["true", "false"]),
      size: dice.pick(["1", "2"]),
    },
    inner: dice.pick(literals),
    first: dice.chance(0.15),
  };
}

function randomRepetition(dice: Dice): { readonly repetition: Resource["repetition"]; readonly keys: readonly string[] } {
  const repetition = dice.pick(["", "", "", "", "count", "for_each", "toggle"] as const);
  return { repetition, keys: repetition === "count" ? ["0", "1"] : repetition === "for_each" ? ["a", "b"] : [] };
}

function randomCall(dice: Dice, items: readonly Item[]): Call {
  const name = `m${items.filter((item) => item.kind === "call").length}`;
  const { repetition, keys } = randomRepetition(dice);
  const names = namesOf(items, repetition);
  return {
    kind: "call",
    name,
    source: dice.pick(["leaf", "leaf", "pair"]),
    repetition,
    keys,
    value: randomValue(dice, names),
    trigger: dice.chance(0.5) ? "null" : randomValue(dice, names),
    title: randomText(dice, names),
    dependsOn: dice.chance(0.06) ? dependency(dice, items) : null,
  };
}

function dependency(dice: Dice, items: readonly Item[]): string | null {
  const named = items.flatMap((item) =>
    item.kind === "local" ? [] : item.kind === "call" ? [`module.${item.name}`] : [`terraform_data.${item.name}`],
  );
  return named.length === 0 ? null : dice.pick(named);
}

function randomResource(dice: Dice, name: string, items: readonly Item[]): Resource {
  const { repetition, keys } = randomRepetition(dice);
  const names = namesOf(items, repetition);
  const input = dice.chance(0.8) ? randomValue(dice, names) : null;
  const triggers = dice.chance(0.6) ? randomValue(dice, names) : null;
  return {
    kind: "resource",
    name,
    repetition,
    keys,
    input,
    triggers,
    lifecycle: randomLifecycle(dice, items, repetition),
    dependsOn: dice.chance(0.06) ? dependency(dice, items) : null,
  };
}

export function randomLifecycle(dice: Dice, items: readonly Item[], own: Resource["repetition"]): readonly string[] {
  const lines: string[] = [];
  if (dice.chance(0.12)) lines.push("create_before_destroy = true");
  if (dice.chance(0.12))
    lines.push(`ignore_changes = ${dice.pick(["all", "[input]", "[triggers_replace]", "[input.a]", "[triggers_replace.a, input]"])}`);
  const triggering = items.flatMap((item) => triggersOf(item, own));
  if (triggering.length > 0 && dice.chance(0.12)) lines.push(`replace_triggered_by = [${dice.pick(triggering)}]`);
  if (dice.chance(0.04)) lines.push('precondition {\n      condition     = var.one != "never"\n      error_message = "never"\n    }');
  return lines;
}

/** What of an item may trigger the replacement of another. */
function triggersOf(item: Item, own: Resource["repetition"]): readonly string[] {
  if (item.kind !== "resource") return [];
  const address = `terraform_data.${item.name}`;
  switch (item.repetition) {
    case "":
      return [address, `${address}.id`, `${address}.output`, `${address}.input`];
    case "count":
      return own === "count" ? [`${address}[count.index]`, `${address}[0].output`] : [address, `${address}[0]`];
    case "for_each":
      return own === "for_each" ? [`${address}[each.key]`, `${address}[each.key].id`] : [address, `${address}["a"].input`];
    case "toggle":
      return [address];
  }
}
