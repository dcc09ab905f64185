/** The demo's merges are made by git: one that is too old for them is refused before anything is started. */
import { spawnSync } from "node:child_process";
import { BakegateError } from "../../src/model/failure.ts";

/** `git merge-tree --write-tree` came with 2.38 (https://github.com/git/git/blob/v2.38.0/Documentation/RelNotes/2.38.0.txt). */
const needed = 2.38;

/** @throws BakegateError */
export function requireGit(): void {
  const { stdout, error } = spawnSync("git", ["--version"], { encoding: "utf8" });
  const [, major = "0", minor = "0"] = /(\d+)\.(\d+)/.exec(stdout ?? "") ?? [];
  if (error !== undefined) throw new BakegateError("usage", "git was not found", "Install git and start the demo again.");
  if (Number(major) * 1000 + Number(minor) >= 2038) return;
  throw new BakegateError(
    "usage",
    `the demo needs git ${needed} or newer, and this is ${major}.${minor}`,
    "Install a newer git and start the demo again.",
  );
}
