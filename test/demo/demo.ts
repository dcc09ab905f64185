/** `npm run demo`: runs the show in a process of its own, and hands signals on to it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { constants } from "node:os";
import { fileURLToPath } from "node:url";

// tsx kills a process that does not hear a signal within some milliseconds, and the show is often busy with git. This one never is.
const show = spawn(process.execPath, ["--import", import.meta.resolve("tsx"), fileURLToPath(new URL("show.ts", import.meta.url))], {
  stdio: "inherit",
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => show.kill(signal));
const [code, signal] = (await once(show, "exit")) as [number | null, NodeJS.Signals | null];
process.exitCode = code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
