/** Which programs are installed, and in which version. */
import { execFile } from "node:child_process";
import { parse } from "node:path";
import { errorCode } from "../model/failure.ts";
import type { Program } from "../model/wiring.ts";

/** Longer than any of them takes to say its version, in milliseconds. */
const patience = 5_000;

/** Starts `<name> --version`, found on the PATH. It is handed no credentials, and does not run in a folder that could hold settings for it. */
export function findProgram(name: string): Promise<Program> {
  const options = {
    cwd: parse(process.cwd()).root,
    env: bareEnvironment(),
    timeout: patience,
    killSignal: "SIGKILL",
    maxBuffer: 64 * 1024,
    windowsHide: true,
  } as const;
  return new Promise((resolve) => {
    const child = execFile(name, ["--version"], options, (error, stdout) => resolve({ name, state: stateOf(error, stdout) }));
    // Some programs of the same name wait for input.
    child.stdin?.end();
  });
}

function stateOf(error: Error | null, stdout: string): Program["state"] {
  if (errorCode(error) === "ENOENT") return { kind: "missing" };
  const version = /\d+\.\d+(?:\.\d+)?(?:[-+.\w]*\w)?/.exec(stdout)?.[0];
  if (error === null && version !== undefined) return { kind: "found", version };
  return { kind: "broken", why: error === null ? "it printed no version" : wordsFor(error) };
}

function wordsFor(error: Error): string {
  if ("killed" in error && error.killed === true) return `it did not answer within ${patience / 1_000} s`;
  const code = "code" in error ? error.code : null;
  return typeof code === "number" ? `it ended with exit code ${code}` : `it could not be started (${errorCode(error) ?? error.name})`;
}

/** What a program needs to start; Terraform is not to ask HashiCorp for its newest version. */
function bareEnvironment(): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { LC_ALL: "C", CHECKPOINT_DISABLE: "1" };
  for (const name of ["PATH", "HOME", "SystemRoot", "PATHEXT"]) if (process.env[name] !== undefined) env[name] = process.env[name];
  return env;
}
