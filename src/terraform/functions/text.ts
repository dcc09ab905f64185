/** Functions on strings. Semantics: Terraform's function reference and go-cty's `stdlib`. */

import { fail, spend } from "../evaluation.ts";
import { boolValue, listValue, stringValue } from "../values.ts";
import { clusterCost, graphemes, lowerCase, splitText, titleCase, trimSpace, upperCase } from "./characters.ts";
import { baseName, directoryName } from "./paths.ts";
import type { CallSite } from "./pure-function.ts";
import { anyCount, fits, pure, textArgument, textList, textsArgument, wholeArgument } from "./pure-function.ts";

export const textFunctions = [
  pure("chomp", 1, (args) => stringValue(textArgument(args, 0).replace(/[\r\n]+$/, ""))),
  pure("endswith", 2, (args) => boolValue(textArgument(args, 0).endsWith(textArgument(args, 1)))),
  pure("indent", 2, (args, site) => {
    const spaces = wholeArgument(args, 0);
    const text = textArgument(args, 1);
    if (spaces < 0) return fail("indent needs a count of spaces");
    const lines = text.split("\n");
    fits(text.length + (lines.length - 1) * spaces, site);
    return stringValue(lines.join(`\n${" ".repeat(spaces)}`));
  }),
  pure("join", [1, anyCount], (args, site) => {
    const separator = textArgument(args, 0);
    const texts = args.slice(1).flatMap((_, i) => textsArgument(args, i + 1));
    fits(
      texts.reduce((length, text) => length + text.length + separator.length, 0),
      site,
    );
    return stringValue(texts.join(separator));
  }),
  pure("lower", 1, (args) => stringValue(lowerCase(textArgument(args, 0)))),
  pure("split", 2, (args) => listValue(splitText(textArgument(args, 1), textArgument(args, 0)).map(stringValue)), { makes: textList }),
  pure("startswith", 2, (args) => boolValue(textArgument(args, 0).startsWith(textArgument(args, 1)))),
  pure("strcontains", 2, (args) => boolValue(textArgument(args, 0).includes(textArgument(args, 1)))),
  pure("strrev", 1, (args, site) => stringValue(clusters(textArgument(args, 0), site).reverse().join(""))),
  pure("substr", 3, (args, site) => {
    const characters = clusters(textArgument(args, 0), site);
    const offset = wholeArgument(args, 1);
    const length = wholeArgument(args, 2);
    const start = Math.max(0, offset < 0 ? offset + characters.length : offset);
    return stringValue(characters.slice(start, length < 0 ? undefined : start + length).join(""));
  }),
  pure("title", 1, (args) => stringValue(titleCase(textArgument(args, 0)))),
  pure("trim", 2, (args) => {
    const cut = new Set(textArgument(args, 1));
    const characters = [...textArgument(args, 0)];
    let start = 0;
    let end = characters.length;
    while (start < end && cut.has(characters[start] ?? "")) start++;
    while (end > start && cut.has(characters[end - 1] ?? "")) end--;
    return stringValue(characters.slice(start, end).join(""));
  }),
  pure("trimprefix", 2, (args) => {
    const text = textArgument(args, 0);
    const prefix = textArgument(args, 1);
    return stringValue(text.startsWith(prefix) ? text.slice(prefix.length) : text);
  }),
  pure("trimspace", 1, (args) => stringValue(trimSpace(textArgument(args, 0)))),
  pure("trimsuffix", 2, (args) => {
    const text = textArgument(args, 0);
    const suffix = textArgument(args, 1);
    return stringValue(text.endsWith(suffix) ? text.slice(0, text.length - suffix.length) : text);
  }),
  pure("upper", 1, (args) => stringValue(upperCase(textArgument(args, 0)))),
  pure("basename", 1, (args) => stringValue(baseName(textArgument(args, 0)))),
  pure("dirname", 1, (args) => stringValue(directoryName(textArgument(args, 0)))),
];

function clusters(text: string, site: CallSite): string[] {
  spend(site.scope.run, clusterCost(text));
  return graphemes(text);
}
