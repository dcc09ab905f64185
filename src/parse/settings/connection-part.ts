/** The password within a value that is a connection string or a query: `Server=db;Password=…`, `jdbc:mysql://db/app?user=a&password=…`. */
import type { FoundSetting } from "./found-settings.ts";

const part = /(?:^|[;\s&?,])(password|pwd|accountkey|sharedaccesskey)[ ]{0,3}=[ ]{0,3}([^;\s&'",]{1,300})/i;

/** Longer values are no connection strings, in UTF-16 units. */
const longest = 4_000;

/** Null: there is none in it. Only where the whole value is written without escapes are the places exact. */
export function connectionPart(found: FoundSetting): FoundSetting | null {
  const { value, path, start, end } = found;
  if (value.length > longest || !value.includes("=")) return null;
  const match = part.exec(value);
  const [, name, password] = match ?? [];
  if (match === null || name === undefined || password === undefined) return null;
  const from = Math.min(end, start + match.index + match[0].length - password.length);
  return { path: [...path, name], value: password, quoted: true, start: from, end: Math.min(end, from + password.length) };
}

/** Each setting, and the password within it. */
export function* withParts(settings: Iterable<FoundSetting>): Generator<FoundSetting, void, undefined> {
  for (const found of settings) {
    yield found;
    const inner = connectionPart(found);
    if (inner !== null) yield inner;
  }
}
