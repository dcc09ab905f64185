/** What Bakegate hears in a webhook: the events that concern it, and nothing in those that do not, or that are not what they should be. */
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Context } from "probot";
import { readWebhook } from "../../../src/parse/webhook/read-webhook.ts";

const APP = 4_711;
const HEAD = "3f2a1c9d0e5b4a6978877665544332211000ffee";
const BASE = "9c1d2e3f4a5b6c7d8e9f00112233445566778899";
const NOTHING = "0".repeat(40);

/** Part of a documented payload: the compiler holds it against GitHub's own description. */
type Part<T> = T extends readonly (infer E)[]
  ? readonly Part<E>[]
  : T extends object
    ? { readonly [K in keyof T]?: Part<T[K]> | undefined }
    : T;
type Payload<Event extends Context["name"]> = Part<Context<Event>["payload"]>;

const place = {
  installation: { id: 99, node_id: "MDIzOk" },
  repository: {
    id: 1,
    name: "webserver",
    full_name: "acme/webserver",
    private: true,
    owner: { id: 2, login: "acme", type: "Organization" },
  },
  sender: { id: 3, login: "mona", type: "User" },
} as const;
const where = { installation: 99, repository: { owner: "acme", name: "webserver" } };

const pullRequest = {
  number: 12,
  state: "open",
  draft: false,
  merged: false,
  head: { ref: "feature/resize", sha: HEAD, label: "acme:feature/resize" },
  base: { ref: "main", sha: BASE, label: "acme:main" },
} as const;

const opened = { action: "opened", number: 12, pull_request: pullRequest, ...place } satisfies Payload<"pull_request.opened">;
const synchronized = {
  action: "synchronize",
  number: 12,
  before: BASE,
  after: HEAD,
  pull_request: pullRequest,
  ...place,
} satisfies Payload<"pull_request.synchronize">;
const closed = {
  action: "closed",
  number: 12,
  pull_request: { ...pullRequest, state: "closed", merged: true },
  ...place,
} satisfies Payload<"pull_request.closed">;
const retargeted = {
  action: "edited",
  number: 12,
  changes: { base: { ref: { from: "develop" }, sha: { from: BASE } } },
  pull_request: pullRequest,
  ...place,
} satisfies Payload<"pull_request.edited">;
const retitled = {
  action: "edited",
  number: 12,
  changes: { title: { from: "Resize" } },
  pull_request: pullRequest,
  ...place,
} satisfies Payload<"pull_request.edited">;

const queued = {
  action: "checks_requested",
  merge_group: {
    head_sha: HEAD,
    head_ref: `refs/heads/gh-readonly-queue/main/pr-12-${BASE}`,
    base_sha: BASE,
    base_ref: "refs/heads/main",
  },
  ...place,
} satisfies Payload<"merge_group.checks_requested">;

const checkRun = {
  id: 128_620_228,
  name: "bakegate",
  head_sha: HEAD,
  external_id: `${BASE}..${HEAD} policy none`,
  status: "completed",
  conclusion: "failure",
  app: { id: APP, slug: "bakegate" },
  check_suite: { id: 118_578_147, head_branch: "feature/resize", head_sha: HEAD },
} as const;
const rerun = { action: "rerequested", check_run: checkRun, ...place } satisfies Payload<"check_run.rerequested">;
const rerunAll = {
  action: "rerequested",
  check_suite: { id: 118_578_147, head_branch: "feature/resize", head_sha: HEAD, app: { id: APP, slug: "bakegate" } },
  ...place,
} satisfies Payload<"check_suite.rerequested">;

const comment = {
  id: 492_700_400,
  body: "/bakegate review",
  author_association: "MEMBER",
  user: { id: 3, login: "mona", type: "User" },
} as const;
const commented = {
  action: "created",
  issue: {
    number: 12,
    title: "Resize",
    state: "open",
    pull_request: {
      url: "https://api.github.com/repos/acme/webserver/pulls/12",
      html_url: "https://github.com/acme/webserver/pull/12",
      diff_url: "https://github.com/acme/webserver/pull/12.diff",
      patch_url: "https://github.com/acme/webserver/pull/12.patch",
    },
  },
  comment,
  ...place,
} satisfies Payload<"issue_comment.created">;

