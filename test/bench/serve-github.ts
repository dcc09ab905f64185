/** A GitHub of one process that answers from memory, for measuring the App under load; the stories are told by test/local-github. */
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** Told by the parent: `head <pull request> <count>` moves a head; `state` asks for the checks of all heads. */
export type Told = { readonly kind: "head"; readonly pull: number; readonly count: number } | { readonly kind: "state" };

export interface PullState {
  readonly pull: number;
  readonly count: number;
  /** Of the newest check of the head; null: there is none, or it is not completed. */
  readonly conclusion: string | null;
  readonly comment: string | null;
}

const appId = 7;
const perInstallation = 10;

function file(size: string): string {
  return `resource "aws_instance" "web" {\n  ami           = "ami-0a1b2c3d4e5f60718"\n  instance_type = "${size}"\n}\n`;
}

function blobId(text: string): string {
  return createHash("sha1")
    .update(`blob ${Buffer.byteLength(text)}\0${text}`)
    .digest("hex");
}

const blobs = new Map(["t3.micro", "t3.large"].map((size) => [blobId(file(size)), file(size)]));
const [small = "", large = ""] = [...blobs.keys()];
const base = "b".repeat(40);

/** Every second push resizes in place, the others do not. */
export function isBad(count: number): boolean {
  return count % 2 === 1;
}

function headOf(pull: number, count: number): string {
  return `${(pull + 1).toString(16).padStart(8, "0")}${count.toString(16).padStart(32, "0")}`;
}

interface Check {
  readonly id: number;
  readonly head_sha: string;
  status: string;
  conclusion: string | null;
  external_id: string;
  completed_at: string | null;
}

interface Comment {
  readonly id: number;
  body: string;
}

const heads = new Map<number, number>();
const checks = new Map<string, Check[]>();
const checksById = new Map<number, Check>();
const comments = new Map<number, Comment>();
let ids = 1;

function pullRequest(pull: number) {
  const repo = { html_url: "http://github.test/acme/web" };
  const head = { ref: "change", sha: headOf(pull, heads.get(pull) ?? 0), repo };
  return { number: pull + 1, state: "open", updated_at: "2026-01-01T00:00:00Z", user: { login: "w" }, base: { ref: "main", repo }, head };
}

type Answer = readonly [number, unknown];
type Route = readonly [string, RegExp, (found: RegExpExecArray, body: Record<string, unknown>) => Answer];

const repository = "^/repos/acme/web";
const routes: readonly Route[] = [
  ["GET", /^\/app$/, () => [200, { id: appId, slug: "bakegate" }]],
  ["POST", /access_tokens$/, () => [201, { token: "ghs_bench", expires_at: "2099-01-01T00:00:00Z" }]],
  ["GET", /^\/app\/(installations|hook)/, () => [200, []]],
  ["GET", new RegExp(`${repository}/pulls/(\\d+)$`), (found) => [200, pullRequest(Number(found[1]) - 1)]],
  ["GET", new RegExp(`${repository}/branches/main$`), () => [200, { name: "main", protected: true, commit: { sha: base } }]],
  ["GET", new RegExp(`${repository}/compare/[0-9a-f]{40}\\.\\.\\.([0-9a-f]{40})`), (found) => [200, comparison(found[1] ?? "")]],
  ["GET", new RegExp(`${repository}/git/trees/([0-9a-f]{40})`), (found) => [200, tree(found[1] ?? "")]],
  ["GET", new RegExp(`${repository}/git/blobs/([0-9a-f]{40})`), (found) => [200, blob(found[1] ?? "")]],
  [
    "GET",
    new RegExp(`${repository}/commits/([0-9a-f]{40})/check-runs`),
    (found) => [200, { check_runs: checks.get(found[1] ?? "") ?? [] }],
  ],
  ["POST", new RegExp(`${repository}/check-runs$`), (_, body) => [201, newCheck(body)]],
  [
    "PATCH",
    new RegExp(`${repository}/check-runs/(\\d+)$`),
    (found, body) => [200, Object.assign(checksById.get(Number(found[1])) ?? {}, body)],
  ],
  ["GET", new RegExp(`${repository}/issues/(\\d+)/comments`), (found) => [200, commentsOf(Number(found[1]))]],
  ["POST", new RegExp(`${repository}/issues/(\\d+)/comments$`), (found, body) => [201, newComment(Number(found[1]), String(body.body))]],
  [
    "PATCH",
    new RegExp(`${repository}/issues/comments/(\\d+)$`),
    (found, body) => {
      for (const comment of comments.values()) if (comment.id === Number(found[1])) comment.body = String(body.body);
      return [200, {}];
    },
  ],
];

/** One commit on top of the base. */
function comparison(head: string) {
  return {
    merge_base_commit: { sha: base },
    total_commits: 1,
    commits: [{ sha: head, commit: { tree: { sha: head } }, parents: [{ sha: base }] }],
  };
}

function tree(commit: string) {
  const bad = commit !== base && isBad(Number.parseInt(commit.slice(8), 16));
  return { sha: commit, truncated: false, tree: [{ path: "main.tf", mode: "100644", type: "blob", sha: bad ? large : small, size: 100 }] };
}

function blob(id: string) {
  const text = blobs.get(id) ?? "";
  return { sha: id, size: Buffer.byteLength(text), encoding: "base64", content: Buffer.from(text).toString("base64") };
}

function newCheck(body: Record<string, unknown>) {
  const check = { conclusion: null, completed_at: null, ...body, id: ids++, app: { id: appId } } as unknown as Check;
  checks.set(check.head_sha, [check, ...(checks.get(check.head_sha) ?? [])]);
  checksById.set(check.id, check);
  return check;
}

function commentsOf(number: number) {
  const comment = comments.get(number);
  return comment === undefined
    ? []
    : [{ ...comment, user: { login: "bakegate[bot]", type: "Bot" }, performed_via_github_app: { id: appId } }];
}

function newComment(number: number, body: string): Comment {
  const comment = { id: ids++, body };
  comments.set(number, comment);
  return comment;
}

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString("utf8");
  const body = text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
  for (const [method, pattern, answer] of routes) {
    const found = method === request.method ? pattern.exec(request.url ?? "") : null;
    if (found === null) continue;
    const [status, data] = answer(found, body);
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(data));
    return;
  }
  response.writeHead(404, { "content-type": "application/json" }).end('{"message":"Not Found"}');
}

function state(): readonly PullState[] {
  return [...heads].map(([pull, count]) => {
    const [newest] = checks.get(headOf(pull, count)) ?? [];
    return {
      pull,
      count,
      conclusion: newest?.status === "completed" ? newest.conclusion : null,
      comment: comments.get(pull + 1)?.body.slice(0, 400) ?? null,
    };
  });
}

/** The payload of a push to a pull request. */
export function payloadOf(pull: number, count: number): string {
  return JSON.stringify({
    action: "synchronize",
    installation: { id: 1 + Math.floor(pull / perInstallation) },
    repository: { name: "web", owner: { login: "acme" } },
    pull_request: { number: pull + 1, head: { sha: headOf(pull, count) }, body: "x".repeat(8_000) },
  });
}

if (process.send !== undefined && process.argv[1]?.endsWith("serve-github.ts")) {
  const server = createServer((request, response) => void serve(request, response));
  server.listen(0, "127.0.0.1", () => process.send?.({ port: (server.address() as AddressInfo).port }));
  process.on("message", (told: Told) => {
    if (told.kind === "head") heads.set(told.pull, told.count);
    else process.send?.({ state: state() });
  });
  process.on("disconnect", () => process.exit(0));
}
