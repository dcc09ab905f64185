/** The files of an empty embedded database: they take seconds to make, so they are made once, kept beside the packages, and copied. */
import { cpSync, existsSync, readFileSync, renameSync, rmSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeFiles } from "../../src/store/embedded-files.ts";

const packages = fileURLToPath(new URL("../../node_modules/", import.meta.url));

/** Puts them into a data directory. */
export async function copyEmptyDatabase(dataDir: string): Promise<void> {
  cpSync(await made(), join(dataDir, "database"), { recursive: true });
}

/** Another version of PGlite has files of its own. Several processes may make them at once: the first to end is kept. */
async function made(): Promise<string> {
  const { version } = JSON.parse(readFileSync(join(packages, "@electric-sql/pglite/package.json"), "utf8"));
  const kept = join(packages, `.cache/bakegate/empty-database-${version}`);
  if (existsSync(kept)) return kept;
  const own = `${kept}-${process.pid}`;
  await mkdir(dirname(own), { recursive: true });
  await makeFiles(own);
  try {
    renameSync(own, kept);
  } catch (cause) {
    if (!existsSync(kept)) throw cause;
    rmSync(own, { recursive: true });
  }
  return kept;
}
