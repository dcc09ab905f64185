/** A sentence as plain text, for JSON, SARIF and annotations. */
import type { Sentence } from "../model/finding.ts";
import { FULL, fill, type Medium } from "./sentence.ts";
import { visibleText } from "./visible.ts";

const quotedMedium: Medium = { prose: visibleText, code: (text) => `\`${visibleText(text)}\`` };

/** What was found and what to do, one after the other. `where`: what a reader has to be told of the place. */
export function plainAdvice(message: Sentence, remedy: Sentence, where = ""): string {
  return `${plainSentence(message).replace(/[.:]$/, "")}${where}. ${plainSentence(remedy)}`;
}

const bareMedium: Medium = { prose: visibleText, code: visibleText };

/** For one line that is shown as it is, such as the title of a check: without any marks. */
export function bareSentence(sentence: Sentence): string {
  return fill(sentence, bareMedium, FULL);
}

/** Code and values stand in backticks, so that nobody takes them for our words; each is cut at 1,000 UTF-16 units. */
export function plainSentence(sentence: Sentence): string {
  return fill(sentence, quotedMedium, FULL);
}
