/** A request whose answer is a JSON object; what is none was cut off. */
import type { RepositoryClient } from "./app-client.ts";
import { ask, type Target } from "./ask.ts";
import { GitHubFailure } from "./failure.ts";

/**
 * As {@link ask}, with nothing taken for granted of the object's fields.
 * The library hands out an empty text where the connection broke, or the request was aborted, within the body.
 */
export async function askForObject(
  client: RepositoryClient,
  what: string,
  request: (target: Target) => Promise<{ readonly data: unknown }>,
): Promise<Readonly<Record<string, unknown>>> {
  const data = await ask(client, what, request);
  if (isObject(data)) return data;
  client.signal?.throwIfAborted();
  throw badAnswer(`GitHub's answer for ${what} was cut off`);
}

/** An answer with a good status that cannot be used; asking again may help. */
export function badAnswer(message: string, next = "It is tried again by itself; re-run the check to try at once."): GitHubFailure {
  return new GitHubFailure(message, next, { status: null, transient: true, retryAfter: null });
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
