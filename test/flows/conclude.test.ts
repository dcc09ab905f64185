/** What becomes of a verdict at the place where the merge is decided. Whatever could not be evaluated does not pass. */
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { cancelledCheck, conclusionOf, failedCheck, reviewedCheck, withoutComment } from "../../src/flows/conclude.ts";
import { GitHubFailure } from "../../src/github/failure.ts";
import { type CheckEvidence, evidenceOf, externalId } from "../../src/model/check-run.ts";
import { BakegateError } from "../../src/model/failure.ts";
import type { Review } from "../../src/model/review.ts";
import { anyText } from "../any-text.ts";
import { BASE, HEAD, review } from "../render/build.ts";
import { blocked, failed, hostile, huge, rolls, warned } from "../render/reviews.ts";

const verdicts = ["pass", "warn", "block", "error"] as const;
const modes = ["enforce", "advisory"] as const;
const pair = { base: BASE, head: HEAD };

function gitHub(transient: boolean): GitHubFailure {
  return new GitHubFailure("GitHub did not hand out the tree: it failed", "Wait.", { status: 502, transient, retryAfter: null });
}

describe("a verdict", () => {
  test.each<[Review["verdict"], Review["mode"], string]>([
    ["pass", "enforce", "success"],
    ["pass", "advisory", "success"],
    ["warn", "enforce", "success"],
    ["warn", "advisory", "success"],
    ["block", "enforce", "failure"],
    ["block", "advisory", "success"],
    ["error", "enforce", "failure"],
    ["error", "advisory", "failure"],
  ])("%s where the mode is %s is a %s", (verdict, mode, conclusion) => {
    expect(conclusionOf({ verdict, mode })).toBe(conclusion);
    expect(reviewedCheck(review(verdict, { mode }), pair).conclusion).toBe(conclusion);
  });
});

test("no check is ever neutral or skipped, which a required check takes for a success", () => {
  const ends = [
    ...verdicts.flatMap((verdict) => modes.map((mode) => reviewedCheck(review(verdict, { mode }), pair))),
    ...[blocked, failed, hostile, rolls, warned].map((one) => reviewedCheck(one, pair)),
    failedCheck(new BakegateError("usage", "wrong", ""), HEAD),
    failedCheck(gitHub(true), HEAD),
    cancelledCheck(HEAD),
  ];
  expect(ends.map(({ conclusion }) => conclusion).filter((each) => !["success", "failure", "cancelled"].includes(each))).toEqual([]);
});

describe("the check of a review", () => {
  test("names what it rests on: base, head and policy", () => {
    const { policyDigest } = blocked;
    expect(evidenceOf(reviewedCheck(blocked, pair).externalId)).toMatchObject({ ...pair, policy: policyDigest });
  });

  test("names the first day on which something that it let through ends", () => {
    const [finding, ...others] = blocked.findings;
    const exempted = (expires: string) => ({ id: "a", reason: "b", approvedBy: null, expires });
    const findings =
      finding === undefined
        ? []
        : [{ ...finding, exemption: exempted("2027-02-01") }, { ...finding, exemption: exempted("2027-01-31") }, ...others];
    expect(evidenceOf(reviewedCheck({ ...blocked, findings }, pair).externalId)?.until).toBe("2027-01-31");
  });

  test("shows what the review found", () => {
    const { output } = reviewedCheck(blocked, pair);
    expect(output.title).not.toBe("");
    expect(output.annotations.length).toBeGreaterThan(0);
  });

  test.each([
    ["a small one", blocked],
    ["a huge one", huge(5_000)],
  ])("says where its comment is missing, and stays what it was: %s", (_, one) => {
    const end = reviewedCheck(one, pair);
    const without = withoutComment(end, new BakegateError("incomplete", "GitHub refused <b>it</b>", "Grant it the permission."));
    expect(without).toEqual({ ...end, output: { ...end.output, summary: expect.anything(), annotations: [] } });
    expect(without.output.summary).toContain(end.output.summary);
    expect(without.output.summary).toContain(
      "The comment on the pull request could not be written: GitHub refused `<b>it</b>`. Grant it the permission.",
    );
    expect(Buffer.byteLength(without.output.summary)).toBeLessThanOrEqual(65_535);
  });
});

describe("the check of what could not be evaluated", () => {
  test.each<[string, BakegateError, string]>([
    ["a wrong policy", new BakegateError("usage", "wrong", "Mend it."), "none"],
    ["an unreadable file", new BakegateError("incomplete", "unreadable", "Mend it."), "none"],
    ["what GitHub refuses for good", gitHub(false), "none"],
    ["a GitHub that is not there, which is tried again", gitHub(true), "unavailable"],
  ])("%s is a failure", (_, error, policy) => {
    const end = failedCheck(error, HEAD);
    expect(end.conclusion).toBe("failure");
    expect(end.externalId).toBe(`none..${HEAD} policy ${policy}`);
    expect(evidenceOf(end.externalId)).toEqual({ base: "none", head: HEAD, policy });
    expect(end.output.title).toBe(`Could not be evaluated: ${error.message}`);
    expect(end.output.summary).toContain("Nothing was reviewed, so nothing passes.");
    expect(end.output.annotations).toEqual([]);
  });

  test("of a head that was left is cancelled, which is no success", () => {
    const end = cancelledCheck(HEAD);
    expect(end.conclusion).toBe("cancelled");
    expect(evidenceOf(end.externalId)).toEqual({ base: "none", head: HEAD, policy: "none" });
    expect(end.output.title).toBe("Superseded by a newer push");
  });
});

describe("the evidence in a check's external id", () => {
  const hex = (length: number) => fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: length, maxLength: length });
  const sha = fc.oneof(hex(40), hex(64));
  const evidence: fc.Arbitrary<CheckEvidence> = fc.record(
    {
      base: fc.oneof(sha, fc.constant("none")),
      head: sha,
      policy: fc.oneof(hex(64), fc.constantFrom("none", "unavailable")),
      until: fc.constantFrom("2027-01-31", "2999-12-31"),
    },
    { requiredKeys: ["base", "head", "policy"] },
  );

  test("is read as it was written, and is no longer than GitHub's titles", () => {
    fc.assert(
      fc.property(evidence, (one) => {
        expect(evidenceOf(externalId(one))).toEqual(one);
        expect(externalId(one).length).toBeLessThanOrEqual(255);
      }),
    );
  });

  test.each<[string, string]>([
    ["nothing", ""],
    ["another App's", "12345"],
    ["something before it", `x ${externalId({ ...pair, policy: "none" })}`],
    ["something behind it", `${externalId({ ...pair, policy: "none" })} and more`],
    ["a line behind it", `${externalId({ ...pair, policy: "none" })}\n`],
    ["no head", `${BASE}..none policy none`],
    ["a short commit", `${BASE}..3f2a1c9 policy none`],
    ["capitals", externalId({ base: BASE, head: HEAD.toUpperCase(), policy: "none" })],
    ["a short policy", `${BASE}..${HEAD} policy 5e6f7a8b`],
    ["another word", `${BASE}..${HEAD} policy success`],
  ])("is none where %s stands there", (_, text) => {
    expect(evidenceOf(text)).toBeNull();
  });

  test("is never read from any other text", () => {
    fc.assert(
      fc.property(anyText(10), (text) => {
        expect(evidenceOf(text)).toBeNull();
      }),
    );
  });
});
