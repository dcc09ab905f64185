/** The formats that the schemas name: texts with a meaning of their own, each with the words for what is wrong with one. */
import { dateProblem } from "./calendar-date.ts";
import { type GlobKind, isGlobProblem, parseGlob } from "./glob.ts";
import { isInvisible } from "./quote.ts";
import { windowProblem } from "./window.ts";

/** What is wrong with a text, in words that follow the text in a sentence; null: nothing. */
export type FormatCheck = (text: string) => string | null;

/** By the name that the schemas use. All are linear in the text. */
export const formats: Readonly<Record<string, FormatCheck>> = {
  date: dateProblem,
  sentence: sentenceProblem,
  name: (text) =>
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(text) ? null : "is not a name: letters, digits, dots, dashes and underscores, at most 100",
  identifier: (text) => (/^[A-Za-z_][A-Za-z0-9_-]{0,99}$/.test(text) ? null : "is not a name of a Terraform variable"),
  fingerprint: (text) =>
    /^[0-9a-f]{12}$/.test(text) ? null : "is not a fingerprint: 12 hex digits in lower case, as the finding shows them",
  duration: (text) => (/^[1-9]\d{0,5}[smhd]$/.test(text) ? null : "is not a duration: a whole number with s, m, h or d, such as 10m"),
  window: windowProblem,
  workspace: (text) => (/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,89}$/.test(text) ? null : "is not a name of a Terraform workspace"),
  "team-slug": (text) =>
    /^[a-z0-9][a-z0-9_-]{0,99}$/.test(text)
      ? null
      : "is not a team's slug: lower-case letters, digits, dashes and underscores, without the organisation",
  "workflow-file": (text) =>
    /^[A-Za-z0-9_][A-Za-z0-9._-]{0,99}\.ya?ml$/.test(text)
      ? null
      : "is not the name of a workflow file, such as bake-and-deploy.yml, without its folder",
  "bucket-prefix": (text) =>
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/[^\s\\]{0,500})?$/.test(text)
      ? null
      : "is not a bucket with a prefix, such as app-releases/webserver/",
  "plain-path": plainPathProblem,
  "variable-file": variableFileProblem,
  "packer-template": (text) =>
    plainPathProblem(text) ??
    (/\.(json|pkr\.hcl)$/.test(text) ? null : "is not a Packer template: its name ends in .json, .pkr.json or .pkr.hcl"),
  "policy-source": (text) => (text.startsWith("bakegate:") ? null : globProblem(text, "file")),
  "branch-glob": (text) => globProblem(text, "branch"),
  "path-glob": (text) => globProblem(text, "path"),
  "folder-glob": (text) => globProblem(text, "folder"),
  "resource-glob": (text) => globProblem(text, "resource"),
  "attribute-glob": (text) => globProblem(text, "attribute"),
  "rule-glob": (text) => globProblem(text, "rule"),
  "credential-holder": (text) => globProblem(text.replace(/^provider\./, ""), "resource"),
  "argument-path": argumentPathProblem,
  "credential-name": credentialNameProblem,
  "short-words": (text) =>
    sentenceProblem(text) ?? (text.length > 60 || /[\r\n]/.test(text) ? "is longer than 60 characters or a line" : null),
  // Whether it can be used is said where it is compiled.
  pattern: (text) => (text === "" ? "is empty" : text.length > 1000 ? "is longer than 1000 characters" : null),
};

function globProblem(text: string, kind: GlobKind): string | null {
  const glob = parseGlob(text, kind);
  return isGlobProblem(glob) ? glob.problem : null;
}

function argumentPathProblem(text: string): string | null {
  if (!/^(?:[A-Za-z_][\w-]{0,99}|\*)(?:\.(?:[\w-]{1,100}|\*)){0,19}$/.test(text))
    return "is not a path of an argument: names joined by dots, without indexes, such as settings.*.token";
  return /[A-Za-z]/.test(text) ? null : "names every argument; name at least one of its parts";
}

function credentialNameProblem(text: string): string | null {
  if (!/^[A-Za-z0-9_.*-]{1,100}$/.test(text)) return "is not a name: letters, digits, dots, dashes, underscores and *, at most 100";
  return /[A-Za-z0-9]{2}/.test(text) ? null : "stands for nearly every name; write at least two letters of it";
}

function sentenceProblem(text: string): string | null {
  if (text.trim() === "") return "is empty";
  return text.length > 4000 ? "is longer than 4000 characters" : null;
}

function plainPathProblem(text: string): string | null {
  const problem = variableFileProblem(text);
  if (problem !== null) return problem;
  return text.split("/").includes("..") ? 'holds ".."; it cannot leave the repository' : null;
}

/** A variable file may stand beside the project's directory, so it may begin with `../`. */
function variableFileProblem(text: string): string | null {
  if (text.trim() === "") return "is empty";
  if (text.length > 500) return "is longer than 500 characters";
  if (text.startsWith("/")) return 'starts with "/"; write a relative path';
  if (text.startsWith("-")) return 'starts with "-"';
  if (text.includes("\\")) return "holds a backslash; write forward slashes";
  for (const character of text) {
    if (isInvisible(character.codePointAt(0) ?? 0)) return "holds an invisible character";
  }
  return null;
}