const pushed = {
  ref: "refs/heads/main",
  before: BASE,
  after: HEAD,
  created: false,
  deleted: false,
  forced: false,
  ...place,
} satisfies Payload<"push">;

const repositories = [
  { id: 1, name: "webserver", full_name: "acme/webserver", node_id: "a", private: true },
  { id: 2, name: "vpn", full_name: "acme/vpn", node_id: "b", private: false },
] as const;
const installed = {
  action: "created",
  installation: { id: 99, account: { login: "acme", id: 2 } },
  repositories,
  sender: place.sender,
} satisfies Payload<"installation.created">;
const added = {
  action: "added",
  installation: { id: 99 },
  repositories_added: repositories,
  repositories_removed: [],
  repository_selection: "selected",
  sender: place.sender,
} satisfies Payload<"installation_repositories.added">;

/** One documented payload of each event that means something. */
const documented: readonly (readonly [string, object])[] = [
  ["pull_request", opened],
  ["pull_request", closed],
  ["pull_request", retargeted],
  ["merge_group", queued],
  ["check_run", rerun],
  ["check_suite", rerunAll],
  ["issue_comment", commented],
  ["push", pushed],
  ["installation", installed],
  ["installation_repositories", added],
];

function read(event: string, payload: unknown): ReturnType<typeof readWebhook> {
  // As it comes over the wire.
  return readWebhook(event, JSON.parse(JSON.stringify(payload)), APP);
}

describe("a pull request", () => {
  test.each(["opened", "reopened", "ready_for_review"])("that is %s is to be reviewed", (action) => {
    expect(read("pull_request", { ...opened, action })).toEqual({ kind: "pull-request", ...where, number: 12, head: HEAD, action });
  });

  test("that is pushed to is to be reviewed at its new head", () => {
    expect(read("pull_request", synchronized)).toEqual({ kind: "pull-request", ...where, number: 12, head: HEAD, action: "synchronize" });
  });

  test("that gets another base is to be reviewed; another title changes nothing", () => {
    expect(read("pull_request", retargeted)).toEqual({ kind: "pull-request", ...where, number: 12, head: HEAD, action: "edited" });
    expect(read("pull_request", retitled)).toBeNull();
  });

  test("from a fork that is gone is to be reviewed as any other", () => {
    const orphan = { ...opened, pull_request: { ...pullRequest, head: { ...pullRequest.head, repo: null } } };
    expect(read("pull_request", orphan)).toMatchObject({ kind: "pull-request", head: HEAD });
  });

  test("that is closed, merged or not, is over", () => {
    for (const merged of [true, false])
      expect(
        read("pull_request", { ...closed, pull_request: { ...closed.pull_request, merged, merge_commit_sha: "f".repeat(40) } }),
      ).toEqual({
        kind: "pull-request-closed",
        ...where,
        number: 12,
        merged: merged ? { merge: "f".repeat(40), branch: "main" } : null,
      });
  });

  test.each(
    "assigned unassigned labeled unlabeled locked unlocked milestoned converted_to_draft review_requested auto_merge_enabled enqueued dequeued".split(
      " ",
    ),
  )("that is %s is as it was", (action) => {
    expect(read("pull_request", { ...opened, action })).toBeNull();
  });

  test("whose head is in SHA-256 is to be reviewed", () => {
    const sha = "ab".repeat(32);
    expect(read("pull_request", { ...opened, pull_request: { ...pullRequest, head: { sha } } })).toMatchObject({ head: sha });
  });
});

describe("a merge queue", () => {
  test("asks for the checks of a group", () => {
    expect(read("merge_group", queued)).toEqual({ kind: "merge-group", ...where, base: BASE, head: HEAD, baseBranch: "main" });
  });

  test("names a branch with slashes in full", () => {
    const group = { ...queued, merge_group: { ...queued.merge_group, base_ref: "refs/heads/release/1.2" } };
    expect(read("merge_group", group)).toMatchObject({ baseBranch: "release/1.2" });
  });

  test("that takes a group apart asks for nothing", () => {
    expect(read("merge_group", { ...queued, action: "destroyed", reason: "merged" })).toBeNull();
  });
});

