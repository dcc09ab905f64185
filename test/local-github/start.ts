/** Starts a local GitHub: the emulator, the proxy in front of it, and the App installed on `acme`. */
import { generateKeyPair } from "node:crypto";
import { promisify } from "node:util";
import { organization } from "./accounts.ts";
import { installationJson } from "./app-routes.ts";
import { signedJwt } from "./callers.ts";
import { createRepository } from "./create-repository.ts";
import { createDeliveries } from "./deliveries.ts";
import { startEmulator } from "./emulator.ts";
import { createGitObjects } from "./git-objects.ts";
import { objectOf } from "./json.ts";
import { type LocalGitHub, people } from "./local-github.ts";
import { localRepository } from "./local-repository.ts";
import { startProxy } from "./proxy.ts";
import { sendWebhook } from "./webhooks.ts";
import { type AppFacts, personToken, type World } from "./world.ts";

export interface LocalGitHubOptions {
  /** 0: any free one. */
  readonly port?: number;
  /** Logins beside those of {@link people}. */
  readonly people?: readonly string[];
  /** What the App was granted; default: what it asks for. */
  readonly permissions?: Readonly<Record<string, string>>;
  /** Members by the team's slug. */
  readonly teams?: Readonly<Record<string, readonly string[]>>;
}

const defaultPermissions = {
  metadata: "read",
  contents: "read",
  pull_requests: "write",
  issues: "write",
  checks: "write",
  statuses: "read",
  actions: "write",
  deployments: "write",
  members: "read",
  merge_queues: "read",
};

const webhookSecret = "the-webhook-secret-of-the-tests";

/** A key takes some tenths of a second to find: all local GitHubs of a process have the same. */
let key: Promise<string> | undefined;

export async function startLocalGitHub(options: LocalGitHubOptions = {}): Promise<LocalGitHub> {
  key ??= newKey();
  const privateKey = await key;
  const app = {
    id: 4242,
    slug: "bakegate",
    name: "Bakegate",
    installation: 77,
    privateKey,
    permissions: options.permissions ?? defaultPermissions,
  };
  const other = {
    id: 5151,
    slug: "other-ci",
    name: "Other CI",
    installation: 88,
    privateKey,
    permissions: { checks: "write", contents: "read" },
  };
  const logins = [...Object.values(people), ...(options.people ?? [])];
  const proxy = await startProxy(options.port ?? 0);
  const emulator = await startEmulator(proxy.apiUrl, {
    tokens: Object.fromEntries(logins.map((login) => [personToken(login), { login }])),
    github: {
      users: logins.map((login) => ({ login, name: login, email: `${login}@users.noreply.github.com` })),
      orgs: [{ login: organization, members: [{ login: people.owner, role: "admin" }] }],
      apps: [app, other].map(seedOf),
    },
  });
  const objects = createGitObjects();
  const deliveries = createDeliveries(webhookSecret);
  let ids = 1000;
  const world: World = {
    apiUrl: proxy.apiUrl,
    emulator,
    objects,
    deliveries,
    apps: [app, other],
    repositories: new Map(),
    installationTokens: new Map(),
    teams: new Map(Object.entries(options.teams ?? {})),
    background: new Set(),
    ask: proxy.ask,
    nextId: () => ids++,
  };
  proxy.serve(world, new Set(logins));
  return {
    apiUrl: proxy.apiUrl,
    appId: app.id,
    appSlug: app.slug,
    privateKey,
    webhookSecret,
    installation: app.installation,
    sendWebhooksTo: deliveries.sendTo,
    async createRepository(seed) {
      return localRepository(world, await createRepository(world, seed));
    },
    repository(name) {
      const repository = world.repositories.get(name);
      if (repository === undefined) throw new Error(`there is no repository ${name}`);
      return localRepository(world, repository);
    },
    async announceInstallation() {
      const { body } = await world.ask({ method: "GET", path: `/app/installations/${app.installation}`, token: signedJwt(app) });
      const installed = [...world.repositories.values()].filter(({ owner }) => owner === organization);
      const repositories = installed.map((one) => ({
        id: one.id,
        node_id: `R_local_${one.id}`,
        name: one.name,
        full_name: `${one.owner}/${one.name}`,
        private: one.private,
      }));
      const installation = installationJson(world, objectOf(body));
      return sendWebhook(world, "installation", null, people.owner, { action: "created", installation, repositories });
    },
    deliveries: deliveries.all,
    loseDeliveries: deliveries.lose,
    redeliver: deliveries.sendAgain,
    forge: deliveries.forge,
    requests: () => proxy.requests,
    interfere: proxy.interfere,
    violations: proxy.violations,
    async close() {
      await Promise.allSettled(world.background);
      await proxy.close();
      await emulator.close();
      objects.close();
    },
  };
}

async function newKey(): Promise<string> {
  const { privateKey } = await promisify(generateKeyPair)("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "pkcs1", format: "pem" },
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
  });
  return privateKey;
}

function seedOf(app: AppFacts) {
  return {
    app_id: app.id,
    slug: app.slug,
    name: app.name,
    private_key: app.privateKey,
    permissions: app.permissions,
    events: ["pull_request", "push", "issue_comment", "check_run", "workflow_run", "merge_group"],
    installations: [
      { installation_id: app.installation, account: organization, repository_selection: "all", permissions: app.permissions },
    ],
  };
}
