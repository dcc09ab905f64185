/** What maintainers add to what Bakegate knows of credentials: it finds more, hides nothing that is known, and costs what the text is long. */
import { describe, expect, test } from "@jest/globals";
import { judgeLiteral } from "../../src/credentials/judge-literal.ts";
import { entropyOf } from "../../src/credentials/looks-generated.ts";
import { withOwnSinks } from "../../src/credentials/own-sinks.ts";
import { sightOwnNames, sightPatterns } from "../../src/credentials/sight-patterns.ts";
import { compileTextPattern } from "../../src/credentials/text-pattern.ts";
import { credentialSearch } from "../../src/flows/credential-search.ts";
import { credentialSinks } from "../../src/flows/knowledge.ts";
import type { OwnCredentials, OwnPattern } from "../../src/model/policy.ts";
import { policyOf } from "../parse/configuration/policy-input.ts";

function own(credentials: string): OwnCredentials {
  return policyOf("policies: [bakegate:recommended, acme.yml]\n", { "acme.yml": `credentials: ${credentials}\n` }).credentials;
}

function pattern(name: string, source: string, minEntropy = 0): OwnPattern {
  const compiled = compileTextPattern(source);
  if ("problem" in compiled) throw new Error(compiled.problem);
  return { name, source, minEntropy, search: compiled.search, origin: { source: "acme.yml", line: 1 } };
}

describe("sinks and names", () => {
  const sinks = withOwnSinks(
    credentialSinks(),
    own(
      '{ sinks: { acme_vault_*: [blob, "settings.*.value"], provider.acme: [handle] }, names: { secret: [acme_pin, "*_seed"], harmless: [session_key, password] } }',
    ),
  );

  test.each([
    ["acme_vault_secret", "blob"],
    ["acme_vault_item", "settings.prod.value"],
    ["aws_instance", "acmePin"],
    ["aws_instance", "tags.acme-pin"],
    ["null_resource", "WALLET_SEED"],
  ])("%s.%s is known to hold a credential", (type, path) => {
    expect(sinks.ofResource(type, path.split("."))?.strength).toBe("known");
  });

  test.each([
    ["acme_vault_secret", "settings.value"],
    ["acme_vault_secret", "settings.prod.deep.value"],
    ["acme_other", "blob"],
    ["aws_instance", "acme_pinned"],
    ["aws_instance", "session_key"],
  ])("%s.%s is not", (type, path) => {
    expect(sinks.ofResource(type, path.split("."))).toBeNull();
  });

  test("providers have arguments of their own, and settings of documents have names", () => {
    expect(sinks.ofProvider("acme", ["handle"])?.strength).toBe("known");
    expect(sinks.ofProvider("other", ["handle"])).toBeNull();
    expect(sinks.ofPath(["acmePin"])?.strength).toBe("known");
    expect(sinks.ofSetting(["app", "acme.pin"], () => undefined)).toBe("acme pin");
    expect(sinks.ofSetting(["session_key"], () => undefined)).toBeNull();
  });

  test("a name that is called harmless hides no argument that is known to hold one", () => {
    expect(sinks.ofPath(["password"])).toBeNull();
    expect(sinks.ofResource("aws_db_instance", ["password"])?.strength).toBe("known");
    expect(sinks.ofProvider("postgresql", ["password"])?.strength).toBe("known");
  });

  test("without anything of their own the catalogue is the same", () => {
    const none = own("{ patterns: [{ name: a, pattern: abcd }] }");
    expect(withOwnSinks(credentialSinks(), none)).toBe(credentialSinks());
    expect(credentialSearch(none).ownNames).toBeNull();
  });

  test("their names are found in any text, with quotes and without, and a reference is none", () => {
    const { ownNames } = credentialSearch(own("{ names: { secret: [acme_pin] } }"));
    const text = 'export ACME_PIN=88-99-11\n\n{"acmePin": "4711x"}\nacme_pin = var.pin\nacme_pin: changeme\n';
    const sighted = ownNames === null ? [] : sightOwnNames("run.sh", text, ownNames);
    expect(sighted.map(({ kind, place, what, secret }) => [kind, place.line, what, secret.length])).toEqual([
      ["hard-coded", 1, "acme pin", 8],
      ["hard-coded", 3, "acme pin", 5],
      ["placeholder", 5, "acme pin", 8],
    ]);
  });
});

