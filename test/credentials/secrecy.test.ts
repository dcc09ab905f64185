/** The text of a credential comes out nowhere. */
import { Console } from "node:console";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { inspect } from "node:util";
import { afterAll, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { AddressMask, credentialKeys } from "../../src/credentials/mask-addresses.ts";
import { maskChange, maskEvidence, maskText } from "../../src/credentials/mask-credentials.ts";
import { sightPlan } from "../../src/credentials/sight-plan.ts";
import type { ConfigurationRule } from "../../src/evaluate/rule.ts";
import { hardCoded } from "../../src/evaluate/rules/credentials/hard-coded.ts";
import { ruleFailed } from "../../src/evaluate/rules/review/rule-failed.ts";
import { rules } from "../../src/evaluate/rules.ts";
import type { AttributeChange, PlainValue, ResourceChange } from "../../src/model/resource-change.ts";
import type { Review } from "../../src/model/review.ts";
import { Secret } from "../../src/model/sighting.ts";
import { parsePlanJson } from "../../src/parse/plan/plan-json.ts";
import { readWrittenPlan } from "../../src/plan/real-plan.ts";
import { renderCheck } from "../../src/render/check.ts";
import { renderComment } from "../../src/render/comment.ts";
import { renderHtml } from "../../src/render/html.tsx";
import { renderJson } from "../../src/render/json.ts";
import { renderSarif } from "../../src/render/sarif.ts";
import { renderTerminal } from "../../src/render/terminal.ts";
import { indexText } from "../../src/terraform/address.ts";
import { reviewCase } from "../stories/review-folders.ts";
import { leaksIn, plantedFiles, writePlanted } from "./planted-files.ts";
import { invented, sightFiles, sinks } from "./sighted.ts";

const mask = "(credential)";
/** Not a part of the words that stand for it. */
const texts = fc.string({ minLength: 1, maxLength: 60 }).filter((text) => !mask.includes(text));

function logged(value: unknown): string {
  let written = "";
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      written += String(chunk);
      done();
    },
  });
  const console = new Console(stream, stream);
  console.log(value);
  console.log("%s %o %O %j", value, value, value, value);
  console.table([{ value }]);
  console.dir(value, { depth: 9, showHidden: true });
  return written;
}

describe("Secret", () => {
  test("never shows its text", () => {
    const plain = logged(new Secret(""));
    const empty = new Secret("");
    const hidden = inspect(
      { kind: "token", secret: empty, nested: [{ secret: empty }] },
      { depth: 9, showHidden: true, customInspect: false },
    );
    fc.assert(
      fc.property(texts, (text) => {
        const secret = new Secret(text);
        const sighting = { kind: "token", secret, nested: [{ secret }] };
        expect(JSON.stringify(sighting)).toBe(`{"kind":"token","secret":"${mask}","nested":[{"secret":"${mask}"}]}`);
        expect([`${secret}`, String(secret), "".concat(secret as unknown as string), inspect(secret), [secret].join()]).toEqual([
          mask,
          mask,
          mask,
          mask,
          mask,
        ]);
        expect([Object.keys(secret), Object.values(secret), Object.getOwnPropertyNames(secret), Reflect.ownKeys({ ...secret })]).toEqual([
          [],
          [],
          [],
          [],
        ]);
        expect(structuredClone({ secret })).toEqual({ secret: {} });
        expect(inspect(sighting, { depth: 9, showHidden: true, customInspect: false })).toBe(hidden);
        expect(logged(secret)).toBe(plain);
      }),
      { numRuns: 100 },
    );
  });

  test("is compared, measured and joined without being shown", () => {
    const secret = new Secret("hunter22");
    expect([secret.length, secret.occursIn("a hunter22 b"), secret.occursIn("hunter"), new Secret("").occursIn("a")]).toEqual([
      8,
      true,
      false,
      false,
    ]);
    expect(Secret.join([secret, new Secret("x")]).digest((text) => text.length)).toBe(10);
  });

  test("what it masks does not hold it any more", () => {
    fc.assert(
      fc.property(texts, fc.array(fc.oneof(fc.constant(null), fc.string({ maxLength: 8 }))), (text, around) => {
        const masked = new Secret(text).mask(around.map((piece) => piece ?? text).join(""));
        expect(masked.includes(text)).toBe(false);
      }),
    );
    // The mask's own words must not build it again.
    expect(new Secret("x(cred").mask("xx(cred(cred")).toBe(mask);
    expect(new Secret("a$&b").mask("1 a$&b 2")).toBe("1 (credential) 2");
  });
});

