/** Knows of every Terraform file which modules it calls and which files it reads; a blob is parsed once, however many trees hold it. */
import type { ObjectId, ObjectReader, Tree, TreeEntry } from "../model/tree.ts";
import type { HclParser } from "../parse/hcl/hcl-parser.ts";
import { parseHclFile } from "../parse/hcl/parse-file.ts";
import { type FileSummary, summarizeFile } from "../terraform/module-calls.ts";
import { isModuleFile } from "../terraform/repository-path.ts";
import type { Progress } from "./progress.ts";
import { readSources } from "./read-sources.ts";

export interface TerraformIndex {
  /** Summaries of a tree's module files by path. */
  summaries(tree: Tree): Promise<ReadonlyMap<string, FileSummary>>;
}

/** A file without any of these words calls no module and reads no file, so it need not be parsed. */
const telling = /\b(?:module|path|backend|cloud|file|fileset|fileexists|filebase64\w*|filemd5|filesha\d+|templatefile)\b/;
const nothing: FileSummary = { calls: [], reads: [], backend: false };

export function createTerraformIndex(reader: ObjectReader, parser: HclParser, progress: Progress): TerraformIndex {
  const known = new Map<string, FileSummary>();
  return {
    async summaries(tree) {
      const entries = [...tree.entries.values()].filter((entry) => isModuleFile(entry.path) && entry.mode !== "submodule");
      const unknown = new Map<string, TreeEntry>();
      for (const entry of entries) if (!known.has(keyOf(entry.id, entry.path))) unknown.set(keyOf(entry.id, entry.path), entry);
      const sources = await readSources(reader, unknown.values());
      let done = 0;
      for (const [key, entry] of unknown) {
        const text = sources.get(entry.path)?.text ?? null;
        known.set(key, text === null || !telling.test(text) ? nothing : summarizeFile(parseHclFile(parser, entry.path, text)));
        if (++done % 500 === 0) progress.at("Looking for root modules", done, unknown.size);
      }
      return new Map(entries.map((entry) => [entry.path, known.get(keyOf(entry.id, entry.path)) ?? nothing]));
    },
  };
}

function keyOf(id: ObjectId, path: string): string {
  return path.endsWith(".json") ? `${id} json` : id;
}
