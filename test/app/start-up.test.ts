/** How the App starts and stops: a wrong or missing setting is a clear sentence and exit code 2, and health says how it is. */
import { spawn } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { statSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "@jest/globals";
import { eventually, newDataDir, removeDataDirs } from "./running-app.ts";

const cli = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));
const key = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ type: "pkcs1", format: "pem" }).toString();

afterAll(removeDataDirs);

function start(env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [cli, "serve"], { env: { PATH: process.env.PATH, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  const log: string[] = [];
  let said = "";
  createInterface({ input: child.stdout }).on("line", (line) => log.push(line));
  child.stderr.on("data", (chunk: Buffer) => {
    said += chunk.toString("utf8");
  });
  return { child, log, said: () => said, ended: once(child, "exit").then(([code]) => code as number) };
}

function settings(also: Readonly<Record<string, string>> = {}) {
  return { APP_ID: "7", PRIVATE_KEY: key, WEBHOOK_SECRET: "secret", PORT: "0", BAKEGATE_DATA_DIR: newDataDir(), ...also };
}

async function withGitHub<T>(answer: RequestListener, work: (apiUrl: string) => Promise<T>): Promise<T> {
  const server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    return await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const fakeGitHub: RequestListener = (request, response) => {
  response.setHeader("content-type", "application/json");
  response.end(request.url === "/app" ? '{"id":7,"slug":"bakegate"}' : "[]");
};

function address(log: readonly string[]): Promise<string> {
  return eventually("the address", () =>
    log.map((line) => /listening on (http:\/\/[^"]+)/.exec(line)?.[1]).find((found) => found !== undefined),
  );
}

test("a data directory is one process's: a second is told which one has it, and takes nothing from it", async () => {
  await withGitHub(fakeGitHub, async (apiUrl) => {
    const dataDir = newDataDir();
    const first = start(settings({ GITHUB_API_URL: apiUrl, BAKEGATE_DATA_DIR: dataDir }));
    await address(first.log);
    const log = join(dataDir, "deliveries.log");
    const { ino } = statSync(log);
    const second = start(settings({ GITHUB_API_URL: apiUrl, BAKEGATE_DATA_DIR: dataDir }));
    expect(await second.ended).toBe(2);
    expect(second.said()).toContain(`is in use by process ${first.child.pid}`);
    expect(statSync(log).ino).toBe(ino);
    first.child.kill("SIGKILL");
    await first.ended;
    const third = start(settings({ GITHUB_API_URL: apiUrl, BAKEGATE_DATA_DIR: dataDir }));
    await address(third.log);
    third.child.kill("SIGTERM");
    expect(await third.ended).toBe(0);
  });
}, 40_000);

test("a database that cannot be reached keeps the App from being ready, in words and without the password", async () => {
  await withGitHub(fakeGitHub, async (apiUrl) => {
    const app = start(settings({ GITHUB_API_URL: apiUrl, DATABASE_URL: "postgres://bake:hush-hush@127.0.0.1:9/bakegate" }));
    const url = await address(app.log);
    const why = await eventually("the reason", async () => {
      const ready = await fetch(`${url}/readyz`);
      const text = await ready.text();
      return ready.status === 503 && text.includes("DATABASE_URL") ? text : null;
    });
    expect(why + app.log.join("")).not.toContain("hush-hush");
    app.child.kill("SIGTERM");
    expect(await app.ended).toBe(0);
  });
}, 40_000);

test("a payload that is no object is refused in words", async () => {
  await withGitHub(fakeGitHub, async (apiUrl) => {
    const app = start(settings({ GITHUB_API_URL: apiUrl }));
    const url = await address(app.log);
    for (const body of ["null", "[]", '""', ""]) {
      const headers = {
        "content-type": "application/json",
        "x-github-event": "push",
        "x-github-delivery": "1",
        "x-hub-signature-256": "sha256=0",
      };
      const answer = await fetch(`${url}/api/github/webhooks`, { method: "POST", headers, body });
      expect([body, answer.status, (await answer.text()).includes("no JSON object")]).toEqual([body, 400, true]);
    }
    app.child.kill("SIGTERM");
    expect(await app.ended).toBe(0);
  });
}, 40_000);

describe("settings", () => {
  test("all that is missing is told at once", async () => {
    const { ended, said } = start({});
    expect(await ended).toBe(2);
    for (const name of ["APP_ID", "PRIVATE_KEY", "WEBHOOK_SECRET"]) expect(said()).toContain(`${name}`);
  });

  test("a wrong one is named, and no key is quoted", async () => {
    const { ended, said } = start(
      settings({ APP_ID: "seven", PRIVATE_KEY: "hush-hush", PORT: "70000", LOG_LEVEL: "loud", GITHUB_API_URL: "github" }),
    );
    expect(await ended).toBe(2);
    for (const name of ["APP_ID", "PRIVATE_KEY", "PORT", "LOG_LEVEL", "GITHUB_API_URL"]) expect(said()).toContain(name);
    expect(said()).not.toContain("hush-hush");
  });

  test("a port that is taken", async () => {
    const taken = createTcpServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const { port } = taken.address() as AddressInfo;
    const { ended, said } = start(settings({ PORT: String(port), GITHUB_API_URL: "http://127.0.0.1:9" }));
    expect(await ended).toBe(2);
    expect(said()).toContain(`127.0.0.1:${port}: it is in use`);
    taken.close();
  });

  test("a data directory that cannot be written", async () => {
    const file = join(newDataDir(), "file");
    writeFileSync(file, "");
    const { ended, said } = start(settings({ BAKEGATE_DATA_DIR: join(file, "data") }));
    expect(await ended).toBe(2);
    expect(said()).toContain("BAKEGATE_DATA_DIR");
  });

  test("credentials that GitHub refuses", async () => {
    const refuse: RequestListener = (_, response) =>
      void response.writeHead(401, { "content-type": "application/json" }).end('{"message":"A JSON web token could not be decoded"}');
    await withGitHub(refuse, async (apiUrl) => {
      const { ended, said } = start(settings({ GITHUB_API_URL: apiUrl }));
      expect(await ended).toBe(2);
      expect(said()).toContain("refused the App's credentials");
      expect(said()).toContain("APP_ID, PRIVATE_KEY");
    });
  });
});

test("while GitHub cannot be reached the App is alive, not ready, and says why; it gets ready by itself, and SIGTERM ends it with 0", async () => {
  let up = false;
  const answer: RequestListener = (request, response) => {
    response.setHeader("content-type", "application/json");
    if (!up) response.writeHead(503).end("{}");
    else if (request.url === "/app") response.end('{"id":7,"slug":"bakegate"}');
    else response.end("[]");
  };
  await withGitHub(answer, async (apiUrl) => {
    const app = start(settings({ GITHUB_API_URL: apiUrl }));
    const url = await eventually("the address", () =>
      app.log.map((line) => /listening on (http:\/\/[^"]+)/.exec(line)?.[1]).find((found) => found !== undefined),
    );
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    const ready = await fetch(`${url}/readyz`);
    expect([ready.status, await ready.text()]).toEqual([503, "GitHub was not asked yet who this App is\n"]);
    await eventually("the reason", async () => /it failed \(status 503/.test(await (await fetch(`${url}/readyz`)).text()), 30_000);
    up = true;
    await eventually("readiness", async () => (await fetch(`${url}/readyz`)).status === 200, 30_000);
    app.child.kill("SIGTERM");
    expect(await app.ended).toBe(0);
    expect(app.said()).toBe("");
  });
}, 60_000);
