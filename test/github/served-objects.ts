/** A GitHub that serves the trees and blobs it is handed, and remembers what it was asked for; the network is off. */
import { createHash, generateKeyPairSync } from "node:crypto";
import nock from "nock";
import { pino } from "pino";
import { createApp, type RepositoryClient, repositoryClient } from "../../src/github/app-client.ts";
import { BlobCache } from "../../src/github/blob-cache.ts";
import { GitHubFailure } from "../../src/github/failure.ts";

export const api = "https://api.github.com";
export const silent = pino({ level: "silent" });
export const commit = "c0".repeat(20);

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const pem = privateKey.export({ type: "pkcs1", format: "pem" }).toString();

export interface ClientOptions {
  readonly name?: string;
  readonly signal?: AbortSignal;
  readonly apiUrl?: string;
  readonly patience?: number;
}

/** An installed App's access to acme/web, with a back-off of milliseconds. */
export async function connect({ name = "web", signal, apiUrl, patience }: ClientOptions = {}): Promise<RepositoryClient> {
  const probot = createApp({
    appId: 1,
    privateKey: pem,
    apiUrl: apiUrl ?? null,
    webhookSecret: "secret",
    log: silent,
    second: 1,
    ...(patience === undefined ? {} : { patience }),
  });
  return repositoryClient(probot, { id: 1, slug: "bakegate" }, 1, { owner: "acme", name }, signal ?? null);
}

export function token(): object {
  return { token: "ghs_x", expires_at: new Date(Date.now() + 3_600_000).toISOString(), permissions: {}, repository_selection: "all" };
}

export function memoryOnly(): BlobCache {
  return new BlobCache({ dir: null, log: silent });
}

export interface Blob {
  readonly id: string;
  readonly bytes: Buffer;
}

export function blobOf(contents: string | Buffer, hash: "sha1" | "sha256" = "sha1"): Blob {
  const bytes = Buffer.from(contents);
  return { id: createHash(hash).update(`blob ${bytes.length}\0`).update(bytes).digest("hex"), bytes };
}

/** An entry as GitHub lists it. */
export interface Listed {
  readonly path: unknown;
  readonly mode?: unknown;
  readonly type?: unknown;
  readonly sha?: unknown;
  readonly size?: unknown;
}

export function file(path: string, { id, bytes }: Blob): Listed {
  return { path, mode: "100644", type: "blob", sha: id, size: bytes.length };
}

export function folder(path: string, sha: string): Listed {
  return { path, mode: "040000", type: "tree", sha };
}

/** The id of a tree that exists only in a test. */
export function treeId(name: string): string {
  return createHash("sha1").update(name).digest("hex");
}

export class ServedObjects {
  /** `tree <id>`, `tree <id> recursive`, `blob <id>`, `graphql <count>`, in the order in which they were asked for. */
  readonly asked: string[] = [];
  readonly queries: string[] = [];
  readonly #trees = new Map<string, { readonly tree: readonly Listed[]; readonly truncated: boolean }>();
  readonly #blobs = new Map<string, object>();
  readonly #batched = new Map<string, object | null>();
  /** How GraphQL answers, where it does not serve blobs. */
  graphql: { readonly status: number; readonly body: object } | null = null;

  constructor(name = "web") {
    const repository = `/repos/acme/${name}/git`;
    nock(api).persist().post("/app/installations/1/access_tokens").reply(201, token());
    nock(api)
      .persist()
      .get(new RegExp(`^${repository}/trees/`))
      .reply((uri) => {
        const { pathname, searchParams } = new URL(uri, api);
        const asked = `tree ${pathname.split("/").at(-1)}${searchParams.get("recursive") === "1" ? " recursive" : ""}`;
        this.asked.push(asked);
        const answer = this.#trees.get(asked);
        return answer === undefined ? [404, { message: "Not Found" }] : [200, answer];
      });
    nock(api)
      .persist()
      .get(new RegExp(`^${repository}/blobs/`))
      .reply((uri) => {
        const id = uri.split("/").at(-1) ?? "";
        this.asked.push(`blob ${id}`);
        const answer = this.#blobs.get(id);
        return answer === undefined ? [404, { message: "Not Found" }] : [200, answer];
      });
    nock(api)
      .persist()
      .post("/graphql")
      .reply((_, body) => {
        const { query, variables } = body as { readonly query: string; readonly variables: Readonly<Record<string, string>> };
        const ids = Object.entries(variables).filter(([variable]) => /^o\d+$/.test(variable));
        this.asked.push(`graphql ${ids.length}`);
        this.queries.push(query);
        if (this.graphql !== null) return [this.graphql.status, this.graphql.body];
        const objects = ids.map(([variable, id]) => [variable.replace("o", "b"), this.#batched.get(id) ?? null]);
        return [200, { data: { repository: variables.owner === "acme" && variables.name === name ? Object.fromEntries(objects) : null } }];
      });
  }

  /** The whole tree of a commit, in one answer. */
  tree(id: string, ...tree: readonly Listed[]): void {
    this.#trees.set(`tree ${id} recursive`, { tree, truncated: false });
  }

  /** A tree that is cut when it is asked for recursively; `whole`: but not when it is asked for one level. */
  cutTree(id: string, tree: readonly Listed[], whole = true): void {
    this.#trees.set(`tree ${id} recursive`, { tree: tree.slice(0, 1), truncated: true });
    this.#trees.set(`tree ${id}`, { tree, truncated: !whole });
  }

  blobs(...blobs: readonly Blob[]): void {
    for (const { id, bytes } of blobs) {
      this.#blobs.set(id, { sha: id, size: bytes.length, encoding: "base64", content: bytes.toString("base64").replace(/.{60}/g, "$&\n") });
      this.#batched.set(id, { byteSize: bytes.length, text: bytes.toString("utf8") });
    }
  }

  /** What REST says of a blob instead of the truth. */
  blobAnswer(id: string, answer: object): void {
    this.#blobs.set(id, answer);
  }

  /** What GraphQL says of a blob instead of the truth. */
  batchedAnswer(id: string, answer: object | null): void {
    this.#batched.set(id, answer);
  }

  /** How often something was asked for that begins with a text. */
  count(start: string): number {
    return this.asked.filter((one) => one.startsWith(start)).length;
  }
}

export async function failureOf(action: Promise<unknown>): Promise<GitHubFailure> {
  const error = await action.then(
    () => null,
    (cause: unknown) => cause,
  );
  if (!(error instanceof GitHubFailure)) throw new Error(`expected a GitHubFailure, got ${String(error)}`, { cause: error });
  return error;
}
