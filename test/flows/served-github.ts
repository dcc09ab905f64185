/** A repository served by GitHub's API as nock plays it: the network is off, and every answer can be made to fail. */
import { generateKeyPairSync } from "node:crypto";
import nock from "nock";
import { pino } from "pino";
import type { AppTools } from "../../src/flows/app-tools.ts";
import { ParseMemory } from "../../src/flows/parse-memory.ts";
import { Folder } from "../../src/git/folder.ts";
import { createApp } from "../../src/github/app-client.ts";
import { BlobCache } from "../../src/github/blob-cache.ts";
import { createCommitMemory } from "../../src/github/commit-files.ts";
import { createTreeMemory } from "../../src/github/trees.ts";
import { CHECK_NAME } from "../../src/model/check-run.ts";

export const api = "https://github.test/api/v3";
export const appId = 7;
const privateKey = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ type: "pkcs1", format: "pem" }).toString();

export const sha = { base: "b".repeat(40), tip: "c".repeat(40), head: "a".repeat(40), newer: "d".repeat(40) } as const;

export interface PostedCheck {
  readonly id: number;
  readonly head_sha: string;
  status: string;
  conclusion: string | null;
  external_id: string;
  completed_at: string | null;
  output: { title: string; summary: string; text?: string };
  annotations: unknown[];
}

export interface PostedComment {
  readonly id: number;
  body: string;
  readonly user: { login: string; type: string };
  readonly performed_via_github_app: { id: number } | null;
}

/** What stands on the server, and what was written to it. */
export interface ServedGitHub {
  readonly tools: AppTools;
  readonly checks: PostedCheck[];
  readonly comments: PostedComment[];
  readonly reactions: { readonly comment: number; readonly content: string }[];
  /** `POST /repos/…` in the order in which they came. */
  readonly asked: string[];
  readonly logged: string[];
  pull: { state: string; head: string; baseRef: string; updatedAt: string };
  branch: { protected: boolean; tip: string };
  rules: unknown[];
  permissions: Record<string, string>;
  pulls: number[];
  /** Called when pull request 12 is read, with how often it was read before. */
  onPull: (times: number) => void;
}

export interface Served {
  /** Folders behind commits. */
  readonly commits: Readonly<Record<string, string>>;
  readonly mergeBase?: string;
  /** Milliseconds of one request. */
  readonly patience?: number;
}

/** Starts to serve; `nock.cleanAll()` ends it. Faults are set up before, with nock itself: the first that matches answers. */
export async function serveRepository(served: Served): Promise<ServedGitHub> {
  nock.disableNetConnect();
  const trees = new Map<string, Folder>(Object.entries(served.commits).map(([commit, folder]) => [commit, new Folder(folder)]));
  for (const folder of trees.values()) await folder.tree();
  const logged: string[] = [];
  const log = pino({ level: "trace", base: null }, { write: (line) => void logged.push(line) });
  const probot = createApp({
    appId,
    privateKey,
    apiUrl: api,
    webhookSecret: "secret",
    log: pino({ level: "silent" }),
    second: 1,
    patience: served.patience ?? 5_000,
  });
  const tools: AppTools = {
    probot,
    app: { id: appId, slug: "bakegate" },
    blobs: new BlobCache({ dir: null, log }),
    trees: createTreeMemory(),
    commits: createCommitMemory(),
    parses: new ParseMemory(),
    log,
  };
  const github: ServedGitHub = {
    tools,
    checks: [],
    comments: [],
    reactions: [],
    asked: [],
    logged,
    pull: { state: "open", head: sha.head, baseRef: "main", updatedAt: "2026-10-01T09:00:00Z" },
    branch: { protected: true, tip: sha.tip },
    rules: [],
    permissions: {},
    pulls: [12],
    onPull: () => {},
  };
  const answer = answering(github, trees, served.mergeBase ?? sha.base);
  for (const method of ["GET", "POST", "PATCH"] as const) {
    nock(api)
      .persist()
      .intercept(/.*/, method)
      .reply(function reply(uri, body) {
        const path = decodeURIComponent(uri.replace("/api/v3", ""));
        github.asked.push(`${method} ${path}`);
        return answer(method, path, body as Record<string, unknown>) as unknown as [number, unknown];
      });
  }
  return github;
}

type Answer = readonly [number, unknown];

