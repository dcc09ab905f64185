/** Where the parse cache of the command line lies, and what `--verbose` says of it. */
import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import { visibleText } from "../render/visible.ts";
import { type OpenedParseCache, openParseCache } from "../store/parse-cache.ts";
import { ParseMemory } from "./parse-memory.ts";
import { parserDigest } from "./parser-digest.ts";

type Environment = Readonly<Record<string, string | undefined>>;

export type CachePlace =
  | { readonly kind: "place"; readonly dir: string; readonly keyFile: string }
  | { readonly kind: "off"; readonly why: string };

/**
 * `BAKEGATE_CACHE_DIR`, else by the XDG base directory specification, in which a relative path counts as not set; the key is state, so that
 * it does not travel with a cache. @param home throws where the user has no folder.
 */
export function cachePlace(env: Environment, home: () => string = homedir): CachePlace {
  const named = env.BAKEGATE_CACHE_DIR;
  if (named === "") return { kind: "off", why: "BAKEGATE_CACHE_DIR is empty" };
  const [cache, state] = [absolute(env.XDG_CACHE_HOME), absolute(env.XDG_STATE_HOME)];
  const own = (named !== undefined || cache !== null) && state !== null ? "" : homeOf(home);
  if (own === null) return { kind: "off", why: "this user has no home folder; set BAKEGATE_CACHE_DIR and XDG_STATE_HOME" };
  const dir = named === undefined ? join(cache ?? join(own, ".cache"), "bakegate") : resolve(named);
  return { kind: "place", dir: join(dir, "parses"), keyFile: join(state ?? join(own, ".local", "state"), "bakegate", "parses.key") };
}

/** Never rejects. */
export async function openKeptParses(env: Environment): Promise<OpenedParseCache> {
  const place = cachePlace(env);
  return place.kind === "off" ? place : openParseCache({ ...place, reader: parserDigest() });
}

/** For the App: below its data directory, which is its own. Never rejects. */
export function openAppParses(dataDir: string): Promise<OpenedParseCache> {
  return openParseCache({ dir: join(dataDir, "parses"), keyFile: join(dataDir, "parses.key"), reader: parserDigest() });
}

/** A memory that remembers earlier runs, where the cache is on. */
export function memoryOf(opened: OpenedParseCache): ParseMemory {
  return new ParseMemory(opened.kind === "open" ? opened.cache : null);
}

/** One line for `--verbose`. */
export function parsesLine(opened: OpenedParseCache): string {
  if (opened.kind === "off") return `Parse cache: off (${visibleText(opened.why)}).`;
  const { asked, known } = opened.cache.count();
  return `Parse cache: ${known} of ${asked} answers known, in ${visibleText(opened.cache.dir)}.`;
}

function absolute(path: string | undefined): string | null {
  return path !== undefined && isAbsolute(path) ? path : null;
}

function homeOf(home: () => string): string | null {
  try {
    return absolute(home());
  } catch {
    return null;
  }
}
