/** Credentials that a command line hands to curl and the like: `-u user:password`, `-H "Authorization: Bearer …"`. */
import { literalKind } from "./literal-kind.ts";
import { looksGenerated } from "./looks-generated.ts";

export interface CommandCredential {
  /** UTF-16 offsets; the end is exclusive. */
  readonly begin: number;
  readonly end: number;
  /** `password in a command`. */
  readonly what: string;
}

/** A command goes on over lines that end in a backslash, or before one that begins with an option, up to this many UTF-16 units. */
const longest = 4_000;

const commands = /\b(?:curl|wget|http|xh)[ \t]/g;
const user =
  /(?:^|[ \t])(?:-[a-zA-Z]{0,6}u|--user|--proxy-user)[ \t=]{1,20}("[^"\n]{1,300}":"[^"\n]{1,300}"|"[^"\n]{1,300}"|'[^'\n]{1,300}'|[^\s"'|;&<>]{1,200}(?:"[^"\n]{1,200}"|'[^'\n]{1,200}')?)/g;
const header =
  /(?:^|[ \t])(?:-H|--header)[ \t=]{0,20}(["'])((?:proxy-)?authorization|(?:x-)?(?:api-?|auth-?|access-?|private-|[a-z]{2,20}-)?(?:token|key|apikey|auth))[ \t]{0,5}:[ \t]{0,5}([^"'\n]{1,2000})/gi;

/** A plain search: most texts hold no command that is handed anything. */
export function mayHoldCommand(text: string): boolean {
  return text.includes("-") && /(?:curl|wget|http|xh)[ \t]/.test(text);
}

/** Linear: each command is cut out once, and every part of it is bounded. */
export function* commandCredentialsIn(text: string): Generator<CommandCredential, void, undefined> {
  let read = 0;
  for (const match of text.matchAll(commands)) {
    if (match.index < read) continue;
    const start = match.index;
    const command = text.slice(start, endOfCommand(text, start));
    read = start + command.length;
    yield* usersOf(command, start);
    yield* headersOf(command, start);
  }
}

function endOfCommand(text: string, start: number): number {
  const most = Math.min(text.length, start + longest);
  for (let at = text.indexOf("\n", start); at !== -1 && at < most; at = text.indexOf("\n", at + 1)) {
    const line = text[at - 1] === "\r" ? at - 2 : at - 1;
    if (text[line] !== "\\" && !/^[ \t]{1,40}-/.test(text.slice(at + 1, at + 42))) return at;
  }
  return most;
}

function* usersOf(command: string, start: number): Generator<CommandCredential, void, undefined> {
  for (const match of command.matchAll(user)) {
    const written = match[1] ?? "";
    const begin = match.index + match[0].length - written.length;
    const colon = written.indexOf(":");
    if (colon === -1) continue;
    const [name, password] = [bare(written.slice(0, colon)), bare(written.slice(colon + 1))];
    // Some services take a token for the user and nothing for the password.
    const secret = password === "" ? name : password;
    if (!isCredential(secret) || common.has(secret.toLowerCase())) continue;
    if (password === "" ? !looksGenerated(secret) : secret === name) continue;
    const at = password === "" ? begin + written.indexOf(secret) : begin + written.indexOf(secret, colon + 1);
    yield { begin: start + at, end: start + at + secret.length, what: "password in a command" };
  }
}

function* headersOf(command: string, start: number): Generator<CommandCredential, void, undefined> {
  for (const match of command.matchAll(header)) {
    const written = match[3] ?? "";
    const scheme = /^(?:basic|bearer|token|api-token|apikey|sso-key|genie-key|bot|flyv1)[ \t]{1,5}/i.exec(written)?.[0] ?? "";
    const secret = written.slice(scheme.length).trimEnd();
    if (!isCredential(secret) || common.has(secret.toLowerCase()) || /\s/.test(secret)) continue;
    if (/^basic/i.test(scheme) ? !isBasic(secret) : secret.length < 8 || !/\d/.test(secret)) continue;
    const at = match.index + match[0].length - written.length + scheme.length;
    yield { begin: start + at, end: start + at + secret.length, what: "credential in a header" };
  }
}

const common = new Set("password pass pwd secret token test example changeme admin user username yyy".split(" "));

function bare(text: string): string {
  const plain = text.replaceAll(/^["'\\]+|["'\\]+$/g, "");
  const inner = /^\{([^{}]+)\}$/.exec(plain)?.[1];
  return inner !== undefined && looksGenerated(inner) ? inner : plain;
}

function isCredential(text: string): boolean {
  return text !== "" && !/[`*…]|\.\.\.|^\$\w+$|\$\{|\$\(|\{\{|^<|>$|[[\]]/.test(text) && literalKind(text) === "credential";
}

/** `user:password` in base64. */
function isBasic(text: string): boolean {
  if (!/^[A-Za-z0-9+/]{4,2000}={0,2}$/.test(text) || text.replaceAll("=", "").length % 4 === 1) return false;
  return atob(text.replaceAll("=", "")).includes(":");
}
