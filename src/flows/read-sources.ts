/** Gathers files from a tree as texts. What has no text is kept with the reason, never dropped. */
import type { SourceFile, Unreadable } from "../model/source.ts";
import type { BlobContent, ObjectReader, TreeEntry } from "../model/tree.ts";

/** Larger files are named in the review and not read, in bytes. */
export const mostBytes = 16 * 1024 * 1024;
/** A larger binary file is not searched for credentials, in bytes. */
const mostOfBinary = 1024 * 1024;
/** Binary files are kept for the search up to this much together, in characters: a folder may hold thousands of images. */
const mostOfBinaries = 32 * 1024 * 1024;

/** Texts by path, in one round trip. Links are expected to be followed already. */
export async function readSources(reader: ObjectReader, entries: Iterable<TreeEntry>): Promise<ReadonlyMap<string, SourceFile>> {
  const wanted = [...entries];
  const ids = wanted.filter((entry) => entry.mode === "file" || entry.mode === "executable").map((entry) => entry.id);
  const contents = await reader.readBlobs(ids, mostBytes);
  const sources = new Map<string, SourceFile>();
  let ofBinaries = 0;
  for (const entry of wanted) {
    const source = sourceOf(entry, contents.get(entry.id));
    if (source.unreadable === "binary") ofBinaries += source.searchable?.length ?? 0;
    sources.set(entry.path, source.unreadable === "binary" && ofBinaries > mostOfBinaries ? withoutText(entry, "binary") : source);
  }
  return sources;
}

/** The file that an entry and its contents are. */
export function sourceOf(entry: TreeEntry, content: BlobContent | undefined): SourceFile {
  const { path, id } = entry;
  if (entry.mode === "symlink" || entry.mode === "submodule") return withoutText(entry, entry.mode);
  if (content === undefined || content.kind !== "bytes")
    return withoutText(entry, entry.legible ? (content?.kind ?? "missing") : "illegible-path");
  const read = decode(content.bytes);
  if (typeof read === "string")
    return entry.legible ? { path, id, text: read, unreadable: null } : withoutText(entry, "illegible-path", read);
  const searchable = read.unreadable === "binary" && content.bytes.length > mostOfBinary ? undefined : searchableText(content.bytes);
  return withoutText(entry, entry.legible ? read.unreadable : "illegible-path", searchable);
}

function withoutText({ path, id }: TreeEntry, unreadable: Unreadable, searchable?: string): SourceFile {
  return { path, id, text: null, unreadable, ...(searchable === undefined ? {} : { searchable }) };
}

const utf8 = new TextDecoder("utf-8", { fatal: true });
const utf16le = new TextDecoder("utf-16le");
const utf16be = new TextDecoder("utf-16be");
const windows1252 = new TextDecoder("windows-1252");

/** Lines are those of the file. A byte order mark of UTF-16 before text without any NUL is taken for a mistake, or a disguise. */
function searchableText(bytes: Uint8Array): string {
  // A stray NUL ends nothing: what is searched for stands before or behind it.
  if (!startsAsUtf16(bytes) || !bytes.includes(0)) return windows1252.decode(bytes).replaceAll("\0", " ");
  return (bytes[0] === 0xff ? utf16le : utf16be).decode(bytes);
}

function startsAsUtf16(bytes: Uint8Array): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}

/** Control characters that no text needs are a few at most in one that somebody damaged, and all over a binary file. */
const fewControls = 2;
const shareOfControls = 0.003;

function isDamagedText(bytes: Uint8Array): boolean {
  let controls = 0;
  for (const byte of bytes) if (byte < 9 || (byte > 13 && byte < 27)) controls++;
  return controls <= Math.max(fewControls, bytes.length * shareOfControls);
}

/** UTF-8 text without a byte order mark, or why there is none. NUL bytes make a file binary, unless it is UTF-16 or has hardly any. */
export function decode(bytes: Uint8Array): string | { readonly unreadable: Unreadable } {
  if (startsAsUtf16(bytes)) return { unreadable: "not-utf8" };
  if (bytes.includes(0)) return { unreadable: isDamagedText(bytes) ? "not-utf8" : "binary" };
  try {
    return utf8.decode(bytes);
  } catch {
    return { unreadable: "not-utf8" };
  }
}
