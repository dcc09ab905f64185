/** Tells a value that names or describes a credential from one that is one, where only the argument's name speaks for it. */

/** Shorter values are settings (`on`, `v1`), in UTF-16 units. */
const shortest = 4;

const secretWord = /(?:password|passwd|secret|token|credential|key|vault|parameter)/;

/** True for a sentence, a path, an address without credentials in it, and the name of a secret (`prod/db/password`). */
export function nameOfSecret(text: string): boolean {
  const trimmed = text.trim();
  if (trimmed.length < shortest) return true;
  if (/\s/.test(trimmed) && !trimmed.includes("\n")) return true;
  if (/^(?:\.{0,2}\/|~\/|[A-Za-z]:\\)/.test(trimmed)) return true;
  if (/^[a-z][a-z0-9+.-]{1,20}:\/\/[^@\s]*$/i.test(trimmed)) return true;
  if (/^[a-z0-9]+(?:[-_./:][a-z0-9]+)+$/.test(trimmed) && secretWord.test(trimmed)) return true;
  return /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(trimmed);
}
