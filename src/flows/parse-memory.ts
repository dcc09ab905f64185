/**
 * What was read of files, by blob id: what a file says depends on its bytes alone, so it is read once for all trees that hold it. Summaries
 * and HashiCorp's agreement outlive the process where there is a cache; parsed files, which hold every literal of their text, do not.
 */

import type { ParsedFile } from "../model/syntax.ts";
import type { ObjectId } from "../model/tree.ts";
import type { HclParser } from "../parse/hcl/hcl-parser.ts";
import { parseHclFile } from "../parse/hcl/parse-file.ts";
import type { FileSummary } from "../terraform/module-calls.ts";
import { summaryOf, summaryText } from "./kept-summary.ts";

/** Characters of source whose parses are kept; a parse takes some 20 times the memory of its text. */
const mostCharacters = 8_000_000;
/** Summaries are small: module calls and files read. */
const mostSummaries = 500_000;

/** Texts that outlive the process, by key. */
export interface KeptTexts {
  get(key: string): string | null;
  keep(key: string, text: string): void;
  /** Never rejects. */
  save(): Promise<void>;
}

export class ParseMemory {
  readonly #kept: KeptTexts | null;
  readonly #parses = new Map<string, { readonly file: ParsedFile; readonly length: number }>();
  readonly #summaries = new Map<string, FileSummary>();
  readonly #agreed = new Set<ObjectId>();
  #characters = 0;

  constructor(kept: KeptTexts | null = null) {
    this.#kept = kept;
  }

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
    const key = summaryKey(path, id);
    const known = this.#summaries.get(key);
    if (known !== undefined) return known;
    const text = this.#kept?.get(`calls ${key}`) ?? null;
    const summary = text === null ? null : summaryOf(text);
    if (summary !== null) this.#remember(key, summary);
    return summary;
  }

  keepSummary(path: string, id: ObjectId, summary: FileSummary): void {
    const key = summaryKey(path, id);
    this.#remember(key, summary);
    this.#kept?.keep(`calls ${key}`, summaryText(summary));
  }

  /** Whether HashiCorp's parser has nothing to say of a file, as of every one in JSON. What it does say is not kept: it quotes the file. */
  isAgreed(path: string, id: ObjectId): boolean {
    return path.endsWith(".json") || this.#agreed.has(id) || this.#kept?.get(`agreed ${id}`) === "";
  }

  /** For a file in native syntax: the same bytes are judged alike whatever they are called. */
  keepAgreed(id: ObjectId): void {
    if (this.#agreed.size >= mostSummaries) this.#agreed.clear();
    this.#agreed.add(id);
    this.#kept?.keep(`agreed ${id}`, "");
  }

  /** Lets what was found out outlive the process. Never rejects. */
  async save(): Promise<void> {
    await this.#kept?.save();
  }

  #remember(key: string, summary: FileSummary): void {
    if (this.#summaries.size >= mostSummaries) this.#summaries.clear();
    this.#summaries.set(key, summary);
  }
}

/** The same bytes mean something else in JSON syntax; the rest of a path says nothing. */
function summaryKey(path: string, id: ObjectId): string {
  return path.endsWith(".json") ? `${id} json` : id;
}
