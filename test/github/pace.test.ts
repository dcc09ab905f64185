/** How fast GitHub is asked: one write at a time for each installation, reads side by side, and every installation for itself. */
import { generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { pino } from "pino";
import { createApp } from "../../src/github/app-client.ts";

const privateKey = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ type: "pkcs1", format: "pem" }).toString();
let open: string[] = [];
let most = new Map<string, number>();

/** Notes how many requests of each kind and token are open side by side. */
const server = createServer(async (request, response) => {
  const url = request.url ?? "";
  response.setHeader("content-type", "application/json");
  if (url.endsWith("/access_tokens")) {
    response.writeHead(201).end(JSON.stringify({ token: `ghs_${url.split("/")[3]}`, expires_at: "2099-01-01T00:00:00Z" }));
    return;
  }
  const kind = `${request.method === "GET" || url === "/graphql" ? "read" : "write"} ${request.headers.authorization?.split("_")[1]}`;
  open.push(kind);
  most.set(kind, Math.max(most.get(kind) ?? 0, open.filter((one) => one === kind).length));
  const both = open.filter((one) => one.startsWith("write")).length;
  most.set("writes", Math.max(most.get("writes") ?? 0, both));
  await sleep(60);
  open.splice(open.indexOf(kind), 1);
  response.end("{}");
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(() => void server.close());

async function clients() {
  open = [];
  most = new Map();
  const { port } = server.address() as AddressInfo;
  const log = pino({ level: "silent" });
  const app = createApp({ appId: 7, privateKey, apiUrl: `http://127.0.0.1:${port}`, webhookSecret: "x", log, second: 1 });
  return { one: await app.auth(1), two: await app.auth(2) };
}

test("writes of an installation go one after the other, those of another at the same time", async () => {
  const { one, two } = await clients();
  const write = (octokit: typeof one) =>
    octokit.request("POST /repos/{owner}/{repo}/statuses/{sha}", { owner: "a", repo: "b", sha: "c", state: "success" });
  await Promise.all([write(one), write(one), write(one), write(two), write(two)]);
  expect(most.get("write 1")).toBe(1);
  expect(most.get("write 2")).toBe(1);
  expect(most.get("writes")).toBe(2);
});

test("reads and queries go side by side", async () => {
  const { one } = await clients();
  const reads = Array.from({ length: 6 }, () => one.request("GET /rate_limit"));
  await Promise.all([...reads, one.request("POST /graphql", { query: "{a}" }), one.request("POST /graphql", { query: "{b}" })]);
  expect(most.get("read 1")).toBeGreaterThan(4);
});
