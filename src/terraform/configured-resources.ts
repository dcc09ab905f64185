/** The resources of one module, each block once, as far as the code tells their arguments. What configuration rules look at. */
import type { Expression, ParsedFile } from "../model/syntax.ts";
import type { ConfiguredResource, Project, TerraformModule } from "../model/terraform-module.ts";
import { newRun } from "./evaluation.ts";
import { ModuleInstance } from "./module-instance.ts";
import type { OutsideVariables } from "./outside-variables.ts";
import { givenVariables } from "./variable-files.ts";

export interface ConfiguredContext {
  /** For the outputs of modules it calls. */
  readonly modules: ReadonlyMap<string, TerraformModule>;
  readonly readFile: (path: string) => string | null;
  /** Of a root module: how it is applied. Without it only defaults are known. */
  readonly project?: Project;
  readonly varFiles?: ReadonlyMap<string, ParsedFile>;
  readonly parseTemplate?: (text: string) => Expression;
  /** What sets variables besides; default: nothing. */
  readonly outside?: OutsideVariables;
}

/** Variables have their defaults, or the values of the project's variable files; `count.index` and `each` are unknown as `input`. */
export function configuredResources(module: TerraformModule, context: ConfiguredContext): readonly ConfiguredResource[] {
  const run = newRun({
    files: { text: context.readFile, id: null, below: null },
    ...(context.parseTemplate === undefined ? {} : { parseTemplate: context.parseTemplate }),
  });
  const given =
    context.project === undefined
      ? () => undefined
      : givenVariables(context.project, context.varFiles ?? new Map(), new Map(), run, context.outside);
  const instance = new ModuleInstance(
    {
      run,
      modules: context.modules,
      rootDir: module.dir,
      workspace: context.project?.workspace ?? "default",
      given,
      unexpanded: true,
      view: null,
    },
    module,
    { path: "", blockPath: "", ancestors: new Set() },
    given,
  );
  return [...module.resources.values()].map((block) => ({
    block,
    moduleDir: module.dir,
    values: instance.instanceValues(block, null),
  }));
}
