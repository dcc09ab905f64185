/** The link by which the App is registered fills in what the program needs, and nothing else. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { requiredEvents, requiredPermissions } from "../src/model/wiring.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const links = [...readme.matchAll(/https:\/\/github\.com\/settings\/apps\/new\?[^\s)>\]"`]+/g)].map(([link]) => link);

/** Parameters that are neither permissions nor events (docs.github.com: Registering a GitHub App using URL parameters). */
const settings = {
  name: "bakegate-OWNER",
  url: "https://github.com/apps/bakegate",
  public: "false",
  webhook_active: "true",
  webhook_url: "https://HOST/api/github/webhooks",
};

/** The link as it has to be; the README's is replaced by what this test prints when it fails. */
function registrationLink(): string {
  const pairs = [
    ...Object.entries(settings),
    ...Object.entries(requiredPermissions),
    ...requiredEvents.map((event) => ["events[]", event] as const),
  ];
  return `https://github.com/settings/apps/new?${pairs
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join("&")
    .replaceAll("[]", "%5B%5D")}`;
}

test("there is one, and it is made of the permissions and events in src/model/wiring.ts", () => {
  expect(links).toEqual([registrationLink()]);
});

describe("what GitHub reads in it", () => {
  const parameters = new URL(links[0] ?? "https://github.com").searchParams;

  test("permissions are those that the program needs", () => {
    const known = new Set([...Object.keys(settings), "events[]"]);
    expect(Object.fromEntries([...parameters].filter(([name]) => !known.has(name)))).toEqual(requiredPermissions);
  });

  test("events are those that the program needs", () => {
    expect(parameters.getAll("events[]")).toEqual(requiredEvents);
  });

  test("the webhook is on, and no secret is in the link", () => {
    expect(parameters.get("webhook_active")).toBe("true");
    expect([...parameters.keys()].some((name) => name.includes("secret"))).toBe(false);
  });
});

test("the tables name each permission and each event", () => {
  for (const [name, access] of Object.entries(requiredPermissions))
    expect(readme).toMatch(new RegExp(`^\\| \`${name}\` \\| ${access} \\| .{10,}\\|$`, "m"));
  for (const event of requiredEvents) expect(readme).toMatch(new RegExp(`^\\| \`${event}\` \\| .{10,}\\|$`, "m"));
});
