/** What a literal in a credential's place is: a credential, a stand-in for one, or a reference to one kept elsewhere. */

export type LiteralKind = "credential" | "placeholder" | "reference" | "nothing";

/** Longer texts are no single credential; they are read as documents by other parts. */
const longest = 20_000;

/** Schemes and shapes by which tools name a secret that is kept elsewhere, or one that they have encrypted; in small letters. */
const referenceStarts = [
  "vault:",
  "ssm:",
  "ssm/",
  "sm://",
  "asm://",
  "awssm://",
  "awsssm://",
  "aws-sm:",
  "aws:ssm:",
  "op://",
  "bws:",
  "doppler:",
  "secretref:",
  "secret://",
  "secretmanager://",
  "gcpsm://",
  "gcp-sm:",
  "gsm:",
  "berglas://",
  "azurekv://",
  "keyvault://",
  "akv:",
  "ref+",
  "arn:",
  "ocid1.",
  "env:",
  "env.",
  "file:",
  "base64:${",
  "resolve:",
  "@microsoft.keyvault(",
  "@/",
  "enc[",
  "enc(",
  "$ansible_vault",
  "aqicah",
  "aqecah",
  "hash:",
  "md5:",
  "{sha",
  "{ssha",
  "sha1:",
  "sha1-",
  "sha256-",
  "sha384-",
  "sha512-",
  "sha256:",
  "sha512:",
  "{{",
  "${",
  "$(",
  "$((",
  "<%",
  "%{",
  "`",
  "<path:",
  "secret+",
  "?{",
  "!ref ",
  "!vault",
  "enc:",
  "vault kv ",
  "secretkeyref:",
  "aws-ssm:",
  "awskms:",
  "gcpkms:",
  "keychain:",
  "age1",
  "kms:",
];

/** Public halves and certificates. */
const publicStarts = [
  "ssh-rsa ",
  "ssh-ed25519 ",
  "ssh-dss ",
  "ecdsa-sha2-",
  "sk-ssh-",
  "sk-ecdsa-",
  "-----begin certificate",
  "-----begin public key",
];
const publicFrame = /^-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}(?:PUBLIC KEY|CERTIFICATE|CERTIFICATE REQUEST|PARAMETERS|CRL|MESSAGE|SIGNATURE)/;

const placeholderWords = new Set(
  (
    "changeit tobechanged dummy example sample todo tbd fixme foobar none-set your-password-here mypassword_here password_here insert_here masked hidden " +
    "notset not_set not-set unset undefined fake n/a na empty secret_here token_here key_here"
  ).split(" "),
);

/** Texts that say "put the real one here" wherever they stand. */
const telling =
  /change[-_ ]?(?:me|this|it)|replace[-_ ]?(?:me|this|with)|placeholder|redacted|\byour[-_ ]|^your|insert[-_ ]|fill[-_ ]?(?:me|in)|xxxx|do[-_ ]?not[-_ ]?use|not[-_ ]?(?:a[-_ ]?)?real|to[-_ ]?be[-_ ]?(?:changed|replaced|set|defined|modified|filled)|set[-_ ]?(?:me|in|via|by|outside|manually|elsewhere|externally|later|after)(?:[-_ ]|$)|_?here$/;

const nothings = new Set([
  "",
  "null",
  "nil",
  "none",
  "true",
  "false",
  "default",
  "auto",
  "yes",
  "no",
  "on",
  "off",
  "{}",
  "[]",
  "''",
  '""',
  "-",
  "string",
  // What a template says where there is no value.
  "missing",
  // How long a token is good for, where only the unit is said: `token_validity_units { access_token = "minutes" }`.
  "seconds",
  "minutes",
  "hours",
  "days",
  "weeks",
]);

/**
 * Judges the text of a literal. No test of randomness: in a known sink `root` is a password.
 * Linear in the text's length.
 */
export function literalKind(text: string): LiteralKind {
  const trimmed = text.trim();
  const lower = trimmed.slice(0, 400).toLowerCase();
  if (nothings.has(lower) || isPublic(trimmed, lower) || /^\d{1,6}(?:ms|[smhdw])$/.test(lower)) return "nothing";
  if (trimmed.length > longest) return "credential";
  if (isReference(trimmed, lower)) return "reference";
  return isPlaceholder(trimmed, lower) ? "placeholder" : "credential";
}

