/** The App's environment: whoever starts it learns everything that is wrong at once, and no secret is read back to them. */
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { readAppCredentials, readAppSettings } from "../../src/flows/app-settings.ts";
import { BakegateError } from "../../src/model/failure.ts";

type Environment = Readonly<Record<string, string | undefined>>;

const folder = mkdtempSync(join(tmpdir(), "bakegate-settings-"));
const rsa = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs1", format: "pem" },
});
const pkcs1 = rsa.privateKey.trim();
const pkcs8 = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ type: "pkcs8", format: "pem" }).toString().trim();
const elliptic = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ type: "pkcs8", format: "pem" }).toString().trim();
const locked = generateKeyPairSync("rsa", { modulusLength: 2048 })
  .privateKey.export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "x" })
  .toString()
  .trim();
const complete: Environment = { APP_ID: "12345", PRIVATE_KEY: pkcs1, WEBHOOK_SECRET: "a secret" };

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function errorOf(read: () => unknown): BakegateError {
  try {
    read();
  } catch (error) {
    if (error instanceof BakegateError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

/** What is told, a line for each variable. */
function faults(more: Environment): readonly string[] {
  return errorOf(() => readAppSettings({ ...complete, ...more }))
    .message.split("\n")
    .slice(1);
}

function inFile(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe("an environment that is whole", () => {
  test("needs three variables; the rest has its defaults", () => {
    expect(readAppSettings(complete)).toEqual({
      appId: 12_345,
      privateKey: pkcs1,
      apiUrl: null,
      webhookSecret: "a secret",
      host: "127.0.0.1",
      port: 3000,
      logLevel: "info",
      dataDir: resolve(".bakegate"),
      settle: 20,
      databaseUrl: null,
    });
  });

  test("may say everything", () => {
    const settings = readAppSettings({
      ...complete,
      GITHUB_API_URL: "https://github.example.com/api/v3/",
      HOST: "0.0.0.0",
      PORT: "0",
      LOG_LEVEL: "debug",
      BAKEGATE_DATA_DIR: "/var/lib/bakegate",
      DATABASE_URL: "postgres://bakegate:pw@db.example.com:5432/bakegate",
    });
    expect(settings).toMatchObject({
      apiUrl: "https://github.example.com/api/v3",
      host: "0.0.0.0",
      port: 0,
      logLevel: "debug",
      dataDir: "/var/lib/bakegate",
      databaseUrl: "postgres://bakegate:pw@db.example.com:5432/bakegate",
    });
  });

  test("takes a variable that is set and empty as one that is not set", () => {
    const empty = { HOST: "", PORT: " ", LOG_LEVEL: "", BAKEGATE_DATA_DIR: "", GITHUB_API_URL: "", DATABASE_URL: "", PRIVATE_KEY_PATH: "" };
    expect(readAppSettings({ ...complete, ...empty })).toEqual(readAppSettings(complete));
  });

  test("of doctor is the App's own id and key only", () => {
    expect(readAppCredentials({ APP_ID: "7", PRIVATE_KEY: pkcs1, PORT: "wrong" })).toEqual({ appId: 7, privateKey: pkcs1, apiUrl: null });
  });
});

describe("the private key", () => {
  test.each<[string, string, string]>([
    ["with real line ends", `${pkcs1}\n`, pkcs1],
    ["with \\n in one line", pkcs1.replaceAll("\n", "\\n"), pkcs1],
    ["the whole in base64", Buffer.from(`${pkcs1}\n`).toString("base64"), pkcs1],
    ["in PKCS #8", pkcs8, pkcs8],
  ])("is taken %s", (_, given, read) => {
    expect(readAppSettings({ ...complete, PRIVATE_KEY: given }).privateKey).toBe(read);
    expect(readAppSettings({ ...complete, PRIVATE_KEY: undefined, PRIVATE_KEY_PATH: inFile("key.pem", given) }).privateKey).toBe(read);
  });

  test("that is set goes before a file", () => {
    expect(readAppSettings({ ...complete, PRIVATE_KEY_PATH: join(folder, "none.pem") }).privateKey).toBe(pkcs1);
  });

  const noPem = 'holds no private key in PEM: "-----BEGIN RSA PRIVATE KEY-----" and what follows, as GitHub hands it out';
  test.each<[string, string, string]>([
    ["not RSA", elliptic, "holds a key that is not RSA; generate one on the App's settings page"],
    ["locked", locked, noPem],
    ["a public one", rsa.publicKey, noPem],
    ["cut off", pkcs1.slice(0, 300), noPem],
    ["no key at all", "the key of the house", noPem],
  ])("that is %s is refused by the name of its variable", (_, given, sentence) => {
    expect(faults({ PRIVATE_KEY: given })).toEqual([`PRIVATE_KEY ${sentence}`]);
    const path = inFile("bad.pem", given);
    expect(faults({ PRIVATE_KEY: undefined, PRIVATE_KEY_PATH: path })).toEqual([`PRIVATE_KEY_PATH ${sentence}`]);
  });

  test("in a file that is not there, or is none", () => {
    const path = join(folder, "missing.pem");
    expect(faults({ PRIVATE_KEY: undefined, PRIVATE_KEY_PATH: path })).toEqual([
      `PRIVATE_KEY_PATH names ${path}, which cannot be read: it does not exist`,
    ]);
    expect(faults({ PRIVATE_KEY: undefined, PRIVATE_KEY_PATH: folder })).toEqual([
      `PRIVATE_KEY_PATH names ${folder}, which cannot be read: it is a folder`,
    ]);
  });

  test.each([
    ["as it is", pkcs1],
    ["with \\n", pkcs1.replaceAll("\n", "\\n")],
    ["in base64", Buffer.from(pkcs1).toString("base64")],
  ])("set as the path of a key, %s, is not quoted as a path", (_, key) => {
    expect(faults({ PRIVATE_KEY: undefined, PRIVATE_KEY_PATH: key })).toEqual([
      "PRIVATE_KEY_PATH holds a key where it should name a file; a key by itself is set as PRIVATE_KEY",
    ]);
  });
});

describe("an environment with faults", () => {
  test("is told all that is missing at once, with the next step", () => {
    const error = errorOf(() => readAppSettings({}));
    expect(error.kind).toBe("usage");
    expect(error.message.split("\n")).toEqual([
      "bakegate serve needs its environment:",
      "APP_ID is missing: the number at the top of the App's settings page",
      "PRIVATE_KEY or PRIVATE_KEY_PATH is missing: the App's private key in PEM, or the file that holds it",
      "WEBHOOK_SECRET is missing: without it anybody could send events; set the same one in the App's settings",
    ]);
    expect(error.next).toBe("The README says where each of them comes from.");
  });

  test("is told all that is wrong at once", () => {
    const wrong = {
      APP_ID: "my-app",
      PRIVATE_KEY: "x",
      PORT: "http",
      LOG_LEVEL: "loud",
      GITHUB_API_URL: "ghe",
      DATABASE_URL: "mysql://x/y",
    };
    const names = faults(wrong).map((line) => line.split(" ")[0]);
    expect(names).toEqual(["APP_ID", "PRIVATE_KEY", "GITHUB_API_URL", "PORT", "LOG_LEVEL", "DATABASE_URL"]);
  });

  test("of doctor speaks of doctor, and of the App's keys only", () => {
    expect(errorOf(() => readAppCredentials({})).message.split("\n")).toEqual([
      "bakegate doctor OWNER/REPO needs its environment:",
      expect.stringContaining("APP_ID"),
      expect.stringContaining("PRIVATE_KEY"),
    ]);
  });

  test.each<[Environment, string]>([
    [{ APP_ID: "0" }, 'APP_ID has to be a number, the App\'s id, and is "0"'],
    [{ APP_ID: "12 34" }, 'APP_ID has to be a number, the App\'s id, and is "12 34"'],
    [{ APP_ID: "1e5" }, 'APP_ID has to be a number, the App\'s id, and is "1e5"'],
    [{ APP_ID: "9".repeat(60) }, `APP_ID has to be a number, the App's id, and is "${"9".repeat(40)}"`],
    [{ PORT: "65536" }, 'PORT has to be a number from 0 to 65535, and is "65536"'],
    [{ PORT: "-1" }, 'PORT has to be a number from 0 to 65535, and is "-1"'],
    [{ PORT: "0x50" }, 'PORT has to be a number from 0 to 65535, and is "0x50"'],
    [{ LOG_LEVEL: "INFO" }, 'LOG_LEVEL has to be one of trace, debug, info, warn, error, fatal, silent, and is "INFO"'],
    [{ LOG_LEVEL: "a\nb" }, 'LOG_LEVEL has to be one of trace, debug, info, warn, error, fatal, silent, and is "a\\nb"'],
    [
      { GITHUB_API_URL: "ftp://github.example.com" },
      "GITHUB_API_URL has to be the REST base of a GitHub server: https://github.example.com/api/v3",
    ],
    [{ WEBHOOK_SECRET: "  " }, "WEBHOOK_SECRET is missing: without it anybody could send events; set the same one in the App's settings"],
  ])("%j", (more, sentence) => {
    expect(faults(more)).toEqual([sentence]);
  });
});

describe("secrets", () => {
  const keyBytes = pkcs1.split("\n").slice(1, -1);
  const wrongUrl = "mysql://bakegate:hunter2@db.example.com/bakegate";

  test.each<[string, Environment]>([
    ["a broken key", { PRIVATE_KEY: pkcs1.slice(0, 400) }],
    ["a key without its frame", { PRIVATE_KEY: keyBytes.join("") }],
    ["a key in the place of a path", { PRIVATE_KEY: undefined, PRIVATE_KEY_PATH: pkcs1 }],
    ["a key in the place of a level", { LOG_LEVEL: pkcs1 }],
    ["a password in a database's address", { DATABASE_URL: wrongUrl }],
    ["a password in an address that is none", { DATABASE_URL: "postgres//bakegate:hunter2@db" }],
    ["a password in the API's address", { GITHUB_API_URL: "ftp://bakegate:hunter2@github.example.com" }],
    ["the webhook's secret beside another fault", { WEBHOOK_SECRET: "hunter2", PORT: "x" }],
  ])("%s stands in no message", (_, more) => {
    const error = errorOf(() => readAppSettings({ ...complete, ...more }));
    const said = `${error.message}\n${error.next}\n${error.stack}`;
    expect(said).not.toContain("hunter2");
    for (const line of keyBytes) expect(said).not.toContain(line.slice(0, 16));
  });
});
