/** Judges the value of a setting that may hold a credential: whether it is one, a stand-in for one, or the name of one. */
import { literalKind } from "./literal-kind.ts";
import { looksGenerated } from "./looks-generated.ts";
import { nameOfSecret, saysWhatBelongs } from "./name-of-secret.ts";
import type { SettingContext } from "./setting-context.ts";
import type { SettingSink } from "./setting-sink.ts";

export type SettingWorth = "credential" | "placeholder" | "nothing";

export interface JudgedValue {
  readonly name: string;
  readonly value: string;
  /** Without quotes a number is a number and a word may be a name. */
  readonly quoted: boolean;
  readonly sink: SettingSink;
  readonly context: SettingContext;
  /** Where the maintainers set one: bits for each character from which a value counts whose name says little. */
  readonly minimumEntropy: number | null;
  /** Services of a pipeline live for minutes on a machine of their own. */
  readonly pipeline: boolean;
}

/** What people write where the value does not matter to them. */
const commonWords = new Set(
  (
    "password passwd pass pwd secret token admin administrator root user test testing postgres postgresql mysql mariadb mongo mongodb redis rabbitmq guest example " +
    "demo default string dev development local foo bar foobar baz qux abc abcd 123 1234 12345 123456 1234567 12345678 123456789 qwerty letmein changeit"
  ).split(" "),
);

export function isCommonWord(value: string): boolean {
  return commonWords.has(value.toLowerCase());
}

/** Linear in the value. */
export function judgeSetting(judged: JudgedValue): SettingWorth {
  const { value, sink, context } = judged;
  const trimmed = value.trim();
  const kind = literalKind(trimmed);
  if (kind === "reference") return "nothing";
  if (kind === "nothing") return isWordInEnvironment(judged, trimmed) ? "placeholder" : "nothing";
  if (!judged.quoted && isExpression(trimmed)) return "nothing";
  if (trimmed.length < 2 || isSmallNumber(judged, trimmed) || saysItsName(judged, trimmed)) return "nothing";
  // In a sentence the words of a stand-in say nothing.
  if (kind === "placeholder") return sink.strength === "weak" || /\S\s+\S+\s+\S+\s+\S/.test(trimmed) ? "nothing" : "placeholder";
  switch (sink.strength) {
    case "known":
      return worthOf(judged, trimmed);
    case "strong":
      return context === "environment" ? strongInEnvironment(judged, trimmed) : strongByName(judged, trimmed);
    case "pair":
      return pairWorth(judged, trimmed);
    case "weak":
      return weakWorth(judged, trimmed);
  }
}

