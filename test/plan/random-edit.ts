/** Random edits of the random projects: values, lifecycles, counts, moves, removals and imports. */
import { type Dice, literals } from "./random-dice.ts";
import { randomText, randomValue } from "./random-expression.ts";
import { type Call, type Item, namesOf, type Project, type Resource, randomLifecycle } from "./random-project.ts";

export interface Edit {
  readonly project: Project;
  /** `moved`, `removed` and `import` blocks. */
  readonly blocks: readonly string[];
}

export function editedProject(dice: Dice, project: Project): Edit {
  const blocks: string[] = [];
  const renames = new Map<string, string>();
  const items: Item[] = [];
  for (const item of project.items) {
    if (item.kind !== "local" && dice.chance(0.05) && !isNamed(project, item)) {
      if (dice.chance(0.5)) blocks.push(removal(item, dice));
      continue;
    }
    items.push(renamed(dice, editedItem(dice, item, items, blocks), renames, blocks));
  }
  if (dice.chance(0.3)) items.push(added(dice, items, blocks));
  const settings = {
    one: dice.chance(0.25) ? dice.pick(literals) : project.settings.one,
    two: dice.chance(0.15) ? dice.pick(literals) : project.settings.two,
    secret: dice.chance(0.15) ? dice.pick(literals) : project.settings.secret,
    enabled: dice.chance(0.15) ? dice.pick(["true", "false"]) : project.settings.enabled,
    size: dice.chance(0.1) ? dice.pick(["1", "2"]) : project.settings.size,
  };
  const inner = dice.chance(0.1) ? dice.pick(literals) : project.inner;
  return { project: { ...project, items: items.map((item) => withRenames(item, renames)), settings, inner }, blocks };
}

function addressOf(item: Resource | Call): string {
  return item.kind === "call" ? `module.${item.name}` : `terraform_data.${item.name}`;
}

/** Whether another item speaks of it. */
function isNamed(project: Project, item: Resource | Call): boolean {
  const text = new RegExp(`${addressOf(item).replace(".", "\\.")}\\b`);
  return project.items.some((other) => other !== item && text.test(JSON.stringify(other).replaceAll('\\"', '"')));
}

function removal(item: Resource | Call, dice: Dice): string {
  return `removed {\n  from = ${addressOf(item)}\n  lifecycle {\n    destroy = ${dice.pick(["true", "false"])}\n  }\n}\n`;
}

function editedItem(dice: Dice, item: Item, earlier: readonly Item[], blocks: string[]): Item {
  if (item.kind === "local") return dice.chance(0.1) ? { ...item, value: editedText(dice, item.value) } : item;
  const regrown = repeatedAnew(dice, item, blocks);
  if (regrown.kind === "call") {
    return {
      ...regrown,
      value: dice.chance(0.12) ? editedText(dice, item.kind === "call" ? item.value : "null") : regrown.value,
      trigger: dice.chance(0.1) ? editedText(dice, regrown.trigger) : regrown.trigger,
      title: dice.chance(0.1) ? randomText(dice, namesOf(earlier, regrown.repetition)) : regrown.title,
    };
  }
  return {
    ...regrown,
    input: dice.chance(0.12) ? editedArgument(dice, regrown.input, earlier, regrown.repetition) : regrown.input,
    triggers: dice.chance(0.1) ? editedArgument(dice, regrown.triggers, earlier, regrown.repetition) : regrown.triggers,
    lifecycle: dice.chance(0.08) ? randomLifecycle(dice, earlier, regrown.repetition) : regrown.lifecycle,
  };
}

/** More or fewer instances, or another way to repeat, with the moves that keep them. */
function repeatedAnew(dice: Dice, item: Resource | Call, blocks: string[]): Resource | Call {
  const address = addressOf(item);
  if (item.repetition === "count" && dice.chance(0.15)) return { ...item, keys: ["0", "1", "2"] };
  if (item.repetition === "for_each" && dice.chance(0.15)) {
    if (dice.chance(0.4)) blocks.push(`moved {\n  from = ${address}["b"]\n  to   = ${address}["c"]\n}\n`);
    return { ...item, keys: ["a", "c"] };
  }
  return item;
}

function renamed(dice: Dice, item: Item, renames: Map<string, string>, blocks: string[]): Item {
  if (item.kind === "local" || !dice.chance(0.07)) return item;
  const name = `${item.name}_renamed`;
  const next = { ...item, name };
  renames.set(addressOf(item), addressOf(next));
  if (dice.chance(0.85)) blocks.push(`moved {\n  from = ${addressOf(item)}\n  to   = ${addressOf(next)}\n}\n`);
  return next;
}

function withRenames(item: Item, renames: ReadonlyMap<string, string>): Item {
  let text = JSON.stringify(item);
  for (const [from, to] of renames) text = text.replaceAll(new RegExp(`${from.replace(".", "\\.")}\\b`, "g"), to);
  return JSON.parse(text) as Item;
}

function added(dice: Dice, items: readonly Item[], blocks: string[]): Resource {
  const names = namesOf(items, "");
  if (dice.chance(0.3)) blocks.push(`import {\n  to = terraform_data.added\n  id = "imported"\n}\n`);
  return {
    kind: "resource",
    name: "added",
    repetition: "",
    keys: [],
    input: dice.chance(0.7) ? randomValue(dice, names) : null,
    triggers: dice.chance(0.4) ? randomValue(dice, names) : null,
    lifecycle: [],
    dependsOn: null,
  };
}

function editedArgument(dice: Dice, expression: string | null, earlier: readonly Item[], own: Resource["repetition"]): string | null {
  if (expression === null || dice.chance(0.2)) return randomValue(dice, namesOf(earlier, own));
  return dice.chance(0.15) ? null : editedText(dice, expression);
}

function editedText(dice: Dice, expression: string): string {
  const literal = dice.pick(literals);
  const edited = expression.replace(/"v\d"/, literal);
  return edited === expression && dice.chance(0.5) ? literal : edited;
}
