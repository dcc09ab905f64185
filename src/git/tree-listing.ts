/** Reads what `git ls-tree -r -z` prints. */
import type { EntryMode, Tree, TreeEntry } from "../model/tree.ts";

/** The tree behind a listing. Paths that are not UTF-8 are kept legible as `\xNN` and marked. */
export function parseTreeListing(listing: Buffer): Tree {
  const text = textOf(listing);
  return { entries: text === null ? entriesOfBytes(listing) : entriesOfText(text) };
}

/** Null: there is a path that is not UTF-8. */
function textOf(listing: Buffer): string | null {
  try {
    return utf8.decode(listing);
  } catch {
    return null;
  }
}

/** As nearly every listing is read: decoded once. */
function entriesOfText(listing: string): Map<string, TreeEntry> {
  const entries = new Map<string, TreeEntry>();
  let at = 0;
  while (at < listing.length) {
    const end = listing.indexOf("\0", at);
    const stop = end === -1 ? listing.length : end;
    const tab = listing.indexOf("\t", at);
    const kind = listing.indexOf(" ", at);
    const id = listing.indexOf(" ", kind + 1) + 1;
    const path = listing.slice(tab + 1, stop);
    entries.set(path, { path, legible: true, id: listing.slice(id, tab), mode: entryMode(listing.slice(at, kind)) });
    at = stop + 1;
  }
  return entries;
}

function entriesOfBytes(listing: Buffer): Map<string, TreeEntry> {
  const entries = new Map<string, TreeEntry>();
  let at = 0;
  while (at < listing.length) {
    const end = listing.indexOf(0, at);
    const stop = end === -1 ? listing.length : end;
    const tab = listing.indexOf(9, at);
    const [mode = "", , id = ""] = listing.toString("latin1", at, tab).split(" ");
    const { path, legible } = decodePath(listing.subarray(tab + 1, stop));
    entries.set(path, { path, legible, id, mode: entryMode(mode) });
    at = stop + 1;
  }
  return entries;
}

/** By the mode that git writes: `100755`, `120000`. */
export function entryMode(mode: string): EntryMode {
  switch (mode) {
    case "120000":
      return "symlink";
    case "160000":
      return "submodule";
    case "100755":
      return "executable";
    default:
      return "file";
  }
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** A path's text; bytes that are no UTF-8 are written `\xNN`, so that two such paths stay apart. */
export function decodePath(bytes: Uint8Array): { path: string; legible: boolean } {
  try {
    return { path: utf8.decode(bytes), legible: true };
  } catch {
    let path = "";
    for (const byte of bytes) path += byte < 0x80 ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, "0")}`;
    return { path, legible: false };
  }
}
