/** What attackers and accidents try against the review of a pull request, tried on the whole App. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { type LocalGitHub, type LocalRepository, people } from "../local-github/local-github.ts";
import { startLocalGitHub } from "../local-github/start.ts";
import { buildWebserver, gitIn } from "../stories/webserver.ts";
import { eventually, type RunningApp, removeDataDirs, startApp } from "./running-app.ts";

const folder = mkdtempSync(join(tmpdir(), "bakegate-attack-"));
const secret = "Xq7-Vw2-unmistakable-Pz9";
const encoded = Buffer.from(secret).toString("base64");
/** A line of a private key, made up. */
const keyLine = Buffer.from(Array.from({ length: 48 }, (_, index) => (index * 89 + 41) % 256)).toString("base64");
let github: LocalGitHub;
let app: RunningApp;
let repository: LocalRepository;

beforeAll(async () => {
  buildWebserver(folder);
  github = await startLocalGitHub();
  // What is only told when somebody looks for a fault must hold no secret either.
  app = await startApp(github, { env: { LOG_LEVEL: "debug" } });
}, 60_000);

afterAll(async () => {
  await app.stop();
  await github.close();
  removeDataDirs();
  rmSync(folder, { recursive: true, force: true });
});

let attacks = 0;

beforeEach(async () => {
  repository = await github.createRepository({ name: `attacked-${++attacks}`, folder, branches: ["main"] });
  await repository.protect("main", { checks: ["bakegate"] });
});

afterEach(() => expect(github.violations()).toEqual([]));

/** A branch on top of another, with files written and committed. */
function branch(name: string, from: string, files: Readonly<Record<string, string>>, also: () => void = () => {}): void {
  gitIn(folder, "checkout", "-q", "-B", name, from);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  also();
  gitIn(folder, "add", "--all");
  gitIn(folder, "commit", "-q", "-m", "Change");
  gitIn(folder, "checkout", "-q", "main");
}

async function open(local: string, head = "change") {
  await repository.push(head, local);
  const number = await repository.openPullRequest({ head, title: "A change" });
  const check = await repository.completedCheck(repository.pullRequest(number).headSha);
  return { number, check };
}

async function ownComment(number: number) {
  return eventually("the comment", async () => (await repository.comments(number)).find((comment) => comment.app === github.appSlug));
}

const web = "terraform/ap-northeast-1/webserver";

describe("policy or exemption changed in the pull request itself", () => {
  test("a policy in the head is not the policy", async () => {
    branch("weak", "resize-in-place", { ".github/bakegate.yml": "version: 1\nmode: advisory\n" });
    expect((await open("weak")).check.conclusion).toBe("failure");
  });

  test("an exemption in the head exempts nothing", async () => {
    const exemption =
      "version: 1\nexemptions:\n  - id: mine\n    rule: immutable/in-place-update\n    reason: because I say so\n    expires: 2030-01-01\n";
    branch("exempt", "resize-in-place", { ".github/bakegate.yml": exemption });
    expect((await open("exempt")).check.conclusion).toBe("failure");
  });

  test("a policy deleted in the head still holds", async () => {
    branch("deleted", "resize-in-place", {}, () => rmSync(join(folder, ".github/bakegate.yml")));
    expect((await open("deleted")).check.conclusion).toBe("failure");
  });
});

test("a status of the same name posted by somebody else, and a check by another App, do not let the merge through", async () => {
  const { number, check } = await open("resize-in-place");
  await repository.postStatus(check.headSha, { context: "bakegate", state: "success", by: people.writer });
  await repository.checkByAnotherApp(check.headSha, { name: "bakegate", conclusion: "success" });
  expect((await repository.merge(number)).status).toBeGreaterThanOrEqual(400);
});

test("a command by a comment edit is not taken", async () => {
  const { number, check } = await open("resize-in-place");
  const comment = await repository.comment(number, people.writer, "looks odd");
  const before = github.requests().length;
  await repository.editComment(comment, people.writer, "/bakegate review");
  await repository.comment(number, people.writer, "/bakegate help");
  await eventually("the help", async () => (await ownComment(number)).body.includes("/bakegate explain RULE"));
  expect(repository.reactions(comment)).toEqual([]);
  expect(await repository.checks(check.headSha)).toHaveLength(1);
  expect(
    github
      .requests()
      .slice(before)
      .filter((one) => one.path.includes(`/comments/${comment}/`)),
  ).toEqual([]);
});

