/** The review of a pull request against GitHub's API: whatever that answers, it ends in a right check or in a failed one that says what to do. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test } from "@jest/globals";
import nock from "nock";
import "../network-off.ts";
import { reviewPullRequest } from "../../src/flows/review-pull-request.ts";
import { evidenceOf } from "../../src/model/check-run.ts";
import { api, type ServedGitHub, serveRepository, sha } from "./served-github.ts";

const bad = (side: string) => fileURLToPath(new URL(`../../fixtures/cases/immutable/in-place-update/bad/${side}`, import.meta.url));
const resize = { [sha.base]: bad("base"), [sha.tip]: bad("base"), [sha.head]: bad("head") };
const folders: string[] = [];

afterEach(() => {
  nock.cleanAll();
  nock.abortPendingRequests();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "bakegate-served-"));
  folders.push(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

function review(github: ServedGitHub, signal = new AbortController().signal) {
  const asked = { installation: 1, repository: { owner: "acme", name: "web" }, number: 12 };
  return reviewPullRequest(github.tools, asked, signal, github.tools.log);
}

function lastCheck(github: ServedGitHub) {
  const check = github.checks.at(-1);
  if (check === undefined) throw new Error("no check was posted");
  return check;
}

describe("a change that resizes servers in place", () => {
  test("fails the check first and comments last, with what it rests on", async () => {
    const github = await serveRepository({ commits: resize });
    expect(await review(github)).toEqual({ kind: "reviewed", verdict: "block" });
    const check = lastCheck(github);
    expect(github.checks).toHaveLength(1);
    expect([check.status, check.conclusion, check.head_sha]).toEqual(["completed", "failure", sha.head]);
    expect(check.output.title).toContain("Blocked");
    expect(evidenceOf(check.external_id)).toMatchObject({
      base: sha.base,
      head: sha.head,
      policy: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(check.annotations.length).toBeGreaterThan(0);
    expect(github.comments).toHaveLength(1);
    expect(github.comments[0]?.body).toContain("`instance_type`");
    expect(github.comments[0]?.body).toContain(`https://github.test/acme/web/blob/${sha.head}/main.tf`);
    const writes = github.asked
      .filter((one) => !one.startsWith("GET") && !one.includes("access_tokens"))
      .map((one) => one.split(" ").join(" "));
    expect(writes.map((one) => one.replace(/\d{4}/, "N"))).toEqual([
      "POST /repos/acme/web/check-runs",
      "PATCH /repos/acme/web/check-runs/N",
      "POST /repos/acme/web/issues/12/comments",
    ]);
  });

  test("reviewed again, the comment is untouched and no blob is read twice", async () => {
    const github = await serveRepository({ commits: resize });
    await review(github);
    const asked = github.asked.length;
    expect(await review(github)).toEqual({ kind: "reviewed", verdict: "block" });
    expect(github.comments).toHaveLength(1);
    const again = github.asked.slice(asked);
    expect(again.filter((one) => one.includes("/git/") || /PATCH.*comments|POST.*comments/.test(one))).toEqual([]);
  });

  test("a push that mends it turns the check green and says in the same comment what is fixed", async () => {
    const github = await serveRepository({ commits: { ...resize, [sha.newer]: bad("base") } });
    await review(github);
    github.pull.head = sha.newer;
    expect(await review(github)).toEqual({ kind: "reviewed", verdict: "pass" });
    expect(lastCheck(github)).toMatchObject({ head_sha: sha.newer, conclusion: "success" });
    expect(github.comments).toHaveLength(1);
    expect(github.comments[0]?.body).toMatch(/Since the last push:\*\* fixed `immutable\/in-place-update`/);
  });

  test("in advisory mode the check passes and says that it would be blocked", async () => {
    const advisory = folderWith({ ".github/bakegate.yml": "version: 1\nmode: advisory\n" });
    const github = await serveRepository({ commits: { ...resize, [sha.tip]: advisory } });
    expect(await review(github)).toEqual({ kind: "reviewed", verdict: "block" });
    expect(lastCheck(github)).toMatchObject({ conclusion: "success", output: { title: expect.stringContaining("would be blocked") } });
  });
});

describe("what is not reviewed", () => {
  test("a closed pull request, and one into a branch without protection", async () => {
    const github = await serveRepository({ commits: resize });
    github.branch.protected = false;
    expect(await review(github)).toEqual({ kind: "passed-over", why: "branch not protected" });
    github.pull.state = "closed";
    expect(await review(github)).toEqual({ kind: "passed-over", why: "closed" });
    expect(github.checks).toEqual([]);
  });

  test("a branch that a ruleset protects is reviewed, and so is one of which GitHub will not tell", async () => {
    const github = await serveRepository({ commits: resize });
    github.branch.protected = false;
    github.rules = [{ type: "pull_request" }];
    expect(await review(github)).toMatchObject({ kind: "reviewed" });
    nock.cleanAll();
    nock(api)
      .get(/rules\/branches/)
      .reply(403, { message: "Resource not accessible by integration" });
    const hidden = await serveRepository({ commits: resize });
    hidden.branch.protected = false;
    expect(await review(hidden)).toMatchObject({ kind: "reviewed" });
  });

  test("documents only: the check is green, and there is no comment", async () => {
    const before = folderWith({ "README.md": "a\n" });
    const after = folderWith({ "README.md": "b\n" });
    const github = await serveRepository({ commits: { [sha.base]: before, [sha.tip]: before, [sha.head]: after } });
    expect(await review(github)).toEqual({ kind: "reviewed", verdict: "pass" });
    expect(lastCheck(github).conclusion).toBe("success");
    expect(github.comments).toEqual([]);
  });
});

describe("the head moves", () => {
  test("during the review: the old head's check is cancelled, nothing is said about the new one", async () => {
    const github = await serveRepository({ commits: resize });
    github.onPull = (times) => {
      if (times > 0) github.pull.head = sha.newer;
    };
    expect(await review(github)).toEqual({ kind: "superseded" });
    expect(lastCheck(github)).toMatchObject({ head_sha: sha.head, conclusion: "cancelled" });
    expect(github.comments).toEqual([]);
  });

  test("a review that is called off ends, and leaves no check of an old head open", async () => {
    const github = await serveRepository({ commits: resize });
    const controller = new AbortController();
    nock.cleanAll();
    nock(api)
      .get(/compare/)
      .reply(() => {
        github.pull.head = sha.newer;
        controller.abort();
        return [200, { merge_base_commit: { sha: sha.base } }];
      });
    const served = await serveRepository({ commits: resize });
    served.onPull = () => {
      if (controller.signal.aborted) served.pull.head = sha.newer;
    };
    expect(await review(served, controller.signal)).toEqual({ kind: "superseded" });
    expect(lastCheck(served)).toMatchObject({ head_sha: sha.head, conclusion: "cancelled" });
  });

  test("a check that an ended process left open is taken up again, not doubled", async () => {
    const github = await serveRepository({ commits: resize });
    await review(github);
    Object.assign(lastCheck(github), { status: "in_progress", conclusion: null, completed_at: null });
    await review(github);
    expect(github.checks).toHaveLength(1);
    expect(lastCheck(github)).toMatchObject({ status: "completed", conclusion: "failure" });
  });
});

describe("the policy", () => {
  test("an invalid one at the tip fails the check with every fault and its place", async () => {
    const invalid = folderWith({ ".github/bakegate.yml": "version: 1\nmode: lenient\nbranchs: [main]\n" });
    const github = await serveRepository({ commits: { ...resize, [sha.tip]: invalid } });
    expect(await review(github)).toMatchObject({ kind: "failed", retry: null });
    const check = lastCheck(github);
    expect(check.conclusion).toBe("failure");
    expect(check.output.title).toContain("Could not be evaluated");
    expect(check.output.summary).toContain(".github/bakegate.yml:3:1");
    expect(github.comments[0]?.body).toContain("## ⛔ Could not be evaluated");
  });

  test("weakened in the pull request itself, the one of the tip holds", async () => {
    const weak = folderWith({ ".github/bakegate.yml": "version: 1\nmode: advisory\n" });
    const head = folderWith({ ".github/bakegate.yml": "version: 1\nmode: advisory\n" });
    rmSync(head, { recursive: true });
    mkdirSync(head);
    const { cpSync } = await import("node:fs");
    cpSync(bad("head"), head, { recursive: true });
    cpSync(weak, head, { recursive: true });
    const github = await serveRepository({ commits: { ...resize, [sha.head]: head } });
    expect(await review(github)).toEqual({ kind: "reviewed", verdict: "block" });
    expect(lastCheck(github).conclusion).toBe("failure");
  });
});

/** Where in the review the API fails, by what is asked. */
const places = [
  ["the branch", /\/branches\/main/],
  ["the merge base", /\/compare\//],
  ["a blob", /\/git\/blobs\//],
] as const;

describe.each(places)("where %s is asked for", (place, path) => {
  test.each([
    [403, { message: "Resource not accessible by integration" }, false],
    [404, { message: "Not Found" }, false],
    [409, { message: "Git Repository is empty." }, true],
    [422, { message: "Validation Failed" }, false],
    [500, { message: "oops" }, true],
    [502, "<html>Bad Gateway</html>", true],
  ])("%i is never a success, and says what to do", async (status, body, transient) => {
    nock(api).persist().get(path).reply(status, body);
    const github = await serveRepository({ commits: resize });
    const end = await review(github);
    if (/blobs/.test(path.source) && status === 404) {
      // A blob that is not there is a file that could not be read: the review is made, and ends in error.
      expect(end).toEqual({ kind: "reviewed", verdict: "error" });
      expect(lastCheck(github)).toMatchObject({
        conclusion: "failure",
        output: { title: expect.stringContaining("Could not be evaluated") },
      });
      return;
    }
    expect(end).toMatchObject({ kind: "failed", retry: transient ? expect.anything() : null });
    if (end.kind === "failed") expect(end.error.next.length).toBeGreaterThan(20);
    for (const check of github.checks) {
      expect(check).toMatchObject({ status: "completed", conclusion: "failure" });
      expect(check.output.title).toContain("Could not be evaluated");
      expect(check.output.summary.length).toBeGreaterThan(80);
      expect(evidenceOf(check.external_id)?.policy).toBe(transient ? "unavailable" : "none");
    }
    // Before the branch is known there is nothing to write a check for: the log says it, and the round tries again.
    if (!/branches/.test(path.source)) expect(github.checks).toHaveLength(1);
    expect(github.logged.some((line) => line.includes("GitHub"))).toBe(true);
  });

  // The library waits some seconds for a fresh token to be known everywhere.
  if (place === "the merge base")
    test("401: the credentials are refused", async () => {
      nock(api).persist().get(path).reply(401, { message: "Bad credentials" });
      const github = await serveRepository({ commits: resize });
      expect(await review(github)).toMatchObject({ kind: "failed", error: { next: expect.stringContaining("PRIVATE_KEY") } });
      expect(lastCheck(github)).toMatchObject({ status: "completed", conclusion: "failure" });
    });

  test("an answer that comes at the second try is as good", async () => {
    nock(api).get(path).reply(502).get(path).replyWithError("socket hang up");
    const github = await serveRepository({ commits: resize });
    expect(await review(github)).toEqual({ kind: "reviewed", verdict: "block" });
  });

  test("a connection that is cut for ever", async () => {
    nock(api).persist().get(path).replyWithError("socket hang up");
    const github = await serveRepository({ commits: resize });
    expect(await review(github)).toMatchObject({ kind: "failed", retry: { seconds: null } });
  });

  test("an answer that is cut in the middle", async () => {
    nock(api).persist().get(path).reply(200, '{"sha": "abc', { "content-type": "application/json" });
    const github = await serveRepository({ commits: resize });
    expect(await review(github)).toMatchObject({ kind: "failed", error: { message: expect.stringContaining("cut off") } });
  });

  test("an answer that does not come in time", async () => {
    nock(api).persist().get(path).delay(8_000).reply(200, {});
    const github = await serveRepository({ commits: resize, patience: 1_000 });
    expect(await review(github)).toMatchObject({
      kind: "failed",
      retry: { seconds: null },
      error: { message: expect.stringContaining("in time") },
    });
  });

  test("the rate limit is used up for long: tried again when GitHub says", async () => {
    const headers = { "retry-after": "600" };
    nock(api).persist().get(path).reply(429, { message: "You have exceeded a secondary rate limit" }, headers);
    const github = await serveRepository({ commits: resize });
    expect(await review(github)).toMatchObject({
      kind: "failed",
      retry: { seconds: 600 },
      error: { message: expect.stringContaining("rate limit") },
    });
  });
});

describe("where results are written", () => {
  test("no permission for checks: the comment and the log say it", async () => {
    nock(api)
      .persist()
      .post(/check-runs$/)
      .reply(403, { message: "Resource not accessible by integration" });
    const github = await serveRepository({ commits: resize });
    expect(await review(github)).toMatchObject({ kind: "failed", retry: null });
    expect(github.comments[0]?.body).toContain("the App is not permitted");
    expect(github.comments[0]?.body).toContain("verdict=error");
  });

  test("no permission for comments: the check stands and says it", async () => {
    nock(api)
      .persist()
      .post(/comments$/)
      .reply(403, { message: "Resource not accessible by integration" });
    const github = await serveRepository({ commits: resize });
    expect(await review(github)).toMatchObject({ kind: "failed", retry: null });
    const check = lastCheck(github);
    expect(check).toMatchObject({ conclusion: "failure", output: { title: expect.stringContaining("Blocked") } });
    expect(check.output.summary).toContain("The comment on the pull request could not be written");
  });

  test("a comment whose answer is lost is not made twice", async () => {
    let comments: unknown[] = [];
    nock(api)
      .post(/comments$/)
      .reply((_uri, body) => {
        const text = String((body as { body: string }).body);
        comments = [{ id: 5, body: text, user: { login: "bakegate[bot]", type: "Bot" }, performed_via_github_app: { id: 7 } }];
        return [502, "lost"];
      });
    nock(api)
      .get(/issues\/12\/comments/)
      .twice()
      .reply(() => [200, comments]);
    const github = await serveRepository({ commits: resize });
    expect(await review(github)).toEqual({ kind: "reviewed", verdict: "block" });
    expect(github.asked.filter((one) => /comments/.test(one))).toEqual([]);
  });

  test("GitHub is down when the check is to be completed: failed, and tried again", async () => {
    nock(api)
      .persist()
      .patch(/check-runs/)
      .reply(503);
    const github = await serveRepository({ commits: resize });
    expect(await review(github)).toMatchObject({ kind: "failed", retry: { seconds: null } });
    expect(lastCheck(github).status).toBe("in_progress");
    expect(github.comments).toEqual([]);
  });

  test("more than 50 annotations go out in batches, the verdict with the first", async () => {
    const many = Array.from(
      { length: 120 },
      (_, index) => `resource "aws_instance" "s${index}" {\n  ami = "ami-1"\n  instance_type = "TYPE"\n}\n`,
    ).join("");
    const before = folderWith({ "main.tf": many.replaceAll("TYPE", "t3.micro") });
    const after = folderWith({ "main.tf": many.replaceAll("TYPE", "t3.large") });
    const github = await serveRepository({ commits: { [sha.base]: before, [sha.tip]: before, [sha.head]: after } });
    await review(github);
    const patches = github.asked.filter((one) => one.startsWith("PATCH"));
    expect(patches.length).toBeGreaterThan(2);
    expect(lastCheck(github).annotations.length).toBeGreaterThanOrEqual(120);
    expect(lastCheck(github).conclusion).toBe("failure");
  });
});

test("a copy of the marker by somebody else is not taken for the App's comment", async () => {
  const github = await serveRepository({ commits: resize });
  github.comments.push({
    id: 1,
    body: "<!-- bakegate:v1 forged -->",
    user: { login: "mallory", type: "User" },
    performed_via_github_app: null,
  });
  github.comments.push({
    id: 2,
    body: "<!-- bakegate:v1 forged -->",
    user: { login: "other[bot]", type: "Bot" },
    performed_via_github_app: { id: 99 },
  });
  await review(github);
  expect(github.comments).toHaveLength(3);
  expect(github.comments.slice(0, 2).map((comment) => comment.body)).toEqual(Array(2).fill("<!-- bakegate:v1 forged -->"));
});

test("every line of the log names the place, and none a secret", async () => {
  const github = await serveRepository({ commits: resize });
  await review(github);
  expect(github.logged.length).toBeGreaterThan(1);
  for (const line of github.logged) expect(JSON.parse(line)).toMatchObject({ sha: sha.head });
  expect(github.logged.join("")).not.toMatch(/ghs_|PRIVATE KEY/);
});
