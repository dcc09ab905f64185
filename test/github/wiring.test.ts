/** What GitHub shows of a repository's wiring: classic protection, rulesets, both, and what it keeps to itself. */
import { generateKeyPairSync } from "node:crypto";
import { afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import nock from "nock";
import "../network-off.ts";
import { pino } from "pino";
import { createApp, type RepositoryClient, repositoryClient } from "../../src/github/app-client.ts";
import { findInstallation, installationOf, readInstallation, readWiring } from "../../src/github/wiring.ts";
import type { Installation, ProtectionFacts, Seen, WiringFacts } from "../../src/model/wiring.ts";

const api = "https://api.github.com";
const app = { id: 42, slug: "bakegate" };
const sha = "a".repeat(40);
const privateKey = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ type: "pkcs1", format: "pem" }).toString();
const installation: Installation = { id: 1, webUrl: null, suspended: false, permissions: {}, events: [] };
const refused = { message: "Resource not accessible by integration" };

beforeAll(() => nock.disableNetConnect());

afterEach(() => {
  const left = nock.pendingMocks();
  nock.cleanAll();
  expect(left).toEqual([]);
});

function probot() {
  return createApp({ appId: app.id, privateKey, apiUrl: null, webhookSecret: "s", log: pino({ level: "silent" }), second: 1 });
}

async function connect(): Promise<RepositoryClient> {
  nock(api).post("/app/installations/1/access_tokens").reply(201, { token: "t", expires_at: "2999-01-01T00:00:00Z", permissions: {} });
  return repositoryClient(probot(), app, 1, { owner: "acme", name: "web" });
}

interface Given {
  readonly branch?: readonly [number, object];
  readonly protection?: readonly [number, object];
  readonly rules?: readonly [number, object];
  readonly rulesets?: Readonly<Record<number, readonly [number, object]>>;
}

/** Each is asked for once, and nothing else. */
async function readGiven(
  { branch = tip(), protection, rules = [200, []], rulesets = {} }: Given,
  name: string | null = null,
): Promise<WiringFacts> {
  const client = await connect();
  const encoded = encodeURIComponent(name ?? "main");
  const github = nock(api);
  github.get("/repos/acme/web").reply(200, {
    name: "web",
    owner: { login: "acme" },
    html_url: "https://github.com/acme/web",
    default_branch: "main",
  });
  github.get(`/repos/acme/web/branches/${encoded}`).reply(branch[0], branch[1]);
  if (protection !== undefined) github.get(`/repos/acme/web/branches/${encoded}/protection`).reply(protection[0], protection[1]);
  github.get(`/repos/acme/web/rules/branches/${encoded}?per_page=100&page=1`).reply(rules[0], rules[1]);
  for (const [id, [status, body]] of Object.entries(rulesets)) github.get(`/repos/acme/web/rulesets/${id}`).reply(status, body);
  return readWiring(client, installation, name);
}

function tip(protection?: object): readonly [number, object] {
  const summary = protection ?? { enabled: false, required_status_checks: { enforcement_level: "off", contexts: [], checks: [] } };
  return [200, { name: "main", commit: { sha }, protected: protection !== undefined, protection: summary }];
}

function requiring(app_id: number | null, enforcement_level = "everyone"): readonly [number, object] {
  return tip({
    enabled: true,
    required_status_checks: { enforcement_level, contexts: ["bakegate"], checks: [{ context: "bakegate", app_id }] },
  });
}

const info = { ruleset_source_type: "Repository", ruleset_source: "acme/web", ruleset_id: 7 };

function checksRule(integration_id?: number, strict = false, more: object = info): object {
  const check = { context: "bakegate", ...(integration_id === undefined ? {} : { integration_id }) };
  return {
    type: "required_status_checks",
    parameters: { required_status_checks: [check], strict_required_status_checks_policy: strict },
    ...more,
  };
}

function value<T>(seen: Seen<T>): T {
  if (seen.kind === "known") return seen.value;
  throw new Error(`hidden: ${seen.why}`);
}

function why(seen: Seen<unknown>): string {
  return seen.kind === "hidden" ? seen.why : "it is known";
}

function onlyRuleset(facts: WiringFacts): ProtectionFacts {
  const [only, ...more] = value(facts.rulesets);
  if (only === undefined || more.length > 0) throw new Error("there is not one ruleset");
  return only;
}