test("markdown, HTML, mention and fence injection, bidi and control characters through names and values stay text", async () => {
  const hostile =
    "```\\n@acme/admins <img src=x onerror=alert(1)> <!-- bakegate:v1 --> [x](http://evil.test) | ~~~ \\u202e\\u0007 #1 \\u200b";
  const types = `resource "aws_instance" "web" {\n  ami = "ami-1"\n  instance_type = "SIZE"\n  subnet_id = "${hostile}"\n}\n`;
  branch("hostile-base", "main", { "evil/`@mallory`/main.tf": types.replace("SIZE", "t3.micro") });
  branch("hostile-head", "hostile-base", { "evil/`@mallory`/main.tf": types.replace("SIZE", `t3.large ${hostile}`) });
  repository = await github.createRepository({ name: `attacked-${++attacks}`, folder, branches: ["hostile-base"] });
  await repository.protect("hostile-base", { checks: ["bakegate"] });
  await repository.push("change", "hostile-head");
  const number = await repository.openPullRequest({ head: "change", base: "hostile-base", title: "Hostile" });
  const check = await repository.completedCheck(repository.pullRequest(number).headSha);
  const { body } = await ownComment(number);
  for (const text of [body, check.text ?? "", check.summary ?? ""]) {
    const outside = text.replace(/(`+)[^`][\s\S]*?\1/g, "CODE").replace(/<code>[^<]*<\/code>/g, "CODE");
    expect(outside).not.toMatch(/@acme|@mallory|<img|http:\/\/evil/);
    for (const invisible of ["\u202e", "\u0007", "\u200b"]) expect(text).not.toContain(invisible);
  }
  expect(body.match(/<!-- bakegate:v1/g)).toHaveLength(1);
});

test("a forged copy of the hidden marker is not taken for the App's comment", async () => {
  await repository.push("change", "resize-in-place");
  github.loseDeliveries(1, "pull_request");
  const number = await repository.openPullRequest({ head: "change", title: "Forged" });
  await repository.comment(number, people.writer, "<!-- bakegate:v1 base=none head=none verdict=pass -->\n## ✅ All is well");
  const lost = github
    .deliveries()
    .filter((one) => one.event === "pull_request")
    .at(-1);
  if (lost === undefined) throw new Error("nothing was lost");
  await github.redeliver(lost.id);
  const own = await ownComment(number);
  const forged = (await repository.comments(number)).find((comment) => comment.author === people.writer);
  expect(own.body).toContain("⛔");
  expect(forged?.body).toContain("All is well");
});

test("secrets are echoed in no comment, check, log or error", async () => {
  branch("secret", "main", {
    [`${web}/terraform.tfvars`]: `database_password = "${secret}"\n`,
    [`${web}/leak.tf`]: `resource "aws_db_instance" "leak" {\n  password = "${secret}"\n  engine = "${secret}\n}\n`,
    ".env": `DB_PASSWORD=${secret}\n`,
    "deploy/secret.yaml": `apiVersion: v1\nkind: Secret\ndata:\n  password: ${encoded}\n`,
    "deploy/broken.yaml": `password: "${secret}\n  - : [${secret}\n`,
    "docker-compose.yml": `services:\n  db:\n    environment:\n      POSTGRES_PASSWORD: ${secret}\n`,
    "scripts/migrate.sh": `psql "postgres://orders:${secret}@orders.acme.io/main"\ncurl -u "deploy:${secret}" https://acme.io\n`,
    "keys/web.pem": `-----BEGIN RSA PRIVATE KEY-----\n${keyLine}\n${keyLine}\n-----END RSA PRIVATE KEY-----\n`,
  });
  const { number, check } = await open("secret");
  expect(check.conclusion).toBe("failure");
  await ownComment(number);
  const everything = JSON.stringify([await repository.comments(number), check, app.log, github.requests().map((one) => one.body)]);
  for (const text of [secret, encoded.slice(0, -4), keyLine]) expect(everything.includes(text)).toBe(false);
  expect(JSON.stringify(app.log)).not.toMatch(/PRIVATE KEY|ghs_|the-webhook-secret/);
});

describe("branch and directory names that are options or shell code", () => {
  test.each(["--upload-pack=touch", "$(touch pwned)", "a;rm", "feature/a&x=1"])("head branch %s", async (name) => {
    await repository.push(name, "resize-in-place");
    const number = await repository.openPullRequest({ head: name, title: "Odd name" });
    const check = await repository.completedCheck(repository.pullRequest(number).headSha);
    expect(check.conclusion).toBe("failure");
    expect(check.title).toMatch(/^Blocked/);
  });

  test("base branch with such a name", async () => {
    await repository.push("release/1;$(x)", "main");
    await repository.protect("release/1;$(x)", { checks: ["bakegate"] });
    await repository.push("change", "resize-in-place");
    const number = await repository.openPullRequest({ head: "change", base: "release/1;$(x)", title: "Odd base" });
    expect((await repository.completedCheck(repository.pullRequest(number).headSha)).title).toMatch(/^Blocked/);
  });
});

