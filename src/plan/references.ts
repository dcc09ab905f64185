/** Takes apart the references and module addresses that a plan writes: `aws_vpc.v[0].id`, `module.net["eu"].subnet_id`, `var.size`. */
import { pathBelow } from "../model/attribute-path.ts";

/** One step of a module address; `key` as a text, null where there is none. */
export interface ModuleStep {
  readonly name: string;
  readonly key: string | null;
  /** As it was written: `module.net["eu"]`. */
  readonly text: string;
}

export type Reference =
  | {
      readonly kind: "resource";
      readonly mode: "managed" | "data";
      readonly type: string;
      readonly name: string;
      readonly index: string | number | null;
      /** As it was written, empty where there is none. */
      readonly indexText: string;
      /** The attribute path that is referred to; null: the whole resource. */
      readonly attribute: string | null;
    }
  | { readonly kind: "variable"; readonly name: string }
  | { readonly kind: "module"; readonly step: ModuleStep; readonly output: string | null }
  /** `each.key`, `each.value`, `count.index` */
  | { readonly kind: "repetition" }
  | { readonly kind: "local" }
  | { readonly kind: "other" };

const NO_RESOURCES: ReadonlySet<string> = new Set(["path", "terraform", "self", "provider", "action", "ephemeral"]);

/** What a reference means. Linear in its text; what does not follow the notation is `other`. */
export function readReference(text: string): Reference {
  const parts = splitSteps(text);
  const [first, second] = parts;
  if (typeof first?.step !== "string") return { kind: "other" };
  if (first.step === "each" || first.step === "count") return { kind: "repetition" };
  if (first.step === "local") return { kind: "local" };
  if (NO_RESOURCES.has(first.step) || typeof second?.step !== "string") return { kind: "other" };
  if (first.step === "var") return { kind: "variable", name: second.step };
  if (first.step === "module") {
    const [step, length] = readModuleStep(parts, 0);
    const output = parts[length]?.step;
    return step === null ? { kind: "other" } : { kind: "module", step, output: typeof output === "string" ? output : null };
  }
  return first.step === "data" ? readResource("data", parts.slice(1)) : readResource("managed", parts);
}

function readResource(mode: "managed" | "data", parts: readonly Part[]): Reference {
  const [type, name, third] = parts;
  if (typeof type?.step !== "string" || typeof name?.step !== "string") return { kind: "other" };
  const indexed = third?.bracketed === true;
  let attribute = "";
  for (const part of parts.slice(indexed ? 3 : 2)) attribute = pathBelow(attribute, part.step);
  return {
    kind: "resource",
    mode,
    type: type.step,
    name: name.step,
    index: indexed ? third.step : null,
    indexText: indexed ? third.text : "",
    attribute: attribute === "" ? null : attribute,
  };
}

/** The steps of a module address, outermost first; empty for the root module. */
export function moduleSteps(address: string): readonly ModuleStep[] {
  const parts = splitSteps(address);
  const steps: ModuleStep[] = [];
  let at = 0;
  while (at < parts.length) {
    const [step, next] = readModuleStep(parts, at);
    if (step === null) break;
    steps.push(step);
    at = next;
  }
  return steps;
}

function readModuleStep(parts: readonly Part[], at: number): readonly [ModuleStep | null, number] {
  const [word, name, key] = [parts[at], parts[at + 1], parts[at + 2]];
  if (word?.step !== "module" || typeof name?.step !== "string") return [null, at];
  const keyed = key?.bracketed === true;
  return [
    { name: name.step, key: keyed ? String(key.step) : null, text: `module.${name.step}${keyed ? key.text : ""}` },
    at + (keyed ? 3 : 2),
  ];
}

interface Part {
  readonly step: string | number;
  readonly bracketed: boolean;
  readonly text: string;
}

/** `a.b["c.d"][0]` as `a`, `b`, `c.d`, 0. */
function splitSteps(text: string): readonly Part[] {
  const parts: Part[] = [];
  let at = 0;
  while (at < text.length) {
    if (text[at] === ".") {
      at += 1;
    } else if (text[at] === "[") {
      const end = bracketEnd(text, at);
      const inner = text.slice(at + 1, end);
      parts.push({ step: readKey(inner), bracketed: true, text: text.slice(at, end + 1) });
      at = end + 1;
    } else {
      let end = at;
      while (end < text.length && text[end] !== "." && text[end] !== "[") end += 1;
      parts.push({ step: text.slice(at, end), bracketed: false, text: text.slice(at, end) });
      at = end;
    }
  }
  return parts;
}

/** Where the bracket at `from` closes; the text's end where it does not. */
function bracketEnd(text: string, from: number): number {
  let quoted = false;
  for (let at = from + 1; at < text.length; at += 1) {
    if (quoted && text[at] === "\\") at += 1;
    else if (text[at] === '"') quoted = !quoted;
    else if (text[at] === "]" && !quoted) return at;
  }
  return text.length;
}

/** Keys are quoted as in HCL, where `$${` and `%%{` stand for `${` and `%{`. */
function readKey(inner: string): string | number {
  if (/^[0-9]{1,15}$/.test(inner)) return Number(inner);
  try {
    const key: unknown = JSON.parse(inner);
    return typeof key === "string" ? key.replaceAll("$${", "${").replaceAll("%%{", "%{") : inner;
  } catch {
    return inner;
  }
}
