/** What was not searched for credentials, or only in part: the words for the list of unread files, and the problems that it makes. */
import type { Place } from "../model/place.ts";
import type { Problem } from "../model/problem.ts";
import type { SourceFile } from "../model/source.ts";
import type { CutFile, UnfinishedSearch } from "./trace-sightings.ts";

/** A search for a pattern of the maintainers' own that took too long. */
export function unfinishedSearch({ file, pattern }: UnfinishedSearch): Problem {
  return problemAt("pattern", startOf(file), { pattern });
}

/** The rest of the file may hold anything. */
export function cutSearch({ file, why }: CutFile, placed: (place: Place) => Place = (place) => place): Problem {
  return problemAt("in-part", placed(startOf(file)), { detail: why });
}

/** Null: the file was searched as it is, or is none that holds anything itself (a link, a submodule, a binary file). */
export function unsearchedFile({ path, unreadable, searchable }: SourceFile, placed = (place: Place) => place): Problem | null {
  if (searchable !== undefined) return null;
  if (unreadable === "too-large" || unreadable === "illegible-path") return problemAt(unreadable, placed(startOf(path)), {});
  return unreadable === "missing" ? problemAt("not-found", placed(startOf(path)), {}) : null;
}

/** Why a file is in the list of those that were not read. */
export function whyUnread({ unreadable, searchable }: SourceFile): string {
  const searched = unreadable !== "binary" && searchable !== undefined;
  return searched ? `${unreadable}, searched for credentials only` : `${unreadable}`;
}

export function whyCut({ why }: CutFile): string {
  return `searched for credentials only in part: ${why}`;
}

function startOf(file: string): Place {
  return { file, line: 1, endLine: 1 };
}

function problemAt(reason: string, place: Place, evidence: Problem["evidence"]): Problem {
  return { rule: "review/search-incomplete", reason, place, evidence, project: null };
}
