/** The whole App against the local GitHub: pull requests are reviewed, and branch protection really refuses the merge. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { type LocalGitHub, type LocalRepository, people } from "../local-github/local-github.ts";
import { startLocalGitHub } from "../local-github/start.ts";
import { buildWebserver, gitIn } from "../stories/webserver.ts";
import { eventually, newDataDir, type RunningApp, removeDataDirs, startApp } from "./running-app.ts";

const folder = mkdtempSync(join(tmpdir(), "bakegate-story-"));
let github: LocalGitHub;
let app: RunningApp;
let repository: LocalRepository;
let dataDir: string;

beforeAll(async () => {
  buildWebserver(folder);
  github = await startLocalGitHub();
  dataDir = newDataDir();
  app = await startApp(github, { dataDir });
}, 60_000);

afterAll(async () => {
  const code = await app.stop();
  await github.close();
  removeDataDirs();
  rmSync(folder, { recursive: true, force: true });
  expect(code).toBe(0);
});

let stories = 0;

beforeEach(async () => {
  repository = await github.createRepository({ name: `webserver-${++stories}`, folder, branches: ["main"] });
  await repository.protect("main", { checks: ["bakegate"] });
});

afterEach(() => {
  expect(github.violations()).toEqual([]);
});

/** Opens a pull request from a story of the fixture and waits for its check. */
async function open(story: string, head = story) {
  await repository.push(head, story);
  const number = await repository.openPullRequest({ head, title: story });
  const check = await repository.completedCheck(repository.pullRequest(number).headSha);
  return { number, check };
}

async function livingComment(number: number) {
  return eventually("the comment", async () => (await repository.comments(number)).find((comment) => comment.app === github.appSlug));
}

test("a resize in place is refused; a push that replaces instead turns the check green, updates the one comment, and is merged", async () => {
  const { number, check } = await open("resize-in-place", "change");
  expect([check.conclusion, check.app]).toEqual(["failure", github.appSlug]);
  expect(check.title).toMatch(/^Blocked: /);
  const refused = await repository.merge(number);
  expect(refused.status).toBeGreaterThanOrEqual(400);
  expect(refused.sha).toBeNull();
  const before = await livingComment(number);
  expect(before.body).toContain("instance_type");

  gitIn(folder, "branch", "-f", "mended", "new-image");
  const sha = await repository.push("change", "mended");
  const green = await repository.completedCheck(sha);
  expect(green.conclusion).toBe("success");
  const after = await eventually("the updated comment", async () => {
    const comment = await livingComment(number);
    return comment.body === before.body ? null : comment;
  });
  expect(after.id).toBe(before.id);
  expect(after.body).toMatch(/Since the last push:\*\* fixed `immutable\/in-place-update`/);
  expect((await repository.comments(number)).filter((comment) => comment.app === github.appSlug)).toHaveLength(1);
  expect(await repository.merge(number)).toMatchObject({ status: 200 });
  const told = app.log.filter((line) => /^(?:check completed|comment )/.test(String(line.msg)));
  expect(told.length).toBeGreaterThanOrEqual(4);
  for (const line of told)
    expect(line).toMatchObject({
      delivery: expect.any(String),
      repository: `acme/${repository.name}`,
      pull_request: number,
      sha: expect.stringMatching(/^[0-9a-f]{40}$/),
    });
}, 60_000);

describe("stories that are blocked", () => {
  test.each([
    ["pasted-password", /password|credential/i],
    ["remote-exec", /provisioner|remote-exec/i],
    ["weakened-policy", /Blocked|in place/i],
  ])(
    "%s",
    async (story, words) => {
      const { number, check } = await open(story);
      expect([story, check.conclusion]).toEqual([story, "failure"]);
      expect(check.title).toMatch(words);
      expect((await repository.merge(number)).status).toBeGreaterThanOrEqual(400);
    },
    30_000,
  );

  test("a syntax error ends in a failed check that says where", async () => {
    gitIn(folder, "checkout", "-q", "-B", "broken", "main");
    const { writeFileSync } = await import("node:fs");
    writeFileSync(join(folder, "terraform/ap-northeast-1/webserver/outputs.tf"), 'output "x" {\n  value = [\n}\n');
    gitIn(folder, "commit", "-q", "-am", "Break it");
    gitIn(folder, "checkout", "-q", "main");
    const { check } = await open("broken");
    expect(check.conclusion).toBe("failure");
    expect(check.title).toContain("Could not be evaluated");
    expect(JSON.stringify(check.annotations)).toContain("outputs.tf");
  });
});

