/** What the App sets going after the merge. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Dispatch, LocalRepository } from "../local-github/local-github.ts";
import type { Screen } from "./screen.ts";

/** Milliseconds. */
const patience = 25_000;

/** The first dispatch; null: there was none in time. */
export async function firstDispatch(repository: LocalRepository): Promise<Dispatch | null> {
  for (const until = Date.now() + patience; Date.now() < until; await sleep(50)) {
    const [first] = repository.dispatches();
    if (first !== undefined) return first;
  }
  return null;
}

export function releaseLines(dispatch: Dispatch | null, { colors }: Screen): readonly string[] {
  if (dispatch === null) return [`${colors.bold("Release")}  none was dispatched in time`, ""];
  const what = dispatch.kind === "workflow" ? `${dispatch.workflow} on ${dispatch.ref}` : `the repository's event ${dispatch.eventType}`;
  const inputs = Object.entries(dispatch.kind === "workflow" ? dispatch.inputs : dispatch.payload);
  const widest = Math.max(0, ...inputs.map(([name]) => name.length));
  return [
    `${colors.bold("Release")}  the merge dispatched ${what}, with`,
    ...inputs.map(([name, value]) => `  ${name.padEnd(widest)}  ${typeof value === "string" ? value : JSON.stringify(value)}`),
    "",
  ];
}
