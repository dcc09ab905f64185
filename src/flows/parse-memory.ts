/** Parsed files and their summaries by blob id: what a file says depends on its bytes alone, so it is parsed once for all trees that hold it. */

import type { ParsedFile } from "../model/syntax.ts";
import type { ObjectId } from "../model/tree.ts";
import type { HclParser } from "../parse/hcl/hcl-parser.ts";
import { parseHclFile } from "../parse/hcl/parse-file.ts";
import type { FileSummary } from "../terraform/module-calls.ts";

/** Characters of source whose parses are kept; a parse takes some 20 times the memory of its text. */
const mostCharacters = 8_000_000;
/** Summaries are small: module calls and files read. */
const mostSummaries = 500_000;

export class ParseMemory {
  readonly #parses = new Map<string, { readonly file: ParsedFile; readonly length: number }>();
  readonly #summaries = new Map<string, FileSummary>();
  #characters = 0;

  /** The parse of a blob at a path; what was not asked for longest is forgotten first. */
  parse(parser: HclParser, path: string, id: ObjectId, text: string): ParsedFile {
    const key = `${id} ${path}`;
    const known = this.#parses.get(key);
    if (known !== undefined) {
      this.#parses.delete(key);
      this.#parses.set(key, known);
      return known.file;
    }
    const file = parseHclFile(parser, path, text);
    this.#parses.set(key, { file, length: text.length });
    this.#characters += text.length;
    for (const [oldest, { length }] of this.#parses) {
      if (this.#characters <= mostCharacters || oldest === key) break;
      this.#parses.delete(oldest);
      this.#characters -= length;
    }
    return file;
  }

  summary(path: string, id: ObjectId): FileSummary | null {
    return this.#summaries.get(summaryKey(path, id)) ?? null;
  }

  keepSummary(path: string, id: ObjectId, summary: FileSummary): void {
    if (this.#summaries.size >= mostSummaries) this.#summaries.clear();
    this.#summaries.set(summaryKey(path, id), summary);
  }
}

/** The same bytes mean something else in JSON syntax; the rest of a path says nothing. */
function summaryKey(path: string, id: ObjectId): string {
  return path.endsWith(".json") ? `${id} json` : id;
}
