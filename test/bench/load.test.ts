/** The bench's load, made small: what it measures is an App that does its work, not one that fails fast. */
import { fileURLToPath } from "node:url";
import { expect, test } from "@jest/globals";
import { measureLoad } from "./load.ts";

const cli = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));

test("every delivery is answered, and every pull request ends in its right state", async () => {
  const load = await measureLoad(cli, { perSecond: 20, seconds: 1, pulls: 5 });
  expect(load).toMatchObject({ sent: 20, answered: 20, pulls: 5, right: 5 });
}, 60_000);
