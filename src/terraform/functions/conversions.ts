/** Functions that convert values and set or take marks. */
import type { Value } from "../../model/value.ts";
import { convert } from "../convert.ts";
import { fail } from "../evaluation.ts";
import type { Type } from "../type.ts";
import { anyType, boolType, numberType, stringType } from "../type.ts";
import { derived } from "../unknowns.ts";
import { boolValue, contents, markedAs, withoutMark } from "../values.ts";
import { argument, pure } from "./pure-function.ts";

export const conversionFunctions = [
  to("tostring", stringType),
  to("tonumber", numberType),
  to("tobool", boolType),
  to("tolist", { kind: "list", element: anyType }),
  to("toset", { kind: "set", element: anyType }),
  to("tomap", { kind: "map", element: anyType }),
  pure("sensitive", 1, (args) => markedAs(argument(args, 0), true), { reads: "own-judgement", nulls: "allowed" }),
  pure("nonsensitive", 1, (args) => withoutMark(argument(args, 0)), { reads: "own-judgement", nulls: "allowed", marks: "removes" }),
  pure("ephemeralasnull", 1, (args) => withoutEphemeral(argument(args, 0)), { reads: "own-judgement", nulls: "allowed" }),
  // What is unknown may still become sensitive.
  pure("issensitive", 1, (args) => boolValue(argument(args, 0).sensitive === true), {
    reads: "parts",
    nulls: "allowed",
    marks: "removes",
  }),
];

/** What is ephemeral is unknown here: it is kept nowhere. What is known stays as it is. */
function withoutEphemeral(value: Value): Value {
  return contents(value).unknown ? derived("ephemeralasnull", [value]) : value;
}

function to(name: string, type: Type): ReturnType<typeof pure> {
  return pure(name, 1, (args) => converted(argument(args, 0), type), { reads: "parts", nulls: "allowed" });
}

function converted(value: Value, type: Type): Value {
  if (value.kind === "null" || !contents(value).unknown) return convert(value, type);
  const result = convert(value, type);
  return result.kind === "null" ? fail("a value is required") : result;
}
