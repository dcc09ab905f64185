/** The App's manifest asks for what the program needs, for nothing else, and says why. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { requiredEvents, requiredPermissions } from "../src/model/wiring.ts";

const text = readFileSync(new URL("../app.yml", import.meta.url), "utf8");
const manifest: unknown = parse(text);

/** Each entry of a block, with the comment above it or behind it. */
function reasonsOf(section: string): ReadonlyMap<string, string> {
  const lines = text.split("\n");
  const reasons = new Map<string, string>();
  let above: string[] = [];
  for (const line of lines.slice(lines.indexOf(`${section}:`) + 1)) {
    if (line !== "" && !line.startsWith(" ")) break;
    const comment = /#\s*(.*)$/.exec(line)?.[1] ?? "";
    const name = /^ {2}(?:- )?([a-z_]+)/.exec(line)?.[1];
    if (name === undefined) above = comment === "" ? [] : [...above, comment];
    else {
      reasons.set(name, [...above, comment].join(" ").trim());
      above = [];
    }
  }
  return reasons;
}

test("it asks for the permissions and events that the program needs, and for no others", () => {
  expect(manifest).toMatchObject({ default_permissions: requiredPermissions, default_events: requiredEvents });
  expect(Object.keys(manifest as object).sort()).toEqual(["default_events", "default_permissions", "description", "name", "public", "url"]);
});

test("it is installed by its owner only", () => {
  expect(manifest).toMatchObject({ name: "bakegate", public: false });
});

test("the strong permissions are not among them", () => {
  const administers = ["administration", "statuses", "workflows", "secrets", "members"];
  for (const name of administers) expect(requiredPermissions).not.toHaveProperty(name);
  expect(Object.entries(requiredPermissions).filter(([, access]) => access !== "read")).toEqual([
    ["checks", "write"],
    ["pull_requests", "write"],
    ["issues", "write"],
    ["actions", "write"],
  ]);
});

/** GitHub refuses a manifest with an event for which no permission is asked (docs.github.com/webhooks/webhook-events-and-payloads). */
const permissionOfEvent: Readonly<Record<string, string>> = {
  pull_request: "pull_requests",
  push: "contents",
  issue_comment: "issues",
  check_run: "checks",
  check_suite: "checks",
  merge_group: "merge_queues",
  workflow_run: "actions",
};

test("each event comes with the permission that GitHub wants for it", () => {
  for (const event of requiredEvents) expect(requiredPermissions).toHaveProperty(permissionOfEvent[event] ?? "no permission known");
});

describe.each([
  ["default_permissions", Object.keys(requiredPermissions)],
  ["default_events", [...requiredEvents]],
])("%s", (section, names) => {
  test.each(names)("%s has its reason", (name) => {
    expect((reasonsOf(section).get(name) ?? "").split(" ").length).toBeGreaterThanOrEqual(5);
  });
});