function change(type: string, path: string, after: PlainValue): ResourceChange {
  const attribute: AttributeChange = { path, before: null, after, sensitive: false, unknown: false, forcesReplacement: false };
  return { type, attributes: [attribute] } as unknown as ResourceChange;
}

describe("masking", () => {
  test("evidence holds no sighted credential, whatever way it is written", () => {
    fc.assert(
      fc.property(
        fc.array(
          texts.filter((text) => text.length >= 6),
          { minLength: 1, maxLength: 4 },
        ),
        fc.string(),
        (secrets, other) => {
          const held = secrets.map((text) => new Secret(text));
          for (const text of secrets) {
            for (const written of [
              text,
              `${other}${text}${other}`,
              JSON.stringify({ a: text }),
              btoa(unescape(encodeURIComponent(text))),
            ]) {
              const masked = maskText(written, held);
              expect(masked.includes(text)).toBe(false);
              if (text !== JSON.stringify(text).slice(1, -1)) expect(masked.includes(JSON.stringify(text).slice(1, -1))).toBe(false);
            }
          }
          const evidence = maskEvidence({ a: secrets[0] ?? "", b: [other, `x ${secrets[0]}`], n: 3 }, held);
          expect(JSON.stringify(evidence).includes(JSON.stringify(secrets[0]).slice(1, -1))).toBe(false);
          expect(evidence.n).toBe(3);
        },
      ),
    );
  });

  test("within something longer that is in base64, and as URLs write it", () => {
    const printable = fc.string({
      minLength: 8,
      maxLength: 40,
      unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
    });
    fc.assert(
      fc.property(
        printable,
        fc.string({ unit: "grapheme-ascii", maxLength: 7 }),
        fc.string({ unit: "grapheme-ascii", maxLength: 7 }),
        (text, before, after) => {
          fc.pre(!mask.includes(text));
          const held = [new Secret(text)];
          expect(maskText(`run ${btoa(before + text + after)} now`, held)).not.toContain(btoa(before + text + after));
          const escaped = encodeURIComponent(text);
          expect(maskText(`https://acme.io/?q=${escaped}`, held)).not.toContain(escaped);
          // Found in a URL, and told elsewhere as it is.
          if (escaped !== text) expect(maskText(`see https://${text}`, [new Secret(escaped)])).not.toContain(text);
        },
      ),
    );
  });

  test("names like __proto__ are kept as they are", () => {
    const evidence = maskEvidence(JSON.parse('{"__proto__": "hunter22"}'), [new Secret("hunter22")]);
    expect(Object.entries(evidence)).toEqual([["__proto__", mask]]);
  });

  const masked = (type: string, path: string, after: PlainValue) =>
    maskChange(change(type, path, after), sinks, [new Secret("opensesame"), new Secret("pw")]).attributes[0]?.sensitive;

  test.each<readonly [string, string, PlainValue]>([
    ["aws_db_instance", "password", "x"],
    ["aws_db_instance", "settings[0].admin_password", "letmein"],
    ["aws_lambda_function", "environment[0].variables.DB_PASSWORD", "letmein"],
    ["aws_lambda_function", 'environment[0].variables["DB_PASSWORD"]', "letmein"],
    ["aws_lambda_function", "environment", [{ variables: { DB_PASSWORD: "letmein" } }]],
    ["aws_ecs_task_definition", "container_definitions", '[{"environment":[{"name":"DB_PASSWORD","value":"letmein"}]}]'],
    ["aws_ecs_task_definition", "env", [{ name: "DB_PASSWORD", value: "letmein" }]],
    ["aws_instance", "user_data", "#!/bin/sh\nexport DB_PASSWORD=letmein\n"],
    ["aws_instance", "user_data", btoa("echo opensesame")],
    ["aws_instance", "command", `echo ${btoa("x opensesame y")} | base64 -d`],
    ["aws_instance", "name", "pw"],
    ["aws_instance", "name", "the opensesame door"],
    ["aws_instance", "map", { opensesame: true }],
    ["aws_instance", "url", "postgres://app:hunter22@db.internal/main"],
    ["aws_instance", "note", `gh${"p_"}${invented(36)}`],
  ])("hides %s %s %j", (type, path, value) => {
    expect(masked(type, path, value)).toBe(true);
  });

  test.each<readonly [string, string, PlainValue]>([
    ["aws_instance", "instance_type", "t3.micro"],
    ["aws_instance", "name", "pwd"],
    ["aws_db_instance", "username", "app"],
    ["aws_db_instance", "password", null],
    ["aws_instance", "secret_name", "db-credentials"],
    ["aws_instance", "user_data", "#!/bin/sh\nexport REGION=eu-west-1\n"],
    ["aws_instance", "tags", { Name: "web", count: 3 }],
    ["aws_instance", "count", 3],
  ])("shows %s %s %j", (type, path, value) => {
    expect(masked(type, path, value)).toBe(false);
  });
});

