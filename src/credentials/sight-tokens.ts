/** Vendor-shaped tokens, passwords in URLs and private keys in any text. */
import { Secret, type Sighting, type SightingKind } from "../model/sighting.ts";
import { basicLoginsIn, mayHoldBasicLogin } from "./basic-logins.ts";
import { commandCredentialsIn, mayHoldCommand } from "./command-credentials.ts";
import { literalKind } from "./literal-kind.ts";
import { mayHoldKey, privateKeysIn } from "./private-keys.ts";
import { mayHoldShape, shapedTokensIn } from "./shaped-tokens.ts";
import { connectionCredentialsIn, queryCredentialsIn } from "./url-credentials.ts";
import { urlPasswordsIn, worthOf } from "./url-passwords.ts";
import { mayHoldToken, vendorTokensIn } from "./vendor-tokens.ts";

/** Texts are read in pieces of this many UTF-16 units, each with the end of the one before, so that no pattern sees more than that. */
const piece = 128 * 1024;
const overlap = 4 * 1024;

interface Match {
  readonly begin: number;
  readonly end: number;
  readonly kind: SightingKind;
  readonly what: string;
}

/** Tokens and private keys of a text. `path` is only for the rules that look at file names. Linear in the text. */
export function sightTokens(path: string, text: string): readonly Sighting[] {
  // Most texts, and nearly all values of a plan, hold no sign of anything.
  if (
    !mayHoldKey(text) &&
    !mayHoldToken(text) &&
    !mayHoldShape(text) &&
    !mayHoldAddress(text) &&
    !mayHoldCommand(text) &&
    !mayHoldBasicLogin(text)
  )
    return [];
  const matches = [...keysOf(text), ...tokensOf(path, text), ...addressesOf(text), ...commandsOf(text), ...loginsOf(path, text)].sort(
    (a, b) => a.begin - b.begin || b.end - a.end,
  );
  if (matches.length === 0) return [];
  const lines = lineStarts(text);
  const sightings: Sighting[] = [];
  let covered = 0;
  for (const match of matches) {
    // A token inside a key or another token is that one's text.
    if (match.end <= covered) continue;
    covered = match.end;
    sightings.push(sighting(path, text, lines, match));
  }
  return sightings;
}

function* keysOf(text: string): Generator<Match, void, undefined> {
  if (!mayHoldKey(text)) return;
  for (const key of privateKeysIn(text)) yield { ...key, kind: "private-key" };
}

function* commandsOf(text: string): Generator<Match, void, undefined> {
  if (!mayHoldCommand(text)) return;
  for (const found of commandCredentialsIn(text)) yield { ...found, kind: "hard-coded" };
}

/** Documents show how a request looks; the login in it is as invented as the answer. */
const prose = /\.(?:mdx?|markdown|rst|adoc|html?|http)$/i;

function* loginsOf(path: string, text: string): Generator<Match, void, undefined> {
  if (prose.test(path) || !mayHoldBasicLogin(text)) return;
  for (const { begin, end } of basicLoginsIn(text)) yield { begin, end, kind: "token", what: "login of basic authentication" };
}

/** A URL or a connection string: of the latter a password is no first part. */
function mayHoldAddress(text: string): boolean {
  return text.includes("://") || text.includes(",password=") || (text.includes(";") && text.includes("=")) || text.includes("jdbc:");
}

/** Credentials in URLs and connection strings. */
function* addressesOf(text: string): Generator<Match, void, undefined> {
  if (!mayHoldAddress(text)) return;
  if (text.includes("://")) yield* passwordsOf(text);
  for (const { begin, end, what, placeholder } of [...queryCredentialsIn(text), ...connectionCredentialsIn(text)])
    yield { begin, end, kind: placeholder ? "placeholder" : "in-url", what };
}

function* passwordsOf(text: string): Generator<Match, void, undefined> {
  for (const found of urlPasswordsIn(text)) {
    const password = text.slice(found.begin, found.end);
    const kind = literalKind(password);
    const worth = worthOf(password, found);
    if (kind === "reference" || kind === "nothing" || worth === "nothing") continue;
    const standIn = kind === "placeholder" || worth === "placeholder";
    yield { begin: found.begin, end: found.end, kind: standIn ? "placeholder" : "in-url", what: "password in a URL" };
  }
}

function tokensOf(path: string, text: string): readonly Match[] {
  const found = new Map<number, Match>();
  if (mayHoldShape(text)) for (const { begin, end, what } of shapedTokensIn(text)) found.set(begin, { begin, end, kind: "token", what });
  if (!mayHoldToken(text)) return [...found.values()];
  for (let start = 0; start < text.length; start += piece) {
    const from = Math.max(0, start - overlap);
    for (const token of vendorTokensIn(path, text.slice(from, start + piece))) {
      const begin = from + token.begin;
      const end = from + token.end;
      // What the piece cut at its end stands whole in the next one; what it cut at its start stood whole in the one before.
      const kind = end < start + piece || end >= text.length ? kindOf(text.slice(begin, end)) : null;
      if (kind !== null) found.set(begin, { begin, end, kind, what: token.what });
    }
  }
  return [...found.values()];
}

/** A token from documentation (`ghp_xxxx…`, `xoxb-your-token`) is none; an address of that kind is what gets called all the same. */
function kindOf(token: string): SightingKind | null {
  if (isGenerated(token)) return "token";
  return token.startsWith("https://") ? "placeholder" : null;
}

/** Workspace and user are numbers, and a long key follows. */
const slackToken = /^xox[abpr]-(?:\d-)?\d{9,}-.*[0-9A-Za-z]{20,}$/;

function isGenerated(token: string): boolean {
  const key = token.slice(token.search(/[-_.]/) + 1);
  if (new Set(key).size < 6 || /#{3}|\*{3}|\.{3}|(.)\1{5}/.test(token)) return false;
  if (/x{6}|example|your|placeholder|here$|random|changeme|dummy|sample|insert|redacted/i.test(token)) return false;
  if (token.startsWith("xox")) return slackToken.test(token);
  return /\d/.test(token) || /[A-Z]/.test(key);
}

function sighting(path: string, text: string, lines: readonly number[], { begin, end, kind, what }: Match): Sighting {
  const line = lineAt(lines, begin);
  return {
    kind,
    what,
    place: { file: path, line, endLine: lineAt(lines, Math.max(begin, end - 1)), column: begin - (lines[line - 1] ?? 0) + 1 },
    address: null,
    attribute: null,
    way: [],
    secret: new Secret(text.slice(begin, end)),
  };
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

/** The line of an offset, from 1. */
function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low + 1;
}
