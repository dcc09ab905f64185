/** Knows of every Terraform file which modules it calls and which files it reads; a blob is parsed once, however many trees hold it. */
import type { ObjectReader, Tree, TreeEntry } from "../model/tree.ts";
import type { HclParser } from "../parse/hcl/hcl-parser.ts";
import { type FileSummary, summarizeFile } from "../terraform/module-calls.ts";
import { isModuleFile } from "../terraform/repository-path.ts";
import { nothing, summaryText } from "./kept-summary.ts";
import type { ParseMemory } from "./parse-memory.ts";
import type { Progress } from "./progress.ts";
import { readSources } from "./read-sources.ts";

/** A file without any of these words calls no module and reads no file, so it need not be parsed. */
const telling =
  /\b(?:module|path|backend|cloud|local_file|local_sensitive_file|archive_file|file|fileset|fileexists|filebase64\w*|filemd5|filesha\d+|templatefile)\b/;

export interface IndexTools {
  readonly reader: ObjectReader;
  readonly parser: HclParser;
  readonly memory: ParseMemory;
  readonly progress: Progress;
}

/** A tree, and the summaries of its module files by path. */
export interface SummarizedTree {
  readonly tree: Tree;
  readonly summaries: ReadonlyMap<string, FileSummary>;
}

export async function summarizeTree(tools: IndexTools, tree: Tree): Promise<SummarizedTree> {
  return { tree, summaries: await summarizeFiles(tools, tree.entries.values()) };
}

/**
 * The tree behind a change, from the one before it. Where the changed files call and read what they did, its summaries are the very same
 * map, so that whoever asks of them what follows can ask once.
 * @param changed every path that differs between the two.
 */
export async function summarizeChanged(
  tools: IndexTools,
  before: SummarizedTree,
  tree: Tree,
  changed: ReadonlySet<string>,
): Promise<SummarizedTree> {
  const files = await summarizeFiles(
    tools,
    [...changed].flatMap((path) => tree.entries.get(path) ?? []),
  );
  const differs = [...changed].some((path) => textOf(files.get(path)) !== textOf(before.summaries.get(path)));
  if (!differs) return { tree, summaries: before.summaries };
  const summaries = new Map(before.summaries);
  for (const path of changed) {
    const summary = files.get(path);
    if (summary === undefined) summaries.delete(path);
    else summaries.set(path, summary);
  }
  return { tree, summaries };
}

function textOf(summary: FileSummary | undefined): string | null {
  return summary === undefined ? null : summaryText(summary);
}

async function summarizeFiles(
  { reader, parser, memory, progress }: IndexTools,
  entries: Iterable<TreeEntry>,
): Promise<ReadonlyMap<string, FileSummary>> {
  const summaries = new Map<string, FileSummary>();
  const unknown: TreeEntry[] = [];
  for (const entry of entries) {
    if (!isModuleFile(entry.path) || entry.mode === "submodule") continue;
    const known = memory.summary(entry.path, entry.id);
    summaries.set(entry.path, known ?? nothing);
    if (known === null) unknown.push(entry);
  }
  let done = 0;
  for (const source of (await readSources(reader, unknown)).values()) {
    const { path, id, text } = source;
    const summary = text === null || !telling.test(text) ? nothing : summarizeFile(memory.parse(parser, path, id, text));
    // What could not be read may be there the next time.
    if (text !== null) memory.keepSummary(path, id, summary);
    summaries.set(path, summary);
    if (++done % 500 === 0) progress.at("Looking for root modules", done, unknown.length);
  }
  return summaries;
}
