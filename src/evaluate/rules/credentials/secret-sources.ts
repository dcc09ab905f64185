/** Finds the generated and read secrets that an expression hands on, through locals. */
import type { Expression } from "../../../model/syntax.ts";
import { childrenOf, literalString } from "../../../model/syntax-query.ts";
import type { TerraformModule } from "../../../model/terraform-module.ts";
import { type GeneratedSecret, generatedByResources, readByDataSources } from "./generated-secrets.ts";

export interface SecretSource extends GeneratedSecret {
  /** `random_password.db.result`, without indexes. */
  readonly reference: string;
}

/** Locals in locals are followed this far. */
const deepest = 50;

/** Calls after which nothing is left of the secret: digests, lengths. */
const oneWay = new Set("sha1 sha256 sha512 md5 base64sha256 base64sha512 bcrypt length can issensitive filesha256 uuidv5".split(" "));

/** Reads the expressions of one module: each source once, by its reference. Linear in what is read, since each local is read once. */
export function secretReader(module: TerraformModule): (expression: Expression) => readonly SecretSource[] {
  const known = new Map<string, readonly SecretSource[]>();
  const read = (expression: Expression, depth: number): readonly SecretSource[] => {
    const found = new Map<string, SecretSource>();
    const open: Expression[] = [expression];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const { steps, below } = readTraversal(next);
      open.push(...below);
      if (steps === null) continue;
      const [root = "", name = ""] = steps;
      const source = sourceOf(steps);
      const sources = root === "local" ? readLocal(name, depth) : source === null ? [] : [source];
      for (const one of sources) found.set(one.reference, one);
    }
    return [...found.values()];
  };
  const readLocal = (name: string, depth: number): readonly SecretSource[] => {
    const before = known.get(name);
    const local = module.locals.get(name);
    if (before !== undefined || local === undefined || depth >= deepest) return before ?? [];
    // A local that leads back to itself is one that Terraform refuses.
    known.set(name, []);
    const sources = read(local.expression, depth + 1);
    known.set(name, sources);
    return sources;
  };
  return (expression) => read(expression, 0);
}

interface Traversal {
  /** Names and plain keys from the root on; null: it is none. */
  readonly steps: readonly string[] | null;
  /** Expressions whose value may be part of its own. */
  readonly below: readonly Expression[];
}

function readTraversal(expression: Expression): Traversal {
  const steps: string[] = [];
  const below: Expression[] = [];
  let next = expression;
  while (next.kind === "get-attribute" || next.kind === "index" || next.kind === "splat") {
    if (next.kind === "get-attribute") steps.push(next.name);
    else if (next.kind === "index") steps.push(literalString(next.key) ?? "*");
    else steps.push(...next.steps.map((step) => (step.kind === "attribute" ? step.name : "*")).toReversed());
    next = next.of;
  }
  if (next.kind === "name") return { steps: [next.name, ...steps.toReversed()], below };
  return { steps: null, below: next === expression ? handedOn(next) : [next] };
}

function handedOn(expression: Expression): readonly Expression[] {
  if (expression.kind === "call" && oneWay.has(expression.name)) return [];
  if (expression.kind === "conditional") return [expression.then, expression.otherwise];
  return childrenOf(expression);
}

function sourceOf(steps: readonly string[]): SecretSource | null {
  const isData = steps[0] === "data";
  const [type = "", name = "", ...rest] = isData ? steps.slice(1) : steps;
  const attributes = (isData ? readByDataSources : generatedByResources).get(type);
  // A key of `for_each` may stand before the attribute.
  const attribute = rest.slice(0, 2).find((step) => attributes?.has(step));
  const secret = attribute === undefined ? undefined : attributes?.get(attribute);
  if (secret === undefined || name === "") return null;
  return { ...secret, reference: `${isData ? "data." : ""}${type}.${name}.${attribute}` };
}
