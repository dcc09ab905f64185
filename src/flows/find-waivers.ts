/** Gathers the waivers that stand in the head's files, and finds out which of them the tip of the base branch holds. */
import { rules } from "../evaluate/rules.ts";
import type { SourceFile } from "../model/source.ts";
import type { ParsedFile } from "../model/syntax.ts";
import type { Tree, TreeEntry } from "../model/tree.ts";
import type { InlineWaiver, WaiverFault, WrittenWaiver } from "../model/waiver.ts";
import { isHclPath } from "../parse/hcl/parse-file.ts";
import { readWaivers, waiverMark } from "../parse/waivers/inline-waivers.ts";
import type { SideReader } from "./read-side.ts";
import { readSources } from "./read-sources.ts";

export interface FoundWaivers {
  readonly waivers: readonly WrittenWaiver[];
  readonly faults: readonly WaiverFault[];
}

/** Waivers among files, in their order. */
export function waiversIn(sources: Iterable<SourceFile>, parsed: ReadonlyMap<string, ParsedFile>): FoundWaivers {
  const waivers: WrittenWaiver[] = [];
  const faults: WaiverFault[] = [];
  for (const { path, text } of sources) {
    if (text === null || !text.includes(waiverMark)) continue;
    const read = readWaivers({ path, text, parsed: parsed.get(path) ?? null }, rules);
    waivers.push(...read.waivers);
    faults.push(...read.faults);
  }
  return { waivers, faults };
}

/**
 * The head's waivers, each with whether the tip holds it as well: in the file of the same path (or the one that it was renamed from), with the
 * same words, at the same block and argument, and as often.
 * @param renames head path → base path
 */
export async function weighWaivers(
  tools: SideReader,
  head: { readonly files: ReadonlyMap<string, SourceFile>; readonly waivers: readonly WrittenWaiver[] },
  tip: Tree,
  renames: ReadonlyMap<string, string>,
): Promise<readonly InlineWaiver[]> {
  const before = new Map<string, TreeEntry>();
  for (const { place } of head.waivers) {
    const entry = tip.entries.get(place.file) ?? tip.entries.get(renames.get(place.file) ?? "");
    if (entry !== undefined) before.set(place.file, entry);
  }
  const changed = [...before].filter(([path, { id }]) => head.files.get(path)?.id !== id);
  const standing = await waiversOf(
    tools,
    changed.map(([, entry]) => entry),
  );
  const exact = tally(standing.map((waiver) => placedWords(waiver.place.file, waiver)));
  const left = tally(standing.map((waiver) => words(waiver.place.file, waiver)));
  const weighed = head.waivers.map((waiver) => {
    const entry = before.get(waiver.place.file);
    if (entry === undefined) return { waiver, path: null, counts: false };
    const isSame = head.files.get(waiver.place.file)?.id === entry.id;
    const counts = isSame || take(exact, placedWords(entry.path, waiver));
    if (counts && !isSame) take(left, words(entry.path, waiver));
    return { waiver, path: entry.path, counts };
  });
  // What no waiver of the head has taken stands at the tip all the same, at something else.
  return weighed.map(({ waiver, path, counts }) =>
    !counts && path !== null && take(left, words(path, waiver)) ? { ...waiver, counts, elsewhere: true } : { ...waiver, counts },
  );
}

async function waiversOf(tools: SideReader, entries: readonly TreeEntry[]): Promise<readonly WrittenWaiver[]> {
  const sources = await readSources(tools.reader, entries);
  const parsed = new Map<string, ParsedFile>();
  for (const { path, id, text } of sources.values())
    if (text?.includes(waiverMark) === true && isHclPath(path)) parsed.set(path, tools.memory.parse(tools.parser, path, id, text));
  return waiversIn(sources.values(), parsed).waivers;
}

/** How often each key is there. */
function tally(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

function take(counts: Map<string, number>, key: string): boolean {
  const count = counts.get(key) ?? 0;
  if (count > 0) counts.set(key, count - 1);
  return count > 0;
}

function words(path: string, { rule, fingerprint, reason, expires }: WrittenWaiver): string {
  return JSON.stringify([path, rule, fingerprint, reason, expires]);
}

function placedWords(path: string, waiver: WrittenWaiver): string {
  return JSON.stringify([words(path, waiver), waiver.anchor]);
}
