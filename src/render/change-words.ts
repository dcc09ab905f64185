/** Words about changes that more than one renderer uses. */
import type { Sentence } from "../model/finding.ts";
import type { Action, AttributeChange, ChangeVerdict, JudgedChange } from "../model/resource-change.ts";
import { foldedNames } from "./address.ts";
import { joinSentences } from "./cause.ts";
import type { ChangeGroup } from "./change-group.ts";
import { listed } from "./phrase.ts";

/** `may be replaced or updated in place`, from what it may turn out to be. */
export function possibleWords(change: JudgedChange): string {
  const words = ACTIONS.filter((action) => change.possible.includes(action)).map((action) => POSSIBLE[action]);
  return words.length === 0 ? "is undecided" : `may be ${listed(words).replace(/ and ([^,]+)$/, " or $1")}`;
}

/** From the least to the gravest. */
const ACTIONS: readonly Action[] = ["no-op", "read", "move", "import", "create", "update", "replace", "forget", "delete", "undecided"];

const POSSIBLE: Record<Action, string> = {
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

/** Where a resource comes from that is moved or imported, whatever else happens to it: `was a.b`, `imported as i-1`. Null: it was here. */
export function originSentence(group: ChangeGroup): Sentence | null {
  const { first, changes } = group;
  const parts: Sentence[] = [];
  const previous = changes.flatMap((change) => (change.previousAddress === null ? [] : [change.previousAddress]));
  if (previous.length > 0) parts.push({ template: "was {previous}", values: { previous: foldedNames(previous) } });
  const alone = first.action === "import";
  if (first.importId !== null && changes.length === 1)
    parts.push({ template: alone ? "id {id}" : "imported as {id}", values: { id: first.importId } });
  else if (first.importId !== null && !alone) parts.push({ template: "imported", values: {} });
  return parts.length === 0 ? null : joinSentences(parts, ", ");
}

const TELLING: Record<ChangeVerdict, number> = {
  mutation: 0,
  "stateful-loss": 0,
  undecided: 1,
  "pointer-roll": 2,
  roll: 2,
  tolerated: 3,
};

/** The attributes with those first that decided the verdict, and those last that only become unknown because others change. */
export function tellingFirst(change: JudgedChange): readonly AttributeChange[] {
  const verdicts = new Map(change.judgements.map((judgement) => [judgement.path, judgement.verdict]));
  const rank = (attribute: AttributeChange): number =>
    2 * TELLING[verdicts.get(attribute.path) ?? "tolerated"] + (attribute.unknown ? 1 : 0);
  return change.attributes.length < 2 ? change.attributes : [...change.attributes].sort((a, b) => rank(a) - rank(b));
}
