/** The values that the root module's variables are given, in Terraform's order of precedence. */
import type { Body, Expression, ParsedFile } from "../model/syntax.ts";
import type { Project, VariableBlock } from "../model/terraform-module.ts";
import type { Value } from "../model/value.ts";
import { evaluateExpression } from "./evaluate-expression.ts";
import type { Names, Run } from "./evaluation.ts";
import { fail } from "./evaluation.ts";
import type { OutsideVariables } from "./outside-variables.ts";
import { directoryOf, fileNameOf } from "./repository-path.ts";
import { syntaxDigest } from "./syntax-digest.ts";
import { typeConstraint } from "./type-constraint.ts";
import { unknownBecause } from "./unknowns.ts";
import { nullValue, stringValue } from "./values.ts";

/**
 * From lowest to highest: what `outside` tells, the environment, `terraform.tfvars`, `terraform.tfvars.json`, `*.auto.tfvars` and `*.auto.tfvars.json` by name,
 * files given with `-var-file` in their order. Returns a function that gives a variable's value, undefined where there is none.
 * @param environment values of `TF_VAR_…` by the variable's name.
 */
export function givenVariables(
  project: Project,
  varFiles: ReadonlyMap<string, ParsedFile>,
  environment: ReadonlyMap<string, string>,
  run: Run,
  outside: OutsideVariables = () => null,
): (variable: VariableBlock) => Value | undefined {
  const values = new Map<string, { readonly body: Body; readonly file: string; readonly index: number }>();
  for (const file of filesInOrder(project, varFiles)) {
    for (const [index, attribute] of file.body.attributes.entries())
      values.set(attribute.name, { body: file.body, file: file.path, index });
  }
  const literal = (expression: Expression, file: string) =>
    evaluateExpression(expression, { names: noNames(project.dir), bound: null, run, file });
  return (variable) => {
    const written = values.get(variable.name);
    const expression = written?.body.attributes[written.index]?.expression;
    if (written !== undefined && expression !== undefined) return literal(expression, written.file);
    const inherited = environment.has(variable.name) ? null : outside(variable.name);
    if (inherited === null) return ofEnvironment(variable, environment);
    return inherited.kind === "literal" ? literal(inherited.expression, inherited.file) : setElsewhere(variable, inherited.source);
  };
}

/** Unknown. It may also be meant for another root module, so that a default that changes does not go unseen. */
function setElsewhere(variable: VariableBlock, source: string): Value {
  const written = variable.default === null ? "" : syntaxDigest(variable.default);
  return unknownBecause("input", `var.${variable.name}`, [stringValue(`${source} ${written}`)]);
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

/** What stands in a file of values, or as a variable's default, sees no names and calls no functions. */
export function noNames(dir: string): Names {
  return { resolve: () => fail("only literal values can stand here"), moduleDir: dir, rootDir: dir, calls: "none" };
}
