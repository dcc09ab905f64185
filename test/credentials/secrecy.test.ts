/** The text of a credential comes out nowhere. */
import { Console } from "node:console";
import { Writable } from "node:stream";
import { inspect } from "node:util";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { maskChange, maskEvidence, maskText } from "../../src/credentials/mask-credentials.ts";
import type { AttributeChange, PlainValue, ResourceChange } from "../../src/model/resource-change.ts";
import { Secret } from "../../src/model/sighting.ts";
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

  test("names like __proto__ are kept as they are", () => {
    const evidence = maskEvidence(JSON.parse('{"__proto__": "hunter22"}'), [new Secret("hunter22")]);
    expect(Object.entries(evidence)).toEqual([["__proto__", mask]]);
  });

  function change(type: string, path: string, after: PlainValue): ResourceChange {
    const attribute: AttributeChange = { path, before: null, after, sensitive: false, unknown: false, forcesReplacement: false };
    return { type, attributes: [attribute] } as unknown as ResourceChange;
  }
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

test("no sighting shows what it saw", () => {
  const planted = [invented(12), `gh${"p_"}${invented(36)}`, "c0rrect-h0rse-battery"];
  const sightings = sightFiles({
    "main.tf": `resource "aws_db_instance" "main" {\n  password = "${planted[0]}"\n}\n# ${planted[1]}\nlocals {\n  x = "postgres://app:${planted[2]}@db.acme.io/main"\n}\n`,
  });
  expect(sightings.map((sighting) => sighting.kind)).toEqual(["hard-coded", "token", "token"]);
  const shown = JSON.stringify(sightings) + inspect(sightings, { depth: 9, showHidden: true }) + logged(sightings);
  for (const text of planted) expect(shown.includes(text)).toBe(false);
});
