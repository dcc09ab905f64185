/** Vendors' tokens, passwords in URLs and private keys in any text, wherever they stand in it. */
import { describe, expect, test } from "@jest/globals";
import { sightTokens } from "../../src/credentials/sight-tokens.ts";
import type { Sighting } from "../../src/model/sighting.ts";
import { invented } from "./sighted.ts";

// Put together here, so that no scanner takes this file for a leak.
const github = `gh${"p_"}${invented(36)}`;
const slack = `xox${"b-"}123456789012-210987654321-${invented(24)}`;
const accessKeyId = `AK${"IA"}${invented(16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")}`;
const secretAccessKey = invented(40);
const keyLine = invented(64);

function seen(text: string, path = "notes.txt"): readonly string[] {
  return sightTokens(path, text).map(({ kind, what, place }) => `${kind} ${place.line}:${place.column} ${what}`);
}

/** Whether the sighting's text is exactly this. */
function holds(sighting: Sighting | undefined, text: string): boolean {
  return sighting?.secret.digest((own) => own === text) === true;
}

describe("tokens", () => {
  test.each([
    ["GitHub", `export TOKEN=${github}\n`, ["token 1:14 GitHub token"]],
    ["Slack", `\n\n  slack: "${slack}"`, ["token 3:11 Slack token"]],
    ["an AWS access key id", `id = ${accessKeyId}`, ["token 1:6 AWS access key id"]],
    ["npm, at the end of a text without a line end", `//registry.npmjs.org/:_authToken=npm_${invented(36)}`, ["token 1:34 npm token"]],
  ])("%s", (_name, text, expected) => {
    expect(seen(text)).toEqual(expected);
  });

  test.each([
    `aws_secret_access_key = ${secretAccessKey}`,
    `AWS_SECRET_ACCESS_KEY="${secretAccessKey}"`,
    `"SecretAccessKey": "${secretAccessKey}",`,
    `'aws_secret_access_key' => '${secretAccessKey}'`,
    `export AWS_SECRET_ACCESS_KEY=${secretAccessKey}\necho`,
  ])("of an AWS secret key only the key: %#", (text) => {
    const [sighting, ...others] = sightTokens("env", text);
    expect(others).toEqual([]);
    expect(holds(sighting, secretAccessKey)).toBe(true);
    expect(sighting?.place.column).toBe(text.indexOf(secretAccessKey) + 1);
  });

  test("a comment of secretlint's hides nothing", () => {
    expect(seen(`// secretlint-disable\nconst a = "${github}";\n`)).toEqual(["token 2:12 GitHub token"]);
    expect(seen(`const a = "${github}"; // secretlint-disable-line\n`)).toEqual(["token 1:12 GitHub token"]);
  });

  test.each([
    `gh${"p_"}${"x".repeat(36)}`,
    "xoxb-your-token-goes-here",
    "account_id = 123456789012",
    `principal = "AIDA${invented(16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")}"`,
    "AKIAIOSFODNN7EXAMPLE",
    "sk-learn is a package; ops_eyeball; lin_api_docs",
    `digest: sha256:${invented(64, "0123456789abcdef")}`,
    "images/2018-250-xoxo-indieweb-1.jpg",
  ])("clean: %s", (text) => {
    expect(seen(text)).toEqual([]);
  });

  test("across the borders of the pieces a long text is read in", () => {
    for (const at of [131_072, 131_071, 131_072 - 20, 131_072 - 40, 131_072 - 4_096, 131_072 - 4_100, 262_144 - 7]) {
      const text = `${"word ".repeat(at).slice(0, at - 1)}\n${github}\n${"word ".repeat(2_000)}`;
      const found = sightTokens("long.txt", text);
      expect([at, found.length]).toEqual([at, 1]);
      expect(holds(found[0], github)).toBe(true);
    }
  });

  test("many lines: each token at its own", () => {
    const lines = Array.from({ length: 300 }, (_, i) => (i % 100 === 50 ? github : "nothing here"));
    expect(sightTokens("a", lines.join("\r\n")).map(({ place }) => place.line)).toEqual([51, 151, 251]);
  });
});

