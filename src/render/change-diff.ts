/** A change as signed lines, as Terraform prints a plan; for diffs in comment, page and terminal. */
import type { AttributeChange, JudgedChange, PlainValue } from "../model/resource-change.ts";
import { foldedNames } from "./address.ts";
import { type ChangeGroup, listOf } from "./change-group.ts";
import { possibleWords } from "./change-words.ts";
import { grouped } from "./phrase.ts";
import { shorten, shortenPair } from "./shorten.ts";
import { diffLines } from "./text-diff.ts";
import { compactValue, encodedWords } from "./value.ts";
import { visibleText } from "./visible.ts";

/** `!`: a headline, or what is neither added nor removed. Texts are visible, on one line each. */
export interface SignedLine {
  readonly sign: "+" | "-" | "!" | " ";
  readonly text: string;
}

const MOST_LINES = 60;
const MOST_VALUE = 160;

function valueText(value: PlainValue): string {
  const encoded = encodedWords(value);
  if (encoded !== null) return encoded;
  return typeof value === "string" ? JSON.stringify(value) : compactValue(value);
}

function marked(attribute: AttributeChange): string {
  return attribute.forcesReplacement ? "  # forces replacement" : "";
}

function isText(value: PlainValue): value is string {
  return typeof value === "string" && value.includes("\n");
}

function attributeLines(attribute: AttributeChange, several: boolean): SignedLine[] {
  const path = visibleText(shorten(attribute.path, 120));
  const line = (sign: "+" | "-", value: string, mark = ""): SignedLine => ({ sign, text: `    ${path} = ${visibleText(value)}${mark}` });
  const mark = marked(attribute);
  if (attribute.sensitive) return [{ sign: "!", text: `    ${path} = (sensitive)${mark}` }];
  const { before, after } = attribute;
  if (!attribute.unknown && isText(before) && isText(after)) {
    const lines = diffLines(before, after).map(({ sign, text }) => ({ sign, text: `      ${visibleText(shorten(text, MOST_VALUE))}` }));
    return [{ sign: "!", text: `    ${path} =${mark}` }, ...lines];
  }
  const [shortBefore, shortAfter] = shortenPair(valueText(before), attribute.unknown ? "" : valueText(after), MOST_VALUE);
  const result: SignedLine[] = [];
  // Several instances differ in what they had; only what is common to them is shown.
  if (before !== null && !(several && attribute.unknown)) result.push(line("-", shortBefore));
  if (attribute.unknown) result.push(line("+", "(known after apply)", mark));
  else if (after !== null) result.push(line("+", shortAfter, mark));
  else if (mark !== "") result.push({ sign: "!", text: `    ${path} is removed${mark}` });
  return result;
}

/** What happens to a resource, behind its name. */
export function actionWords(change: JudgedChange): string {
  switch (change.action) {
    case "create":
      return "is created";
    case "update":
      return change.verdict === "mutation" ? "changes in place: a mutation" : "changes in place";
    case "replace":
      return change.order === null ? "is replaced" : `is replaced, ${change.order === "create-first" ? "create first" : "destroy first"}`;
    case "delete":
      return change.deposed === null ? "is destroyed" : "deposed object is destroyed";
    case "move":
      return "is moved";
    case "import":
      return "is imported";
    case "forget":
      return "is forgotten: it stays, and is no longer managed";
    case "read":
      return "is read";
    case "no-op":
      return "does not change";
    case "undecided":
      return listOf(change) === "replace" ? "is replaced" : possibleWords(change);
  }
}

/** Whether folded names say themselves how many they are. */
function isCounted(names: readonly string[]): boolean {
  return names.some((name) => name.includes("..") || name.includes("×"));
}

function namesText(names: readonly string[]): string {
  const shown = names.slice(0, 6).map((name) => visibleText(shorten(name, 120)));
  if (names.length > shown.length) shown.push(`and ${grouped(names.length - shown.length)} more`);
  return shown.join(", ");
}

function headline(group: ChangeGroup): SignedLine {
  const { first, names, changes } = group;
  const sign = first.action === "create" ? "+" : first.action === "delete" ? "-" : "!";
  const times = changes.length > 1 && !isCounted(names) ? ` (×${grouped(changes.length)})` : "";
  const previous = foldedNames(changes.flatMap((change) => (change.previousAddress === null ? [] : [change.previousAddress])));
  const from = previous.length === 0 ? "" : `, was ${namesText(previous)}`;
  const imported = first.importId !== null && first.action !== "import" ? ", imported" : "";
  return { sign, text: `${namesText(names)}${times} ${actionWords(first)}${from}${imported}` };
}

/** Unknown attributes that force nothing say nothing one by one. */
function isQuiet(attribute: AttributeChange): boolean {
  return attribute.unknown && !attribute.forcesReplacement;
}

/** The lines of one group of equal changes, at most about sixty. */
export function signedLines(group: ChangeGroup): SignedLine[] {
  const { attributes } = group.first;
  const quiet = attributes.filter(isQuiet);
  const lines: SignedLine[] = [headline(group)];
  let hidden = 0;
  for (const attribute of attributes) {
    if (isQuiet(attribute) && quiet.length > 3) continue;
    if (lines.length >= MOST_LINES) hidden += 1;
    else lines.push(...attributeLines(attribute, group.changes.length > 1));
  }
  if (quiet.length > 3) {
    const paths = quiet.slice(0, 8).map((attribute) => visibleText(shorten(attribute.path, 60)));
    const more = quiet.length > paths.length ? ` and ${grouped(quiet.length - paths.length)} more` : "";
    lines.push({ sign: "+", text: `    ${paths.join(", ")}${more} = (known after apply)` });
  }
  const cut = lines.slice(0, MOST_LINES * 2);
  if (hidden > 0 || cut.length < lines.length) cut.push({ sign: " ", text: `    … more attributes of this resource are left out here` });
  return cut;
}
