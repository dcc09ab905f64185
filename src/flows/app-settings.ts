/** The environment of the App: everything that is missing or wrong is told at once, before anything starts. */
import { createPrivateKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { BakegateError, systemWords } from "../model/failure.ts";

export interface AppKeys {
  readonly appId: number;
  readonly privateKey: string;
  /** REST base of an Enterprise Server or a local GitHub; null: github.com. */
  readonly apiUrl: string | null;
}

export interface AppSettings extends AppKeys {
  readonly webhookSecret: string;
  readonly host: string;
  readonly port: number;
  readonly logLevel: string;
  /** Where blobs, and what was received, are kept. */
  readonly dataDir: string;
  /** PostgreSQL; null: the data directory. */
  readonly databaseUrl: string | null;
  /** Seconds after which a run that was asked for has to be in GitHub's list. */
  readonly settle: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Collects what is wrong while values are read. */
type Complain = (sentence: string) => void;

const logLevels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"];

/** @throws BakegateError (usage) with a sentence for each variable that is missing or wrong. */
export function readAppSettings(env: Environment): AppSettings {
  return withoutFaults("bakegate serve", (complain) => ({
    ...keys(env, complain),
    webhookSecret: webhookSecret(env, complain),
    host: set(env, "HOST") ?? "127.0.0.1",
    port: port(env, complain),
    logLevel: logLevel(env, complain),
    dataDir: resolve(set(env, "BAKEGATE_DATA_DIR") ?? ".bakegate"),
    settle: seconds(env, "BAKEGATE_DISPATCH_SETTLE", 20, complain),
    databaseUrl: url(env, "DATABASE_URL", ["postgres:", "postgresql:"], "a PostgreSQL address: postgres://user@host/database", complain),
  }));
}

/** What is needed to ask GitHub as the App. @throws BakegateError (usage) as {@link readAppSettings}. */
export function readAppCredentials(env: Environment): AppKeys {
  return withoutFaults("bakegate doctor OWNER/REPO", (complain) => keys(env, complain));
}

function withoutFaults<T>(command: string, read: (complain: Complain) => T): T {
  const faults: string[] = [];
  const settings = read((sentence) => faults.push(sentence));
  if (faults.length === 0) return settings;
  throw new BakegateError(
    "usage",
    [`${command} needs its environment:`, ...faults].join("\n"),
    "The README says where each of them comes from.",
  );
}

function keys(env: Environment, complain: Complain): AppKeys {
  return {
    appId: appId(env, complain),
    privateKey: privateKey(env, complain),
    apiUrl: url(
      env,
      "GITHUB_API_URL",
      ["https:", "http:"],
      "the REST base of a GitHub server: https://github.example.com/api/v3",
      complain,
    ),
  };
}

/** Null: not set, or empty. */
function set(env: Environment, name: string): string | null {
  const value = env[name]?.trim();
  return value === undefined || value === "" ? null : value;
}

function appId(env: Environment, complain: Complain): number {
  const text = set(env, "APP_ID");
  if (text === null) complain("APP_ID is missing: the number at the top of the App's settings page");
  else if (!/^[1-9]\d{0,15}$/.test(text)) complain(`APP_ID has to be a number, the App's id, and is ${JSON.stringify(text.slice(0, 40))}`);
  return Number(text);
}

/** The key itself is never quoted. */
function privateKey(env: Environment, complain: Complain): string {
  const given = set(env, "PRIVATE_KEY");
  const path = set(env, "PRIVATE_KEY_PATH");
  if (given === null && path === null) {
    complain("PRIVATE_KEY or PRIVATE_KEY_PATH is missing: the App's private key in PEM, or the file that holds it");
    return "";
  }
  const name = given === null ? "PRIVATE_KEY_PATH" : "PRIVATE_KEY";
  const text = given ?? readKeyFile(path ?? "", complain);
  if (text === null) return "";
  const pem = asPem(text);
  try {
    if (createPrivateKey(pem).asymmetricKeyType === "rsa") return pem;
    complain(`${name} holds a key that is not RSA; generate one on the App's settings page`);
  } catch {
    complain(`${name} holds no private key in PEM: "-----BEGIN RSA PRIVATE KEY-----" and what follows, as GitHub hands it out`);
  }
  return "";
}

function readKeyFile(path: string, complain: Complain): string | null {
  if (asPem(path).includes("-----BEGIN")) {
    complain("PRIVATE_KEY_PATH holds a key where it should name a file; a key by itself is set as PRIVATE_KEY");
    return null;
  }
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    complain(`PRIVATE_KEY_PATH names ${path}, which cannot be read: ${systemWords(cause)}`);
    return null;
  }
}

/** As Probot takes it: with real line ends, with `\n`, or the whole in base64. */
function asPem(text: string): string {
  const lines = text.includes("-----BEGIN") ? text : Buffer.from(text, "base64").toString("utf8");
  return lines.replaceAll("\\n", "\n").trim();
}

function webhookSecret(env: Environment, complain: Complain): string {
  const secret = set(env, "WEBHOOK_SECRET");
  if (secret === null) complain("WEBHOOK_SECRET is missing: without it anybody could send events; set the same one in the App's settings");
  return secret ?? "";
}

function port(env: Environment, complain: Complain): number {
  const text = set(env, "PORT") ?? "3000";
  const number = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(number <= 65_535)) complain(`PORT has to be a number from 0 to 65535, and is ${JSON.stringify(text.slice(0, 40))}`);
  return number;
}

function seconds(env: Environment, name: string, otherwise: number, complain: Complain): number {
  const text = set(env, name);
  if (text === null) return otherwise;
  const number = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  if (!(number >= 1 && number <= 3_600))
    complain(`${name} has to be a number of seconds from 1 to 3600, and is ${JSON.stringify(text.slice(0, 40))}`);
  return number;
}

function logLevel(env: Environment, complain: Complain): string {
  const level = set(env, "LOG_LEVEL") ?? "info";
  if (!logLevels.includes(level))
    complain(`LOG_LEVEL has to be one of ${logLevels.join(", ")}, and is ${JSON.stringify(level.slice(0, 40))}`);
  return level;
}

/** Addresses may hold a password and are never quoted. */
function url(env: Environment, name: string, protocols: readonly string[], wanted: string, complain: Complain): string | null {
  const text = set(env, name);
  if (text === null) return null;
  const parsed = URL.canParse(text) ? new URL(text) : null;
  if (parsed !== null && protocols.includes(parsed.protocol) && parsed.hostname !== "") return text.replace(/\/+$/, "");
  complain(`${name} has to be ${wanted}`);
  return null;
}
