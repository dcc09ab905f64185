/** What a name alone says about its value. The weaker signal: arguments that the catalogue knows do not need it. */

/**
 * `strong`: nothing but a credential is called so (`db_password`). `weak`: a credential, or the name or place of one (`secret`, `api_key`,
 * `token`). `about`: something about a credential or an account that is none itself (`secret_name`, `username`). `other`: says nothing.
 */
export type NameKind = "strong" | "weak" | "about" | "other";

const strongWords = new Set(["password", "passwords", "passwd", "pwd", "pw", "pass", "passphrase", "passcode", "psk"]);
const weakWords = new Set("secret secrets token tokens apikey apikeys credential credentials creds".split(" "));

/** Endings of words written together: `PGPASSWORD`, `clientsecret`. */
const strongEnding =
  /(?:password|passwd|passphrase)$|^masterauth$|^(?:db|admin|user|root|mysql|pg|my|sa|app|ftp|smtp|mail|ldap|bind|login|sudo|become|ssh|vnc|rdp|redis|mongo|rabbit|mq|require|default)(?:pass|pwd|pw)$/;
const weakEnding = /(?:apikey|secretkey|accesskey|privatekey|clientsecret|authtoken|accesstoken)$/;

/** Pairs of words that name a credential, where neither alone would. */
const weakPairs = new Set(
  (
    "api key,access key,secret key,private key,auth key,master key,encryption key,signing key,license key,account key,shared key,preshared key,validation key,decryption key," +
    "key base,service key,deploy key,app key,application key,token key,jwt key,hmac key,integration key,connection string,snmp community,auth salt,hash salt,in salt,nonce salt,password salt,wp salt,api salt"
  ).split(","),
);

/** Last words that name something about a credential, not the credential: `secret_name`, `password_length`. */
const aboutWords = new Set(
  (
    "name names id ids arn arns path paths policy policies length version versions file files filename ref refs reference from enabled disabled type " +
    "types kind rotation days hours minutes seconds ttl expiry expiration expires date url urls uri uris endpoint endpoints host hosts hostname port ports " +
    "user users username usernames email login database dbname db engine schema region zone bucket count min max minimum maximum required optional prefix " +
    "suffix format algorithm alg recovery reset label labels description comment location store manager provider backend role roles mount fingerprint hash " +
    "checksum digest size index scope scopes audience issuer namespace template field fields keys list group groups address addresses title owner domain " +
    "protocol method mode env environment class service server servers cluster resource resources project account accounts tenant client parameter"
  ).split(" "),
);

/** First words that ask whether or how, not what: `manage_master_password`, `use_access_token`. */
const askingWords = new Set(
  (
    "is has use uses enable enabled disable disabled manage managed allow require required generate create rotate show hide skip force need needs with no " +
    "without ignore store automount wait include exclude check forward sync any linked validate verify support auto"
  ).split(" "),
);

/** Words that turn the rest into something else wherever they stand: the name of a secret, or an identifier that is called token. */
const turningWords = new Set(
  "postman checksum hashed encrypted sealed syntax input output existing pull public next page continuation creation idempotency update view offer event for stored".split(
    " ",
  ),
);

/** Words that add nothing at the end. */
const closing = new Set(["value", "string", "text", "plain", "plaintext", "raw", "wo", "base64", "b64", "default", "fallback", "literal"]);

/** Last words that say whose or where, not what: `DB_PASSWORD_PROD`, `password_db`. */
const places = new Set(
  "prod prd production staging stage stg dev development test testing qa uat preprod preproduction live local db main primary secondary replica old new current".split(
    " ",
  ),
);

function isPlace(word: string): boolean {
  return places.has(word) || /^[a-z]{2}$/.test(word);
}

/** Longer names are no names, in UTF-16 units. */
const longest = 200;

/** What kind of name it is, written in any of the usual ways: `dbPassword`, `DB_PASSWORD`, `db-password`, `spring.datasource.password`. */
export function nameKind(name: string): NameKind {
  if (name.length > longest) return "other";
  const known = kinds.get(name);
  if (known !== undefined) return known;
  const kind = kindOfName(name);
  // The same few hundred names come again and again.
  if (kinds.size < mostKinds) kinds.set(name, kind);
  return kind;
}

const kinds = new Map<string, NameKind>();
const mostKinds = 10_000;

function kindOfName(name: string): NameKind {
  // The working directory of a shell.
  if (name === "PWD" || name === "OLDPWD") return "about";
  const parts = wordsOf(name);
  // What nodes of one cluster know each other by. https://www.rabbitmq.com/docs/clustering#erlang-cookie
  if (parts.at(-1) === "cookie" && parts.at(-2) === "erlang" && !denied(parts)) return "strong";
  // The second login of a network's devices.
  if (parts.length === 2 && parts[0] === "enable" && (parts[1] === "password" || parts[1] === "secret")) return "strong";
  if (isPair(parts)) return denied(parts) ? "about" : "weak";
  while (parts.length > 1 && (/^\d+$/.test(parts.at(-1) ?? "") || closing.has(parts.at(-1) ?? ""))) parts.pop();
  const last = (parts.at(-1) ?? "").replace(/\d+$/, "");
  if (aboutWords.has(last)) return "about";
  const kind = kindOfWord(last, parts);
  if (kind === "other" && parts.length > 1 && isPlace(last)) return kindOfName(parts.slice(0, -1).join("_"));
  return kind !== "other" && denied(parts) ? "about" : kind;
}

/** The name in small words, for people. At most 60 characters. */
export function spokenName(name: string): string {
  return wordsOf(name.slice(0, longest)).join(" ").slice(0, 60);
}

/** Whether the name is of a collection of credentials, so that what stands in it is one: `passwords`, `api_keys`. */
export function collectionKind(name: string): NameKind {
  const last = name.length > longest ? "" : (wordsOf(name).at(-1) ?? "");
  if (last === "passwords") return "strong";
  return last === "secrets" || last === "tokens" || last === "apikeys" || /(?:api|access|secret)[_-]?keys$/i.test(name.slice(-longest))
    ? "weak"
    : "other";
}

function kindOfWord(last: string, parts: readonly string[]): NameKind {
  if (strongWords.has(last)) return last === "pass" && parts.length === 1 ? "other" : "strong";
  if (weakWords.has(last)) return "weak";
  if (strongEnding.test(last) && last !== "nopassword") return "strong";
  return weakEnding.test(last) || isPair(parts) ? "weak" : "other";
}

function isPair(parts: readonly string[]): boolean {
  return parts.length >= 2 && weakPairs.has(`${parts.at(-2)} ${parts.at(-1)}`);
}

function denied(parts: readonly string[]): boolean {
  return askingWords.has(parts[0] ?? "") || parts.some((part) => turningWords.has(part));
}

function wordsOf(name: string): string[] {
  return (
    name
      // `PassWord`, `pass_word`
      .replaceAll(/([Pp])ass(?:[-_][Ww]|W)ord/g, "$1assword")
      .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
      .replaceAll(/([A-Z])([A-Z][a-z])/g, "$1 $2")
      .split(/[^A-Za-z0-9]+/)
      .filter((part) => part !== "")
      .map((part) => part.toLowerCase())
  );
}
