/** Resource addresses taken apart: `module.app["eu"].data.aws_ami.base[0].id`. */

export interface AddressStep {
  readonly name: string;
  /** With its brackets, as written: `[0]`, `["eu"]`. Null: none. */
  readonly index: string | null;
}

export interface Address {
  readonly modules: readonly AddressStep[];
  readonly mode: "managed" | "data";
  /** Null: the address of a module. */
  readonly type: string | null;
  readonly name: string;
  readonly index: string | null;
  /** What follows the resource: `.root_block_device[0].volume_size`, or nothing. */
  readonly rest: string;
}

/** Longer texts are not addresses; nothing that is read by them may be so long. */
const maxLength = 4096;

/** Null: not the address of a resource, of a resource's attribute, or of a module. */
export function parseAddress(text: string): Address | null {
  const steps = text.length > maxLength ? null : splitSteps(text);
  if (steps === null) return null;
  const modules: AddressStep[] = [];
  let at = 0;
  while (steps[at]?.name === "module" && steps[at]?.index === null && steps[at + 1] !== undefined) {
    modules.push(steps[at + 1] ?? { name: "", index: null });
    at += 2;
  }
  if (at === steps.length) return modules.length === 0 ? null : { modules, mode: "managed", type: null, name: "", index: null, rest: "" };
  const mode = steps[at]?.name === "data" && steps[at]?.index === null ? "data" : "managed";
  if (mode === "data") at++;
  const type = steps[at];
  const name = steps[at + 1];
  if (type === undefined || name === undefined || type.index !== null) return null;
  const rest = steps
    .slice(at + 2)
    .map((step) => `.${step.name}${step.index ?? ""}`)
    .join("");
  return { modules, mode, type: type.name, name: name.name, index: firstIndex(name.index), rest: `${restIndex(name.index)}${rest}` };
}

/** `[0][1]` → `[0]`: an instance has one index, what follows indexes into it. */
function firstIndex(index: string | null): string | null {
  return index === null ? null : index.slice(0, indexEnd(index, 0));
}

function restIndex(index: string | null): string {
  return index === null ? "" : index.slice(indexEnd(index, 0));
}

/** The address of the resource alone, as written; `""` + index, without what follows. */
export function addressText(address: Address): string {
  return `${bareOrIndexed(address, true)}${address.index ?? ""}`;
}

/** The address without any index, of modules too: what a block of the configuration is. */
export function blockAddress(address: Address): string {
  return bareOrIndexed(address, false);
}

/** The address without the resource's own index. */
export function resourceAddress(address: Address): string {
  return bareOrIndexed(address, true);
}

export function moduleAddress(address: Address): string {
  return address.modules.map((step) => `module.${step.name}${step.index ?? ""}`).join(".");
}

function bareOrIndexed(address: Address, indexed: boolean): string {
  const modules = address.modules.map((step) => `module.${step.name}${indexed ? (step.index ?? "") : ""}`);
  const resource = address.type === null ? [] : [`${address.mode === "data" ? "data." : ""}${address.type}.${address.name}`];
  return [...modules, ...resource].join(".");
}

/** Splits at dots that stand outside of brackets. Null: brackets do not match. */
function splitSteps(text: string): readonly AddressStep[] | null {
  const steps: AddressStep[] = [];
  let at = 0;
  while (at < text.length) {
    const start = at;
    while (at < text.length && text[at] !== "." && text[at] !== "[") at++;
    const name = text.slice(start, at);
    const open = at;
    while (text[at] === "[") {
      const end = indexEnd(text, at);
      if (end === -1) return null;
      at = end;
    }
    if (name === "" || (at < text.length && text[at] !== ".")) return null;
    steps.push({ name, index: open === at ? null : text.slice(open, at) });
    if (text[at] === ".") at++;
  }
  return steps;
}

/** Just behind the bracket that closes the one at `open`; -1: none does. */
function indexEnd(text: string, open: number): number {
  let quoted = false;
  for (let at = open + 1; at < text.length; at++) {
    if (quoted && text[at] === "\\") at++;
    else if (text[at] === '"') quoted = !quoted;
    else if (!quoted && text[at] === "]") return at + 1;
  }
  return -1;
}