function isPublic(text: string, lower: string): boolean {
  return publicStarts.some((start) => lower.startsWith(start)) || publicFrame.test(text) || ownership.test(lower);
}

/** Records by which a domain's owner shows that it is theirs: everybody can look them up. */
const ownership = /^[a-z]{2,30}-(?:[a-z]{2,20}-)?(?:verification|verify|challenge)=/;

function isReference(text: string, lower: string): boolean {
  if (referenceStarts.some((start) => lower.startsWith(start))) return true;
  // Something is put in later: by a template, a shell, Packer, Helm, a pipeline.
  if (/\$\{[^{}]{1,200}\}|\{\{[^{}]{1,200}\}\}|<%[^%]{1,200}%>|\$\([^()]{1,200}\)|\$\[\[?[^[\]]{1,200}\]|#\{[^{}]{1,200}\}/.test(text))
    return true;
  if (/^\$[\w.:]{1,200}\$$/.test(text)) return true;
  // A verb of `format`.
  if (/^%[-+#0-9.]{0,6}[dqsv]$/.test(text)) return true;
  if (/^\$\$?[A-Za-z_]\w*$/.test(text) || /^\$[0-9@*]$/.test(text) || /^%[A-Za-z_]\w*%$/.test(text) || /^\$env:\w+$/i.test(text))
    return true;
  // Hashes of passwords, as user databases hold them.
  if (/^(?:[\w.-]{1,100}:)?(?:\{\w{1,20}\})?\$(?:1|2[aby]?|5|6|7|y|gy|apr1|argon2\w*|scrypt|pbkdf2[\w-]*)\$/.test(text)) return true;
  if (/^(?:md5[0-9a-f]{32}|\*[0-9A-F]{40}|SCRAM-SHA-(?:1|256)\$\d.{10,})$/.test(text)) return true;
  // Jenkins, Spring Cloud and others write what they have encrypted in braces.
  if (/^\{(?:cipher|AES|DES|3DES|enc|ENC|bcrypt|SSHA\d*|SHA\d*|pbkdf2)\}/.test(text) || /^\{A[A-Za-z0-9+/]{15,}={0,2}\}$/.test(text))
    return true;
  // What Google's KMS encrypted, as Cloud Build holds it. https://cloud.google.com/build/docs/securing-builds/use-encrypted-credentials
  if (/^Ci[QU]A[A-Za-z0-9+/]{50,20000}={0,2}$/.test(text)) return true;
  // ARM's functions.
  if (/^\[[a-zA-Z]\w{0,60}\(/.test(text) && text.endsWith("]")) return true;
  if (/^projects\/[^/\s]+\/(?:secrets|locations|serviceAccounts)\//i.test(text)) return true;
  if (/^(?:var|local|module|data|each|self|path|random_\w+|(?:aws|azurerm|google|tls|vault|kubernetes)_\w+)\.[\w.[\]"'*-]+$/.test(text))
    return true;
  return isPath(text);
}

const fileEnding =
  /^[^\s:;=]{1,300}\.(?:pem|key|json|pub|crt|cer|der|p12|pfx|jks|ppk|txt|tpl|tftpl|tmpl|ya?ml|toml|sh|ps1|gpg|asc|tf|tfvars|hcl|env|conf|cfg|ini|xml|properties)$/i;
const rooted =
  /^(?:\.{1,2}|~|\/(?:etc|home|root|var|opt|run|tmp|usr|mnt|srv|app|data|secrets?|vault|config|Users|workspace|builds?))\/[^\s]*$/;

/** A file's path: what is read from it is another matter. */
function isPath(text: string): boolean {
  return fileEnding.test(text) || rooted.test(text) || /^[A-Za-z]:\\[^\s]+$/.test(text);
}

function isPlaceholder(text: string, lower: string): boolean {
  if (placeholderWords.has(lower)) return true;
  if (
    /^<[^<>]*>$/.test(text) ||
    /^\[[^[\]]*\]$/.test(text) ||
    /^__\w+__$/.test(text) ||
    /^@@?\w+@@?$/.test(text) ||
    /^\{[\w-]+\}$/.test(text)
  )
    return true;
  if (text.length >= 3 && (/^[x*.\-_#?0]+$/i.test(text) || new Set(lower).size === 1)) return true;
  if (text.length >= 7 && /example(?:key|password|secret|token|only)?$/.test(lower)) return true;
  return text.length <= 120 && telling.test(lower);
}
