/** The steps of a CI file in YAML: under which keys each system keeps shell text, and under which ready-made steps. */
import type { AutomationSystem, ScriptStep } from "../../model/automation.ts";
import { shellCommands } from "../../model/shell-command.ts";
import type { YamlNode } from "./yaml-source.ts";

interface StepKeys {
  readonly shell: ReadonlySet<string>;
  readonly action: ReadonlySet<string>;
}

const nothing: StepKeys = { shell: new Set(), action: new Set() };

const keysOf: ReadonlyMap<AutomationSystem, StepKeys> = new Map([
  ["github-actions", { shell: new Set(["run"]), action: new Set(["uses"]) }],
  ["gitlab-ci", { shell: new Set(["script", "before_script", "after_script"]), action: new Set<string>() }],
  ["azure-pipelines", { shell: new Set(["script", "bash", "pwsh", "powershell", "inlineScript"]), action: new Set(["task"]) }],
  ["circleci", { shell: new Set(["run", "command"]), action: new Set<string>() }],
  ["codebuild", { shell: new Set(["commands", "finally"]), action: new Set<string>() }],
  ["bitbucket", { shell: new Set(["script", "after-script"]), action: new Set(["pipe"]) }],
  [
    "travis",
    {
      shell: new Set([
        "script",
        "before_script",
        "after_script",
        "install",
        "before_install",
        "after_success",
        "before_deploy",
        "after_deploy",
        "deploy",
      ]),
      action: new Set<string>(),
    },
  ],
  ["drone", { shell: new Set(["commands"]), action: new Set(["image"]) }],
]);

/** Steps below a document, in order of writing. Depth and size are those of the reading. */
export function stepsOfYaml(document: YamlNode, system: AutomationSystem, file: string): readonly ScriptStep[] {
  const steps: ScriptStep[] = [];
  visit(document, keysOf.get(system) ?? nothing, file, steps);
  return steps;
}

function visit(node: YamlNode, keys: StepKeys, file: string, steps: ScriptStep[]): void {
  if (node.kind === "list") {
    for (const item of node.items) visit(item, keys, file, steps);
    return;
  }
  if (node.kind !== "map") return;
  for (const entry of node.entries) {
    if (keys.shell.has(entry.key)) addShell(entry.value, keys, file, steps);
    else if (keys.action.has(entry.key) && entry.value.kind === "text") addAction(entry.value.text, entry.line, file, steps);
    else visit(entry.value, keys, file, steps);
  }
}

/** A text, a list of texts (GitLab nests them), or a map that keeps its text under a key of its own (CircleCI's `run: { command }`). */
function addShell(node: YamlNode, keys: StepKeys, file: string, steps: ScriptStep[]): void {
  if (node.kind === "map") {
    visit(node, keys, file, steps);
  } else if (node.kind === "list") {
    for (const item of node.items) addShell(item, keys, file, steps);
  } else if (node.kind === "text") {
    for (const command of shellCommands(node.text)) {
      const line = node.linear ? node.firstLine + command.line : node.firstLine;
      steps.push({ kind: "command", words: command.words, place: { file, line, endLine: line } });
    }
  }
}

function addAction(name: string, line: number, file: string, steps: ScriptStep[]): void {
  steps.push({ kind: "action", name, place: { file, line, endLine: line } });
}
