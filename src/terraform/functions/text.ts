/** Functions on strings. Semantics: Terraform's function reference and go-cty's `stdlib`. */

import { fail } from "../evaluation.ts";
import { boolValue, listValue, stringValue } from "../values.ts";
import { graphemes, lowerCase, splitText, titleCase, trimSpace, upperCase } from "./characters.ts";
import { anyCount, pure, textArgument, textsArgument, wholeArgument } from "./pure-function.ts";

export const textFunctions = [
  pure("chomp", 1, (args) => stringValue(textArgument(args, 0).replace(/[\r\n]+$/, ""))),
  pure("endswith", 2, (args) => boolValue(textArgument(args, 0).endsWith(textArgument(args, 1)))),
  pure("indent", 2, (args) => {
    const spaces = wholeArgument(args, 0);
    if (spaces < 0 || spaces > 10_000) return spaces < 0 ? fail("indent needs a count of spaces") : null;
    return stringValue(textArgument(args, 1).replaceAll("\n", `\n${" ".repeat(spaces)}`));
  }),
  pure("join", [1, anyCount], (args) => {
    const separator = textArgument(args, 0);
    return stringValue(
      args
        .slice(1)
        .flatMap((_, i) => textsArgument(args, i + 1))
        .join(separator),
    );
  }),
  pure("lower", 1, (args) => stringValue(lowerCase(textArgument(args, 0)))),
  pure("split", 2, (args) => listValue(splitText(textArgument(args, 1), textArgument(args, 0)).map(stringValue))),
  pure("startswith", 2, (args) => boolValue(textArgument(args, 0).startsWith(textArgument(args, 1)))),
  pure("strcontains", 2, (args) => boolValue(textArgument(args, 0).includes(textArgument(args, 1)))),
  pure("strrev", 1, (args) => stringValue(graphemes(textArgument(args, 0)).reverse().join(""))),
  pure("substr", 3, (args) => {
    const characters = graphemes(textArgument(args, 0));
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

/** Go's `filepath.Base`. */
function baseName(path: string): string {
  if (path === "") return ".";
  const trimmed = withoutTrailingSlashes(path);
  return trimmed === "" ? "/" : trimmed.slice(trimmed.lastIndexOf("/") + 1);
}

/** Go's `filepath.Dir`: the path is cleaned. */
function directoryName(path: string): string {
  const absolute = path.startsWith("/");
  const parts: string[] = [];
  for (const part of path.slice(0, path.lastIndexOf("/") + 1).split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== ".." || (!absolute && (parts.length === 0 || parts.at(-1) === ".."))) parts.push(part);
    else parts.pop();
  }
  const joined = parts.join("/");
  return absolute ? `/${joined}` : joined === "" ? "." : joined;
}

function withoutTrailingSlashes(path: string): string {
  let end = path.length;
  while (end > 0 && path[end - 1] === "/") end--;
  return path.slice(0, end);
}