describe("entropy", () => {
  test("is Shannon's, in bits for each character", () => {
    expect(["", "aaaa", "abab", "abcd"].map(entropyOf)).toEqual([0, 0, 1, 2]);
    expect(entropyOf("0123456789abcdef")).toBe(4);
  });

  test("decides where a name only hints, in place of Bakegate's own judgement, and nowhere else", () => {
    const strict = withOwnSinks(credentialSinks(), own("{ entropy: { minimum: 3.5 } }"));
    const lax = withOwnSinks(credentialSinks(), own("{ entropy: { minimum: 2 } }"));
    const judged = (sinks: typeof strict, name: string, text: string) => {
      const sink = sinks.ofPath([name]);
      return sink === null ? null : (judgeLiteral(text, sink)?.kind ?? null);
    };
    expect(judged(credentialSinks(), "deploy_token", "correcthorsebattery")).toBeNull();
    expect(judged(lax, "deploy_token", "correcthorsebattery")).toBe("hard-coded");
    expect(judged(credentialSinks(), "deploy_token", "a1b1a1b1a1b1")).toBe("hard-coded");
    expect(judged(strict, "deploy_token", "a1b1a1b1a1b1")).toBeNull();
    // A password is one however it looks.
    expect(judged(strict, "db_password", "hunter2222")).toBe("hard-coded");
  });
});

describe("patterns", () => {
  test("are found with their lines; stand-ins and what is not random enough are left out", () => {
    const patterns = [pattern("acme token", "acme_[0-9a-f]{32}", 3), pattern("licence", 'licence: "([A-Z]{4}-[0-9]{8})"')];
    const text = [
      "# é🔑 acme_0123456789abcdef0123456789abcdef",
      "acme_00000000000000000000000000000000 acme_xxxx",
      'licence: "ABCD-12345679"',
      "acme_fedcba9876543210fedcba98765432100",
    ].join("\n");
    const { sightings, unfinished } = sightPatterns("a.txt", text, patterns);
    expect(sightings.map(({ what, place, kind, secret }) => [what, place.line, kind, secret.length])).toEqual([
      ["acme token", 1, "token", 37],
      ["acme token", 4, "token", 37],
      ["licence", 3, "token", 13],
    ]);
    expect(unfinished).toEqual([]);
  });

  test.each([
    ["a*", "matches the empty text"],
    ["(?:)", "matches the empty text"],
    ["\\b", "matches the empty text"],
    ["^$|abcdef", "matches the empty text"],
    ["abc", "3 characters; at least 4"],
    [".", "a single character; at least 4"],
    ["(ab|cd", "lacks a )"],
    ["token(?=x)", "cannot be used"],
    ["(a)bcde\\1", "cannot be used"],
    ["(\\w{1,500}){20}!", "cannot be used"],
    ["[[:nonsense:]]{8}", "cannot be used"],
  ])("%s is refused", (source, words) => {
    const compiled = compileTextPattern(source);
    expect("problem" in compiled ? compiled.problem : "accepted").toContain(words);
  });

  test.each(["(a+)+b{4}", "(a|a)*bbbb", "(a|aa|a+)+bbbb", "(?:a?){50}a{50}bbbb"])("%s takes no longer than the text asks for", (source) => {
    const start = Date.now();
    const { matches } = pattern("evil", source).search("a".repeat(20_000));
    expect(matches).toEqual([]);
    expect(Date.now() - start).toBeLessThan(10_000);
  });

  test("a search that takes too long is broken off and told: of that file and pattern nothing is known", () => {
    const evil = pattern("evil", "a{1,900}bbbb");
    expect(evil.search("a".repeat(30_000))).toEqual({ matches: [], whole: false });
    expect(sightPatterns("a.txt", "a".repeat(30_000), [evil]).unfinished).toEqual(["evil"]);
  });
});
