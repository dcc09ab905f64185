/** Functions whose result depends on the machine that runs Terraform. */
import type { Value } from "../../model/value.ts";
import { stringValue } from "../values.ts";
import { cleanPath } from "./paths.ts";
import { pure, textArgument } from "./pure-function.ts";

export const machineFunctions = [
  pure("abspath", 1, (args) => {
    const path = textArgument(args, 0);
    return path.startsWith("/") ? stringValue(cleanPath(path)) : null;
  }),
  pure("pathexpand", 1, (args) => {
    const path = textArgument(args, 0);
    return path.startsWith("~") ? null : stringValue(path);
  }),
  // Compressors differ in what they write; what they read is in the derivation.
  pure("base64gzip", 1, (args): Value | null => {
    textArgument(args, 0);
    return null;
  }),
];
