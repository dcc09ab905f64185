/** Runs git with an argument vector, never a shell, and collects what it prints. */
import { spawn } from "node:child_process";
import { BakegateError, errorCode } from "../model/failure.ts";

export interface GitResult {
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** What a repository's own configuration may not do: start a file system monitor or a hook. */
const startsNothing = ["-c", "core.fsmonitor=", "-c", "core.hooksPath=/dev/null"];

/**
 * Runs `git -C dir …args` and resolves with its exit code, whatever that is.
 * @throws BakegateError when git is not installed or was ended by a signal.
 */
export async function runGit(dir: string, args: readonly string[], input?: string): Promise<GitResult> {
  const child = spawn("git", ["-C", dir, ...startsNothing, ...args], { stdio: ["pipe", "pipe", "pipe"], env: gitEnvironment() });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
  // A git that ends before it has read its input is judged by its exit code, not by the broken pipe.
  child.stdin.on("error", () => {});
  child.stdin.end(input ?? "");
  const { code, signal } = await new Promise<{ code: number | null; signal: string | null }>((resolve, reject) => {
    child.on("error", (cause) => reject(gitMissing(cause)));
    child.on("close", (code, signal) => resolve({ code, signal }));
  });
  const said = Buffer.concat(stderr).toString("utf8").trim();
  if (code === null) {
    throw new BakegateError("incomplete", `git ${args[0]} was ended by ${signal} in ${dir}`, "Run the command again.");
  }
  return { code, stdout: Buffer.concat(stdout), stderr: said };
}

/** Runs git and hands out its output; any exit code but 0 is a failure with git's own words. */
export async function gitOutput(dir: string, args: readonly string[], input?: string): Promise<Buffer> {
  const result = await runGit(dir, args, input);
  if (result.code !== 0) {
    throw new BakegateError(
      "incomplete",
      `git ${args[0]} failed in ${dir}: ${result.stderr || `exit code ${result.code}`}`,
      "Check that the repository is whole (git fsck), then run the command again.",
    );
  }
  return result.stdout;
}

/** The user's environment without what would point git at another repository, with prompts and locks off. */
export function gitEnvironment(): NodeJS.ProcessEnv {
  const env = { ...process.env };
  for (const name of Object.keys(env)) {
    if (/^GIT_(DIR|WORK_TREE|INDEX_FILE|OBJECT_DIRECTORY|NAMESPACE|PREFIX|COMMON_DIR)$/.test(name)) delete env[name];
  }
  return { ...env, LC_ALL: "C", GIT_TERMINAL_PROMPT: "0", GIT_OPTIONAL_LOCKS: "0", GIT_NO_REPLACE_OBJECTS: "1" };
}

/** What it means that git could not be started. */
export function gitMissing(cause: unknown): BakegateError {
  const missing = errorCode(cause) === "ENOENT";
  return missing
    ? new BakegateError("usage", "git was not found, or the folder does not exist", "Install git 2.25 or newer and put it on the PATH.", {
        cause,
      })
    : new BakegateError("incomplete", "git could not be started", "Run the command again.", { cause });
}
