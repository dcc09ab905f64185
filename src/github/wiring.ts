/** Gathers how the App is wired to a repository. */
import type { Probot } from "probot";
import type { RepositoryName } from "../model/repository-name.ts";
import { fullName } from "../model/repository-name.ts";
import type { Installation, WiringFacts } from "../model/wiring.ts";
import type { AppIdentity, RepositoryClient } from "./app-client.ts";
import { ask, askOrNull } from "./ask.ts";
import { readClassicProtection } from "./branch-protection.ts";
import { failureOf } from "./failure.ts";
import { readRulesets } from "./rulesets.ts";

/** The installation that sees a repository; null: the App is not installed on it, or there is no such repository. @throws GitHubFailure */
export async function findInstallation(probot: Probot, app: AppIdentity, repository: RepositoryName): Promise<Installation | null> {
  const { owner, name } = repository;
  const client: RepositoryClient = { octokit: await probot.auth(), app, owner, name, signal: null };
  const found = await askOrNull(client, `the installation on ${fullName(repository)}`, (target) =>
    client.octokit.request("GET /repos/{owner}/{repo}/installation", { ...target }),
  );
  return found === null ? null : installationOf(found);
}

/** @throws GitHubFailure */
export async function readInstallation(probot: Probot, id: number): Promise<Installation> {
  const octokit = await probot.auth();
  try {
    const { data } = await octokit.request("GET /app/installations/{installation_id}", { installation_id: id });
    if (data === null || typeof data !== "object") throw new Error("the answer was cut off");
    return installationOf(data);
  } catch (cause) {
    throw failureOf(`the installation ${id}`, cause);
  }
}

interface Answer {
  readonly id: number;
  readonly html_url?: string;
  readonly suspended_at?: string | null;
  readonly permissions?: object;
  readonly events?: readonly string[];
}

/** Of an answer, or of what an `installation` event carries. */
export function installationOf(answer: Answer): Installation {
  const granted = Object.entries(answer.permissions ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === "string");
  return {
    id: answer.id,
    webUrl: answer.html_url ?? null,
    suspended: answer.suspended_at !== null && answer.suspended_at !== undefined,
    permissions: Object.fromEntries(granted),
    events: answer.events ?? [],
  };
}

/**
 * What GitHub shows of a repository's wiring. What it does not show is hidden, with the reason.
 * @param branch null: the default branch.
 * @throws GitHubFailure where GitHub cannot be asked at all.
 */
export async function readWiring(client: RepositoryClient, installation: Installation, branch: string | null): Promise<WiringFacts> {
  const repository = await ask(client, `the repository ${fullName(client)}`, (target) =>
    client.octokit.request("GET /repos/{owner}/{repo}", { ...target }),
  );
  const name = branch ?? repository.default_branch;
  const [{ tip, classic }, rulesets] = await Promise.all([readClassicProtection(client, name), readRulesets(client, name)]);
  return {
    // As GitHub writes it, which may differ in case or be a newer name.
    repository: { owner: repository.owner.login, name: repository.name },
    webUrl: repository.html_url.replace(/\/+$/, ""),
    branch: name,
    tip,
    app: client.app,
    installation,
    classic,
    rulesets,
  };
}
