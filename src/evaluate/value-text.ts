/** One attribute's change in a line of evidence: `instance_type: t3.micro → t3.large`. Raw; renderers escape it. */
import type { AttributeChange, PlainValue } from "../model/resource-change.ts";

/** In UTF-16 units; a longer value is left out, the attribute's name is not. */
const longest = 64;

/** The path, and the values where both are short, plain and not sensitive. */
export function changeText(attribute: AttributeChange): string {
  const { path, sensitive, unknown } = attribute;
  if (sensitive) return path;
  const before = plainText(attribute.before);
  const after = unknown ? "(known after apply)" : plainText(attribute.after);
  return before === null || after === null ? path : `${path}: ${before} → ${after}`;
}

/** Null where a value is no plain one, or too long to be read in passing. */
export function plainText(value: PlainValue): string | null {
  if (value === null) return "(none)";
  if (typeof value === "object") return null;
  const text = String(value);
  return text.length > longest || text.includes("\n") || text === "" ? null : text;
}
