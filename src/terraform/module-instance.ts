/** A module as it is called: its variables, locals, resources, calls and outputs, each evaluated when it is first asked for, and once. */

import type { Place } from "../model/place.ts";
import type { Expression } from "../model/syntax.ts";
import { attributeNamed } from "../model/syntax-query.ts";
import type { ModuleCall, ResourceBlock, ResourceInstance, TerraformModule, VariableBlock } from "../model/terraform-module.ts";
import type { Value } from "../model/value.ts";
import { closed } from "./access.ts";
import { inModule } from "./address.ts";
import { resourceArguments } from "./evaluate-body.ts";
import { evaluateExpression, guarded } from "./evaluate-expression.ts";
import type { Binding, Run, Scope } from "./evaluation.ts";
import { checked } from "./evaluation.ts";
import type { Expansion, InstanceKey } from "./expansion.ts";
import { expansionOf, keysOf, keyText, repetition, unknownRepetition } from "./expansion.ts";
import { lifecycleOf } from "./lifecycle.ts";
import { moduleNames } from "./module-names.ts";
import { providerOf } from "./provider-of.ts";
import type { ReadingData } from "./reading-data.ts";
import { computedAttribute, resourceView } from "./resource-view.ts";
import { attributeOfData, contentOf } from "./tree-data.ts";
import { unknownBecause } from "./unknowns.ts";
import { validated } from "./validation.ts";
import { markedAs } from "./values.ts";
import { variableValue } from "./variable-value.ts";

/** What all modules of one configuration share. */
export interface ConfigurationContext {
  readonly run: Run;
  readonly modules: ReadonlyMap<string, TerraformModule>;
  readonly rootDir: string;
  /** Null: it may be any. */
  readonly workspace: string | null;
  /** The value given to a variable of the root module; undefined: none. */
  readonly given: (variable: VariableBlock) => Value | undefined;
  /** Every block once, `count` and `each` unknown, instead of its instances. */
  readonly unexpanded: boolean;
  /** What others see of an instance, where that is not just what its arguments say. */
  readonly view: ((instance: OpenInstance) => Value) | null;
}

/** An instance of a resource whose arguments are evaluated when they are asked for, and once. */
export interface OpenInstance extends Omit<ResourceInstance, "values" | "references" | "content"> {
  readonly values: () => Value;
  /** As {@link ResourceInstance}'s; null: there is none. */
  readonly content: () => Value | null;
  /** What a data source reads of the tree for an attribute that is no argument; null: only the provider knows it. */
  readonly readAttribute: (name: string) => Value | null;
  /** The instances of a resource of the same module; null: it is not known how many there are, or there is no such resource. */
  readonly neighbours: (resource: string) => readonly OpenInstance[] | null;
}

/** Modules that call modules that call modules: deeper than this they are not followed. */
const maxModuleDepth = 50;

/** What one more instance takes from the budget of steps, beside the evaluation of its arguments. */
const resourceCost = 10;
const moduleCost = 50;

export class ModuleInstance {
  readonly context: ConfigurationContext;
  readonly module: TerraformModule;
  /** `""` at the root, else `module.app["eu"]`. */
  readonly path: string;
  /** The path without keys. */
  readonly blockPath: string;
  readonly depth: number;
  readonly #given: (variable: VariableBlock) => Value | undefined;
  readonly #ancestors: ReadonlySet<string>;
  readonly #values = new Map<string, Value | "open">();
  readonly #expansions = new Map<string, Expansion>();
  readonly #children = new Map<string, ModuleInstance>();
  readonly #views = new Map<string, Value>();
  readonly #validated = new Map<string, Value>();

  constructor(
    context: ConfigurationContext,
    module: TerraformModule,
    place: { readonly path: string; readonly blockPath: string; readonly ancestors: ReadonlySet<string> },
    given: (variable: VariableBlock) => Value | undefined,
  ) {
    this.context = context;
    this.module = module;
    this.path = place.path;
    this.blockPath = place.blockPath;
    this.depth = place.ancestors.size;
    this.#ancestors = place.ancestors;
    this.#given = given;
  }

  /** The scope of expressions in a file of the module. */
  scope(file: string, bound: Binding | null = null): Scope {
    return { names: moduleNames(this), bound, run: this.context.run, file };
  }

