/** The literal that a shell's expansion falls back to. */

const withDefault = /^\$\{\w{1,200}:?[-=]([^{}$`]{1,1000})\}$/;

/** `${DB_PASSWORD:-hunter2}` → `hunter2`; every other text as it is. */
export function writtenDefault(text: string): string {
  if (!text.startsWith("${") || text.length > 1_300) return text;
  const fallback = withDefault.exec(text)?.[1];
  if (fallback === undefined) return text;
  const quote = fallback[0];
  return fallback.length > 2 && (quote === '"' || quote === "'") && fallback.endsWith(quote) ? fallback.slice(1, -1) : fallback;
}
