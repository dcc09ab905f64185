/** Whether a name alone says that its value is a credential. The weaker signal: known sinks do not need it. */

/** Words that name a credential wherever they stand last, or last but for a number or `value`. */
const secretWords = new Set([
  "password",
  "passwd",
  "passwords",
  "pwd",
  "pass",
  "passphrase",
  "secret",
  "secrets",
  "token",
  "apikey",
  "credential",
  "credentials",
  "creds",
]);

/** Pairs of words that do, where neither alone would. */
const secretPairs = new Set([
  "api key",
  "access key",
  "secret key",
  "private key",
  "auth key",
  "master key",
  "encryption key",
  "signing key",
  "license key",
  "account key",
  "shared key",
  "service key",
  "deploy key",
  "app key",
  "connection string",
]);

/** Endings that name something about a credential, not the credential: `secret_name`, `password_length`. */
const aboutWords = new Set(
  (
    "name names id ids arn arns path paths policy policies length version versions file files filename ref refs reference enabled disabled type types rotation " +
    "days hours minutes seconds ttl expiry expiration expires date url uri endpoint host hostname port user username email count min max " +
    "required prefix suffix format algorithm alg recovery reset label labels description location store manager provider engine backend role " +
    "mount key_id fingerprint hash checksum digest size index region scope scopes audience issuer namespace template field fields keys list group groups"
  ).split(" "),
);

/** First words that ask whether or how, not what: `manage_master_password`, `use_access_token`. */
const askingWords = new Set(
  "is has use uses enable enabled disable manage managed allow require required generate create rotate show hide skip force need needs with no without ignore store".split(
    " ",
  ),
);

/** Whether the name says "here stands a credential". */
export function isSecretName(name: string): boolean {
  if (name.length > 200) return false;
  const parts = splitName(name);
  while (parts.length > 1 && (/^\d+$/.test(parts.at(-1) ?? "") || closing.has(parts.at(-1) ?? ""))) parts.pop();
  const last = parts.at(-1) ?? "";
  if (aboutWords.has(last) || askingWords.has(parts[0] ?? "")) return false;
  if (secretWords.has(last)) return !(last === "pass" && parts.length === 1) && !(last === "token" && parts.includes("next"));
  return parts.length >= 2 && secretPairs.has(`${parts.at(-2)} ${last}`) && !parts.includes("public");
}

/** Words that add nothing at the end. */
const closing = new Set(["value", "string", "text", "plain", "plaintext", "raw", "wo", "base64", "b64"]);

/** `dbPassword`, `DB_PASSWORD`, `db-password` → `db password`. */
function splitName(name: string): string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .split(/[^A-Za-z0-9]+/)
    .flatMap((part) => part.split(" "))
    .filter((part) => part !== "")
    .map((part) => part.toLowerCase());
}
