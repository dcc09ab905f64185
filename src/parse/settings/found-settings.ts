/** Turns what a reader found, by offsets, into settings with their places. */
import type { WrittenSetting } from "../../model/written-setting.ts";
import { sourceText, spanOf } from "../hcl/source-text.ts";

export interface FoundSetting {
  readonly path: readonly string[];
  readonly value: string;
  readonly quoted: boolean;
  /** Of the value, quotes left out: UTF-16 offsets; the end is exclusive. */
  readonly start: number;
  readonly end: number;
}

/** Longer values are documents, in UTF-16 units. */
const longestValue = 20_000;

const alone: ReadonlyMap<string, string> = new Map();

/** In the order given; values that are empty or documents are left out. */
export function settingsAt(text: string, found: Iterable<FoundSetting>): readonly WrittenSetting[] {
  const source = sourceText(text);
  const settings: WrittenSetting[] = [];
  for (const { path, value, quoted, start, end } of found) {
    if (value === "" || end - start > longestValue) continue;
    const span = spanOf(source, start, Math.max(start, end - 1));
    settings.push({ path, value, quoted, line: span.line, endLine: span.endLine, column: span.column, beside: alone });
  }
  return settings;
}

/** The same settings of a text that stands in another one, whose first line is that one's line `line`. Its columns are not known there. */
export function shifted(settings: readonly WrittenSetting[], line: number): readonly WrittenSetting[] {
  return settings.map((setting) => ({
    ...setting,
    line: setting.line + line - 1,
    endLine: setting.endLine + line - 1,
    column: null,
  }));
}
