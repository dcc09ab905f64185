/** `bakegate scan [PATH…]`: the rules that need no base, over folders or files, with no git. */

import { lstatSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, isAbsolute, relative, resolve, sep } from "node:path";
import { verdictOf } from "../evaluate/evaluate.ts";
import { Folder } from "../git/folder.ts";
import { BakegateError, errorCode, systemWords } from "../model/failure.ts";
import type { Policy } from "../model/policy.ts";
import type { Review } from "../model/review.ts";
import { isHclPath } from "../parse/hcl/parse-file.ts";
import { baselineOf, knownToBaseline, readBaseline } from "./baseline.ts";
import { credentialSearch } from "./credential-search.ts";
import { findScope } from "./find-scope.ts";
import { finishReview } from "./finish-review.ts";
import { followTree } from "./follow-tree.ts";
import { judgeSyntax } from "./judge-syntax.ts";
import { memoryOf, openKeptParses, parsesLine } from "./kept-parses.ts";
import { hclJudge, hclParser, workloadCatalogue } from "./knowledge.ts";
import { defaultPolicy, findConfiguration, policyOfFile } from "./load-policy.ts";
import { ParseMemory } from "./parse-memory.ts";
import { type Presentation, presentReview } from "./present-review.ts";
import { createProgress, type Progress } from "./progress.ts";
import { readSide } from "./read-side.ts";
import { brokenLinks, withoutDoubles } from "./side-problems.ts";
import { summarizeTree } from "./terraform-index.ts";
import { writeOutput } from "./write-output.ts";

export interface ScanOptions extends Presentation {
  readonly config?: string;
  readonly baseline?: string;
  readonly writeBaseline?: string;
}

export async function scanCommand(paths: readonly string[], options: ScanOptions): Promise<void> {
  const progress = createProgress(process.stderr);
  const { root, only } = rootOf(paths);
  const config = options.config ?? findConfiguration(root);
  const policy = config === null ? defaultPolicy() : await policyOfFile(config);
  const parses = await openKeptParses(process.env);
  const scanned = await scanFolder(root, only, policy, progress, memoryOf(parses));
  progress.end();
  if (options.writeBaseline !== undefined) {
    await writeOutput(baselineOf(scanned), options.writeBaseline);
    if (options.quiet !== true)
      process.stderr.write(`Wrote ${options.writeBaseline}: ${scanned.findings.length} findings are known from now on.\n`);
  }
  const review = options.baseline === undefined ? scanned : withBaseline(scanned, await textOf(options.baseline), options.baseline);
  process.exitCode = await presentReview(review, options);
  if (options.verbose === true) process.stderr.write(`${parsesLine(parses)}\n`);
}

/** One folder is the root of all paths shown; several paths are shown as they are below the current folder. */
function rootOf(paths: readonly string[]): { readonly root: string; readonly only: readonly string[] } {
  const [first = "."] = paths;
  if (paths.length <= 1 && isFolder(first)) return { root: first, only: [] };
  const root = process.cwd();
  const only = paths.map((path) => relative(root, resolve(path)).split(sep).join("/"));
  const outside = only.find((path) => path.startsWith("..") || isAbsolute(path));
  if (outside !== undefined) {
    throw new BakegateError(
      "usage",
      `${outside} is not below the current folder`,
      "Name one folder, or several paths below the current one.",
    );
  }
  return { root, only };
}

function isFolder(path: string): boolean {
  try {
    return lstatSync(path).isDirectory() || lstatSync(`${path}/.`).isDirectory();
  } catch (cause) {
    const code = errorCode(cause);
    if (code === "ENOTDIR") return false;
    throw new BakegateError(
      "usage",
      code === "ENOENT" ? `${path || "an empty path"} does not exist` : `${path} cannot be read: ${systemWords(cause)}`,
      "Name folders or files that exist.",
      { cause },
    );
  }
}

/** A scan of everything below a folder, or of the paths named below it. */
export async function scanFolder(
  root: string,
  only: readonly string[],
  policy: Policy,
  progress: Progress,
  memory: ParseMemory = new ParseMemory(),
): Promise<Review> {
  const startedAt = Date.now();
  progress.at("Reading the folder");
  const folder = new Folder(root, only);
  const followed = await followTree(folder, await folder.tree());
  if ([...followed.tree.entries.values()].some(({ path, id }) => isHclPath(path) && !memory.isAgreed(path, id))) hclJudge();
  const parser = await hclParser();
  const all = new Set(followed.tree.entries.keys());
  const tools = { reader: folder, parser, memory, search: credentialSearch(policy.credentials), progress };
  const scope = findScope(null, await summarizeTree(tools, followed.tree), { changed: all, policy, only: null, planned: new Set() });
  progress.at("Reading the configuration");
  const read = await readSide(tools, scope.head, all);
  progress.at("Evaluating the rules");
  const problems = withoutDoubles([...(await judgeSyntax(read, all, memory)), ...brokenLinks(followed, all)]);
  await memory.save();
  return finishReview({
    kind: "scan",
    subject: {
      repository: basename(resolve(root)),
      base: null,
      head: null,
      pullRequest: null,
      blobUrl: null,
      baseName: null,
      headName: null,
    },
    policy,
    reviewed: {
      base: null,
      head: { ...read.side, problems },
      projects: [],
      moved: [],
      renames: new Map(),
      changed: all,
      leaked: [],
      // There is no base: the files are taken as they stand, as is the configuration.
      waivers: read.waivers.map((waiver) => ({ ...waiver, counts: true })),
      workloads: workloadCatalogue(),
    },
    plans: [],
    unread: read.unread,
    filesRead: read.side.files.size,
    startedAt,
  });
}

function withBaseline(review: Review, text: string, file: string): Review {
  const findings = knownToBaseline(review.findings, readBaseline(text, file));
  return { ...review, findings, verdict: verdictOf(findings, review.verdict === "error") };
}

async function textOf(file: string): Promise<string> {
  return readFile(file, "utf8").catch((cause: unknown) => {
    throw new BakegateError(
      "usage",
      `the baseline ${file} cannot be read: ${systemWords(cause)}`,
      "Make one with: bakegate scan --write-baseline FILE",
      { cause },
    );
  });
}
