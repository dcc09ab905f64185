/** The address of a place in the web view of the repository. */
import type { Place } from "../model/place.ts";
import type { Subject } from "../model/review.ts";
import { lineUrl } from "./escape-markdown.ts";

/** At the commit that the place is of; null: there are no links. */
export function placeUrl(subject: Subject, place: Place): string | null {
  return lineUrl(prefixOf(subject, place), place.file, place.line, place.endLine);
}

function prefixOf({ head, blobUrl, baseBlobUrl }: Subject, { at, commit }: Place): string | null {
  if (at === undefined) return blobUrl;
  if (at === "base") return baseBlobUrl ?? null;
  // A commit on the way to the head is shown where the head is.
  return head === null || commit === undefined ? null : (blobUrl?.replace(`/${head}/`, `/${commit}/`) ?? null);
}

/** Which side a line is of, in words that follow it: ` of the base`; empty for the head. */
export function sideWords({ at, commit }: Place): string {
  if (at === undefined) return "";
  return at === "base" ? " of the base" : ` of ${commit?.slice(0, 10) ?? "an earlier commit"}`;
}
