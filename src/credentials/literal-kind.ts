/** What a literal in a credential's place is: a credential, a stand-in for one, or a reference to one kept elsewhere. */

export type LiteralKind = "credential" | "placeholder" | "reference" | "nothing";

/** Longer texts are no single credential; they are read as documents by other parts. */
const longest = 20_000;

/** Schemes and shapes by which tools name a secret that is kept elsewhere. */
const referenceStarts = [
  "vault:",
  "vault://",
  "ssm:",
  "ssm://",
  "sm://",
  "awssm://",
  "awsssm://",
  "op://",
  "secretref:",
  "secret://",
  "secretmanager://",
  "gcpsm://",
  "azurekv://",
  "keyvault://",
  "ref+",
  "arn:",
  "env:",
  "file:",
  "file://",
  "resolve:",
  "@microsoft.keyvault(",
  "{{",
  "${",
  "$(",
  "<%",
  "%{",
];

const placeholderWords = new Set(
  (
    "changeme change_me change-me changeit changethis tobechanged replaceme replace_me replace-me placeholder dummy example sample todo tbd fixme none-set " +
    "yourpassword your_password your-password mypassword_here password_here insert_here redacted masked hidden notset not_set not-set unset undefined fake " +
    "akiaiosfodnn7example wjalrxutnfemi/k7mdeng/bpxrficyexamplekey"
  ).split(" "),
);

const nothings = new Set(["", "null", "nil", "none", "true", "false", "default", "auto", "yes", "no"]);

/**
 * Judges the text of a literal. No test of randomness: in a known sink `root` is a password.
 * Linear in the text's length.
 */
export function literalKind(text: string): LiteralKind {
  const trimmed = text.trim();
  const lower = trimmed.toLowerCase();
  if (nothings.has(lower)) return "nothing";
  if (trimmed.length > longest) return "credential";
  if (isReference(trimmed, lower)) return "reference";
  if (isPlaceholder(trimmed, lower)) return "placeholder";
  return "credential";
}

function isReference(text: string, lower: string): boolean {
  if (referenceStarts.some((start) => lower.startsWith(start))) return true;
  if (/^projects\/[^/\s]+\/secrets\//.test(lower)) return true;
  if (/^\$[A-Za-z_]\w*$/.test(text) || /^%[A-Za-z_]\w*%$/.test(text)) return true;
  return /^(?:var|local|module|data|each|random_\w+)\.[\w.[\]"-]+$/.test(text);
}

function isPlaceholder(text: string, lower: string): boolean {
  if (placeholderWords.has(lower)) return true;
  if (/^<[^<>]*>$/.test(text) || /^\[[^[\]]*\]$/.test(text) || /^__\w+__$/.test(text)) return true;
  if (/^[x*.\-_#?0]+$/i.test(text) && text.length >= 3) return true;
  if (/example(?:key|password|secret|token)?$/.test(lower) && text.length >= 7) return true;
  return /^(?:your|my|insert|enter|put|add|replace|change)[ _-].*(?:here|password|secret|token|key|me|this|with)/.test(lower.slice(0, 200));
}
