/** Knows of every Terraform file which modules it calls and which files it reads; a blob is parsed once, however many trees hold it. */
import type { ObjectReader, Tree, TreeEntry } from "../model/tree.ts";
import type { HclParser } from "../parse/hcl/hcl-parser.ts";
import { type FileSummary, summarizeFile } from "../terraform/module-calls.ts";
import { isModuleFile } from "../terraform/repository-path.ts";
import type { ParseMemory } from "./parse-memory.ts";
import type { Progress } from "./progress.ts";
import { readSources } from "./read-sources.ts";

/** A file without any of these words calls no module and reads no file, so it need not be parsed. */
const telling =
  /\b(?:module|path|backend|cloud|local_file|local_sensitive_file|archive_file|file|fileset|fileexists|filebase64\w*|filemd5|filesha\d+|templatefile)\b/;
const nothing: FileSummary = { calls: [], reads: [], backend: false };

export interface IndexTools {
  readonly reader: ObjectReader;
  readonly parser: HclParser;
  readonly memory: ParseMemory;
  readonly progress: Progress;
}

/** Summaries of a tree's module files by path. */
export async function summarizeTree(
  { reader, parser, memory, progress }: IndexTools,
  tree: Tree,
): Promise<ReadonlyMap<string, FileSummary>> {
  const summaries = new Map<string, FileSummary>();
  const unknown: TreeEntry[] = [];
  for (const entry of tree.entries.values()) {
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
