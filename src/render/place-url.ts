/** The address of a place in the web view of the repository. */
import type { Place } from "../model/place.ts";
import type { Subject } from "../model/review.ts";
import { lineUrl } from "./escape-markdown.ts";

/** At the commit that the place is of; null: there are no links. */
export function placeUrl(subject: Subject, place: Place): string | null {
  const prefix = place.at === "base" ? (subject.baseBlobUrl ?? null) : subject.blobUrl;
  return lineUrl(prefix, place.file, place.line, place.endLine);
}