describe("no protection", () => {
  test("the default branch, its tip and nothing around it", async () => {
    const facts = await readGiven({});
    expect(facts).toMatchObject({ webUrl: "https://github.com/acme/web", branch: "main", tip: { kind: "known", value: sha }, app });
    expect(value(facts.classic)).toBeNull();
    expect(value(facts.rulesets)).toEqual([]);
  });

  test("another branch is asked for by its name", async () => {
    expect((await readGiven({}, "release/1#x")).branch).toBe("release/1#x");
  });

  test("a branch that is not there yet may be protected all the same", async () => {
    const facts = await readGiven({
      branch: [404, { message: "Branch not found" }],
      rules: [200, [checksRule(42)]],
      rulesets: { 7: [404, {}] },
    });
    expect(value(facts.tip)).toBeNull();
    expect(why(facts.classic)).toBe("there is no branch main yet, so its protection is not shown");
    expect(onlyRuleset(facts).checks).toEqual([{ context: "bakegate", source: { kind: "known", value: 42 } }]);
  });
});

describe("classic protection", () => {
  test("without administration: the checks and for whom they hold are known, the rest is hidden", async () => {
    const facts = value((await readGiven({ branch: requiring(42), protection: [403, refused] })).classic);
    expect(facts?.checks).toEqual([{ context: "bakegate", source: { kind: "known", value: 42 } }]);
    expect(facts?.bypass).toEqual({ kind: "known", value: [] });
    expect(why(facts?.reviews ?? installationSeen)).toMatch(/not permitted \(status 403, "Resource not accessible by integration"\)/);
    expect(facts?.strict.kind).toBe("hidden");
    expect(facts?.mergeQueue.kind).toBe("hidden");
  });

  test("administrators need not keep to it", async () => {
    const facts = value((await readGiven({ branch: requiring(42, "non_admins"), protection: [404, {}] })).classic);
    expect(facts?.bypass).toEqual({ kind: "known", value: [{ actor: { kind: "administrators" }, extent: "everything" }] });
  });

  test.each([
    ["null", null, null],
    ["-1", -1, null],
    ["another App", 15368, 15368],
  ])("the expected source as GitHub writes it: %s", async (_, written, source) => {
    const facts = value((await readGiven({ branch: requiring(written), protection: [403, refused] })).classic);
    expect(facts?.checks[0]?.source).toEqual({ kind: "known", value: source });
  });

  test("an older server names the checks without their source", async () => {
    const branch = tip({ enabled: true, required_status_checks: { enforcement_level: "everyone", contexts: ["bakegate", "test"] } });
    const facts = value((await readGiven({ branch, protection: [403, refused] })).classic);
    expect(facts?.checks.map(({ context }) => context)).toEqual(["bakegate", "test"]);
    expect(why(facts?.checks[0]?.source ?? installationSeen)).toMatch(/does not say from which App/);
  });

  test("a server that shows no summary: hidden where the branch is protected", async () => {
    const bare = (isProtected: boolean): readonly [number, object] => [200, { name: "main", commit: { sha }, protected: isProtected }];
    expect((await readGiven({ branch: bare(true), protection: [403, refused] })).classic.kind).toBe("hidden");
    expect(value((await readGiven({ branch: bare(false) })).classic)).toBeNull();
  });

  test("with administration: reviews, strictness, and who may bypass what", async () => {
    const details = {
      required_status_checks: { strict: true, contexts: ["bakegate"], checks: [{ context: "bakegate", app_id: 42 }] },
      enforce_admins: { enabled: false },
      required_pull_request_reviews: {
        dismiss_stale_reviews: false,
        require_last_push_approval: true,
        required_approving_review_count: 2,
        bypass_pull_request_allowances: { users: [{ login: "eve" }], teams: [{ slug: "ops" }], apps: [{ slug: "renovate" }] },
      },
    };
    const facts = value((await readGiven({ branch: requiring(42), protection: [200, details] })).classic);
    expect(facts).toMatchObject({ strict: { value: true }, reviews: { value: { approvals: 2, fresh: true } } });
    expect(facts?.bypass).toEqual({
      kind: "known",
      value: [
        { actor: { kind: "administrators" }, extent: "everything" },
        { actor: { kind: "user", name: "eve" }, extent: "reviews" },
        { actor: { kind: "team", name: "ops" }, extent: "reviews" },
        { actor: { kind: "app", name: "renovate" }, extent: "reviews" },
      ],
    });
  });

  test("a missing permission hides the branch, and says so", async () => {
    const facts = await readGiven({ branch: [403, refused] });
    expect(why(facts.tip)).toMatch(/status 403/);
    expect(why(facts.classic)).toMatch(/status 403/);
  });
});