describe("re-running", () => {
  test("the check asks for its head again, with what it rested on", () => {
    expect(read("check_run", rerun)).toEqual({
      kind: "rerequested",
      ...where,
      head: HEAD,
      headBranch: "feature/resize",
      externalIds: [`${BASE}..${HEAD} policy none`],
    });
  });

  test("a check that rests on nothing, and one of a fork, whose branch is not told", () => {
    const bare = { ...rerun, check_run: { ...checkRun, external_id: null, check_suite: { ...checkRun.check_suite, head_branch: null } } };
    expect(read("check_run", bare)).toEqual({ kind: "rerequested", ...where, head: HEAD, headBranch: null, externalIds: [] });
  });

  test("all checks asks for this App's suite", () => {
    const all = { kind: "rerequested", ...where, head: HEAD, headBranch: "feature/resize", externalIds: [] };
    expect(read("check_suite", rerunAll)).toEqual(all);
    expect(read("check_suite", { ...rerunAll, check_suite: { ...rerunAll.check_suite, head_branch: null } })).toEqual({
      ...all,
      headBranch: null,
    });
  });

  test.each<[string, string, object]>([
    ["a check of another App", "check_run", { ...rerun, check_run: { ...checkRun, app: { id: APP + 1, slug: "bakegate" } } }],
    ["a check whose App is gone", "check_run", { ...rerun, check_run: { ...checkRun, app: null } }],
    ["a check whose App only looks like it", "check_run", { ...rerun, check_run: { ...checkRun, app: { id: String(APP) } } }],
    ["a check of another name", "check_run", { ...rerun, check_run: { ...checkRun, name: "bakegate / lint" } }],
    ["a suite of another App", "check_suite", { ...rerunAll, check_suite: { ...rerunAll.check_suite, app: { id: APP + 1 } } }],
  ])("%s is somebody else's", (_, event, payload) => {
    expect(read(event, payload)).toBeNull();
  });

  test.each([
    ["check_run", "created"],
    ["check_run", "completed"],
    ["check_run", "requested_action"],
    ["check_suite", "requested"],
    ["check_suite", "completed"],
  ])("is not %s.%s", (event, action) => {
    expect(read(event, { ...rerun, ...rerunAll, action })).toBeNull();
  });
});

describe("a comment", () => {
  test("that is new on a pull request is read", () => {
    expect(read("issue_comment", commented)).toEqual({
      kind: "comment",
      ...where,
      number: 12,
      comment: 492_700_400,
      author: "mona",
      body: "/bakegate review",
    });
  });

  test("that says nothing is a comment all the same", () => {
    expect(read("issue_comment", { ...commented, comment: { ...comment, body: "" } })).toMatchObject({ kind: "comment", body: "" });
  });

  test.each<[string, object]>([
    ["that was edited", { action: "edited", changes: { body: { from: "hello" } } }],
    ["that was deleted", { action: "deleted" }],
    ["of a bot", { comment: { ...comment, user: { id: 4, login: "bakegate[bot]", type: "Bot" } } }],
    ["of an account that is gone", { comment: { ...comment, user: null } }],
    ["on an issue", { issue: { number: 12, title: "Resize", state: "open" } }],
    ["on an issue, said so", { issue: { ...commented.issue, pull_request: null } }],
  ])("%s is passed over", (_, more) => {
    expect(read("issue_comment", { ...commented, ...more })).toBeNull();
  });

  test("of a review, or on a commit, is another event", () => {
    for (const event of ["pull_request_review_comment", "pull_request_review", "commit_comment"])
      expect(read(event, { ...commented, pull_request: pullRequest })).toBeNull();
  });
});

