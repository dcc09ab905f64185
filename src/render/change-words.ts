/** Words about changes that more than one renderer uses. */
import type { JudgedChange } from "../model/resource-change.ts";
import { listed } from "./phrase.ts";

/** `may be replaced or updated in place`, from what it may turn out to be. */
export function possibleWords(change: JudgedChange): string {
  const words = change.possible.map((action) => POSSIBLE[action]);
  return words.length === 0 ? "undecided" : `may be ${listed(words).replace(/ and ([^,]+)$/, " or $1")}`;
}

const POSSIBLE: Record<JudgedChange["action"], string> = {
  create: "created",
  update: "updated in place",
  replace: "replaced",
  delete: "destroyed",
  move: "moved",
  import: "imported",
  forget: "forgotten",
  read: "read",
  "no-op": "unchanged",
  undecided: "anything",
};
