/** `yamlencode` and `yamldecode`. */
import { stringValue } from "../values.ts";
import { argument, pure, textArgument } from "./pure-function.ts";
import { decodedYaml } from "./yaml-decode.ts";
import { yamlText } from "./yaml-encode.ts";

export const yamlFunctions = [
  pure("yamlencode", 1, (args) => stringValue(yamlText(argument(args, 0))), { nulls: "allowed" }),
  pure("yamldecode", 1, (args, site) => decodedYaml(textArgument(args, 0), site.scope.run)),
];
