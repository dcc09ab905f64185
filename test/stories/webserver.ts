/** Builds the webserver repository with its stories as branches, in a folder of its own. */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const webserverFixture = fileURLToPath(new URL("../../fixtures/repositories/webserver/", import.meta.url));

/** The stories by name, in the order in which they are told. */
export function storyNames(): readonly string[] {
  return readdirSync(join(webserverFixture, "stories")).sort();
}

/** Runs git without the user's own configuration, at a fixed time, so that every build has the same ids. */
export function gitIn(dir: string, ...args: readonly string[]): string {
  const env = {
    ...process.env,
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_SYSTEM: "/dev/null",
    GIT_AUTHOR_NAME: "Bakegate",
    GIT_AUTHOR_EMAIL: "bakegate@example.com",
    GIT_COMMITTER_NAME: "Bakegate",
    GIT_COMMITTER_EMAIL: "bakegate@example.com",
    GIT_AUTHOR_DATE: "2026-10-01T09:00:00+0900",
    GIT_COMMITTER_DATE: "2026-10-01T09:00:00+0900",
  };
  return execFileSync("git", ["-C", dir, ...args], { encoding: "utf8", env, stdio: ["ignore", "pipe", "pipe"] }).trim();
}

/** `main`, and a branch for each story. */
export function buildWebserver(dir: string): void {
  mkdirSync(dir, { recursive: true });
  cpSync(join(webserverFixture, "main"), dir, { recursive: true });
  gitIn(dir, "init", "-q", "-b", "main");
  gitIn(dir, "add", "--all");
  gitIn(dir, "commit", "-q", "-m", "Run the webserver from a golden image");
  gitIn(dir, "remote", "add", "origin", "https://github.com/acme/webserver.git");
  for (const story of storyNames()) {
    gitIn(dir, "checkout", "-q", "-b", story, "main");
    gitIn(dir, "am", "-q", "--committer-date-is-author-date", join(webserverFixture, "stories", story, "change.patch"));
  }
  gitIn(dir, "checkout", "-q", "main");
}