/** Where a test finds nothing at all. */
const installationSeen: Seen<never> = { kind: "hidden", why: "nothing there" };

describe("rulesets", () => {
  test("what the rules of one ruleset require, together", async () => {
    const pull = {
      type: "pull_request",
      parameters: { required_approving_review_count: 1, dismiss_stale_reviews_on_push: true, require_last_push_approval: false },
      ...info,
    };
    const queue = { type: "merge_queue", parameters: {}, ...info };
    const facts = await readGiven({
      rules: [200, [checksRule(42, true), pull, queue, { type: "deletion", ...info }]],
      rulesets: { 7: [200, { id: 7, name: "main", bypass_actors: [] }] },
    });
    expect(value(facts.classic)).toBeNull();
    expect(onlyRuleset(facts)).toEqual({
      protection: { kind: "ruleset", id: 7, owner: { kind: "repository" } },
      checks: [{ context: "bakegate", source: { kind: "known", value: 42 } }],
      strict: { kind: "known", value: true },
      reviews: { kind: "known", value: { approvals: 1, fresh: true } },
      mergeQueue: { kind: "known", value: true },
      bypass: { kind: "known", value: [] },
    });
  });

  test("a check that anybody may report", async () => {
    const facts = await readGiven({ rules: [200, [checksRule()]], rulesets: { 7: [200, { id: 7, bypass_actors: [] }] } });
    expect(onlyRuleset(facts).checks[0]?.source).toEqual({ kind: "known", value: null });
  });

  test("every kind of who may bypass", async () => {
    const actors = [
      { actor_type: "RepositoryRole", actor_id: 5, bypass_mode: "always" },
      { actor_type: "OrganizationAdmin", actor_id: null, bypass_mode: "pull_request" },
      { actor_type: "Team", actor_id: 3, bypass_mode: "exempt" },
      { actor_type: "Integration", actor_id: 9, bypass_mode: "always" },
      { actor_type: "DeployKey", actor_id: null, bypass_mode: "always" },
      { actor_type: "User", actor_id: 8, bypass_mode: "always" },
      { actor_type: "Comet", actor_id: 1, bypass_mode: "always" },
    ];
    const facts = await readGiven({ rules: [200, [checksRule(42)]], rulesets: { 7: [200, { id: 7, bypass_actors: actors }] } });
    expect(value(onlyRuleset(facts).bypass)).toEqual([
      { actor: { kind: "role", id: 5 }, extent: "everything" },
      { actor: { kind: "organization-owners" }, extent: "in-pull-requests" },
      { actor: { kind: "team", name: "3" }, extent: "everything" },
      { actor: { kind: "app", name: "9" }, extent: "everything" },
      { actor: { kind: "deploy-keys" }, extent: "everything" },
      { actor: { kind: "user", name: "8" }, extent: "everything" },
      { actor: { kind: "user", name: "1" }, extent: "everything" },
    ]);
  });

  test("a bypass list that is left out or refused is hidden, not empty", async () => {
    const organization = { ruleset_source_type: "Organization", ruleset_source: "acme", ruleset_id: 8 };
    const enterprise = { ruleset_source_type: "Enterprise", ruleset_source: "big", ruleset_id: 9 };
    const facts = await readGiven({
      rules: [200, [checksRule(42), checksRule(42, false, organization), checksRule(42, false, enterprise), checksRule(42, false, {})]],
      rulesets: { 7: [200, { id: 7 }], 8: [404, {}], 9: [403, refused] },
    });
    const found = value(facts.rulesets);
    expect(found.map(({ bypass }) => bypass.kind)).toEqual(["hidden", "hidden", "hidden", "hidden"]);
    expect(found.map(({ protection }) => protection)).toEqual([
      { kind: "ruleset", id: 7, owner: { kind: "repository" } },
      { kind: "ruleset", id: 8, owner: { kind: "organization", name: "acme" } },
      { kind: "ruleset", id: 9, owner: { kind: "enterprise" } },
      { kind: "ruleset", id: null, owner: { kind: "repository" } },
    ]);
  });

  test("a server without rulesets has none; one that refuses keeps them to itself, in its own words", async () => {
    expect(value((await readGiven({ rules: [404, {}] })).rulesets)).toEqual([]);
    const upgrade = { message: "Upgrade to GitHub Pro or make this repository public to enable this feature." };
    expect(why((await readGiven({ rules: [403, upgrade] })).rulesets)).toMatch(/Upgrade to GitHub Pro/);
  });

  test("more rules than a page holds", async () => {
    const client = await connect();
    const github = nock(api);
    github.get("/repos/acme/web").reply(200, { name: "web", owner: { login: "acme" }, html_url: "https://x", default_branch: "main" });
    github.get("/repos/acme/web/branches/main").reply(...(tip() as [number, object]));
    const filler = Array.from({ length: 100 }, () => ({ type: "deletion", ...info }));
    github.get("/repos/acme/web/rules/branches/main?per_page=100&page=1").reply(200, filler);
    github.get("/repos/acme/web/rules/branches/main?per_page=100&page=2").reply(200, [checksRule(42)]);
    github.get("/repos/acme/web/rulesets/7").reply(200, { id: 7, bypass_actors: [] });
    expect(onlyRuleset(await readWiring(client, installation, null)).checks).toHaveLength(1);
  });
});

