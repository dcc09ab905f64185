/** Releases, and what is done once, as rows. */
import type { Logger } from "pino";
import type { Release } from "../model/release.ts";
import { isSettled } from "../model/release.ts";
import type { Queryable, Row } from "./database.ts";
import { releaseFromJson, releaseToJson } from "./stored-release.ts";

const columns = "(id, repository, merge, settled, created_at, updated_at, body) VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb)";

function valuesOf(release: Release): readonly unknown[] {
  const { id, repository, merge, createdAt, updatedAt } = release;
  return [id, `${repository.owner}/${repository.name}`, merge, isSettled(release), createdAt, updatedAt, releaseToJson(release)];
}

/** False: there is one already. */
export async function insertRelease(database: Queryable, release: Release): Promise<boolean> {
  const rows = await database.query(`INSERT INTO bakegate.releases ${columns} ON CONFLICT (id) DO NOTHING RETURNING id`, valuesOf(release));
  return rows.length === 1;
}

export async function putRelease(database: Queryable, release: Release): Promise<void> {
  await database.query(
    `INSERT INTO bakegate.releases ${columns}
     ON CONFLICT (id) DO UPDATE SET settled = excluded.settled, updated_at = excluded.updated_at, body = excluded.body`,
    valuesOf(release),
  );
}

/** @throws BakegateError (incomplete) with the id where what is kept is no release. */
export async function selectRelease(database: Queryable, id: string): Promise<Release | null> {
  const [row] = await database.query("SELECT body FROM bakegate.releases WHERE id = $1", [id]);
  return row === undefined ? null : releaseFromJson(id, row.body);
}

export async function selectUnsettled(database: Queryable, log: Logger): Promise<readonly Release[]> {
  return readable(await database.query("SELECT id, body FROM bakegate.releases WHERE NOT settled ORDER BY created_at, id"), log);
}

export async function selectOfRepository(database: Queryable, repository: string, most: number, log: Logger): Promise<readonly Release[]> {
  const text = "SELECT id, body FROM bakegate.releases WHERE repository = $1 ORDER BY created_at DESC, id DESC LIMIT $2";
  return readable(await database.query(text, [repository, most]), log);
}

/** False: it was there before. */
export async function insertOnce(database: Queryable, name: string): Promise<boolean> {
  return (
    (await database.query("INSERT INTO bakegate.once (name) VALUES ($1) ON CONFLICT (name) DO NOTHING RETURNING name", [name])).length === 1
  );
}

/** One damaged row is told and left out: the others have to go on. */
function readable(rows: readonly Row[], log: Logger): readonly Release[] {
  const releases: Release[] = [];
  for (const { id, body } of rows) {
    try {
      releases.push(releaseFromJson(String(id), body));
    } catch (err) {
      log.error({ err, release: id }, "a release in the database cannot be read");
    }
  }
  return releases;
}