  variable(name: string): Value | null {
    const variable = this.module.variables.get(name);
    if (variable === undefined) return null;
    const address = inModule(this.path, `var.${name}`);
    const scope = this.scope(variable.place.file);
    const value = this.#once(`var.${name}`, variable.place, () =>
      variableValue(variable, this.#given(variable), address, this.path === "", scope),
    );
    const known = this.#validated.get(name);
    if (known !== undefined) return known;
    // Conditions that refer to each other see the values as they were given.
    this.#validated.set(name, value);
    const outcome = validated(variable, value, address, scope);
    this.#validated.set(name, outcome);
    return outcome;
  }

  local(name: string): Value | null {
    const local = this.module.locals.get(name);
    if (local === undefined) return null;
    return this.#once(`local.${name}`, local.place, () => evaluateExpression(local.expression, this.scope(local.place.file)));
  }

  output(name: string): Value | null {
    const output = this.module.outputs.get(name);
    if (output === undefined) return null;
    return this.#once(`output.${name}`, output.place, () => {
      const value = attributeNamed(output.body, "value")?.expression;
      if (value === undefined) return unknownBecause("missing", inModule(this.path, `output.${name}`));
      const scope = this.scope(output.place.file);
      const sensitive = attributeNamed(output.body, "sensitive")?.expression;
      const marked = sensitive === undefined ? null : evaluateExpression(sensitive, scope);
      return markedAs(evaluateExpression(value, scope), marked?.kind === "bool" && marked.value);
    });
  }

  resourceExpansion(resource: ResourceBlock): Expansion {
    if (this.context.unexpanded) return { kind: "single" };
    return this.#expansion(resource.address, () => expansionOf(resource.body, this.scope(resource.place.file), resourceCost));
  }

  callExpansion(call: ModuleCall): Expansion {
    if (this.context.unexpanded) return { kind: "single" };
    return this.#expansion(`module.${call.name}`, () => expansionOf(call.body, this.scope(call.place.file), moduleCost));
  }

  /** The evaluated arguments of an instance, as they leave the evaluator: an object, or unknown where the block could not be read. */
  instanceValues(resource: ResourceBlock, key: InstanceKey): Value {
    return closed(this.#instance(resource, key));
  }

  /** The arguments of a resource whose instances are not known, `count` and `each` unknown. */
  anyInstanceValues(resource: ResourceBlock): Value {
    return closed(this.#evaluated(resource, unknownRepetition([])));
  }

  /** The arguments of a call, as an object. */
  callArguments(call: ModuleCall): Value {
    const scope = this.scope(call.place.file, unknownRepetition([]));
    const at: Expression = { kind: "name", name: `module.${call.name}`, span: call.body.span };
    const entries = new Map(call.body.attributes.map((attribute) => [attribute.name, evaluateExpression(attribute.expression, scope)]));
    return closed(guarded(at, scope, () => ({ kind: "object", entries })));
  }

  /** An instance as others refer to it. */
  instanceView(resource: ResourceBlock, key: InstanceKey): Value {
    const address = `${resource.address}${keyText(key)}`;
    const known = this.#views.get(address);
    if (known !== undefined) return known;
    const view =
      this.context.view === null || this.context.unexpanded
        ? this.#writtenView(resource, key)
        : this.context.view(this.openInstance(resource, key));
    this.#views.set(address, view);
    return view;
  }

  /** What the arguments say, and what a data source reads of the tree. */
  #writtenView(resource: ResourceBlock, key: InstanceKey): Value {
    const address = inModule(this.path, `${resource.address}${keyText(key)}`);
    const values = this.#instance(resource, key);
    const data = this.#reading(resource, address, values);
    return resourceView(
      resource,
      address,
      values,
      (subject, name) => attributeOfData(data, name) ?? computedAttribute(resource, subject, name, values),
    );
  }

  #reading(resource: ResourceBlock, address: string, values: Value): ReadingData {
    return { resource, address, values, provider: providerOf(resource, this.module), scope: this.scope(resource.place.file) };
  }

  /** An instance that is evaluated when its values are asked for. */
  openInstance(resource: ResourceBlock, key: InstanceKey): OpenInstance {
    const { mode, type, name } = resource;
    const address = inModule(this.path, `${resource.address}${keyText(key)}`);
    const data = () => this.#reading(resource, address, this.#instance(resource, key));
    return {
      address,
      mode,
      type,
      name,
      block: resource,
      lifecycle: lifecycleOf(resource.body),
      provider: providerOf(resource, this.module),
      values: () => this.instanceValues(resource, key),
      content: () => {
        if (resource.mode !== "data") return null;
        const content = contentOf(data());
        return content === null ? null : closed(content);
      },
      readAttribute: (attribute) => attributeOfData(data(), attribute),
      neighbours: (other) => this.#openInstances(other),
    };
  }

  #openInstances(address: string): readonly OpenInstance[] | null {
    const resource = this.module.resources.get(address);
    const expansion = resource === undefined ? null : this.resourceExpansion(resource);
    if (resource === undefined || expansion === null || expansion.kind === "unknown") return null;
    return keysOf(expansion).map((key) => this.openInstance(resource, key));
  }

  /** The module behind a call for one key; null: it is not in the repository, or calls itself. */
  child(call: ModuleCall, key: InstanceKey): ModuleInstance | null {
    return this.#child(call, `module.${call.name}${keyText(key)}`, repetition(this.callExpansion(call), key));
  }

  /** The module behind a call whose instances are not known, as one that stands for all. */
  anyChild(call: ModuleCall): ModuleInstance | null {
    return this.#child(call, `module.${call.name}`, unknownRepetition([]));
  }

  #child(call: ModuleCall, address: string, bound: Binding | null): ModuleInstance | null {
    const known = this.#children.get(address);
    if (known !== undefined) return known;
    const module = this.calledModule(call);
    if (module === null) return null;
    const repeated = this.context.unexpanded ? unknownRepetition([]) : bound;
    const scope = this.scope(call.place.file, repeated);
    const child = new ModuleInstance(
      this.context,
      module,
      {
        path: inModule(this.path, address),
        blockPath: inModule(this.blockPath, `module.${call.name}`),
        ancestors: new Set([...this.#ancestors, this.module.dir]),
      },
      (variable) => {
        const argument = attributeNamed(call.body, variable.name);
        return argument === undefined ? undefined : evaluateExpression(argument.expression, scope);
      },
    );
    this.#children.set(address, child);
    return child;
  }

  /** The module a call names, where it is in the repository and does not lead back to itself. */
  calledModule(call: ModuleCall): TerraformModule | null {
    const module = call.dir === null ? undefined : this.context.modules.get(call.dir);
    if (module === undefined || module.dir === this.module.dir || this.#ancestors.has(module.dir)) return null;
    return this.depth >= maxModuleDepth ? null : module;
  }

  #instance(resource: ResourceBlock, key: InstanceKey): Value {
    return this.#once(`${resource.address}${keyText(key)}`, resource.place, () => {
      const bound = this.context.unexpanded ? unknownRepetition([]) : repetition(this.resourceExpansion(resource), key);
      return this.#evaluated(resource, bound);
    });
  }

  #evaluated(resource: ResourceBlock, bound: Binding | null): Value {
    const scope = this.scope(resource.place.file, bound);
    const at: Expression = { kind: "name", name: resource.address, span: resource.body.span };
    return guarded(at, scope, () => checked(scope.run, { kind: "object", entries: resourceArguments(resource.body, scope) }));
  }

  #expansion(address: string, expand: () => Expansion): Expansion {
    const known = this.#expansions.get(address);
    if (known !== undefined) return known;
    // While it is worked out, whoever asks for it stands in a cycle.
    this.#expansions.set(address, { kind: "unknown", because: unknownBecause("cycle", inModule(this.path, address)) });
    const expansion = expand();
    this.#expansions.set(address, expansion);
    return expansion;
  }

  /** Evaluates a name once; a name that needs itself is unknown, and reported. */
  #once(name: string, place: Place, evaluation: () => Value): Value {
    const known = this.#values.get(name);
    if (known === "open") {
      const address = inModule(this.path, name);
      this.context.run.report({ kind: "failure", message: `${address} needs its own value`, place });
      return unknownBecause("cycle", address);
    }
    if (known !== undefined) return known;
    this.#values.set(name, "open");
    const value = evaluation();
    this.#values.set(name, value);
    return value;
  }
}
