/** Passwords in the user part of URLs: `postgres://app:PASSWORD@db/main`. */

export interface UrlPassword {
  /** Of the password: UTF-16 offsets; the end is exclusive. */
  readonly begin: number;
  readonly end: number;
  readonly user: string;
  readonly host: string;
}

/** User, password and host are looked for in this many UTF-16 units each. */
const longest = 256;

/** Linear in the text: a bounded piece behind each `://` is looked at. Passwords that a template puts in are left out. */
export function* urlPasswordsIn(text: string): Generator<UrlPassword, void, undefined> {
  for (let at = text.indexOf("://"); at !== -1; at = text.indexOf("://", at + 3)) {
    if (!/[A-Za-z][A-Za-z0-9+.-]{0,30}$/.test(text.slice(Math.max(0, at - 32), at))) continue;
    const start = at + 3;
    const authority = /^[^\s/?#"'`<>\\|]{1,768}/.exec(text.slice(start, start + 3 * longest))?.[0] ?? "";
    const [sign, hostAt] = lastSign(authority);
    const colon = authority.indexOf(":");
    if (sign === -1 || colon === -1 || colon > sign || sign - colon > longest || colon > longest) continue;
    const host = /^[A-Za-z0-9.[\]:_-]{0,256}/.exec(authority.slice(hostAt))?.[0] ?? "";
    // A host that is put in later (`@${var.host}/`) makes the password no less written.
    const isPutIn = /^[$%]/.test(authority.slice(hostAt));
    if (sign - colon < 2 || (host === "" && !isPutIn) || /^sha(?:256|512)(?::|$)/.test(host)) continue;
    yield { begin: start + colon + 1, end: start + sign, user: authority.slice(0, colon), host };
  }
}

/** Where the sign before the host stands and where it ends; somebody may have encoded it along with the rest (`app:PASSWORD%40db`). */
function lastSign(authority: string): readonly [number, number] {
  const plain = authority.lastIndexOf("@");
  if (plain !== -1) return [plain, plain + 1];
  const encoded = authority.lastIndexOf("%40");
  return [encoded, encoded + 3];
}

const local =
  /^(?:localhost|127\.|0\.0\.0\.0|\[?::1|host\.docker\.internal|host(?:name)?(?::|$)|(?:[\w-]{1,63}\.){0,10}(?:example(?:\.(?:com|org|net))?|test|invalid|localhost)(?::|$))/i;
/** The same machine, or a host of documents. A port may follow. */
export function isLocalHost(host: string): boolean {
  return local.test(host);
}

const commonWords = new Set(
  "password pass passwd pw pwd secret root admin user username postgres mysql guest test token mypassword key bar".split(" "),
);

/**
 * What a password in a URL is worth: a stand-in where the host is the same machine or one of documents, or where it is the user's own name
 * again or the word itself; nothing where both is so.
 */
export function worthOf(password: string, found: UrlPassword): "credential" | "placeholder" | "nothing" {
  const lower = password.toLowerCase();
  const common = lower === found.user.toLowerCase() || commonWords.has(lower);
  // `user:password@$HOST`: an address of documents.
  if (found.host === "" && common && commonWords.has(found.user.toLowerCase())) return "nothing";
  if (isLocalHost(found.host)) return common ? "nothing" : "placeholder";
  return common ? "placeholder" : "credential";
}
