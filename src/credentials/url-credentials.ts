/** Credentials in the query of a URL (`?password=…`, a signature) and in connection strings (`Server=…;Password=…`). */
import { literalKind } from "./literal-kind.ts";
import { looksGenerated } from "./looks-generated.ts";
import { isLocalHost } from "./url-passwords.ts";

export interface UrlCredential {
  /** UTF-16 offsets; the end is exclusive. */
  readonly begin: number;
  readonly end: number;
  /** `password in a URL`, `Azure SAS signature`, `password in a connection string`. */
  readonly what: string;
  readonly placeholder: boolean;
}

/** What a parameter of a query is, and whether its name alone says so: what is merely hinted has to look generated. */
interface Parameter {
  readonly what: string;
  readonly strength: "named" | "hinted" | "signature";
}

function parameter(what: string, strength: Parameter["strength"]): Parameter {
  return { what, strength };
}

const password = parameter("password in a URL", "named");
const secret = parameter("secret in a URL", "hinted");
const token = parameter("token in a URL", "hinted");
const key = parameter("API key in a URL", "hinted");

/** By name in small letters. `sig`: Azure's shared access signatures; `x-amz-…` and `x-goog-…`: presigned URLs of Amazon and Google. */
const parameters: ReadonlyMap<string, Parameter> = new Map([
  ["password", password],
  ["passwd", password],
  ["pwd", password],
  ["sslpassword", password],
  ["truststorepassword", password],
  ["keystorepassword", password],
  ["secret", secret],
  ["client_secret", secret],
  ["token", token],
  ["access_token", token],
  ["auth_token", token],
  ["private_token", token],
  ["api_key", key],
  ["apikey", key],
  ["api-key", key],
  ["sig", parameter("Azure SAS signature", "signature")],
  ["x-amz-signature", parameter("AWS signature", "signature")],
  ["x-amz-security-token", token],
  ["x-goog-signature", parameter("Google signature", "signature")],
]);

const queryPart = /[?&](?:amp;)?([A-Za-z][A-Za-z_-]{2,24})=/g;
/** Longer values are no credentials of a query, in UTF-16 units. */
const longest = 2_048;