function answering(github: ServedGitHub, trees: ReadonlyMap<string, Folder>, mergeBase: string) {
  let ids = 1_000;
  let reads = 0;
  const routes: readonly (readonly [
    string,
    RegExp,
    (found: RegExpExecArray, body: Record<string, unknown>) => Answer | Promise<Answer>,
  ])[] = [
    ["POST", /^\/app\/installations\/\d+\/access_tokens$/, () => [201, { token: "ghs_test", expires_at: "2099-01-01T00:00:00Z" }]],
    ["GET", /^\/app\/installations\?/, () => [200, [{ id: 1, suspended_at: null }]]],
    ["GET", /^\/app\/hook\/deliveries/, () => [200, []]],
    ["GET", /^\/installation\/repositories/, () => [200, { repositories: [{ name: "web", owner: { login: "acme" }, archived: false }] }]],
    [
      "GET",
      /^\/repos\/acme\/web\/pulls\/(\d+)$/,
      (found) => {
        github.onPull(reads++);
        return [200, pullRequest(github, Number(found[1]))];
      },
    ],
    ["GET", /^\/repos\/acme\/web\/pulls\?/, () => [200, github.pulls.map((number) => pullRequest(github, number))]],
    ["GET", /^\/repos\/acme\/web\/commits\/[0-9a-f]{40}\/pulls/, () => [200, []]],
    [
      "GET",
      /^\/repos\/acme\/web\/branches\/([^/]+)$/,
      () => [200, { name: "main", protected: github.branch.protected, commit: { sha: github.branch.tip } }],
    ],
    ["GET", /^\/repos\/acme\/web\/rules\/branches\//, () => [200, github.rules]],
    ["GET", /^\/repos\/acme\/web\/compare\/[0-9a-f]+\.\.\.([0-9a-f]+)/, (found) => [200, compared(mergeBase, found[1] ?? "")]],
    ["GET", /^\/repos\/acme\/web\/git\/trees\/([0-9a-f]{40})/, async (found) => tree(trees.get(found[1] ?? ""))],
    ["GET", /^\/repos\/acme\/web\/git\/blobs\/([0-9a-f]{40})/, async (found) => blob(trees, found[1] ?? "")],
    [
      "GET",
      /^\/repos\/acme\/web\/commits\/([0-9a-f]{40})\/check-runs/,
      (found) => [200, { check_runs: github.checks.filter((check) => check.head_sha === found[1]).map(checkRun) }],
    ],
    [
      "POST",
      /^\/repos\/acme\/web\/check-runs$/,
      (_, body) => {
        const check = {
          id: ids++,
          head_sha: String(body.head_sha),
          annotations: [],
          conclusion: null,
          completed_at: null,
        } as unknown as PostedCheck;
        github.checks.push(check);
        return [201, checkRun(write(check, body))];
      },
    ],
    [
      "PATCH",
      /^\/repos\/acme\/web\/check-runs\/(\d+)$/,
      (found, body) => {
        const check = github.checks.find((one) => one.id === Number(found[1]));
        return check === undefined ? [404, { message: "Not Found" }] : [200, checkRun(write(check, body))];
      },
    ],
    ["GET", /^\/repos\/acme\/web\/issues\/12\/comments/, () => [200, github.comments]],
    [
      "POST",
      /^\/repos\/acme\/web\/issues\/12\/comments$/,
      (_, body) => {
        const comment = {
          id: ids++,
          body: String(body.body),
          user: { login: "bakegate[bot]", type: "Bot" },
          performed_via_github_app: { id: appId },
        };
        github.comments.push(comment);
        return [201, comment];
      },
    ],
    [
      "PATCH",
      /^\/repos\/acme\/web\/issues\/comments\/(\d+)$/,
      (found, body) => {
        const comment = github.comments.find((one) => one.id === Number(found[1]));
        if (comment === undefined) return [404, { message: "Not Found" }];
        comment.body = String(body.body);
        return [200, comment];
      },
    ],
    [
      "POST",
      /^\/repos\/acme\/web\/issues\/comments\/(\d+)\/reactions$/,
      (found, body) => {
        github.reactions.push({ comment: Number(found[1]), content: String(body.content) });
        return [201, { id: ids++ }];
      },
    ],
    [
      "GET",
      /^\/repos\/acme\/web\/collaborators\/([^/]+)\/permission$/,
      (found) => {
        const permission = github.permissions[found[1] ?? ""];
        return permission === undefined ? [404, { message: "Not Found" }] : [200, { permission }];
      },
    ],
  ];
  return async (method: string, path: string, body: Record<string, unknown>): Promise<Answer> => {
    for (const [verb, pattern, reply] of routes) {
      const found = verb === method ? pattern.exec(path) : null;
      if (found !== null) return reply(found, body);
    }
    throw new Error(`nothing is served at ${method} ${path}`);
  };
}

function pullRequest(github: ServedGitHub, number: number) {
  const repo = { html_url: "https://github.test/acme/web" };
  const { state, head, baseRef, updatedAt } = github.pull;
  return {
    number,
    state,
    updated_at: updatedAt,
    user: { login: "wendy" },
    base: { ref: baseRef, repo },
    head: { ref: "change", sha: head, repo },
  };
}

async function tree(folder: Folder | undefined): Promise<Answer> {
  if (folder === undefined) return [404, { message: "Not Found" }];
  const entries = [...(await folder.tree()).entries.values()];
  return [
    200,
    {
      sha: "e".repeat(40),
      truncated: false,
      tree: entries.map(({ path, id, size }) => ({ path, mode: "100644", type: "blob", sha: id, size })),
    },
  ];
}

async function blob(trees: ReadonlyMap<string, Folder>, id: string): Promise<Answer> {
  for (const folder of trees.values()) {
    const content = (await folder.readBlobs([id], 1e9)).get(id);
    if (content?.kind !== "bytes") continue;
    return [200, { sha: id, size: content.bytes.length, encoding: "base64", content: Buffer.from(content.bytes).toString("base64") }];
  }
  return [404, { message: "Not Found" }];
}

function write(check: PostedCheck, body: Record<string, unknown>): PostedCheck {
  const { output, ...rest } = body as { output?: { annotations?: unknown[] } };
  Object.assign(check, rest, output === undefined ? {} : { output });
  check.annotations.push(...(output?.annotations ?? []));
  return check;
}

function checkRun(check: PostedCheck) {
  return { ...check, name: CHECK_NAME, app: { id: appId } };
}

/** One commit on top of the merge base. */
function compared(mergeBase: string, head: string): object {
  const commits = [{ sha: head, commit: { tree: { sha: head } }, parents: [{ sha: mergeBase }] }];
  return { merge_base_commit: { sha: mergeBase }, total_commits: 1, commits };
}
