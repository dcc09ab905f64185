/** What sets a root module's variables besides its variable files: Terragrunt's inputs, and `TF_VAR_…` in a pipeline. */
import type { Expression, ParsedFile } from "../model/syntax.ts";
import { attributeNamed, literalOf, literalString, withoutParentheses } from "../model/syntax-query.ts";
import { sha256Hex } from "./digest.ts";
import { syntaxDigest } from "./syntax-digest.ts";

/** `unknown`: something sets it, or may. `source` is an opaque text that differs where what sets it does. */
export type OutsideValue =
  | { readonly kind: "literal"; readonly expression: Expression; readonly file: string }
  | { readonly kind: "unknown"; readonly source: string };

/** Null: nothing outside sets the variable. */
export type OutsideVariables = (name: string) => OutsideValue | null;

/**
 * Variables as the `terragrunt.hcl` beside a root module sets them: it hands its `inputs` on as `TF_VAR_…`. A literal is known. Everything
 * else is worked out by Terragrunt, and files that it includes may set what it does not name.
 * @param around what Terragrunt may read beside the file, as a text that differs where that does.
 */
export function terragruntVariables(file: ParsedFile, around: string): OutsideVariables {
  const body = sha256Hex(file.body.attributes.map(({ name, expression }) => `${name}=${syntaxDigest(expression)}`).join("\n"));
  const anything = { kind: "unknown", source: `terragrunt ${body} ${around}` } as const;
  const written = attributeNamed(file.body, "inputs")?.expression;
  const inputs = written === undefined ? null : withoutParentheses(written);
  const isPlain = inputs === null || (inputs.kind === "object" && inputs.items.every((item) => literalString(item.key) !== undefined));
  if (file.problems.length > 0 || !isPlain) return () => anything;
  const includes = file.body.blocks.filter((block) => block.type === "include");
  const included = includes
    .map((block) => block.body.attributes.map((attribute) => syntaxDigest(attribute.expression)).join(" "))
    .join("\n");
  return (name) => {
    const value = inputs?.kind === "object" ? inputs.items.findLast((item) => literalString(item.key) === name)?.value : undefined;
    if (value === undefined) return includes.length === 0 ? null : { kind: "unknown", source: `terragrunt ${included} ${around}` };
    const literal = literalOf(value);
    return literal === undefined || literal === null ? anything : { kind: "literal", expression: value, file: file.path };
  };
}

/**
 * Names that pipelines and scripts set as `TF_VAR_…` or by `-var name=…`, each with the lines that do. Nothing tells which root module they
 * are meant for.
 * @param texts of the files by path. Comments of a whole line count as nothing.
 */
export function pipelineVariables(texts: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const lines = new Map<string, string[]>();
  for (const [path, text] of texts) {
    const takesOptions = /terraform|tofu|terragrunt|TF_/i.test(text) && text.includes("-var");
    if (!takesOptions && !text.includes("TF_VAR_")) continue;
    let continues = false;
    let ofOther = false;
    for (const line of text.split("\n")) {
      const code = line.trim();
      if (code.startsWith("#") || code.startsWith("//")) continue;
      ofOther = (continues && ofOther) || /\b(?:packer|nomad)\b/.test(code);
      continues = code.endsWith("\\");
      for (const name of namesSetIn(code, takesOptions && !ofOther)) {
        const known = lines.get(name);
        if (known === undefined) lines.set(name, [`${path} ${code}`]);
        else known.push(`${path} ${code}`);
      }
    }
  }
  return new Map([...lines].map(([name, found]) => [name, sha256Hex(found.join("\n"))]));
}

function namesSetIn(code: string, takesOptions: boolean): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [, name = ""] of code.matchAll(/TF_VAR_([A-Za-z_][A-Za-z0-9_-]{0,200})/g)) names.add(name);
  // `-var x=1`, `-var="x=1"`, `"-var", "x=1"`.
  const options = takesOptions ? code.matchAll(/-var(?:=|[\s"',]{1,20})["']?([A-Za-z_][A-Za-z0-9_-]{0,200})\s{0,20}=/g) : [];
  for (const [, name = ""] of options) names.add(name);
  return names;
}

/** A variable that is set already is none that Terragrunt sets; nothing tells whether the pipeline is the one that runs it. */
export function joinedVariables(pipelines: ReadonlyMap<string, string>, terragrunt: OutsideVariables | null): OutsideVariables {
  return (name) => {
    const [pipeline, other] = [pipelines.get(name), terragrunt?.(name) ?? null];
    if (pipeline === undefined) return other;
    const source = other === null ? "" : other.kind === "unknown" ? other.source : syntaxDigest(other.expression);
    return { kind: "unknown", source: `pipeline ${pipeline} ${source}` };
  };
}