describe("a push", () => {
  test("to a branch moves it", () => {
    expect(read("push", pushed)).toEqual({ kind: "pushed", ...where, branch: "main", before: BASE, after: HEAD });
    expect(read("push", { ...pushed, ref: "refs/heads/release/1.2" })).toMatchObject({ branch: "release/1.2" });
  });

  test("that makes or deletes a branch is told with git's nothing", () => {
    expect(read("push", { ...pushed, before: NOTHING, created: true })).toMatchObject({ before: NOTHING });
    expect(read("push", { ...pushed, after: NOTHING, deleted: true })).toMatchObject({ after: NOTHING });
  });

  test.each(["refs/tags/v1", "refs/pull/12/merge", "main", ""])("to %j moves no branch", (ref) => {
    expect(read("push", { ...pushed, ref })).toBeNull();
  });
});

describe("an installation", () => {
  const both = [
    { owner: "acme", name: "webserver" },
    { owner: "acme", name: "vpn" },
  ];

  test("that is made, taken up again, or gets more repositories tells which", () => {
    const expected = { kind: "installed", installation: 99, repositories: both };
    expect(read("installation", installed)).toEqual(expected);
    expect(read("installation", { ...installed, action: "unsuspend" })).toEqual(expected);
    expect(read("installation_repositories", added)).toEqual(expected);
  });

  test("that names none has none; what is no name is left out", () => {
    expect(read("installation", { ...installed, repositories: undefined })).toMatchObject({ kind: "installed", repositories: [] });
    const odd = [
      { full_name: "acme" },
      { full_name: "/x" },
      { full_name: "x/" },
      { full_name: "a/b/c" },
      { full_name: 7 },
      null,
      "acme/web",
    ];
    expect(read("installation", { ...installed, repositories: [...odd, repositories[1]] })).toMatchObject({ repositories: [both[1]] });
  });

  test.each([
    ["installation", "deleted"],
    ["installation", "suspend"],
    ["installation", "new_permissions_accepted"],
    ["installation", "added"],
    ["installation_repositories", "removed"],
    ["installation_repositories", "created"],
  ])("%s.%s greets nobody", (event, action) => {
    expect(read(event, { ...installed, ...added, action })).toBeNull();
  });
});

