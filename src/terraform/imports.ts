/** `import` blocks with their addresses in full, one for each element of a `for_each`. */
import type { Expression } from "../model/syntax.ts";
import { literalString } from "../model/syntax-query.ts";
import type { ImportBlock, WrittenImport } from "../model/terraform-module.ts";
import { addressWith, indexText, inModule, writtenAddress } from "./address.ts";
import { evaluateExpression } from "./evaluate-expression.ts";
import type { Scope } from "./evaluation.ts";
import { expansionOf, keysOf, repetition } from "./expansion.ts";
import type { ModuleInstance } from "./module-instance.ts";

/** Steps that one import takes from the budget. */
const importCost = 5;

export function expandedImports(instance: ModuleInstance): readonly ImportBlock[] {
  return instance.module.imports.flatMap((block) => {
    const { file } = block.place;
    const expansion = expansionOf(block.body, instance.scope(file), importCost);
    if (expansion.kind === "unknown") return everyInstance(instance, block);
    return keysOf(expansion).flatMap((key) => {
      const scope = instance.scope(file, repetition(expansion, key));
      const to = addressOf(block.to, scope);
      if (to === null) return everyInstance(instance, block);
      const id = block.id === null ? null : evaluateExpression(block.id, scope);
      return [{ to: inModule(instance.path, to), id: id?.kind === "string" ? id.value : null, every: false, place: block.place }];
    });
  });
}

/** The address with its indexes evaluated; null: one of them is not known, or it is no address. */
function addressOf(written: Expression, scope: Scope): string | null {
  if (literalString(written) !== undefined) return writtenAddress(written);
  return addressWith(written, (index) => {
    const key = evaluateExpression(index, scope);
    if (key.kind === "number") return indexText(Number(key.digits));
    return key.kind === "string" ? indexText(key.value) : null;
  });
}

function everyInstance(instance: ModuleInstance, block: WrittenImport): readonly ImportBlock[] {
  const written = writtenAddress(block.to);
  if (written === null) return [];
  return [{ to: inModule(instance.path, written.replace(/\[[^[]*\]$/, "")), id: null, every: true, place: block.place }];
}