describe("stories that pass", () => {
  test.each(["tags-only", "docs-only"])(
    "%s is green and can be merged",
    async (story) => {
      const { number, check } = await open(story);
      expect(check.conclusion).toBe("success");
      expect((await repository.merge(number)).status).toBe(200);
    },
    30_000,
  );
});

test("a password that one commit adds and the next takes away is blocked; the branch without that commit is not", async () => {
  const { writeFileSync } = await import("node:fs");
  gitIn(folder, "checkout", "-q", "-B", "leaky", "main");
  const values = join(folder, "terraform/ap-northeast-1/webserver/leaked.auto.tfvars");
  writeFileSync(values, 'admin_password = "Wint3r-Is-Coming-42"\n');
  gitIn(folder, "add", "--all");
  gitIn(folder, "commit", "-q", "-m", "Try something");
  const leak = gitIn(folder, "rev-parse", "HEAD");
  rmSync(values);
  writeFileSync(join(folder, "NOTES.md"), "Notes\n");
  gitIn(folder, "add", "--all");
  gitIn(folder, "commit", "-q", "-m", "Keep notes");
  const { number, check } = await open("leaky");
  expect([check.conclusion, check.title]).toEqual(["failure", "Blocked: 1 credential in an earlier commit"]);
  const { body } = await livingComment(number);
  expect(body).toContain(`leaked.auto.tfvars:1\`](`);
  expect(body).toContain(`/blob/${leak}/`);
  expect(body).not.toContain("Wint3r");
  expect((await repository.merge(number)).status).toBeGreaterThanOrEqual(400);

  gitIn(folder, "reset", "-q", "--soft", "main");
  gitIn(folder, "commit", "-q", "-m", "Keep notes");
  const sha = await repository.push("leaky", "leaky");
  gitIn(folder, "checkout", "-q", "main");
  expect((await repository.completedCheck(sha)).conclusion).toBe("success");
}, 60_000);

test("a fork is reviewed without anything of it being run, and blocked alike", async () => {
  const number = await repository.openPullRequest({ head: "resize-in-place", fork: people.stranger, title: "From a fork" });
  const check = await repository.completedCheck(repository.pullRequest(number).headSha);
  expect(check.conclusion).toBe("failure");
  expect((await repository.merge(number)).status).toBeGreaterThanOrEqual(400);
  expect((await livingComment(number)).body).toContain("resized in place");
});

test("a delivery that comes again does nothing, after a restart neither", async () => {
  const { number } = await open("resize-in-place");
  const opened = github
    .deliveries()
    .filter((delivery) => delivery.event === "pull_request")
    .at(-1);
  if (opened === undefined) throw new Error("nothing was delivered");
  await livingComment(number);
  const checks = (await repository.checks(repository.pullRequest(number).headSha)).length;
  await github.redeliver(opened.id);
  await app.stop();
  app = await startApp(github, { dataDir });
  await github.redeliver(opened.id);
  await eventually("the duplicate to be recognised", () => app.log.some((line) => String(line.msg).startsWith("delivered before")));
  expect(await repository.checks(repository.pullRequest(number).headSha)).toHaveLength(checks);
  expect((await repository.comments(number)).filter((comment) => comment.app === github.appSlug)).toHaveLength(1);
}, 40_000);

