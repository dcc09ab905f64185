/** What the App's flows share for as long as the program runs. */
import type { Logger } from "pino";
import type { Probot } from "probot";
import { type AppIdentity, type RepositoryClient, repositoryClient } from "../github/app-client.ts";
import type { BlobCache } from "../github/blob-cache.ts";
import type { CommitMemory } from "../github/commit-files.ts";
import type { TreeMemory } from "../github/trees.ts";
import { BakegateError } from "../model/failure.ts";
import type { Whereabouts } from "../model/happening.ts";
import { fullName } from "../model/repository-name.ts";
import type { ParseMemory } from "./parse-memory.ts";

export interface AppTools {
  readonly probot: Probot;
  readonly app: AppIdentity;
  readonly blobs: BlobCache;
  readonly trees: TreeMemory;
  readonly commits: CommitMemory;
  readonly parses: ParseMemory;
  readonly log: Logger;
}

/** A client for one repository, whose requests end with the signal. */
export function clientFor(
  tools: AppTools,
  { installation, repository }: Whereabouts,
  signal: AbortSignal | null = null,
): Promise<RepositoryClient> {
  return repositoryClient(tools.probot, tools.app, installation, repository, signal);
}

/** Fields that stand on every line of a log about one repository. */
export function logFields({ installation, repository }: Whereabouts) {
  return { installation, repository: fullName(repository) };
}

/** A failure with words for people, whatever went wrong; a fault of our own says so. */
export function bakegateError(cause: unknown): BakegateError {
  if (cause instanceof BakegateError) return cause;
  const name = cause instanceof Error ? cause.name : "an unknown error";
  const next = "Report it with the line of the App's log that names this commit; re-run the check to try again.";
  return new BakegateError("incomplete", `a fault of Bakegate itself (${name})`, next, { cause });
}
