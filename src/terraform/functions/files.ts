/** Functions that read the tree: the files that stand in the repository, never the machine's. */
import type { Value } from "../../model/value.ts";
import type { Scope } from "../evaluation.ts";
import { fail, subjectOf } from "../evaluation.ts";
import { pathFrom } from "../repository-path.ts";
import { evaluateTemplateText } from "../template-text.ts";
import { unknownBecause } from "../unknowns.ts";
import { boolValue, isMapping, stringValue } from "../values.ts";
import { base64 } from "./encodings.ts";
import { hashes } from "./hashes.ts";
import type { CallSite } from "./pure-function.ts";
import { argument, pure, textArgument } from "./pure-function.ts";

export const fileFunctions = [
  pure("file", 1, (args, site) => ofFile(args, site, (text) => stringValue(text))),
  pure("filebase64", 1, (args, site) => ofFile(args, site, (text) => stringValue(base64(new TextEncoder().encode(text))))),
  pure("fileexists", 1, (args, site) => {
    const path = treePath(textArgument(args, 0), site.scope);
    return path === null ? null : boolValue(site.scope.run.files.text(path) !== null || site.scope.run.files.id(path) !== null);
  }),
  ...[...hashes].map(([name, { hash, encoding }]) =>
    pure(name.startsWith("base64") ? `file${name}` : `file${name}`, 1, (args, site) =>
      ofFile(args, site, (text) => stringValue(encoding(hash(new TextEncoder().encode(text))))),
    ),
  ),
  pure("templatefile", 2, templateFile, { reads: "own-judgement" }),
];

/**
 * What a function makes of a file's text. A file that is not in the tree, or is not text, is unknown: a build may put it there. Its blob
 * id is part of how the unknown value was made, so that a change of the file is seen.
 */
function ofFile(args: readonly Value[], site: CallSite, make: (text: string) => Value): Value | null {
  const path = treePath(textArgument(args, 0), site.scope);
  if (path === null) return null;
  const text = site.scope.run.files.text(path);
  return text === null ? absent(path, site) : make(text);
}

function absent(path: string, site: CallSite): Value {
  const id = site.scope.run.files.id(path);
  return unknownBecause(id === null ? "missing" : "unsupported", subjectOf(site.call), [stringValue(`${path} ${id ?? ""}`)]);
}

/** Plain paths start where Terraform runs, in the root module's directory. */
function treePath(path: string, scope: Scope): string | null {
  return pathFrom(scope.names.rootDir, path);
}

function templateFile(args: readonly Value[], site: CallSite): Value | null {
  const [file, variables] = [argument(args, 0), argument(args, 1)];
  if (file.kind !== "string" || variables.kind === "unknown") return null;
  if (!isMapping(variables)) return fail("the variables of templatefile must be a map or an object");
  const path = treePath(file.value, site.scope);
  if (path === null) return null;
  const text = site.scope.run.files.text(path);
  if (text === null) return absent(path, site);
  // A template that is not evaluated is still the text that it is: a change of it is seen.
  return (
    evaluateTemplateText(text, variables, path, site.scope) ??
    unknownBecause("unsupported", subjectOf(site.call), [stringValue(text), variables])
  );
}
