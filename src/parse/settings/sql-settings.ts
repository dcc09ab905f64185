/** Passwords in the statements of databases: `IDENTIFIED BY 'x'`, `PASSWORD 'x'`, `SET PASSWORD = PASSWORD('x')`, `WITH PASSWORD = 'x'`. */
import type { WrittenSetting } from "../../model/written-setting.ts";
import { type FoundSetting, settingsAt } from "./found-settings.ts";
import { withoutComments } from "./without-comments.ts";

/**
 * What accounts of databases are made with; its last groups are the password, in front of the closing quote. `WHERE password = 'x'` is a question
 * about data.
 */
const clause =
  /\b(?:IDENTIFIED\s{1,20}(?:WITH\s{1,20}[\w"'`]{1,60}\s{1,20})?BY(?:\s{1,20}PASSWORD)?\s{0,20}|SET\s{1,20}PASSWORD\s{1,20}(?:FOR\s{1,20}[^\s=]{1,200}\s{0,20})?=\s{0,20}|WITH\s{1,20}PASSWORD\s{0,20}=\s{0,20}|PASSWORD\s{0,20}\(\s{0,20}|PASSWORD\s{1,20})N?(?:'([^'\n]{1,200})'|"([^"\n]{1,200})")/gi;
const comments = { line: "-- ", open: "/*", close: "*/" };

export interface SqlPassword {
  readonly value: string;
  /** UTF-16 offsets; the end is exclusive. */
  readonly start: number;
  readonly end: number;
}

/** In order of writing; comments are not looked into. Linear: every part of the pattern is bounded. */
export function* sqlPasswords(text: string): Generator<SqlPassword, void, undefined> {
  if (!/BY|PASSWORD/i.test(text)) return;
  const plain = withoutComments(text, comments);
  for (const match of plain.matchAll(clause)) {
    const value = match[1] ?? match[2] ?? "";
    const end = match.index + match[0].length - 1;
    yield { value, start: end - value.length, end };
  }
}

export function sqlSettings(text: string): readonly WrittenSetting[] {
  const found: FoundSetting[] = [];
  for (const password of sqlPasswords(text)) found.push({ path: ["sql", "password"], quoted: true, ...password });
  return settingsAt(text, found);
}
