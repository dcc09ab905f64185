/** `bakegate init`: writes a starter configuration made of what the repository holds. */
import { existsSync, statSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { Folder } from "../git/folder.ts";
import { openRepository, WORKTREE } from "../git/repository.ts";
import { BakegateError, systemWords } from "../model/failure.ts";
import type { ObjectReader, Tree } from "../model/tree.ts";
import { automationKind } from "../parse/ci/automation-kind.ts";
import { starterConfiguration } from "../parse/configuration/starter.ts";
import { looksLikePackerTemplate } from "../parse/packer/packer-template.ts";
import { findProjects } from "../terraform/projects.ts";
import { hclParser } from "./knowledge.ts";
import { configurationPath } from "./load-policy.ts";
import { ParseMemory } from "./parse-memory.ts";
import { createProgress } from "./progress.ts";
import { readSources } from "./read-sources.ts";
import { summarizeTree } from "./terraform-index.ts";
import { writeOutput } from "./write-output.ts";

/** Writes `.github/bakegate.yml` and says what it found. An existing one is never touched. */
export async function initCommand(dir: string, options: { readonly format: "text" | "json" }): Promise<void> {
  const { reader, tree, root } = await open(dir);
  const file = join(root, configurationPath);
  if (existsSync(file)) {
    throw new BakegateError("usage", `${file} exists already; nothing was changed`, "Edit it, and check with: bakegate policy validate");
  }
  const progress = createProgress(process.stderr);
  const found = await findInRepository(reader, tree, root, progress);
  progress.end();
  await mkdir(join(root, ".github"), { recursive: true }).catch((cause: unknown) => {
    const next = "Check the folder and its permissions, then run the command again.";
    throw new BakegateError("incomplete", `${join(root, ".github")} could not be made: ${systemWords(cause)}`, next, { cause });
  });
  await writeOutput(starterConfiguration(found), file);
  const shown = relative(process.cwd(), file) || file;
  const lines = [
    `Wrote ${shown}: ${count(found.projects.length, "root module")}, ${count(found.packerTemplates.length, "Packer template")}.`,
    "Next: commit it to the branch that pull requests go into, then run",
    "  bakegate policy list",
    "  bakegate review --base main --head WORKTREE",
  ];
  await writeOutput(options.format === "json" ? `${JSON.stringify({ file: shown, ...found }, null, 2)}\n` : `${lines.join("\n")}\n`, null);
}

/** @throws BakegateError (usage) for what is no folder. */
async function open(dir: string): Promise<{ readonly reader: ObjectReader; readonly tree: Tree; readonly root: string }> {
  if (!statSync(dir, { throwIfNoEntry: false })?.isDirectory())
    throw new BakegateError("usage", `there is no folder ${dir}`, "Name the folder of a repository, or none for the one you are in.");
  const repository = await openRepository(dir).catch((cause: unknown) => {
    if (cause instanceof BakegateError && cause.kind === "usage") return null;
    throw cause;
  });
  if (repository !== null) return { reader: repository, tree: await repository.tree(WORKTREE), root: repository.root };
  const folder = new Folder(dir);
  return { reader: folder, tree: await folder.tree(), root: dir };
}

async function findInRepository(reader: ObjectReader, tree: Tree, root: string, progress: ReturnType<typeof createProgress>) {
  const tools = { reader, parser: await hclParser(), memory: new ParseMemory(), progress };
  const projects = findProjects((await summarizeTree(tools, tree)).summaries, []).map((project) => project.dir);
  const candidates = [...tree.entries.values()].filter(
    (entry) => /\.pkr\.(hcl|json)$/.test(entry.path) || (entry.path.endsWith(".json") && (entry.size ?? 0) < 1_000_000),
  );
  const packerTemplates: string[] = [];
  for (const source of (await readSources(reader, candidates)).values()) {
    if (source.text !== null && looksLikePackerTemplate(source.path, source.text)) packerTemplates.push(source.path);
  }
  const paths = [...tree.entries.keys()];
  const ciFiles = paths.filter((path) => isCiFile(path)).sort();
  const policyFiles = paths.filter((path) => /^\.github\/policies\/[^/]+\.ya?ml$/.test(path)).sort();
  return { projects, packerTemplates: packerTemplates.sort(), branches: await branchesOf(root), ciFiles, policyFiles };
}

function isCiFile(path: string): boolean {
  const kind = automationKind(path)?.kind;
  return kind === "yaml" || kind === "groovy";
}

/** The default branch, where the remote names one. */
async function branchesOf(root: string): Promise<readonly string[]> {
  const { runGit } = await import("../git/run-git.ts");
  const head = await runGit(root, ["symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD"]).catch(() => null);
  const name =
    head?.code === 0
      ? head.stdout
          .toString("utf8")
          .trim()
          .replace(/^origin\//, "")
      : "";
  return name === "" ? [] : [name];
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? "" : "s"}`;
}
