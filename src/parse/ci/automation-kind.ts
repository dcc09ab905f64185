/** Which kind of automation a file is, by its path and its first line. */
import type { AutomationSystem } from "../../model/automation.ts";

export type AutomationKind =
  | { readonly kind: "yaml"; readonly system: AutomationSystem }
  | { readonly kind: "groovy" }
  | { readonly kind: "rake" }
  | { readonly kind: "make" }
  | { readonly kind: "shell" }
  | { readonly kind: "powershell" }
  | { readonly kind: "dockerfile" }
  | { readonly kind: "compose" }
  /** A YAML file that may hold Kubernetes objects. */
  | { readonly kind: "manifest" };

/** By the name alone. Null: not by its name; a script without an ending is known by {@link isShellScript}. */
export function automationKind(path: string): AutomationKind | null {
  const slash = path.lastIndexOf("/");
  const name = path.slice(slash + 1).toLowerCase();
  const folder = slash === -1 ? "" : path.slice(0, slash);
  return byName(name) ?? (isYaml(name) ? yamlKind(name, folder) : null);
}

/** True where the first line calls a shell (`#!/usr/bin/env bash`). */
export function isShellScript(text: string): boolean {
  if (!text.startsWith("#!")) return false;
  const end = text.indexOf("\n");
  const first = text.slice(2, Math.min(end === -1 ? 200 : end, 200)).trim();
  const words = first.split(" ").map((word) => word.slice(word.lastIndexOf("/") + 1));
  return words.some((word) => word === "sh" || word === "bash" || word === "zsh" || word === "ksh" || word === "dash" || word === "ash");
}

function byName(name: string): AutomationKind | null {
  if (name.startsWith("jenkinsfile") || name.endsWith(".jenkinsfile") || name.endsWith(".groovy")) return { kind: "groovy" };
  if (name === "rakefile" || name.endsWith(".rake")) return { kind: "rake" };
  if (name === "makefile" || name === "gnumakefile" || name.endsWith(".mk") || name.startsWith("makefile.")) return { kind: "make" };
  if (name.endsWith(".sh") || name.endsWith(".bash") || name.endsWith(".zsh") || name.endsWith(".ksh")) return { kind: "shell" };
  if (name.endsWith(".ps1")) return { kind: "powershell" };
  const docker = name === "dockerfile" || name === "containerfile" || name.startsWith("dockerfile.") || name.endsWith(".dockerfile");
  return docker && !name.endsWith(".dockerignore") ? { kind: "dockerfile" } : null;
}

function isYaml(name: string): boolean {
  return name.endsWith(".yml") || name.endsWith(".yaml");
}

function yamlKind(name: string, folder: string): AutomationKind {
  const system = systemOf(name, folder);
  if (system !== null) return { kind: "yaml", system };
  if (name.startsWith("docker-compose") || name.startsWith("compose.") || name.startsWith("compose-")) return { kind: "compose" };
  return { kind: "manifest" };
}

function systemOf(name: string, folder: string): AutomationSystem | null {
  const stem = name.slice(0, name.lastIndexOf("."));
  if (isOrEndsWith(folder, ".github/workflows") || stem === "action") return "github-actions";
  if (stem.endsWith(".gitlab-ci") || stem === "gitlab-ci" || within(folder, ".gitlab")) return "gitlab-ci";
  if (stem.startsWith("azure-pipelines") || stem.startsWith("azure-pipeline") || within(folder, ".azure-pipelines"))
    return "azure-pipelines";
  if (within(folder, ".azuredevops")) return "azure-pipelines";
  if (within(folder, ".circleci")) return "circleci";
  if (stem.startsWith("buildspec") || stem.endsWith("buildspec")) return "codebuild";
  if (stem === "bitbucket-pipelines") return "bitbucket";
  if (stem === ".travis") return "travis";
  return stem === ".drone" || within(folder, ".drone") ? "drone" : null;
}

function isOrEndsWith(folder: string, tail: string): boolean {
  return folder === tail || folder.endsWith(`/${tail}`);
}

function within(folder: string, part: string): boolean {
  return `/${folder}/`.includes(`/${part}/`);
}
