/** One request to GitHub about a repository, with a failure that says what was asked for. */
import type { RepositoryClient } from "./app-client.ts";
import { failureOf, GitHubFailure } from "./failure.ts";

/** What every request about a repository carries. */
export interface Target {
  readonly owner: string;
  readonly repo: string;
  readonly request: { readonly signal?: AbortSignal; readonly retries?: number };
}

/**
 * Asks, and hands out the answer's data.
 * @param what the thing asked for, as it stands in a sentence.
 * @throws GitHubFailure for every answer but a good one; an answer that was cut off is none. The signal's own reason where it was aborted.
 */
export async function ask<T>(
  client: RepositoryClient,
  what: string,
  request: (target: Target) => Promise<{ readonly data: T }>,
): Promise<T> {
  client.signal?.throwIfAborted();
  let data: T;
  try {
    ({ data } = await unlessAborted(request(target(client)), client.signal));
  } catch (cause) {
    client.signal?.throwIfAborted();
    throw failureOf(what, cause);
  }
  // The library hands out a text, or an empty one, where JSON was promised and cut off.
  if (typeof data === "string") {
    const facts = { status: null, transient: true, retryAfter: null };
    throw new GitHubFailure(
      `GitHub's answer for ${what} was cut off`,
      "It is tried again by itself; re-run the check to try at once.",
      facts,
    );
  }
  return data;
}

/** As {@link ask}; null where GitHub says that it is not there (404). */
export async function askOrNull<T>(
  client: RepositoryClient,
  what: string,
  request: (target: Target) => Promise<{ readonly data: T }>,
): Promise<T | null> {
  try {
    return await ask(client, what, request);
  } catch (error) {
    if (error instanceof GitHubFailure && error.status === 404) return null;
    throw error;
  }
}

/** The library sits through its back-off after an abort; nobody waits for that. */
function unlessAborted<T>(asked: Promise<T>, signal: AbortSignal | null): Promise<T> {
  if (signal === null) return asked;
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    asked.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

function target({ owner, name, signal }: RepositoryClient): Target {
  return { owner, repo: name, request: signal === null ? {} : { signal } };
}
