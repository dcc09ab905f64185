/** The configuration that `bakegate init` writes: commented, and made of what stands in the repository. */
import { isGlobProblem, parseGlob } from "./glob.ts";

/** What `init` found in the repository; paths relative to its root. */
export interface FoundInRepository {
  /** Directories of Terraform root modules. */
  readonly projects: readonly string[];
  readonly packerTemplates: readonly string[];
  /** The branches that pull requests are merged into, where they could be told. */
  readonly branches: readonly string[];
  /** CI files: GitHub workflows, Jenkinsfiles, buildspecs. */
  readonly ciFiles: readonly string[];
  /** Policy files that are already there (`.github/policies/*.yml`). */
  readonly policyFiles: readonly string[];
}

/** How many names are listed before the rest is counted. */
const most = 10;

/** The text of `.github/bakegate.yml`. It is valid against the schema, and settings that are not needed stand in comments. */
export function starterConfiguration(found: FoundInRepository): string {
  return [
    "# Bakegate reads this file at the tip of the base branch: a pull request cannot change the rules that it is held against.",
    "# Check it with:      bakegate policy validate",
    "# See what holds:     bakegate policy list",
    "",
    "version: 1",
    "",
    "# enforce: what a rule blocks fails the check. advisory: everything is reported, nothing is blocked (a way to start).",
    "mode: enforce",
    "",
    ...branchLines(found.branches),
    "",
    ...policyLines(found.policyFiles),
    "",
    ...projectLines(found.projects),
    "",
    ...bakeLines(found),
    "",
    "# Findings that are let through until a day. The day is required; so is a reason.",
    "# exemptions:",
    "#   - id: legacy-vpn",
    "#     rule: immutable/in-place-update",
    "#     resource: aws_instance.vpn",
    "#     reason: appliance without an image pipeline",
    "#     expires: 2027-01-31",
    "",
  ].join("\n");
}

function branchLines(branches: readonly string[]): readonly string[] {
  const usable = branches.filter((branch) => !isGlobProblem(parseGlob(branch, "branch")));
  const lines = ["# Base branches whose pull requests are reviewed. Without this: every protected branch."];
  if (usable.length === 0) return [...lines, '# branches: [main, "release/*"]'];
  return [...lines, `# branches: [${usable.slice(0, most).map(text).join(", ")}]`];
}

function policyLines(files: readonly string[]): readonly string[] {
  const lines = [
    "# bakegate:recommended blocks changes in place and credentials; bakegate:strict also blocks what only warns there.",
    "# Policy files of your own come after it and override it.",
    "policies:",
    "  - bakegate:recommended",
  ];
  const usable = files.filter((file) => /\.ya?ml$/.test(file) && !isGlobProblem(parseGlob(file, "file"))).sort();
  if (usable.length === 0) return [...lines, "  # - .github/policies/*.yml"];
  return [...lines, ...usable.map((file) => `  - ${text(file)}`)];
}

function projectLines(projects: readonly string[]): readonly string[] {
  const usable = projects.filter((dir) => !isGlobProblem(parseGlob(dir, "folder"))).sort();
  if (usable.length === 0) {
    return [
      "# No Terraform root module was found. Those that come later are found by themselves;",
      "# settings of their own stand here.",
      "# projects:",
      "#   - dir: terraform/*",
    ];
  }
  const lines = [
    `# ${usable.length === 1 ? "One Terraform root module was found. It is" : `${usable.length} Terraform root modules were found. They are`} reviewed without being listed;`,
    "# list one only to give it settings of its own. With plan: runner or artifact, a real plan is required.",
    "# projects:",
  ];
  for (const dir of usable.slice(0, most)) {
    lines.push(
      `#   - dir: ${text(dir)}`,
      "#     workspaces: [default]",
      "#     var_files: []",
      "#     plan: static          # static, runner or artifact",
    );
  }
  return usable.length > most ? [...lines, `#   and ${usable.length - most} more`] : lines;
}

function bakeLines(found: FoundInRepository): readonly string[] {
  if (found.packerTemplates.length === 0 && found.ciFiles.length === 0) return ["# No Packer template and no CI file was found."];
  const lines: string[] = [];
  if (found.packerTemplates.length > 0)
    lines.push("# Packer templates found; their images, tests and pins are reviewed:", ...listed(found.packerTemplates));
  if (found.ciFiles.length > 0)
    lines.push("# CI files found; they are reviewed for configuration of live hosts and for credentials:", ...listed(found.ciFiles));
  return lines;
}

function listed(paths: readonly string[]): readonly string[] {
  const sorted = [...paths].sort();
  const lines = sorted.slice(0, most).map((path) => `#   ${text(path)}`);
  return sorted.length > most ? [...lines, `#   and ${sorted.length - most} more`] : lines;
}

/** A name as YAML: plain where that is safe, else in double quotes with every special character escaped. It never holds a line break. */
function text(name: string): string {
  if (/^[A-Za-z.][A-Za-z0-9_./-]*$/.test(name) && !/^(true|false|null|\.)$|^\.(inf|nan)$/i.test(name)) return name;
  return JSON.stringify(name).replace(
    /[\u007f-\u00a0\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