describe("addresses", () => {
  const word = "Zq8vKp2XwLr9TnYb4MdF";
  /** With everything that an address escapes. */
  const odd = ['a"b\\c$', "{d}e"].join("");
  const held = () => new AddressMask([new Secret(word), new Secret("opensesame"), new Secret("pw"), new Secret(odd)]);

  test.each([
    [
      [`a.b["${word}"]`, `a.b["x-${word}"]`, `a.c["${word}"]`],
      ['a.b["(credential)"]', 'a.b["(credential 2)"]', 'a.c["(credential)"]'],
    ],
    [[`module.m["opensesame"].a.b[0]`], ['module.m["(credential)"].a.b[0]']],
    [
      ['a.b["pw"]', 'a.b["pwd"]'],
      ['a.b["(credential)"]', 'a.b["pwd"]'],
    ],
    [[`a.b${indexText(odd)}`], ['a.b["(credential)"]']],
    [[`a.b["${btoa(`x ${word} y`)}"]`], ['a.b["(credential)"]']],
    // A name of the code is one, unless a generator made it.
    [
      ["a.opensesame", `a.${word}`, `tags.${word}`],
      ["a.opensesame", "a.(credential)", "tags.(credential)"],
    ],
    // Who calls a key so does not make it another one's.
    [
      [`a.b["${word}"]`, 'a.b["(credential)"]', 'a.b["(credential 2)"]'],
      ['a.b["(credential)"]', 'a.b["(credential 2)"]', 'a.b["(credential 3)"]'],
    ],
    [
      ['a.b["(credential 2)"]', `a.b["${word}"]`, 'a.b["x"'],
      ['a.b["(credential 2)"]', 'a.b["(credential)"]', 'a.b["x"'],
    ],
  ])("%#", (addresses, expected) => {
    const mask = held();
    expect(addresses.map((address) => mask.mask(address))).toEqual(expected);
  });

  test("whatever the keys: none is shown, and no two instances become one", () => {
    const key = fc.oneof(fc.constantFrom(word, "opensesame", "(credential)", "(credential 2)"), fc.string({ maxLength: 12 }));
    fc.assert(
      fc.property(
        fc.uniqueArray(
          key.chain((text) => fc.constantFrom(text, `${text}opensesame`)),
          { maxLength: 8 },
        ),
        (keys) => {
          const mask = held();
          const masked = keys.map((text) => mask.mask(`a.b[${JSON.stringify(text)}]`));
          expect(new Set(masked).size).toBe(keys.length);
          expect(masked.join("\n")).not.toMatch(/opensesame|Zq8v/);
        },
      ),
    );
  });

  test("a key that the instance itself hands to a password is one", () => {
    const instance = (key: string, path: string, after: PlainValue) =>
      ({ ...change("aws_db_instance", path, after), address: `aws_db_instance.b["${key}"]`, previousAddress: null }) as ResourceChange;
    const keys = credentialKeys([instance(word, "password", word), instance("eu", "password", word), instance("eu", "name", "eu")], sinks);
    expect(keys.map((secret) => secret.digest((text) => text === word))).toEqual([true]);
  });
});

test("no sighting shows what it saw", () => {
  const planted = [invented(12), `gh${"p_"}${invented(36)}`, "c0rrect-h0rse-battery"];
  const sightings = sightFiles({
    "main.tf": `resource "aws_db_instance" "main" {\n  password = "${planted[0]}"\n}\n# ${planted[1]}\nlocals {\n  x = "postgres://app:${planted[2]}@db.acme.io/main"\n}\n`,
  });
  expect(sightings.map((sighting) => sighting.kind)).toEqual(["hard-coded", "token", "in-url"]);
  const shown = JSON.stringify(sightings) + inspect(sightings, { depth: 9, showHidden: true }) + logged(sightings);
  for (const text of planted) expect(shown.includes(text)).toBe(false);
});