test("classic protection and a ruleset stand side by side", async () => {
  const facts = await readGiven({
    branch: requiring(null),
    protection: [403, refused],
    rules: [200, [checksRule(42)]],
    rulesets: { 7: [200, { id: 7 }] },
  });
  expect(value(facts.classic)?.checks[0]?.source).toEqual({ kind: "known", value: null });
  expect(onlyRuleset(facts).checks[0]?.source).toEqual({ kind: "known", value: 42 });
});

describe("what may help when tried again is a failure, not a hidden fact", () => {
  async function failing(path: string, status: number, headers: Record<string, string> = {}): Promise<unknown> {
    const client = await connect();
    const github = nock(api).persist();
    github.get(path).reply(status, { message: "no" }, headers);
    github.get("/repos/acme/web").reply(200, { name: "web", owner: { login: "acme" }, html_url: "https://x", default_branch: "main" });
    github.get("/repos/acme/web/branches/main").reply(...(tip() as [number, object]));
    github.get("/repos/acme/web/rules/branches/main?per_page=100&page=1").reply(200, []);
    const failure = await readWiring(client, installation, null).catch((error: unknown) => error);
    // Those that came too late for the failure are no fault of the test.
    nock.cleanAll();
    return failure;
  }

  test.each(["/repos/acme/web", "/repos/acme/web/branches/main", "/repos/acme/web/rules/branches/main?per_page=100&page=1"])(
    "500 for %s",
    async (path) => {
      expect(await failing(path, 500)).toMatchObject({ name: "GitHubFailure", kind: "incomplete", status: 500, transient: true });
    },
  );

  test("a used-up rate limit is no missing permission", async () => {
    const limited = await failing("/repos/acme/web/branches/main", 403, { "x-ratelimit-remaining": "0", "retry-after": "3600" });
    expect(limited).toMatchObject({ name: "GitHubFailure", status: 403, transient: true });
  });

  test("a repository that is not there is a failure", async () => {
    expect(await failing("/repos/acme/web", 404)).toMatchObject({ status: 404 });
  });
});

describe("the installation", () => {
  const answer = {
    id: 1,
    html_url: "https://github.com/organizations/acme/settings/installations/1",
    suspended_at: null,
    permissions: { checks: "write" },
    events: ["push"],
  };
  const read: Installation = {
    id: 1,
    webUrl: answer.html_url,
    suspended: false,
    permissions: { checks: "write" },
    events: ["push"],
  };

  test("is found by the repository, as the App", async () => {
    const authorization = /^bearer ey/i;
    nock(api, { reqheaders: { authorization: (given) => authorization.test(given) } })
      .get("/repos/acme/web/installation")
      .reply(200, answer);
    expect(await findInstallation(probot(), app, { owner: "acme", name: "web" })).toEqual(read);
  });

  test("is not there", async () => {
    nock(api).get("/repos/acme/web/installation").reply(404, { message: "Not Found" });
    expect(await findInstallation(probot(), app, { owner: "acme", name: "web" })).toBeNull();
  });

  test("cannot be asked for", async () => {
    nock(api).get("/repos/acme/web/installation").reply(401, { message: "A JSON web token could not be decoded" });
    await expect(findInstallation(probot(), app, { owner: "acme", name: "web" })).rejects.toMatchObject({
      name: "GitHubFailure",
      status: 401,
    });
  });

  test("is read by its id", async () => {
    nock(api)
      .get("/app/installations/1")
      .reply(200, { ...answer, suspended_at: "2026-01-01T00:00:00Z" });
    expect(await readInstallation(probot(), 1)).toEqual({ ...read, suspended: true });
  });

  test("of an event that says little", () => {
    expect(installationOf({ id: 3 })).toEqual({ id: 3, webUrl: null, suspended: false, permissions: {}, events: [] });
  });
});