describe("what is no webhook of ours", () => {
  test.each(["ping", "star", "status", "workflow_run", "deployment", "", "__proto__", "constructor", "toString"])("event %j", (event) => {
    expect(read(event, { ...commented, ...opened, ...pushed })).toBeNull();
  });

  test.each<[string, unknown]>([
    ["null", null],
    ["a text", "opened"],
    ["a number", 1],
    ["a list", [opened]],
    ["nothing in it", {}],
    ["everything nested once too deep", { payload: opened }],
  ])("%s instead of a payload", (_, payload) => {
    for (const [event] of documented) expect(readWebhook(event, payload, APP)).toBeNull();
  });

  test.each<[string, unknown]>([
    ["none", undefined],
    ["null", null],
    ["a text", "99"],
    ["zero", 0],
    ["negative", -1],
    ["a fraction", 1.5],
    ["larger than numbers count", 2 ** 53],
    ["a list", [99]],
  ])("an id that is %s is no id", (_, id) => {
    for (const [event, payload] of documented) expect(read(event, { ...payload, installation: { id } })).toBeNull();
    expect(read("pull_request", { ...opened, pull_request: { ...pullRequest, number: id } })).toBeNull();
    expect(read("issue_comment", { ...commented, comment: { ...comment, id } })).toBeNull();
  });

  test("a number beyond all numbers is no id", () => {
    const text = JSON.stringify(opened).replace('"id":99', '"id":1e999');
    expect(readWebhook("pull_request", JSON.parse(text), APP)).toBeNull();
  });

  test.each<[string, unknown]>([
    ["short", "3f2a1c9"],
    ["in capitals", HEAD.toUpperCase()],
    ["a branch", "main"],
    ["an option", `--output=${HEAD}`],
    ["with a line behind it", `${HEAD}\n`],
    ["a list", [HEAD]],
  ])("a commit that is %s is no commit", (_, sha) => {
    expect(read("pull_request", { ...opened, pull_request: { ...pullRequest, head: { sha } } })).toBeNull();
    expect(read("merge_group", { ...queued, merge_group: { ...queued.merge_group, head_sha: sha } })).toBeNull();
    expect(read("merge_group", { ...queued, merge_group: { ...queued.merge_group, base_sha: sha } })).toBeNull();
    expect(read("check_run", { ...rerun, check_run: { ...checkRun, head_sha: sha } })).toBeNull();
    expect(read("check_suite", { ...rerunAll, check_suite: { ...rerunAll.check_suite, head_sha: sha } })).toBeNull();
    expect(read("push", { ...pushed, after: sha })).toBeNull();
    expect(read("push", { ...pushed, before: sha })).toBeNull();
  });

  test("what a prototype would hand down counts for nothing", () => {
    const text = JSON.stringify({ action: "opened" }).replace("{", `{"__proto__":${JSON.stringify(opened)},`);
    expect(readWebhook("pull_request", JSON.parse(text), APP)).toBeNull();
    expect(readWebhook("pull_request", Object.create(opened), APP)).toBeNull();
    expect(read("pull_request", { ...opened, action: "constructor" })).toBeNull();
  });

  test("a payload with any one of its parts missing or of another type is read as another one or not at all", () => {
    const strange = [undefined, null, 0, -1, "", "x", true, [], {}, [[]], 1e300];
    for (const [event, payload] of documented)
      for (const path of pathsOf(payload))
        for (const value of strange) {
          const happening = read(event, replaced(payload, path, value));
          if (happening === null || happening.kind === "installed") continue;
          expect(happening.installation).toBe(99);
          expect([typeof happening.repository.owner, typeof happening.repository.name]).toEqual(["string", "string"]);
          if ("head" in happening) expect(happening.head).toMatch(/^[0-9a-f]{40}$/);
          if ("number" in happening) expect(happening.number).toBe(12);
        }
  });

  test("any JSON at all never throws", () => {
    const events = fc.constantFrom(...new Set(documented.map(([event]) => event)), "ping");
    fc.assert(
      fc.property(events, fc.jsonValue({ maxDepth: 4 }), (event, payload) => {
        expect(readWebhook(event, payload, APP)).toBeNull();
      }),
      { numRuns: 300 },
    );
  });

  test("a documented payload with any JSON in the place of any part never throws", () => {
    const cases = documented.flatMap(([event, payload]) => pathsOf(payload).map((path) => ({ event, payload, path })));
    fc.assert(
      fc.property(fc.constantFrom(...cases), fc.jsonValue({ maxDepth: 3 }), ({ event, payload, path }, value) => {
        expect(() => read(event, replaced(payload, path, value))).not.toThrow();
      }),
      { numRuns: 500 },
    );
  });
});

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

/** Every place in a payload. */
function pathsOf(value: unknown): readonly (readonly string[])[] {
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => [[key], ...pathsOf(inner).map((path) => [key, ...path])]);
}

function replaced(payload: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  if (!isRecord(payload)) return payload;
  const inner = replaced(payload[key], rest, value);
  return Array.isArray(payload)
    ? payload.map((one: unknown, index) => (String(index) === key ? inner : one))
    : { ...payload, [key]: inner };
}

describe("a workflow run", () => {
  const run = {
    id: 5,
    html_url: "https://github.test/run/5",
    display_title: `Bake and deploy ${"a".repeat(40)}`,
    event: "workflow_dispatch",
  };
  const payload = (also: object) => ({
    action: "completed",
    installation: { id: 99 },
    repository: { name: "webserver", owner: { login: "acme" } },
    workflow_run: { ...run, ...also },
  });

  test.each([
    ["requested", null, { status: "queued", conclusion: null }],
    ["waiting", null, { status: "queued", conclusion: null }],
    ["in_progress", null, { status: "in_progress", conclusion: null }],
    ["completed", "failure", { status: "completed", conclusion: "failure" }],
  ])("that is %s", (status, conclusion, expected) => {
    expect(read("workflow_run", payload({ status, conclusion }))).toMatchObject({
      kind: "workflow-run",
      title: run.display_title,
      run: { id: 5, url: run.html_url, ...expected },
    });
  });

  test("that was not dispatched, or says too little, is nobody's release", () => {
    expect(read("workflow_run", payload({ event: "push", status: "completed" }))).toBeNull();
    expect(read("workflow_run", payload({ html_url: 5 }))).toBeNull();
    expect(read("workflow_run", payload({ display_title: null }))).toBeNull();
  });
});
