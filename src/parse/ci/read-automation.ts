/** Reads one file that runs something or names container images: CI files, makefiles, scripts, Dockerfiles, compose files, manifests. */
import type { AutomationSystem, ImageReference, Script, ScriptStep } from "../../model/automation.ts";
import { shellCommands } from "../../model/shell-command.ts";
import type { SyntaxProblem } from "../../model/syntax.ts";
import { baseImages } from "../dockerfile/base-images.ts";
import { type AutomationKind, automationKind, isShellScript } from "./automation-kind.ts";
import { stepsOfMakefile } from "./make-steps.ts";
import { stepsOfGroovy, stepsOfRuby } from "./quoted-code.ts";
import { imagesOfCompose, imagesOfManifest } from "./workload-images.ts";
import { readYaml } from "./yaml-source.ts";
import { stepsOfYaml } from "./yaml-steps.ts";

export interface Automation {
  /** Null: the file only names images. */
  readonly script: Script | null;
  readonly images: readonly ImageReference[];
  /** Syntax errors of a CI or compose file. What does not touch them was read. */
  readonly problems: readonly SyntaxProblem[];
}

/** Null: the file is none of these. Never throws; time grows linearly with the text. */
export function readAutomation(path: string, text: string): Automation | null {
  const kind = automationKind(path) ?? (isShellScript(text) ? { kind: "shell" as const } : null);
  return kind === null ? null : readAs(kind, path, text);
}

function readAs(kind: AutomationKind, path: string, text: string): Automation | null {
  switch (kind.kind) {
    case "yaml": {
      const source = readYaml(text);
      const steps = source.documents.flatMap((document) => stepsOfYaml(document, kind.system, path));
      return { ...scriptOnly(path, kind.system, steps), problems: source.problems };
    }
    case "groovy":
      return scriptOnly(path, "jenkins", stepsOfGroovy(text, path));
    case "rake":
      return scriptOnly(path, "rake", stepsOfRuby(text, path));
    case "make":
      return scriptOnly(path, "make", stepsOfMakefile(text, path));
    case "shell":
      return scriptOnly(path, "shell", stepsOfShell(text, path));
    case "powershell":
      // PowerShell's backquote continues a line or escapes a sign.
      return scriptOnly(
        path,
        "shell",
        stepsOfShell(text.replaceAll("`\r\n", "\\\r\n").replaceAll("`\n", "\\\n").replaceAll("`", ""), path),
      );
    case "dockerfile":
      return { script: null, images: baseImages(text, path), problems: [] };
    case "compose": {
      const source = readYaml(text);
      return { script: null, images: source.documents.flatMap((document) => imagesOfCompose(document, path)), problems: source.problems };
    }
    case "manifest":
      return manifest(path, text);
  }
}

/** Any YAML file may be a template of something else, so its syntax errors are nobody's business here. */
function manifest(path: string, text: string): Automation | null {
  if (!text.includes("apiVersion") || !text.includes("image")) return null;
  const images = readYaml(text).documents.flatMap((document) => imagesOfManifest(document, path));
  return images.length === 0 ? null : { script: null, images, problems: [] };
}

function scriptOnly(path: string, system: AutomationSystem, steps: readonly ScriptStep[]): Automation {
  return { script: { path, system, steps }, images: [], problems: [] };
}

function stepsOfShell(text: string, file: string): readonly ScriptStep[] {
  return shellCommands(text).map((command) => {
    const line = command.line + 1;
    return { kind: "command", words: command.words, place: { file, line, endLine: line } };
  });
}