test("killed in the middle of a review: the next start finds the pull request, and takes up the check that was left open", async () => {
  github.interfere({ method: "GET", path: /\/compare\//, answer: { kind: "delay", milliseconds: 3_000 } });
  await repository.push("resize-in-place");
  const number = await repository.openPullRequest({ head: "resize-in-place", title: "Killed" });
  const { headSha } = repository.pullRequest(number);
  const open = await eventually("the check in progress", async () => (await repository.checks(headSha))[0]);
  expect(open.status).toBe("in_progress");
  await app.kill();
  app = await startApp(github, { dataDir });
  const check = await repository.completedCheck(headSha);
  expect(check.conclusion).toBe("failure");
  expect(check.id).toBe(open.id);
  expect(await repository.checks(headSha)).toHaveLength(1);
}, 40_000);

test("a webhook that was lost is asked for again, or its pull request is found by looking", async () => {
  await app.stop();
  await repository.push("resize-in-place");
  const number = await repository.openPullRequest({ head: "resize-in-place", title: "Nobody heard" });
  app = await startApp(github, { dataDir });
  expect((await repository.completedCheck(repository.pullRequest(number).headSha)).conclusion).toBe("failure");
}, 40_000);

describe("comment commands", () => {
  test("of somebody without rights get a reaction, and nothing is done", async () => {
    const { number } = await open("resize-in-place");
    const before = await livingComment(number);
    const comment = await repository.comment(number, people.reader, "/bakegate review");
    await eventually("the reaction", () => repository.reactions(comment).find((reaction) => reaction.content === "-1"));
    expect((await livingComment(number)).body).toBe(before.body);
    expect(await repository.checks(repository.pullRequest(number).headSha)).toHaveLength(1);
  });

  test("of somebody who may write are answered in the one comment", async () => {
    const { number } = await open("resize-in-place");
    const before = await livingComment(number);
    const help = await repository.comment(number, people.writer, "/bakegate help");
    await eventually("the reaction", () => repository.reactions(help).find((reaction) => reaction.content === "+1"));
    await eventually("the answer", async () => (await livingComment(number)).body.includes("/bakegate explain RULE"));
    await repository.comment(number, people.writer, "/bakegate explain provisioner");
    const explained = await eventually("the page", async () => {
      const comment = await livingComment(number);
      return comment.body.includes("immutable/provisioner") ? comment : null;
    });
    expect(explained.id).toBe(before.id);
    expect(explained.body).not.toContain("/bakegate explain RULE");
    const again = await repository.comment(number, people.writer, "/bakegate review");
    await eventually("the reaction", () => repository.reactions(again).find((reaction) => reaction.content === "eyes"));
    await eventually("the second check", async () => (await repository.checks(repository.pullRequest(number).headSha)).length === 2);
  });
});

test("pushes in a row: only the last head is shown, and no check of the others stays open", async () => {
  const shas: string[] = [];
  await repository.push("change", "resize-in-place");
  const number = await repository.openPullRequest({ head: "change", title: "In a hurry" });
  shas.push(repository.pullRequest(number).headSha);
  for (const story of ["remote-exec", "pasted-password", "tags-only"]) shas.push(await repository.push("change", story));
  const check = await repository.completedCheck(shas.at(-1) ?? "");
  expect(check.conclusion).toBe("success");
  await eventually("the end of the others", async () => {
    const all = await Promise.all(shas.map((sha) => repository.checks(sha)));
    return all.flat().every((one) => one.status === "completed");
  });
  for (const sha of shas.slice(0, -1))
    for (const one of await repository.checks(sha)) expect(["failure", "cancelled"]).toContain(one.conclusion);
  await eventually("the comment of the last head", async () =>
    (await repository.comments(number)).every((comment) => comment.body.includes(` head=${shas.at(-1)} `) || comment.app === null),
  );
  expect((await repository.comments(number)).length).toBeLessThanOrEqual(1);
}, 40_000);

test("another base branch is another change: it is evaluated again", async () => {
  await repository.push("release", "resize-in-place");
  await repository.protect("release", { checks: ["bakegate"] });
  const { number, check } = await open("resize-in-place");
  expect(check.conclusion).toBe("failure");
  await repository.editPullRequest(number, { base: "release" });
  const again = await repository.completedCheck(check.headSha, { after: check.id });
  expect([again.conclusion, again.title]).toEqual(["success", "No infrastructure changes"]);
}, 40_000);

test("doctor says what is wired, against the same GitHub", async () => {
  const doctor = async () => {
    const env = { ...process.env, APP_ID: String(github.appId), PRIVATE_KEY: github.privateKey, GITHUB_API_URL: github.apiUrl };
    const cli = new URL("../../dist/cli.js", import.meta.url).pathname;
    const child = spawn(process.execPath, [cli, "doctor", `acme/${repository.name}`, "--format", "json"], {
      env,
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [chunks] = await Promise.all([child.stdout.toArray(), once(child, "exit")]);
    const report = JSON.parse(Buffer.concat(chunks).toString("utf8")) as { answers: readonly { question: string; state: string }[] };
    return { exit: child.exitCode, states: new Map(report.answers.map(({ question, state }) => [question, state])) };
  };
  const wired = await doctor();
  expect(wired.states.get("check-required")).toBe("ok");
  expect(wired.states.get("check-pinned")).toBe("ok");
  await repository.protect("main", { checks: ["bakegate"], anySource: true });
  const open = await doctor();
  expect([open.exit, open.states.get("check-pinned")]).toEqual([1, "wrong"]);
}, 40_000);

test("a check that is asked for again is reviewed again", async () => {
  const { number, check } = await open("tags-only");
  await repository.rerequestCheck(check.id);
  const again = await repository.completedCheck(check.headSha);
  expect(again.conclusion).toBe("success");
  const ended = github
    .requests()
    .filter((one) => one.method === "PATCH" && /"completed"/.test(JSON.stringify(one.body)) && one.path.includes(repository.name));
  expect([ended.length, repository.pullRequest(number).state]).toEqual([2, "open"]);
});

test("a merge group is evaluated for real: its own commit against its base", async () => {
  const { number } = await open("tags-only");
  const clean = await repository.queueMerge([number]);
  expect((await repository.completedCheck(clean.headSha)).conclusion).toBe("success");
  await repository.push("resize-in-place");
  const bad = await repository.openPullRequest({ head: "resize-in-place", title: "Resize" });
  const group = await repository.queueMerge([bad]);
  expect((await repository.completedCheck(group.headSha)).conclusion).toBe("failure");
  expect((await repository.landMergeGroup(group)).sha).toBeNull();
}, 40_000);

test("a policy that changes at the tip has open pull requests evaluated again", async () => {
  const { check } = await open("resize-in-place");
  expect(check.conclusion).toBe("failure");
  gitIn(folder, "checkout", "-q", "-B", "advisory", "main");
  const { writeFileSync } = await import("node:fs");
  writeFileSync(join(folder, ".github/bakegate.yml"), "version: 1\nmode: advisory\n");
  gitIn(folder, "commit", "-q", "-am", "Start small");
  gitIn(folder, "checkout", "-q", "main");
  await repository.push("main", "advisory", { by: people.owner });
  const again = await repository.completedCheck(check.headSha, { after: check.id });
  expect(again.conclusion).toBe("success");
  expect(again.title).toContain("would be blocked");
}, 40_000);

test("a waiver of the pull request itself does not count; once the base branch holds it, the pull request is evaluated again", async () => {
  const { readFileSync, writeFileSync } = await import("node:fs");
  const file = join(folder, "terraform/ap-northeast-1/webserver/main.tf");
  const waive = (branch: string, from: string) => {
    gitIn(folder, "checkout", "-q", "-B", branch, from);
    const waiver = "  # bakegate:allow immutable/in-place-update until 2999-12-31 because it is an appliance, OPS-12\n";
    writeFileSync(
      file,
      readFileSync(file, "utf8").replace(/^ +instance_type /m, (line) => waiver + line),
    );
    gitIn(folder, "commit", "-q", "-am", "Let the resize through");
    gitIn(folder, "checkout", "-q", "main");
  };
  waive("waived", "resize-in-place");
  const { number, check } = await open("waived");
  expect(check.conclusion).toBe("failure");
  expect((await livingComment(number)).body).toContain("was added by this change and does not count until it stands on the base branch");
  waive("waiver", "main");
  await repository.push("main", "waiver", { by: people.owner });
  const again = await repository.completedCheck(check.headSha, { after: check.id });
  expect([again.conclusion, again.title]).toEqual(["success", expect.stringContaining("let through")]);
}, 40_000);

test("at installation the check is posted once, with what has to be wired", async () => {
  const fresh = await github.createRepository({ name: "fresh", folder, branches: ["main"] });
  await github.announceInstallation();
  const tip = await fresh.tip("main");
  const check = await fresh.completedCheck(tip ?? "");
  expect(check.conclusion).toBe("action_required");
  expect(check.summary).toContain("Settings");
}, 40_000);
