/** A sentence as plain text, for JSON, SARIF and annotations. */
import type { Sentence } from "../model/finding.ts";
import { FULL, fill, type Medium } from "./sentence.ts";
import { visibleText } from "./visible.ts";

const quotedMedium: Medium = { prose: visibleText, code: (text) => `\`${visibleText(text)}\`` };

/** Code stands in backticks where the template puts it there; values stand as they are. Values are cut at 1,000 UTF-16 units. */
export function plainSentence(sentence: Sentence): string {
  return fill(sentence, quotedMedium, FULL);
}
