/** Tells a value that names or describes a credential from one that is one, where only the argument's name speaks for it. */

/** Shorter values are settings (`on`, `v1`), in UTF-16 units. */
const shortest = 4;

const secretWord = /(?:password|passwd|secret|token|credential|cred|key|vault|parameter|param|auth)/;

/** Kinds of values and of ways to give them, as documents and schemas name them. */
const plainWords = new Set(
  (
    "string text str required optional prompt ask password passwd passphrase secret token encrypted plaintext plain hidden empty blank number boolean bool " +
    "object integer varchar random generated disabled enabled always never manual vault secretsmanager secrets-manager keychain file stdin"
  ).split(" "),
);

/** True for a sentence, a path, an address without credentials in it, and the name of a secret (`prod/db/password`). */
export function nameOfSecret(text: string): boolean {
  const trimmed = text.trim();
  if (trimmed.length < shortest || plainWords.has(trimmed.toLowerCase())) return true;
  if (/\s/.test(trimmed)) return true;
  if (/^(?:\.{0,2}\/|~\/|[A-Za-z]:\\)/.test(trimmed)) return true;
  if (/^[a-z][a-z0-9+.-]{1,20}:\/\/[^@\s]*$/i.test(trimmed)) return true;
  if (/^[a-z0-9]+(?:[-_./:][a-z0-9]+)+$/i.test(trimmed) && secretWord.test(trimmed.toLowerCase())) return true;
  return /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(trimmed);
}

/** `supersecretjwt`, `thisIsMyToken`: words for what belongs there, as no object that holds it is called. Linear. */
export function saysWhatBelongs(text: string): boolean {
  if (text.length > 60 || !/^[A-Za-z_]+$/.test(text) || !/(?:secret|token|password|key|jwt)$/i.test(text)) return false;
  return /^(?:this_?is|super_?s|very_?s|top_?secret|not_?so)/i.test(text);
}
