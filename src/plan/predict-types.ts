/** Types written as text, to be compared: Terraform takes equal values of different types for different. */
import type { Value } from "../model/value.ts";
import { isConcrete, type Type, typeOf } from "../terraform/type.ts";

/** The type that something gave a null; empty: none. */
export function nullType(value: Value | undefined): string {
  const type = value === undefined ? undefined : typeOf(value);
  return type !== undefined && isConcrete(type) ? typeName(type) : "";
}

/** Whether two values that hold the same are of the same type, as far as that is known. */
export function typesAgree(a: Value, b: Value): "yes" | "no" | "unknown" {
  const [first, second] = [typeOf(a), typeOf(b)];
  if (typeName(first) === typeName(second)) return "yes";
  return isConcrete(first) && isConcrete(second) ? "no" : "unknown";
}

function typeName(type: Type): string {
  switch (type.kind) {
    case "list":
    case "set":
    case "map":
      return `${type.kind}(${typeName(type.element)})`;
    case "tuple":
      return `[${type.items.map(typeName).join()}]`;
    case "object":
      return `{${[...type.attributes]
        .map(([name, attribute]) => `${JSON.stringify(name)}:${typeName(attribute.type)}`)
        .sort()
        .join()}}`;
    default:
      return type.kind;
  }
}
