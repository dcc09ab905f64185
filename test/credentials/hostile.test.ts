/** Texts that are written to make a reader slow or to drown its reader: time and number of sightings stay bounded. */
import { describe, expect, test } from "@jest/globals";
import { joinSightings } from "../../src/credentials/join-sightings.ts";
import { judgeLiteral } from "../../src/credentials/judge-literal.ts";
import { looksGenerated } from "../../src/credentials/looks-generated.ts";
import { nameOfSecret } from "../../src/credentials/name-of-secret.ts";
import { sightDocument } from "../../src/credentials/sight-document.ts";
import { sightTokens } from "../../src/credentials/sight-tokens.ts";
import { sightFiles, sinks, toldOf } from "./sighted.ts";

const size = 100_000;
const fill = (unit: string, length = size) => unit.repeat(Math.ceil(length / unit.length)).slice(0, length);

const baits: readonly (readonly [string, string])[] = [
  ["one letter", fill("a")],
  ["one line of words", fill("password = ")],
  ["spaces", fill(" ")],
  ["names without an end", fill("_")],
  ["quotes", fill('"')],
  ["escaped quotes", fill('\\"')],
  ["assignments", fill('a="b";')],
  ["open values", fill('password="')],
  ["secret keys", fill("aws_secret_access_key ")],
  ["secret keys with signs", fill("SECRET_ACCESS_KEY=")],
  ["Slack", fill("xoxb-1-")],
  ["Slack with long parts", fill(`xoxb-${"a".repeat(41)}`)],
  ["SendGrid", fill(`SG.${"a".repeat(128)}.${"a".repeat(300)}`)],
  ["1Password", fill("ops_ey+ey/ey=")],
  ["OpenAI", fill("sk-proj-")],
  ["GitHub", fill("ghp_")],
  ["URLs", fill("https://a:")],
  ["URLs with users", fill("https://a:b")],
  ["URL signs", fill("://")],
  ["at signs", `https://a:${fill("@")}`],
  ["frames", fill("-----BEGIN RSA PRIVATE KEY-----\n")],
  ["frames in one line", fill("-----BEGIN PRIVATE KEY-----")],
  ["headers", `-----BEGIN PRIVATE KEY-----${fill("Aa: \n")}`],
  ["PuTTY", fill("PuTTY-User-Key-File-2: a\nPrivate-Lines")],
  ["braces", fill("${")],
  ["double braces", fill("{{")],
  ["dashes", fill("-")],
  ["flags", fill("--a ")],
  ["connection strings", fill("a=b;")],
  ["base64", fill("QUJD")],
  ["backticks", fill("`")],
  ["separators", fill("a-b_c.d/")],
  ["line ends", fill("\r\n")],
  ["queries", fill("://a?sig=")],
  ["parameters", fill("&access_token=")],
  ["parts of connection strings", fill("server=a;pwd=b")],
  ["options of Redis", fill("a:6379,password=ab")],
  ["options without a host", fill(",password=ab")],
  ["actions with defaults", fill("{{ a | default 'b' }}")],
  ["commands", fill("curl -u a:")],
  ["headers of commands", `curl ${fill(" -H 'x-a-token: a")}`],
  ["web tokens", fill(`eyJ${"a".repeat(20)}.`)],
  ["Vault tokens", fill("hvs.aaaa-")],
  ["gem servers", fill("bundle_aaaaaaaaaa__")],
  ["x-oauth", fill("https://x:x-oauth-basic@")],
];

/** A quadratic reader of so much takes minutes, a linear one well below this. */
const bound = 4_000;

/** Of the processor, whatever else the machine does. */
function milliseconds(act: () => unknown): number {
  const start = process.cpuUsage();
  act();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1_000;
}

describe("100,000 characters of", () => {
  test.each(baits)("%s", (_name, text) => {
    expect(milliseconds(() => sightTokens("package.json", text))).toBeLessThan(bound);
    expect(
      milliseconds(() => sightDocument({ text, place: () => ({ file: "a", line: 1, endLine: 1 }), address: "a", attribute: "b" }, sinks)),
    ).toBeLessThan(bound);
    expect(milliseconds(() => judgeLiteral(text, { what: "password", strength: "known" }))).toBeLessThan(bound);
    expect(milliseconds(() => [nameOfSecret(text), looksGenerated(text)])).toBeLessThan(bound);
  });
});