/** Credentials in the queries of URLs. Linear: what lies between two parameters is looked at once, of a value a bounded piece. */
export function* queryCredentialsIn(text: string): Generator<UrlCredential, void, undefined> {
  let seen = 0;
  /** Where the URL that is being read begins (behind its scheme); -1: none. */
  let url = -1;
  for (const match of text.matchAll(queryPart)) {
    const at = match.index;
    url = urlBefore(text, seen, at, url);
    seen = at;
    const known = parameters.get((match[1] ?? "").toLowerCase());
    if (url === -1 || known === undefined) continue;
    const begin = at + match[0].length;
    const value = /^[^&#?\s"'`<>|\\;,)\]]{1,2048}/.exec(text.slice(begin, begin + longest))?.[0] ?? "";
    const placeholder = judge(value, known, text.slice(url, Math.min(at, url + 512)));
    if (placeholder !== null) yield { begin, end: begin + value.length, what: known.what, placeholder };
  }
}

/** Where the last URL of the text up to `end` begins, if nothing ended it; `before` is the answer for the text up to `from`. */
function urlBefore(text: string, from: number, end: number, before: number): number {
  for (let at = end - 1; at >= from; at--) {
    if (/[\s"'`<>|]/.test(text[at] ?? "")) return -1;
    if (text[at] === "/" && text[at - 1] === "/" && text[at - 2] === ":") return at + 1;
  }
  return before;
}

/** Pictures that show the state of a build: their tokens are made to be public. */
const badge = /badge|\.svg(?:$|\?)/i;

/** Null: no credential; else whether it is a stand-in. */
function judge(value: string, { strength }: Parameter, address: string): boolean | null {
  if (badge.test(address)) return null;
  const kind = literalKind(value);
  if (kind === "reference" || kind === "nothing") return null;
  if (strength === "signature") return kind === "placeholder" || value.length < 20 || !looksGenerated(decoded(value)) ? null : false;
  if (strength === "hinted") return kind === "placeholder" || !looksGenerated(value) ? null : isLocalHost(hostOf(address));
  if (kind === "placeholder" || isLocalHost(hostOf(address))) return true;
  return commonWords.has(value.toLowerCase());
}

function hostOf(address: string): string {
  const authority = /^[^/?#]{0,256}/.exec(address)?.[0] ?? "";
  return authority.slice(authority.lastIndexOf("@") + 1);
}

const commonWords = new Set("password pass pwd secret string value mypassword".split(" "));

function decoded(value: string): string {
  return value.replaceAll(/%2[bf]/gi, "+").replaceAll(/%3d/gi, "");
}

const connectionPart = /;\s{0,5}(password|pwd|accountkey|sharedaccesskey|sharedsecretkey|sharedsecretvalue|accesskey)\s{0,5}=\s{0,5}/gi;

/** By the name in small letters. */
const connectionWords: ReadonlyMap<string, string> = new Map([
  ["accountkey", "storage account key in a connection string"],
  ["sharedaccesskey", "shared access key in a connection string"],
  ["accesskey", "access key in a connection string"],
]);

/** What tells a connection string from any other list: an earlier part says where it leads, or as whom. */
const leads =
  /(?:^|[;"'`=\s])(?:server|data source|host|hostname|address|addr|accountname|endpoint|database|initial catalog|uid|user|user id|username|account|defaultendpointsprotocol|sharedaccesskeyname|driver)\s{0,5}=|:\/\//i;

/** Earlier parts are looked at up to this far back, in UTF-16 units. */
const lookBack = 300;

/** Credentials in connection strings. Linear: a bounded piece on both sides of each is looked at. */
export function* connectionCredentialsIn(text: string): Generator<UrlCredential, void, undefined> {
  for (const match of text.matchAll(connectionPart)) {
    const name = (match[1] ?? "").toLowerCase();
    if (!followsLead(text.slice(Math.max(0, match.index - lookBack), match.index))) continue;
    const begin = match.index + match[0].length;
    const value = /^[^;"'\s<>\\]{1,500}/.exec(text.slice(begin, begin + 500))?.[0] ?? "";
    const kind = literalKind(value);
    if (kind === "reference" || kind === "nothing") continue;
    const placeholder = kind === "placeholder" || commonWords.has(value.toLowerCase());
    yield { begin, end: begin + value.length, what: connectionWords.get(name) ?? "password in a connection string", placeholder };
  }
  for (const match of text.matchAll(/\bjdbc:oracle:(?:thin|oci8?):[\w$#.-]{1,60}\/([^\s"'@/]{1,100})@/g)) {
    const value = match[1] ?? "";
    const kind = literalKind(value);
    const begin = match.index + match[0].length - value.length - 1;
    if (kind === "reference" || kind === "nothing") continue;
    yield { begin, end: begin + value.length, what: "password in a connection string", placeholder: kind === "placeholder" };
  }
  yield* redisCredentialsIn(text);
}

/** `cache.example.com:6380,password=…,ssl=True`: a host with its port, and options. https://stackexchange.github.io/StackExchange.Redis/Configuration */
function* redisCredentialsIn(text: string): Generator<UrlCredential, void, undefined> {
  for (const match of text.matchAll(/,\s{0,3}password=([^,;"'\s<>\\]{2,500})/gi)) {
    if (!/(?:^|=)[\w.-]{1,200}:\d{2,5}(?:,|$)/.test(text.slice(wordStart(text, match.index), match.index))) continue;
    const value = match[1] ?? "";
    const kind = literalKind(value);
    if (kind === "reference" || kind === "nothing") continue;
    const begin = match.index + match[0].length - value.length;
    const placeholder = kind === "placeholder" || commonWords.has(value.toLowerCase());
    yield { begin, end: begin + value.length, what: "password in a connection string", placeholder };
  }
}

/** Where the word that ends at an offset begins, at most `lookBack` before it. */
function wordStart(text: string, end: number): number {
  let at = end;
  while (at > 0 && end - at < lookBack && !/[\s"'`>]/.test(text[at - 1] ?? "")) at--;
  return at;
}

function followsLead(before: string): boolean {
  return leads.test(before.slice(before.lastIndexOf("\n") + 1));
}