describe("what a plan shows", () => {
  const word = "Tr0ub4dor-and-3";
  /** One resource, created with these values; `constants` are the arguments that the configuration holds as such. */
  function planOf(type: string, after: object, constants: object, more: object = {}): string {
    return JSON.stringify({
      format_version: "1.2",
      terraform_version: "1.11.4",
      resource_changes: [
        {
          address: `module.app["eu"].${type}.main[0]`,
          module_address: 'module.app["eu"]',
          mode: "managed",
          type,
          name: "main",
          index: 0,
          change: {
            actions: ["create"],
            before: null,
            after,
            after_unknown: {},
            before_sensitive: false,
            after_sensitive: { password: true },
          },
        },
      ],
      configuration: {
        provider_config: { aws: { name: "aws", expressions: { secret_key: { constant_value: word } } } },
        root_module: {
          variables: { smtp_password: { default: word } },
          module_calls: { app: { module: { resources: [{ address: `${type}.main`, type, expressions: constants }] } } },
        },
        ...more,
      },
      variables: { smtp_password: { value: "from-outside-1" } },
    });
  }
  function shown(json: string): readonly string[] {
    const written = parsePlanJson(new TextEncoder().encode(json));
    const found = sightPlan(readWrittenPlan(written, "").changes, written.constants, sinks);
    expect(JSON.stringify(written.constants) + inspect(found, { depth: 9 }) + JSON.stringify(found)).not.toContain(word);
    return found
      .filter(({ address }) => address !== "provider.aws")
      .map(({ from, what, address, attribute }) => `${from} ${address} ${attribute}: ${what}`);
  }
  const resource = 'module.app["eu"].aws_instance.main[0]';

  test.each<readonly [string, string, object, object, readonly string[]]>([
    [
      "a URL with a password in it",
      "aws_instance",
      { tags: { db: `postgres://app:${word}@db.acme.io/main` } },
      {},
      [`value ${resource} tags.db: password in a URL`],
    ],
    [
      "an assignment in user data in base64",
      "aws_instance",
      { user_data: btoa(`#!/bin/sh\nexport DB_PASSWORD=${word}\n`) },
      {},
      [`value ${resource} user_data: db password`],
    ],
    ["what was handed in from outside: hidden, but no finding", "aws_instance", { admin_password: word }, {}, []],
    [
      "a constant that the provider marks as sensitive",
      "aws_db_instance",
      { password: word },
      { password: { constant_value: word } },
      ["constant module.app.aws_db_instance.main password: password"],
    ],
    ["a reference", "aws_db_instance", { password: word }, { password: { references: ["var.db_password"] } }, []],
    ["a constant that is a plain parameter", "aws_ssm_parameter", { value: word }, ssm("String"), []],
    [
      "a constant that is a secret parameter",
      "aws_ssm_parameter",
      { value: word },
      ssm("SecureString"),
      ["constant module.app.aws_ssm_parameter.main value: parameter value"],
    ],
    ["a stand-in", "aws_db_instance", { password: "changeme" }, { password: { constant_value: "changeme" } }, []],
  ])("%s", (_name, type, after, constants, expected) => {
    expect(shown(planOf(type, after, constants))).toEqual(expected);
  });

  function ssm(type: string) {
    return { type: { constant_value: type }, value: { constant_value: word } };
  }

  test("a provider's key, and a variable's default where no other value was handed in", () => {
    const written = (json: string) => parsePlanJson(new TextEncoder().encode(json));
    const addresses = (json: string) => sightPlan([], written(json).constants, sinks).map(({ address }) => address);
    const plan = planOf("aws_instance", {}, {});
    expect(addresses(plan)).toEqual(["provider.aws"]);
    expect(addresses(plan.replace("from-outside-1", word))).toEqual(["provider.aws", "var.smtp_password"]);
  });
});

