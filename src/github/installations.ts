/** Where the App is installed, and the deliveries that never arrived. */
import type { Probot } from "probot";
import type { RepositoryName } from "../model/repository-name.ts";
import { failureOf } from "./failure.ts";

const each = 100;

/** Ids of installations that are not suspended. @throws GitHubFailure */
export async function installations(probot: Probot): Promise<readonly number[]> {
  const octokit = await probot.auth();
  const found: number[] = [];
  try {
    for (let page = 1; ; page++) {
      const { data } = await octokit.request("GET /app/installations", { per_page: each, page });
      if (!Array.isArray(data)) throw new Error("the answer was cut off");
      for (const one of data) if (one.suspended_at === null || one.suspended_at === undefined) found.push(one.id);
      if (data.length < each) return found;
    }
  } catch (cause) {
    throw failureOf("the App's installations", cause);
  }
}

/** The repositories that an installation may see; archived ones are read-only and left out. @throws GitHubFailure */
export async function repositoriesOf(probot: Probot, installation: number): Promise<readonly RepositoryName[]> {
  const octokit = await probot.auth(installation);
  const found: RepositoryName[] = [];
  try {
    for (let page = 1; ; page++) {
      const { data } = await octokit.request("GET /installation/repositories", { per_page: each, page });
      if (typeof data !== "object") throw new Error("the answer was cut off");
      for (const one of data.repositories) if (one.archived !== true) found.push({ owner: one.owner.login, name: one.name });
      if (data.repositories.length < each) return found;
    }
  } catch (cause) {
    throw failureOf(`the repositories of installation ${installation}`, cause);
  }
}

export interface FailedDelivery {
  /** Of this attempt; the library reads numbers that no `number` holds as `bigint`. */
  readonly id: number | bigint;
  readonly guid: string;
}

/** GitHub keeps deliveries for three days (docs.github.com/webhooks/testing-and-troubleshooting-webhooks/redelivering-webhooks). */
const mostPages = 10;

/**
 * Deliveries since a time (milliseconds) that the App did not answer well and that were not delivered since.
 * @throws GitHubFailure
 */
export async function failedDeliveries(probot: Probot, since: number): Promise<readonly FailedDelivery[]> {
  const octokit = await probot.auth();
  const arrived = new Set<string>();
  const failed = new Map<string, FailedDelivery>();
  let cursor: string | undefined;
  try {
    for (let page = 0; page < mostPages; page++) {
      const { data, headers } = await octokit.request("GET /app/hook/deliveries", {
        per_page: each,
        ...(cursor === undefined ? {} : { cursor }),
      });
      if (!Array.isArray(data)) throw new Error("the answer was cut off");
      for (const one of data) {
        if (Date.parse(one.delivered_at) < since) continue;
        if (one.status_code >= 200 && one.status_code < 300) arrived.add(one.guid);
        else if (!failed.has(one.guid)) failed.set(one.guid, { id: one.id, guid: one.guid });
      }
      const oldest = data.at(-1);
      cursor = /[?&]cursor=([^&>]+)[^>]*>;\s*rel="next"/.exec(headers.link ?? "")?.[1];
      if (cursor === undefined || oldest === undefined || Date.parse(oldest.delivered_at) < since) break;
      cursor = decodeURIComponent(cursor);
    }
  } catch (cause) {
    throw failureOf("the App's deliveries", cause);
  }
  return [...failed.values()].filter(({ guid }) => !arrived.has(guid));
}

/** Asks GitHub to send a delivery again. @throws GitHubFailure */
export async function redeliver(probot: Probot, delivery: FailedDelivery): Promise<void> {
  const octokit = await probot.auth();
  try {
    // Written into the path as it is: the parameter takes no bigint.
    await octokit.request(`POST /app/hook/deliveries/${delivery.id}/attempts`);
  } catch (cause) {
    throw failureOf(`delivery ${delivery.guid} once more`, cause);
  }
}