/** `get_password(event)`, `creds['password']`, `self.password`: of a program that something takes for settings. */
function isExpression(value: string): boolean {
  return (
    value.length <= 400 &&
    (/^[A-Za-z_][\w.]{0,100}(?:\([^()]*\)|\[["'\w.-]{1,100}\])$/.test(value) ||
      /^(?:self|this|event|os|process|config|context|args|params)(?:\.[A-Za-z_]\w{0,60}){1,6}$/.test(value))
  );
}

/** `POSTGRES_PASSWORD=string`: in an environment no word describes. */
function isWordInEnvironment({ sink, context }: JudgedValue, value: string): boolean {
  return context === "environment" && sink.strength === "strong" && /^(?:string|default)$/i.test(value);
}

/** Counts and switches; nobody has a password of three digits. */
function isSmallNumber({ quoted, sink }: JudgedValue, value: string): boolean {
  return sink.strength !== "known" && (quoted ? /^[01]$/.test(value) : /^\d{1,3}(?:\.\d+)?$/.test(value));
}

/** `DB_PASSWORD: DB_PASSWORD`: the name of a variable that somebody puts in. */
function saysItsName({ name, context }: JudgedValue, value: string): boolean {
  // A parameter's name in a script that somebody puts the value into: `MasterUserPassword`.
  if (context === "environment" && /^(?:[A-Z][a-z]{1,30}){1,6}$/.test(value) && /(?:Password|Passphrase|Secret|Token)$/.test(value))
    return true;
  return /[_-]/.test(value) && value.replaceAll("-", "_").toLowerCase() === name.replaceAll("-", "_").toLowerCase();
}

function worthOf({ pipeline }: JudgedValue, value: string): SettingWorth {
  const lower = value.toLowerCase();
  return ownWords.has(lower) || (pipeline && isCommonWord(lower)) ? "placeholder" : "credential";
}

/** Words for what should stand there. */
const ownWords = new Set("password passwd pass pwd secret token mypassword".split(" "));

/** `DB_PASSWORD=my-secret-pw` is one; a path in a store is none. */
function strongInEnvironment(judged: JudgedValue, value: string): SettingWorth {
  if (/^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(value) || isAddress(value)) return "nothing";
  if (/\s/.test(value)) return /^\S{1,40} \S{1,40}$/.test(value) && looksGenerated(value.replaceAll(" ", "")) ? "credential" : "nothing";
  return worthOf(judged, value);
}

function strongByName(judged: JudgedValue, value: string): SettingWorth {
  if (!nameOfSecret(value)) return isVersion(value) ? "nothing" : worthOf(judged, value);
  const lower = value.toLowerCase();
  if (/\s/.test(value) || isAddress(value) || /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(value)) return "nothing";
  if (commonWords.has(lower))
    return lower === "string" || lower === "default" || (value !== lower && value !== value.toUpperCase()) ? "nothing" : "placeholder";
  // `my-root-password`: a password that says so, or the name of one.
  return /^[a-z0-9]+(?:[-_][a-z0-9]+)+$/.test(value) && /pass|pw|secret/.test(value)
    ? "placeholder"
    : judged.value.length < 4
      ? worthOf(judged, value)
      : "nothing";
}

/** Paths and addresses; what stands in them is judged elsewhere. */
function isAddress(value: string): boolean {
  return (
    /^(?:\.{0,2}\/|~\/|[A-Za-z]:\\)/.test(value) ||
    /^[a-z][a-z0-9+.-]{1,20}:\/\//i.test(value) ||
    /^[\w.-]{1,60}(?:\/[\w.-]{1,60})+$/.test(value)
  );
}

function isVersion(value: string): boolean {
  return /^[\^~<>=v]{1,2}\s?\d+(?:\.[\dx*]+){0,3}(?:[-+][\w.]+)?$/.test(value) || /^\d+\.\d+\.\d+$/.test(value);
}

/** `client_secret`, `API_KEY`: the value, or the name of the secret that holds it. */
function pairWorth(judged: JudgedValue, value: string): SettingWorth {
  if (isOwnPhrase(value) && !isLongWord(value)) return "placeholder";
  if (value.length < 6 || nameOfSecret(value) || isAddress(value) || isVersion(value) || isWord(value)) return "nothing";
  if (looksGenerated(value) || isMixed(value) || isLongWord(value)) return worthOf(judged, value);
  if (judged.context !== "environment" || /^[a-z0-9]+(?:[-_.:][a-z0-9]+)+$/i.test(value)) return "nothing";
  const own = /secret_?(?:access_?)?key$|(?:jwt|client|session|cookie|app|webhook|signing)_?secret$/i.test(judged.name);
  return own || (value.length >= 8 && /secret|password|token|key/.test(value.toLowerCase())) ? worthOf(judged, value) : "nothing";
}

/** `MySecretKey`, `my_api_key`: written by people who have no value yet. */
function isOwnPhrase(value: string): boolean {
  return saysWhatBelongs(value) || /^(?:[Mm]y|[Ss]ome)[A-Z_][A-Za-z_]{0,50}(?:[Ss]ecret|[Tt]oken|[Pp]assword|[Kk]ey)$/.test(value);
}

/** `thisisasecretvalue`: no name of anything is written so. */
function isLongWord(value: string): boolean {
  return /^[a-z]{16,}[!?.]?$/.test(value) && /secret|password|token|key/.test(value);
}

/** `AccessKey`, `SecretString`: a word for a kind of thing. */
function isWord(value: string): boolean {
  return /^[A-Z]?[a-z]+(?:[A-Z][a-z]+){0,6}$/.test(value) && (/[A-Z]/.test(value) || value.length < 10);
}

/** Letters with digits or signs among them, and no slug. */
function isMixed(value: string): boolean {
  if (value.length < 8 || /\s/.test(value)) return false;
  if (/^[A-Za-z]+(?:[-_./:][A-Za-z0-9]+)+$/.test(value) && !/\d[a-z]+\d/i.test(value)) return false;
  return (
    /[A-Za-z]/.test(value) &&
    (/\d/.test(value) ? /^[^/:]+$/.test(value) : /[!#$%^&*?@~|=+]/.test(value.slice(1)) && /^[^/:()[\]]+$/.test(value))
  );
}

function weakWorth(judged: JudgedValue, value: string): SettingWorth {
  if (nameOfSecret(value) || isAddress(value) || isVersion(value) || isWord(value)) return "nothing";
  if (looksGenerated(value, judged.minimumEntropy) || isLongWord(value)) return "credential";
  return judged.minimumEntropy === null && judged.context === "environment" && isMixed(value) ? "credential" : "nothing";
}
