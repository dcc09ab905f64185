/** Values as Terraform converts them for a scalar argument of a known type: `"2"` is 2 where a number is wanted. */
import type { ArgumentSchema } from "../model/catalogue.ts";
import type { Value } from "../model/value.ts";

/** The value in the argument's type; one that is not surely convertible stays as it is written. */
export function typed(schema: ArgumentSchema | null, value: Value | undefined): Value | undefined {
  if (value === undefined) return undefined;
  const { sensitive } = value;
  const mark = sensitive === undefined ? {} : { sensitive };
  switch (schema?.scalar) {
    case "string":
      if (value.kind === "number") return { kind: "string", value: value.digits, ...mark };
      return value.kind === "bool" ? { kind: "string", value: String(value.value), ...mark } : value;
    case "number":
      return value.kind === "string" && /^(?:0|-?[1-9]\d{0,30})$/.test(value.value)
        ? { kind: "number", digits: value.value, ...mark }
        : value;
    case "boolean":
      return value.kind === "string" && /^(?:true|false)$/.test(value.value)
        ? { kind: "bool", value: value.value === "true", ...mark }
        : value;
    default:
      return value;
  }
}