describe("passwords in URLs", () => {
  test.each([
    ["postgres://app:hunter22@db.internal:5432/main", ["token 1:16 password in a URL"]],
    ["url = 'https://bob:sekret9@git.acme.io/x.git'", ["token 1:20 password in a URL"]],
    ["redis://:hunter22@cache.acme.io:6379/0", ["token 1:10 password in a URL"]],
    ["amqps://app:p%40ss!word@mq.acme.io", ["token 1:13 password in a URL"]],
    ["mongodb+srv://app:hunter22@cluster0.ab1cd.mongodb.net", ["token 1:19 password in a URL"]],
    ["postgres://app:changeme@db.acme.io/main", ["placeholder 1:16 password in a URL"]],
    ["postgres://postgres:postgres@db.acme.io/main", ["placeholder 1:21 password in a URL"]],
    ["http://bob:sekret9@localhost:8080/", ["placeholder 1:12 password in a URL"]],
  ])("%s", (text, expected) => {
    expect(seen(text)).toEqual(expected);
  });

  test.each([
    "https://acme.io:8443/a@b",
    "git+ssh://git@github.com/acme/x.git",
    `postgres://app:\${PASSWORD}@db.acme.io/main`,
    `https://x-access-token:\${{ secrets.TOKEN }}@github.com/acme/x`,
    "https://$USER:$PASSWORD@acme.io",
    "https://user:{{ password }}@acme.io",
    "https://<user>:<password>@acme.io",
    "docker://repo:tag@sha256:0123",
    "amqp://guest:guest@localhost/",
    "https://user:password@example.com/",
    "a://b://c://d@",
  ])("clean: %s", (text) => {
    expect(seen(text)).toEqual([]);
  });
});

describe("private keys", () => {
  const pem = `-----BEGIN EC PRIVATE KEY-----\n${keyLine}\n${keyLine}\n-----END EC PRIVATE KEY-----`;
  test("from frame to frame", () => {
    const [key, ...others] = sightTokens("a.pem", `# mine\n${pem}\n`);
    expect(others).toEqual([]);
    expect(key?.place).toEqual({ file: "a.pem", line: 2, endLine: 5, column: 1 });
    expect([key?.what, holds(key, pem)]).toEqual(["EC private key", true]);
  });
  test("on one line with escapes, indented, cut off, of PGP", () => {
    expect(seen(JSON.stringify({ key: pem }))).toEqual(["private-key 1:9 EC private key"]);
    expect(seen(pem.replaceAll(/^/gm, "      "))).toEqual(["private-key 1:7 EC private key"]);
    expect(seen(pem.slice(0, 120))).toEqual(["private-key 1:1 EC private key"]);
    expect(seen(`-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: GnuPG v2\n\n${keyLine}\n-----END PGP PRIVATE KEY BLOCK-----`)).toEqual([
      "private-key 1:1 PGP private key",
    ]);
  });
  test("two keys are two, and a token inside one is none", () => {
    expect(seen(`${pem}\n${pem.replace(keyLine, accessKeyId)}\n`)).toEqual([
      "private-key 1:1 EC private key",
      "private-key 5:1 EC private key",
    ]);
  });
  test.each([
    "-----BEGIN PRIVATE KEY-----\\n...",
    "grep -q -- '-----BEGIN RSA PRIVATE KEY-----' \"$file\"",
    `-----BEGIN PUBLIC KEY-----\n${keyLine}\n-----END PUBLIC KEY-----`,
    `-----BEGIN CERTIFICATE-----\n${keyLine}\n-----END CERTIFICATE-----`,
    `-----BEGIN RSA PRIVATE KEY-----\n${"x".repeat(64)}\n-----END RSA PRIVATE KEY-----`,
    "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC7vbqajDhA me@host",
  ])("clean: %s", (text) => {
    expect(seen(text)).toEqual([]);
  });
});
