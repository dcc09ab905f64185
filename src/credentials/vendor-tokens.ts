/** Tokens with a vendor's shape, by the rules of secretlint's recommended preset. */
import { rules } from "@secretlint/secretlint-rule-preset-recommend";

export interface VendorToken {
  /** UTF-16 offsets; the end is exclusive. */
  readonly begin: number;
  readonly end: number;
  /** `GitHub token`. */
  readonly what: string;
}

/**
 * Of the preset: private keys and passwords in URLs are found by our own readers, which also know other frames and schemes; the rule for
 * Google's key files opens files by name; and comments in a file (`secretlint-disable`) must not hide what stands in it.
 */
const leftOut = new Set(
  "privatekey filter-comments gcp basicauth database-connection-string".split(" ").map((name) => `@secretlint/secretlint-rule-${name}`),
);

/** Account numbers are no credentials, nor are the identifiers of groups, roles and policies; those of access keys are. */
const harmless = new Set(["AWSAccountID"]);
const accessKeyId = /^(?:AKIA|ASIA|A3T)/;

interface Report {
  readonly message: { readonly messageId: string };
  readonly range: readonly [number, number];
}

/** The preset's rules are called one by one, without secretlint's engine: it times every call and keeps the times for ever. */
interface Scanner {
  readonly id: string;
  /** What stands in every token that the rule finds; a rule that is not listed always runs. */
  readonly sign: RegExp | null;
  file(source: { readonly content: string; readonly filePath: string }): unknown;
}

/** Each is a plain search, many times faster than the rule behind it. */
const signs: Readonly<Record<string, RegExp>> = {
  aws: /AKIA|ASIA|A3T|(?:SECRET|secret|Secret)_?(?:ACCESS|access|Access)/,
  npm: /npm_|x-oauth-basic|_authToken/,
  slack: /xox[a-z]-|xapp-|hooks\.slack/i,
  sendgrid: /SG\./,
  shopify: /shp(?:pa|ca|at|ss)_/,
  github: /gh[pousr]_|github_pat_/,
  openai: /sk-/,
  anthropic: /sk-ant-/,
  linear: /lin_api_/,
  "1password": /ops_ey/,
};

const anySign = new RegExp(
  Object.values(signs)
    .map((sign) => sign.source)
    .join("|"),
  "i",
);

let reports: Report[] = [];
const scanners: readonly Scanner[] = rules.filter((rule) => !leftOut.has(rule.meta.id)).map(scannerOf);

function scannerOf(rule: (typeof rules)[number]): Scanner {
  const context = {
    createTranslator: () => (messageId: string) => ({ message: messageId, messageId }),
    report: (report: Report) => {
      reports.push(report);
    },
    ignore: () => undefined,
  };
  const options = rule.meta.id.endsWith("-aws") ? { enableIDScanRule: true } : {};
  const created = (rule.create as unknown as (context: unknown, options: unknown) => { file(source: unknown): unknown })(context, options);
  return { id: rule.meta.id, sign: signs[vendorOf(rule.meta.id)] ?? null, file: (source) => created.file(source) };
}

/** A plain search: most texts hold no sign of any vendor. */
export function mayHoldToken(text: string): boolean {
  return scanners.some((scanner) => scanner.sign === null) || anySign.test(text);
}

/** Tokens of a text. `path` is only for the rules that look at file names. The rules' patterns are bounded, so time is linear in the text. */
export function vendorTokensIn(path: string, text: string): readonly VendorToken[] {
  const tokens: VendorToken[] = [];
  for (const scanner of scanners) {
    if (scanner.sign?.test(text) === false) continue;
    reports = [];
    scanner.file({ content: text, filePath: path });
    for (const { message, range } of reports) {
      if (harmless.has(message.messageId)) continue;
      const [begin, end] = namedFirst.has(message.messageId) ? behindName(text, range) : range;
      if (message.messageId === "AWSAccessKeyID" && !accessKeyId.test(text.slice(begin, begin + 4))) continue;
      tokens.push({ begin, end, what: nameOf(message.messageId, scanner.id) });
    }
  }
  return tokens;
}

const namedFirst = new Set(["AWSSecretAccessKey", "Npmrc_authToken"]);

/** The range of such a one starts at the name before it and has the value's length: the value is found again behind the name. */
function behindName(text: string, [begin, end]: readonly [number, number]): readonly [number, number] {
  const length = end - begin;
  const sign = /^["']?[A-Za-z_]{1,40}["']?\s*(?::|=>|=)\s*["']?/.exec(text.slice(begin, begin + 1_000));
  return sign === null ? [begin, end] : [begin + sign[0].length, begin + sign[0].length + length];
}

const names: Readonly<Record<string, string>> = {
  AWSSecretAccessKey: "AWS secret access key",
  AWSAccessKeyID: "AWS access key id",
  GITHUB_TOKEN: "GitHub token",
  SLACK_TOKEN: "Slack token",
  IncomingWebhook: "Slack webhook",
  PackageJSON_xOauthToken: "GitHub token",
  Npmrc_authToken: "npm token",
  NPM_ACCESS_TOKEN: "npm token",
  SENDGRID_KEY: "SendGrid API key",
  SHOPIFY_KEY: "Shopify key",
  OPENAI_TOKEN: "OpenAI API key",
  ANTHROPIC_API_KEY: "Anthropic API key",
  LINEAR_API_TOKEN: "Linear API key",
  OPS_TOKEN: "1Password service account token",
};

function nameOf(messageId: string, ruleId: string): string {
  return names[messageId] ?? `${vendorOf(ruleId)} token`;
}

/** `@secretlint/secretlint-rule-aws` → `aws`. */
function vendorOf(ruleId: string): string {
  return ruleId.slice(ruleId.lastIndexOf("-rule-") + 6);
}
