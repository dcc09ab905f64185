/** What the tables look like, as the list of steps that lead there: a step that has been published is never changed, only followed by another. */
import { BakegateError } from "../model/failure.ts";
import type { Database, Queryable } from "./database.ts";

/** The first is version 1. A newer pg-boss is a step of its own, even an empty one: it changes its tables, and an older program must not work on. */
const steps: readonly string[] = [
  `CREATE TABLE bakegate.releases (
     id text PRIMARY KEY,
     repository text NOT NULL,
     merge text NOT NULL,
     settled boolean NOT NULL,
     created_at timestamptz NOT NULL,
     updated_at timestamptz NOT NULL,
     body jsonb NOT NULL
   );
   CREATE INDEX releases_unsettled ON bakegate.releases (created_at) WHERE NOT settled;
   CREATE INDEX releases_of_repository ON bakegate.releases (repository, created_at);
   CREATE TABLE bakegate.once (
     name text PRIMARY KEY,
     at timestamptz NOT NULL DEFAULT now()
   )`,
];

/** The version that this program writes. */
export const newestVersion = steps.length;

/**
 * To be done by one process at a time. A step and its record are kept together or not at all.
 * @throws BakegateError (usage) where a newer program has been at work.
 */
export async function migrate(database: Database): Promise<void> {
  const at = await prepare(database);
  if (at > newestVersion) throw tooNew(at);
  for (const [index, step] of steps.entries()) if (index >= at) await database.transaction((within) => take(within, step, index + 1));
}

async function take(within: Queryable, step: string, version: number): Promise<void> {
  await within.query("INSERT INTO bakegate.migrations (version) VALUES ($1)", [version]);
  await within.query(step);
}

/** Version of what is there; 0: nothing. The schema is asked for first: PostgreSQL wants the right to make it even where it exists. */
async function prepare(database: Database): Promise<number> {
  const [found] = await database.query(
    "SELECT to_regnamespace('bakegate') IS NOT NULL AS schema, to_regclass('bakegate.migrations') IS NOT NULL AS record",
  );
  if (found?.schema !== true) await database.query("CREATE SCHEMA bakegate");
  if (found?.record !== true)
    await database.query("CREATE TABLE bakegate.migrations (version integer PRIMARY KEY, at timestamptz NOT NULL DEFAULT now())");
  const [row] = await database.query("SELECT coalesce(max(version), 0) AS version FROM bakegate.migrations");
  return Number(row?.version);
}

function tooNew(version: number): BakegateError {
  return new BakegateError(
    "usage",
    `the database was written by a newer Bakegate: it is at version ${version}, and this program knows up to ${newestVersion}`,
    "Start the newer version again, or put back the copy of the database from before it was installed.",
  );
}
