/** Gathers files from a tree as texts. What has no text is kept with the reason, never dropped. */
import type { SourceFile, Unreadable } from "../model/source.ts";
import type { BlobContent, ObjectReader, TreeEntry } from "../model/tree.ts";

/** Larger files are named in the review and not read, in bytes. */
export const mostBytes = 16 * 1024 * 1024;

/** Texts by path, in one round trip. Links are expected to be followed already. */
export async function readSources(reader: ObjectReader, entries: Iterable<TreeEntry>): Promise<ReadonlyMap<string, SourceFile>> {
  const wanted = [...entries];
  const ids = wanted.filter((entry) => entry.mode === "file" || entry.mode === "executable").map((entry) => entry.id);
  const contents = await reader.readBlobs(ids, mostBytes);
  const sources = new Map<string, SourceFile>();
  for (const entry of wanted) sources.set(entry.path, sourceOf(entry, contents.get(entry.id)));
  return sources;
}

/** The file that an entry and its contents are. */
export function sourceOf(entry: TreeEntry, content: BlobContent | undefined): SourceFile {
  const { path, id } = entry;
  if (entry.mode === "symlink" || entry.mode === "submodule") return { path, id, text: null, unreadable: entry.mode };
  if (!entry.legible) return { path, id, text: null, unreadable: "illegible-path" };
  if (content === undefined || content.kind === "missing") return { path, id, text: null, unreadable: "missing" };
  if (content.kind === "too-large") return { path, id, text: null, unreadable: "too-large" };
  const read = decode(content.bytes);
  return typeof read === "string" ? { path, id, text: read, unreadable: null } : { path, id, text: null, unreadable: read.unreadable };
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** UTF-8 text without a byte order mark, or why there is none. A NUL byte makes a file binary, unless it is text in UTF-16. */
export function decode(bytes: Uint8Array): string | { readonly unreadable: Unreadable } {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) return { unreadable: "not-utf8" };
  if (bytes.includes(0)) return { unreadable: "binary" };
  try {
    return utf8.decode(bytes);
  } catch {
    return { unreadable: "not-utf8" };
  }
}
