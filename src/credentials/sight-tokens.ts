/** Vendor-shaped tokens and private keys in any text, by secretlint's rules and the PEM frame. */
import { lintSource } from "@secretlint/core";
import { creator as preset } from "@secretlint/secretlint-rule-preset-recommend";
import { Secret, type Sighting } from "../model/sighting.ts";
import { literalKind } from "./literal-kind.ts";

/** Texts are read in pieces of this many UTF-16 units, each with the end of the one before, so that time stays linear in the length. */
const piece = 128 * 1024;
const overlap = 8 * 1024;

/** Rules of the preset whose findings stand elsewhere in our own words. */
const leftOut = new Set(["@secretlint/secretlint-rule-privatekey", "@secretlint/secretlint-rule-filter-comments"]);

/** Tokens and private keys of a text. `path` is only for the rules that look at file names. */
export async function sightTokens(path: string, text: string): Promise<readonly Sighting[]> {
  const found = new Map<string, Sighting>();
  const lines = lineStarts(text);
  for (let start = 0; start < Math.max(1, text.length); start += piece) {
    const from = Math.max(0, start - overlap);
    const content = text.slice(from, start + piece);
    for (const match of await matchesOf(path, content)) {
      const begin = from + match.begin;
      const end = from + match.end;
      found.set(`${begin} ${match.what}`, sighting(path, text, lines, begin, end, match.kind, match.what));
    }
  }
  return [...found.values()];
}

interface Match {
  readonly begin: number;
  readonly end: number;
  readonly kind: "token" | "private-key";
  readonly what: string;
}

async function matchesOf(path: string, content: string): Promise<readonly Match[]> {
  const matches: Match[] = [...privateKeys(content)];
  const result = await lintSource({
    source: { content, filePath: path, contentType: "text" },
    options: { maskSecrets: true, config: { rules: [{ id: "@secretlint/secretlint-rule-preset-recommend", rule: preset, options: {} }] } },
  });
  for (const message of result.messages) {
    if (leftOut.has(message.ruleId)) continue;
    const [begin, end] = located(content, message.range, message.messageId);
    matches.push({ begin, end, kind: "token", what: nameOf(message.messageId, message.ruleId) });
  }
  return matches;
}

/** The AWS rules give a range that starts at the variable's name and has the value's length: the value is found again behind it. */
function located(content: string, range: readonly [number, number], messageId: string): readonly [number, number] {
  if (messageId !== "AWSSecretAccessKey" && messageId !== "AWSAccountID") return range;
  const length = range[1] - range[0];
  const behind = content.slice(range[0], range[1] + length + 40);
  const value = behind.match(new RegExp(`(?<![A-Za-z0-9/+=])[A-Za-z0-9/+=]{${length}}(?![A-Za-z0-9/+=])`));
  return value?.index === undefined ? range : [range[0] + value.index, range[0] + value.index + length];
}

/** A frame alone (in a document, a test for its presence) is no key: a line of its body has to follow. */
function* privateKeys(content: string): Iterable<Match> {
  const frame = /-----BEGIN ((?:[A-Z]{2,12} ){0,3})PRIVATE KEY(?: BLOCK)?-----/g;
  for (let match = frame.exec(content); match !== null; match = frame.exec(content)) {
    const rest = content.slice(match.index + match[0].length, match.index + match[0].length + 400);
    if (!/[A-Za-z0-9+/]{32}/.test(rest)) continue;
    const close = content.indexOf("-----END", match.index);
    const end = close === -1 || close - match.index > overlap ? match.index + match[0].length + 64 : close;
    yield {
      begin: match.index,
      end: Math.min(end, content.length),
      kind: "private-key",
      what: `${(match[1] ?? "").trim().replace("OPENSSH", "OpenSSH")} private key`.trim(),
    };
  }
}

function sighting(
  path: string,
  text: string,
  lines: readonly number[],
  begin: number,
  end: number,
  kind: "token" | "private-key",
  what: string,
): Sighting {
  const secret = text.slice(begin, end);
  const line = lineAt(lines, begin);
  return {
    kind: kind === "token" && isPlaceholderToken(secret) ? "placeholder" : kind,
    what,
    place: { file: path, line, endLine: lineAt(lines, Math.max(begin, end - 1)), column: begin - (lines[line - 1] ?? 0) + 1 },
    address: null,
    attribute: null,
    way: [],
    secret: new Secret(secret),
  };
}

/** A URL whose password is a stand-in or a reference, or the vendor's own documentation key. */
function isPlaceholderToken(secret: string): boolean {
  const password = /^[a-z][a-z0-9+.-]*:\/\/[^:/@\s]*:([^@\s]*)@/i.exec(secret)?.[1];
  return literalKind(password ?? secret) !== "credential";
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

const names: Readonly<Record<string, string>> = {
  AWSSecretAccessKey: "AWS secret access key",
  AWSAccessKeyID: "AWS access key id",
  GITHUB_TOKEN: "GitHub token",
  SLACK_TOKEN: "Slack token",
  IncomingWebhook: "Slack webhook",
  BasicAuth: "password in a URL",
  NPM_TOKEN: "npm token",
};

function nameOf(messageId: string, ruleId: string): string {
  const known = names[messageId];
  if (known !== undefined) return known;
  const vendor = ruleId.slice(ruleId.lastIndexOf("-rule-") + 6);
  return `${vendor} token`;
}