describe("a review of files of every kind", () => {
  const dir = mkdtempSync(join(tmpdir(), "bakegate-planted-"));
  const tool = { name: "bakegate", version: "0.0.0" };
  afterAll(() => rmSync(dir, { recursive: true }));
  const review = madeOnce(dir);

  test("finds a credential in each of them", async () => {
    const blocked = (await review()).findings.filter(({ rule }) => rule.startsWith("credentials/"));
    const files = new Set(blocked.map((finding) => finding.place?.file));
    expect(Object.keys(plantedFiles).filter((path) => !files.has(path))).toEqual([]);
  }, 60_000);

  test("writes none of them in any format, nor in what a debugger or a log would show", async () => {
    const found = await review();
    const check = renderCheck(found);
    const outputs = {
      comment: renderComment(found),
      check: JSON.stringify(check),
      terminal: renderTerminal(found, { color: true, width: 100, verbose: true, quiet: false }),
      quiet: renderTerminal(found, { color: false, width: 80, verbose: false, quiet: true }),
      json: renderJson(found, tool),
      sarif: renderSarif(found, tool, rules),
      html: renderHtml(found, tool),
      inspected: inspect(found, { depth: 30, showHidden: true }),
      logged: logged(found),
    };
    expect(Object.entries(outputs).flatMap(([name, text]) => leaksIn(text).map((leak) => `${name}: ${leak}`))).toEqual([]);
    // Each annotation stands on its line, with the column where that is known.
    expect(check.annotations.some(({ column }) => column !== undefined)).toBe(true);
    expect(check.annotations.every(({ column, startLine, endLine }) => column === undefined || startLine === endLine)).toBe(true);
    const sarif = JSON.parse(outputs.sarif).runs[0].results as readonly { ruleId: string; partialFingerprints: Record<string, string> }[];
    for (const result of sarif.filter(({ ruleId }) => ruleId.startsWith("credentials/")))
      expect(Object.values(result.partialFingerprints)).toEqual([expect.stringMatching(/^[0-9a-f]{12}$/)]);
  }, 60_000);

  test("nor where a credential is a key, a name of an instance or a part of an encoded address", async () => {
    const other = mkdtempSync(join(tmpdir(), "bakegate-keys-"));
    const [one, two, three] = [`Zq8v${invented(16)}`, `Qw7R${invented(17)}`, `Xc5V${invented(18)}`];
    const text = `variable "db_password" {
  default = "${one}"
}
resource "terraform_data" "a" {
  for_each = toset([var.db_password, "x-${one}"])
}
resource "terraform_data" "after" {
  triggers_replace = [terraform_data.a["${one}"].id]
}
resource "aws_db_instance" "b" {
  for_each = { "${two}" = "${two}", eu = "${two}" }
  password = each.value
}
resource "aws_instance" "c" {
  user_data = join("", ["DB_PASSWORD=", "${three}"])
  tags      = { Name = "${three}" }
}
module "y" {
  source = "git::https://bob:${one}%40x.example.io/y.git"
}
`;
    for (const [side, content] of [["base", "terraform {}\n"] as const, ["head", text] as const]) {
      mkdirSync(join(other, side));
      writeFileSync(join(other, side, "main.tf"), content);
    }
    const found = await reviewCase(other);
    rmSync(other, { recursive: true });
    const outputs = [
      renderComment(found),
      JSON.stringify(renderCheck(found)),
      renderTerminal(found, { color: false, width: 100, verbose: true, quiet: false }),
      renderJson(found, tool),
      renderSarif(found, tool, rules),
      renderHtml(found, tool),
    ];
    expect(outputs.map((shown) => [one, two, three].some((word) => shown.includes(word)))).toEqual(outputs.map(() => false));
    expect(found.projects[0]?.changes.filter(({ type }) => type === "terraform_data").map(({ address }) => address)).toEqual([
      expect.stringMatching(/^terraform_data\.a\["\(credential( \d)?\)"\]$/),
      expect.stringMatching(/^terraform_data\.a\["\(credential( \d)?\)"\]$/),
      "terraform_data.after",
    ]);
    expect(found.findings.filter(({ rule }) => rule === "credentials/hard-coded").map(({ place }) => place?.line)).toContain(15);
  }, 60_000);

  test("and a rule that breaks off with one in its error writes none", async () => {
    const breaking: ConfigurationRule = {
      ...hardCoded,
      judge(side) {
        throw new Error([...side.files.values()].map((file) => file.text).join("\n"));
      },
    };
    const found = await reviewCase(dir, [breaking, ruleFailed]);
    expect(found.verdict).toBe("error");
    expect(leaksIn([renderComment(found), renderJson(found, tool), logged(found)].join("\n"))).toEqual([]);
  }, 60_000);
});

/** The review is made once, when the first test asks for it. */
function madeOnce(dir: string): () => Promise<Review> {
  let made: Promise<Review> | null = null;
  return () => {
    if (made === null) {
      writePlanted(dir);
      made = reviewCase(dir);
    }
    return made;
  };
}