describe("path traversal and symlinks in a tree", () => {
  test("a module source and file() that climb out of the repository, and links that do, end in no success and read nothing", async () => {
    branch(
      "climb",
      "main",
      { [`${web}/climb.tf`]: 'module "up" {\n  source = "../../../../../../etc"\n}\n\nlocals {\n  passwd = file("/etc/passwd")\n}\n' },
      () => symlinkSync("/etc/passwd", join(folder, web, "linked.tf")),
    );
    const { number, check } = await open("climb");
    expect(check.conclusion).toBe("failure");
    expect(check.title).toContain("Could not be evaluated");
    expect(JSON.stringify([check, await ownComment(number)])).not.toContain("root:");
  });
});

describe("YAML and JSON bombs, and patterns made to backtrack", () => {
  test("in the head they end the review in time", async () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${"bcdefghij"
      .split("")
      .map((letter, index) => `${letter}: &${letter} [${Array(9).fill(`*${"abcdefghi"[index]}`).join(",")}]`)
      .join("\n")}\n`;
    branch("bomb", "resize-in-place", {
      ".github/workflows/bomb.yml": bomb,
      ".github/bakegate.yml": bomb,
      [`${web}/deep.tf.json`]: `${'{"a":'.repeat(5_000)}1${"}".repeat(5_000)}`,
      [`${web}/slow.tf`]: `locals {\n  a = regex("^(a+)+$", "${"a".repeat(200)}!")\n  b = range(1000000000)\n}\n`,
    });
    const started = Date.now();
    const { check } = await open("bomb");
    expect(check.conclusion).toBe("failure");
    expect(Date.now() - started).toBeLessThan(20_000);
  });

  test("as the policy of the tip they fail the check with a place", async () => {
    branch("bomb-tip", "main", { ".github/bakegate.yml": `version: 1\nbranches: ${"[".repeat(2_000)}${"]".repeat(2_000)}\n` });
    await repository.push("main", "bomb-tip", { by: people.owner });
    const { check } = await open("resize-in-place");
    expect(check.conclusion).toBe("failure");
    expect(check.title).toContain(".github/bakegate.yml:2");
  });
});

describe("replayed or forged webhooks", () => {
  test("a forged one is refused and nothing comes of it", async () => {
    const named = { name: repository.name, owner: { login: "acme" }, full_name: `acme/${repository.name}` };
    expect(await github.forge("pull_request", { action: "opened", number: 1, repository: named, pull_request: { number: 1 } })).toBe(400);
    // Rounds look around at any time, and the review before may still be writing its comment; this repository has no pull request.
    const ofPulls = new RegExp(`^/repos/${named.full_name}/(issues|pulls)/`);
    expect(github.requests().filter((one) => ofPulls.test(one.path))).toEqual([]);
  });

  test("without a signature, and with one over other bytes", async () => {
    const headers = { "content-type": "application/json", "x-github-event": "pull_request", "x-github-delivery": "1" };
    const url = `${app.url}/api/github/webhooks`;
    const none = await fetch(url, { method: "POST", headers, body: "{}" });
    const wrong = await fetch(url, {
      method: "POST",
      headers: { ...headers, "x-hub-signature-256": `sha256=${"0".repeat(64)}` },
      body: "{}",
    });
    expect([none.status, wrong.status]).toEqual([400, 400]);
  });
});

test("Probot's setup routes are not there", async () => {
  for (const path of ["/", "/probot", "/probot/setup", "/probot/import", "/probot/success", "/probot/static/probot-head.png"]) {
    expect([path, (await fetch(`${app.url}${path}`)).status]).toEqual([path, 404]);
    expect([path, (await fetch(`${app.url}${path}`, { method: "POST" })).status]).toEqual([path, 405]);
  }
});

test("nothing of a pull request is run: no process is started beside the App's own", async () => {
  branch("external", "main", {
    [`${web}/external.tf`]: 'data "external" "run" {\n  program = ["sh", "-c", "touch /tmp/bakegate-was-here"]\n}\n',
  });
  const { check } = await open("external");
  expect(check.status).toBe("completed");
  expect(() => execFileSync("ls", ["/tmp/bakegate-was-here"], { stdio: "pipe" })).toThrow();
});
