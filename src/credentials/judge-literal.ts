/** Judges a literal in a sink: whether it is a credential, and which part of it. */
import { literalKind } from "./literal-kind.ts";
import { looksGenerated } from "./looks-generated.ts";
import { nameOfSecret, saysWhatBelongs } from "./name-of-secret.ts";
import { mayHoldKey, privateKeysIn } from "./private-keys.ts";
import type { Sink } from "./sinks.ts";
import { urlPasswordsIn } from "./url-passwords.ts";

export interface JudgedLiteral {
  readonly kind: "hard-coded" | "private-key" | "placeholder";
  /** The credential itself: of a URL or a connection string, only the password in it. */
  readonly text: string;
}

/** Stand-ins that say so themselves; others (`example`) may be the name of something. */
const telling = /change|replace|your|placeholder|xxx|todo|insert|redacted|^</i;

/** Null: no credential. Linear in the text. */
export function judgeLiteral(text: string, sink: Sink): JudgedLiteral | null {
  if (mayHoldKey(text)) {
    for (const key of privateKeysIn(text)) return { kind: "private-key", text: text.slice(key.begin, key.end) };
    return null;
  }
  if (isDocument(text)) return null;
  const within = partWithin(text);
  if (within === null) return null;
  const part = within ?? (sink.what === "authorization" ? text.replace(/^(?:Bearer|Basic|Token|ApiKey)[ ]{1,5}/i, "") : text);
  const kind = literalKind(part);
  if (kind === "reference" || kind === "nothing") return null;
  if (kind === "placeholder") return sink.strength === "hinted" && !telling.test(part) ? null : { kind, text: part };
  if (within === undefined && sink.strength === "named" && nameOfSecret(part))
    return isOwnWord(part, sink) ? { kind: "placeholder", text: part } : null;
  if (within === undefined && sink.strength === "hinted" && saysWhatBelongs(part)) return { kind: "placeholder", text: part };
  if (within === undefined && sink.strength === "hinted" && (!looksGenerated(part, sink.minimumEntropy) || nameOfSecret(part))) return null;
  return { kind: "hard-coded", text: part };
}

/** `variable "admin_password" { default = "password" }`: what should stand there. In a map, `password = "password"` names a key. */
function isOwnWord(text: string, { what, declared }: Sink): boolean {
  const lower = text.toLowerCase();
  return declared === true && /^(?:password|passwd|passphrase)$/.test(lower) && what !== lower;
}

/** Several assignments under one another, or JSON: each is judged by its own name, see `sightDocument`. */
function isDocument(text: string): boolean {
  const piece = text.slice(0, 20_000);
  if (/^\s*[{[][\s\S]*:/.test(piece)) return true;
  return piece.includes("\n") && /^[ \t]*(?:export |- )?["']?[A-Za-z_][\w.-]{0,80}["']?[ \t]*[:=][ \t]*\S/m.test(piece);
}

const component =
  /(?:^|[;\s&?])(?:password|pwd|accountkey|sharedaccesskey|sharedsecretkey|sig|access_token|secret)\s{0,5}=\s{0,5}("[^"]{0,500}"|'[^']{0,500}'|[^;&\s"']{1,500})/i;

/**
 * The password of a URL or of a connection string (`Server=db;User Id=app;Password=…`). Null: it is one, and there is none in it.
 * Undefined: it is neither.
 */
function partWithin(text: string): string | null | undefined {
  const trimmed = text.trim();
  if (/^[A-Za-z][A-Za-z0-9+.-]{1,30}:\/\//.test(trimmed) && !/\s/.test(trimmed)) {
    for (const found of urlPasswordsIn(text)) return text.slice(found.begin, found.end);
    return componentOf(trimmed);
  }
  return /^[\w .]{2,40}=[^=]{0,300}[;\s][\w .]{2,40}=/.test(trimmed) ? componentOf(trimmed) : undefined;
}

function componentOf(text: string): string | null {
  const found = component.exec(text.slice(0, 5_000))?.[1];
  return found === undefined ? null : found.replace(/^(["'])(.*)\1$/, "$2");
}
