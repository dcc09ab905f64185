/** The App's own access to GitHub, and a client for each installation. */
import type { Logger } from "pino";
import { Probot, ProbotOctokit } from "probot";
import type { RepositoryName } from "../model/repository-name.ts";
import { failureOf } from "./failure.ts";
import { createBudgets, serialWrites } from "./pace.ts";

export type Octokit = InstanceType<typeof ProbotOctokit>;

export interface AppCredentials {
  readonly appId: number;
  readonly privateKey: string;
  /** REST base of an Enterprise Server or a local GitHub; null: github.com. */
  readonly apiUrl: string | null;
}

export interface AppOptions extends AppCredentials {
  readonly webhookSecret: string;
  readonly log: Logger;
  /** Milliseconds behind a "second" of the library's back-off; tests make it short. */
  readonly second?: number;
  /** Milliseconds that one request may take. */
  readonly patience?: number;
}

/** Who the App is: its comments are by `<slug>[bot]`. */
export interface AppIdentity {
  readonly id: number;
  readonly slug: string;
}

/** A repository as seen by the App that is installed on it. The functions of this folder take it as their first argument. */
export interface RepositoryClient extends RepositoryName {
  readonly octokit: Octokit;
  readonly app: AppIdentity;
  /** Ends what is under way: a newer push came. */
  readonly signal: AbortSignal | null;
}

/** Longest wait for one answer, in milliseconds: a recursive tree of a very large repository takes GitHub some seconds. */
const defaultPatience = 30_000;
/** Longer waits for a rate limit are left to the caller, which has other work to do; in seconds. */
const longestWait = 60;

/** Probot with GitHub's limits kept: it verifies webhooks and hands out clients. */
export function createApp(options: AppOptions): Probot {
  const { log, second = 1_000, patience = defaultPatience } = options;
  const wait =
    (kind: string) => (retryAfter: number, request: { readonly method: string; readonly url: string }, _: unknown, count: number) => {
      log.warn({ method: request.method, url: request.url, retryAfter }, `GitHub's ${kind} is used up`);
      return retryAfter <= longestWait && count < 2;
    };
  const throttle = {
    enabled: true,
    ...createBudgets(),
    retryAfterBaseValue: second,
    fallbackSecondaryRateRetryAfter: 60,
    onRateLimit: wait("rate limit"),
    onSecondaryRateLimit: wait("secondary rate limit"),
  };
  return new Probot({
    appId: options.appId,
    privateKey: options.privateKey,
    secret: options.webhookSecret,
    log,
    // Merged by hand: Probot hands in limits of its own, which would take the place of these.
    Octokit: ProbotOctokit.plugin(serialWrites()).defaults((own: { readonly throttle?: object }) => ({
      ...own,
      throttle: { ...own.throttle, ...throttle },
      retry: { retryAfterBaseValue: second },
    })),
    request: { fetch: fetchWithin(patience) },
    ...(options.apiUrl === null ? {} : { baseUrl: options.apiUrl }),
  });
}

/** Every request ends: one that is not answered in time is broken off. */
function fetchWithin(patience: number): typeof fetch {
  return (input, init) => {
    const timeout = AbortSignal.timeout(patience);
    const signal = init?.signal ? AbortSignal.any([init.signal, timeout]) : timeout;
    return fetch(input, { ...init, signal });
  };
}

/** Asked once: whoever needs to know tries again. @throws GitHubFailure where the credentials are refused. */
export async function appIdentity(probot: Probot): Promise<AppIdentity> {
  const octokit = await probot.auth();
  try {
    const { data } = await octokit.request("GET /app", { request: { retries: 0 } });
    if (data === null || typeof data !== "object") throw new Error("the answer was cut off");
    return { id: data.id, slug: data.slug ?? "" };
  } catch (cause) {
    throw failureOf("the App itself", cause);
  }
}

export async function repositoryClient(
  probot: Probot,
  app: AppIdentity,
  installation: number,
  repository: RepositoryName,
  signal: AbortSignal | null = null,
): Promise<RepositoryClient> {
  return { octokit: await probot.auth(installation), app, owner: repository.owner, name: repository.name, signal };
}