describe("configurations", () => {
  test("100,000 characters in one literal", () => {
    expect(
      milliseconds(() =>
        sightFiles({ "main.tf": `resource "a" "b" {\n  password  = "${fill("a=b ")}"\n  user_data = "${fill("password:")}"\n}\n` }),
      ),
    ).toBeLessThan(2 * bound);
  });

  test("deep objects, calls, conditionals and parentheses", () => {
    for (const [open, close] of [
      ["{ a = ", " }"],
      ["[", "]"],
      ["(", ")"],
      ["f(", ")"],
      ["lookup({}, ", ")"],
      ["true ? 1 : (", ")"],
      ['{ password = "x", b = ', " }"],
    ] as const) {
      const value = `${open.repeat(45)}"letmein"${close.repeat(45)}`;
      expect(
        milliseconds(() =>
          sightFiles({
            "main.tf": `resource "a" "b" {\n  password = ${value}\n}\nlocals {\n  x = ${value}\n}\nvariable "v" {\n  default = ${value}\n}\n`,
          }),
        ),
      ).toBeLessThan(bound);
    }
  });

  test("every sink uses every local", () => {
    const locals = Array.from(
      { length: 300 },
      (_, i) => `  l${i} = try(${Array.from({ length: 20 }, (_, j) => `local.l${(i * 7 + j) % 300}`).join(", ")}, "letmein${i}")`,
    );
    const uses = Array.from({ length: 300 }, (_, i) => `resource "aws_db_instance" "r${i}" {\n  password = local.l${i}\n}`);
    expect(milliseconds(() => sightFiles({ "main.tf": `locals {\n${locals.join("\n")}\n}\n${uses.join("\n")}\n` }))).toBeLessThan(bound);
  });

  test("a hundred modules one in another, and more", () => {
    const files: Record<string, string> = {};
    for (let i = 0; i < 300; i++)
      files[`m${i}/main.tf`] =
        `variable "x" {}\nmodule "next" {\n  source = "../m${i + 1}"\n  x = var.x\n}\nresource "aws_db_instance" "d" {\n  password = var.x\n}\n`;
    files["m299/more.tf"] = 'module "m" {\n  source = "../m0"\n  x = "letmein"\n}\n';
    expect(milliseconds(() => expect(sightFiles(files).length).toBe(1))).toBeLessThan(bound);
  });

  test("names like __proto__ and constructor", () => {
    expect(
      toldOf(
        'resource "__proto__" "constructor" {\n  __proto__ = "x"\n  password = "letmein"\n}\nprovider "constructor" {\n  toString = "x"\n}\nvariable "__proto__" {\n  default = "x"\n}\nlocals {\n  constructor = var.__proto__\n}',
      ),
    ).toEqual(["hard-coded main.tf:3 password: __proto__.constructor.password"]);
  });
});

describe("a flood", () => {
  test("of literals in one file is told up to a number, and the rest in one that changes with each of them", () => {
    const file = (last: string) => ({
      "main.tf": Array.from(
        { length: 1_000 },
        (_, i) => `resource "aws_db_instance" "r${i}" {\n  password = "${i === 999 ? last : `letmein${i}`}"\n}`,
      ).join("\n"),
    });
    const sightings = sightFiles(file("a"));
    expect(sightings.length).toBe(201);
    expect(sightings.at(-1)?.what).toBe("password, and 799 more credentials in this file, told together");
    const rest = (last: string) =>
      sightFiles(file(last))
        .at(-1)
        ?.secret.digest((text) => text);
    expect(rest("one") === rest("two")).toBe(false);
  });

  test("over many files ends, and no file with a credential is left out", () => {
    const files = Object.fromEntries(
      Array.from({ length: 1_500 }, (_, i) => [`f${i}/x.txt`, `https://a:hunter22@h${i}.acme.io\nhttps://b:mellon33@h${i}.acme.io\n`]),
    );
    const sightings = joinSightings(Object.entries(files).flatMap(([path, text]) => sightTokens(path, text)));
    expect(new Set(sightings.map((sighting) => sighting.place.file)).size).toBe(1_500);
    expect(sightings.length).toBeLessThan(3_200);
  });

  test("of different tokens on one line", () => {
    const tokens = Array.from({ length: 20_000 }, (_, i) => `gh${"p_"}A1b2C3d4E5f6G7h8I9j0K1l2M3n4${String(i).padStart(8, "0")}`);
    expect(milliseconds(() => expect(joinSightings(sightTokens("x", tokens.join(" "))).length).toBe(201))).toBeLessThan(bound);
  });

  test("of the same credential on one line is one sighting", () => {
    const line = fill("https://a:hunter22@h.acme.io ", 500_000);
    expect(milliseconds(() => expect(joinSightings(sightTokens("x", line)).length).toBe(1))).toBeLessThan(bound);
  });
});
