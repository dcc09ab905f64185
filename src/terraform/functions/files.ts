/** Functions that read the tree: the files that stand in the repository, never the machine's. */

import type { Expression } from "../../model/syntax.ts";
import type { Value } from "../../model/value.ts";
import { toText } from "../convert.ts";
import type { Scope } from "../evaluation.ts";
import { fail, subjectOf } from "../evaluation.ts";
import { pathFrom, pathsBetween } from "../repository-path.ts";
import { setValue } from "../set.ts";
import { evaluateTemplateText } from "../template-text.ts";
import { derived, unknownBecause } from "../unknowns.ts";
import { boolValue, contents, isMapping, markedAs, stringValue } from "../values.ts";
import { base64 } from "./encodings.ts";
import { matchingPaths } from "./glob.ts";
import { hashes } from "./hashes.ts";
import type { CallSite, PureFunction } from "./pure-function.ts";
import { argument, pure, textArgument } from "./pure-function.ts";

export const fileFunctions = [
  reading("file", (text) => stringValue(text)),
  reading("filebase64", (text) => stringValue(base64(new TextEncoder().encode(text)))),
  ...[...hashes].map(([name, { hash, encoding }]) =>
    reading(`file${name}`, (text) => stringValue(encoding(hash(new TextEncoder().encode(text))))),
  ),
  pure("fileexists", 1, fileExists, { reads: "own-judgement" }),
  pure("fileset", 2, fileSet, { reads: "own-judgement" }),
  pure("templatefile", 2, templateFile, { reads: "own-judgement" }),
  pure("templatestring", 2, templateString, { reads: "own-judgement" }),
];

/** A function of a file's text. */
function reading(name: string, make: (text: string) => Value): PureFunction {
  return pure(name, 1, (args, site) => ofFile(args, site, make), { reads: "own-judgement" });
}

/** Plain paths start where Terraform runs, in the root module's directory. Null: outside the repository. */
function treePath(path: string, scope: Scope): string | null {
  return pathFrom(scope.names.rootDir, path);
}

function ofFile(args: readonly Value[], site: CallSite, make: (text: string) => Value): Value | null {
  if (contents(argument(args, 0)).unknown) return unnamed(args, site);
  const path = treePath(textArgument(args, 0), site.scope);
  if (path === null) return null;
  const text = site.scope.run.files.text(path);
  return text === null ? absent(path, args, site) : make(text);
}

/** Which file is meant is not known, so nothing tells whether it changed: never taken for unchanged. */
function unnamed(args: readonly Value[], site: CallSite): Value {
  return unknownBecause("missing", subjectOf(site.call), args);
}

/**
 * A file that is not in the tree is unknown: a build may put it there. One that is no text is unknown with its blob id, so that its change
 * is seen.
 */
function absent(path: string, args: readonly Value[], site: CallSite): Value {
  const id = site.scope.run.files.id?.(path) ?? null;
  if (id === null) return unknownBecause("missing", subjectOf(site.call), args);
  return unknownBecause("unsupported", subjectOf(site.call), [...args, stringValue(`${path} ${id}`)]);
}

function fileExists(args: readonly Value[], site: CallSite): Value | null {
  if (contents(argument(args, 0)).unknown) return unnamed(args, site);
  const path = treePath(textArgument(args, 0), site.scope);
  if (path === null) return null;
  const { text, id } = site.scope.run.files;
  if (text(path) !== null) return boolValue(true);
  return id === null ? unnamed(args, site) : boolValue(id(path) !== null);
}

function fileSet(args: readonly Value[], site: CallSite): Value | null {
  const { below } = site.scope.run.files;
  if (below === null || args.some((arg) => contents(arg).unknown)) return unnamed(args, site);
  const dir = treePath(textArgument(args, 0), site.scope);
  if (dir === null) return null;
  const found = matchingPaths(textArgument(args, 1), pathsBetween(dir, below(dir)), site.scope.run);
  return found === null ? unnamed(args, site) : setValue(found.map(stringValue));
}

/** Terraform takes only a name for the template, so that nobody writes a template in a template. */
function templateString(args: readonly Value[], site: CallSite): Value | null {
  const [template, variables] = [argument(args, 0), argument(args, 1)];
  const [written] = site.call.args;
  if (written === undefined || !isReference(written)) return isText(written) ? fail("templatestring takes the name of a template") : null;
  if (template.kind === "unknown" || variables.kind === "unknown") return derived("templatestring", args);
  const text = textArgument(args, 0);
  if (!isMapping(variables)) return fail("the variables of templatestring must be a map or an object");
  const result = evaluateTemplateText(text, variables, site.scope.file, site.scope);
  return result === null ? null : markedAs(toText(result), template.sensitive === true);
}

function isReference(expression: Expression): boolean {
  let at = expression;
  while (at.kind === "get-attribute" || at.kind === "index") at = at.of;
  return at.kind === "name";
}

function isText(expression: Expression | undefined): boolean {
  return expression?.kind === "string" || expression?.kind === "template";
}

function templateFile(args: readonly Value[], site: CallSite): Value | null {
  const [file, variables] = [argument(args, 0), argument(args, 1)];
  if (file.kind === "unknown") return unnamed(args, site);
  const path = treePath(textArgument(args, 0), site.scope);
  if (path === null) return null;
  const text = site.scope.run.files.text(path);
  if (text === null) return absent(path, args, site);
  const unread = unknownBecause("unsupported", subjectOf(site.call), [...args, stringValue(text)]);
  if (variables.kind === "unknown") return unread;
  if (!isMapping(variables)) return fail("the variables of templatefile must be a map or an object");
  return evaluateTemplateText(text, variables, path, site.scope) ?? unread;
}
