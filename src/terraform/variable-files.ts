/** The values that the root module's variables are given, in Terraform's order of precedence. */
import type { Body, ParsedFile } from "../model/syntax.ts";
import type { Project, VariableBlock } from "../model/terraform-module.ts";
import type { Value } from "../model/value.ts";
import { evaluateExpression } from "./evaluate-expression.ts";
import type { Names, Run } from "./evaluation.ts";
import { fail } from "./evaluation.ts";
import { directoryOf, fileNameOf } from "./repository-path.ts";
import { typeConstraint } from "./type-constraint.ts";
import { nullValue, stringValue } from "./values.ts";

/**
 * From lowest to highest: the environment, `terraform.tfvars`, `terraform.tfvars.json`, `*.auto.tfvars` and `*.auto.tfvars.json` by name,
 * files given with `-var-file` in their order. Returns a function that gives a variable's value, undefined where there is none.
 * @param environment values of `TF_VAR_…` by the variable's name.
 */
export function givenVariables(
  project: Project,
  varFiles: ReadonlyMap<string, ParsedFile>,
  environment: ReadonlyMap<string, string>,
  run: Run,
): (variable: VariableBlock) => Value | undefined {
  const values = new Map<string, { readonly body: Body; readonly file: string; readonly index: number }>();
  for (const file of filesInOrder(project, varFiles)) {
    for (const [index, attribute] of file.body.attributes.entries())
      values.set(attribute.name, { body: file.body, file: file.path, index });
  }
  return (variable) => {
    const written = values.get(variable.name);
    const expression = written?.body.attributes[written.index]?.expression;
    if (written === undefined || expression === undefined) return ofEnvironment(variable, environment);
    return evaluateExpression(expression, { names: noNames(project.dir), bound: null, run, file: written.file });
  };
}

/** Files of variable values that a project reads, lowest precedence first. */
export function filesInOrder(project: Project, varFiles: ReadonlyMap<string, ParsedFile>): readonly ParsedFile[] {
  const inDir = [...varFiles.values()].filter((file) => directoryOf(file.path) === project.dir);
  const named = (name: string) => inDir.filter((file) => fileNameOf(file.path) === name);
  const automatic = inDir
    .filter((file) => /\.auto\.tfvars(?:\.json)?$/.test(file.path))
    .sort((a, b) => (fileNameOf(a.path) < fileNameOf(b.path) ? -1 : 1));
  const given = project.varFiles.flatMap((path) => varFiles.get(path) ?? []);
  return [...named("terraform.tfvars"), ...named("terraform.tfvars.json"), ...automatic, ...given];
}

/** A variable of a primitive type takes the text as it is; the text of others is an expression, which is not read here. */
function ofEnvironment(variable: VariableBlock, environment: ReadonlyMap<string, string>): Value | undefined {
  const text = environment.get(variable.name);
  if (text === undefined) return undefined;
  const type = variable.type === null ? null : typeConstraint(variable.type, () => nullValue);
  if (variable.type === null || type?.kind === "string" || type?.kind === "number" || type?.kind === "bool") return stringValue(text);
  return {
    kind: "unknown",
    because: [{ kind: "unsupported", subject: `TF_VAR_${variable.name}` }],
    derivation: `TF_VAR ${variable.name} ${text}`,
  };
}

/** A file of values sees no names. */
function noNames(dir: string): Names {
  return { resolve: () => fail("a variable file holds only literal values"), moduleDir: dir, rootDir: dir };
}
