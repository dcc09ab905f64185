/** The App's HTTP server, over real connections: webhooks are handed on as they came, health is told, and nothing else is there. */
import { createHmac } from "node:crypto";
import { once } from "node:events";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { createAppServer, type WebhookHandler, webhookPath } from "../../src/web/app-server.ts";

const mostBytes = 25 * 1024 * 1024;

let server: Server;
let address: string;
let notReady: string | null;
let taken: (IncomingMessage & { body: string })[];
let broken: unknown[];
let answerWebhook: WebhookHandler;

function accept(_: unknown, response: ServerResponse): Promise<void> {
  response.writeHead(202).end("taken");
  return Promise.resolve();
}

beforeEach(async () => {
  notReady = null;
  taken = [];
  broken = [];
  answerWebhook = accept;
  server = createAppServer({
    webhooks: (request, response) => {
      taken.push(request);
      return answerWebhook(request, response);
    },
    notReady: () => notReady,
    failed: (cause) => broken.push(cause),
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  address = `http://127.0.0.1:${port()}`;
});

afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, "close");
});

function port(): number {
  return (server.address() as AddressInfo).port;
}

async function ask(path: string, init: RequestInit = {}): Promise<readonly [number, string]> {
  const answer = await fetch(address + path, { redirect: "manual", ...init });
  return [answer.status, (await answer.text()).trim()];
}

describe("health", () => {
  test("is told while the process runs, ready or not", async () => {
    expect(await ask("/healthz")).toEqual([200, "ok"]);
    notReady = "GitHub was not asked yet who this App is";
    expect(await ask("/healthz")).toEqual([200, "ok"]);
  });

  test("readiness is told as it is now, with the reason", async () => {
    expect(await ask("/readyz")).toEqual([200, "ready"]);
    notReady = "the thread that reviews is being started again";
    expect(await ask("/readyz")).toEqual([503, "the thread that reviews is being started again"]);
    notReady = null;
    expect(await ask("/readyz?verbose")).toEqual([200, "ready"]);
  });

  test("HEAD has the status and no body", async () => {
    expect(await ask("/healthz", { method: "HEAD" })).toEqual([200, ""]);
  });

  test("is plain text that nobody keeps", async () => {
    const { headers } = await fetch(`${address}/readyz`);
    expect(headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("x-powered-by")).toBeNull();
  });
});

describe("what is not there", () => {
  test.each([
    "/",
    "/probot",
    "/probot/setup",
    "/probot/import",
    "/probot/success",
    "/probot/static/probot-head.png",
    "/ping",
    "/metrics",
    "/healthz/",
    "/HEALTHZ",
    "//healthz",
    "/api/github/webhooks/",
    "/api/github",
    "/../etc/passwd",
    "/%2e%2e/etc/passwd",
    "/__proto__",
  ])("GET %s", async (path) => {
    expect(await ask(path)).toEqual([404, "nothing here"]);
    expect(taken).toEqual([]);
  });

  test.each([
    ["POST", "/"],
    ["POST", "/probot/setup"],
    ["POST", "/probot/import"],
    ["POST", "/healthz"],
    ["PUT", "/readyz"],
    ["DELETE", "/"],
    ["OPTIONS", "/"],
  ])("%s %s", async (method, path) => {
    expect(await ask(path, { method })).toEqual([405, "only GET here"]);
    expect(taken).toEqual([]);
  });

  test.each(["GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"])("a webhook by %s", async (method) => {
    expect((await ask(webhookPath, { method }))[0]).toBe(405);
    expect(taken).toEqual([]);
  });
});

describe("a webhook", () => {
  test("is handed on with its headers, and answered by who takes it", async () => {
    const headers = { "x-github-event": "push", "x-github-delivery": "72d3162e" };
    expect(await ask(webhookPath, { method: "POST", headers, body: "{}" })).toEqual([202, "taken"]);
    expect(taken[0]?.headers).toMatchObject(headers);
    expect([taken[0]?.method, taken[0]?.url, taken[0]?.body]).toEqual(["POST", webhookPath, "{}"]);
  });

  test("with a query is one as well", async () => {
    expect(await ask(`${webhookPath}?from=proxy`, { method: "POST", body: "{}" })).toEqual([202, "taken"]);
  });

  test.each<[string, string]>([
    ["nothing", ""],
    ["letters of all kinds", '{"title": "Größe ändern: 字💥 \u202e \\u00e9"}'],
    ["a mark of byte order", '\ufeff{"a": 1}'],
    ["spaces and line ends", '\r\n { "a" :\t1 } \n\n'],
    ["null characters", "\u0000\u0000"],
    ["half a megabyte", JSON.stringify({ text: "é字💥".repeat(50_000) })],
  ])("is handed on byte for byte, for its signature: %s", async (_, text) => {
    const bytes = Buffer.from(text);
    expect(await ask(webhookPath, { method: "POST", body: bytes })).toEqual([202, "taken"]);
    const body = taken[0]?.body ?? "";
    expect(Buffer.from(body).equals(bytes)).toBe(true);
    const signature = (data: string | Buffer) => createHmac("sha256", "a secret").update(data).digest("hex");
    expect(signature(body)).toBe(signature(bytes));
  });

  test("that comes in pieces, cut within a letter, is put together", async () => {
    const socket = await dialled("transfer-encoding: chunked");
    for (const byte of Buffer.from("字💥")) {
      socket.write(Buffer.concat([Buffer.from("1\r\n"), Buffer.from([byte]), Buffer.from("\r\n")]));
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    socket.write("0\r\n\r\n");
    expect(await statusLine(socket)).toBe("HTTP/1.1 202 Accepted");
    expect(taken[0]?.body).toBe("字💥");
  });

  test("whose taking breaks is answered with 500, and the reason is told inside only", async () => {
    const cause = new Error("secret detail");
    answerWebhook = () => Promise.reject(cause);
    expect(await ask(webhookPath, { method: "POST", body: "{}" })).toEqual([500, "something went wrong here; it is in the log"]);
    expect(broken).toEqual([cause]);
    answerWebhook = () => {
      throw cause;
    };
    expect((await ask(webhookPath, { method: "POST", body: "{}" }))[0]).toBe(500);
    expect(broken).toEqual([cause, cause]);
    expect(await ask("/healthz")).toEqual([200, "ok"]);
  });

  test("whose taking breaks after it was answered keeps its answer", async () => {
    const cause = new Error("too late");
    answerWebhook = async (request, response) => {
      await accept(request, response);
      throw cause;
    };
    expect(await ask(webhookPath, { method: "POST", body: "{}" })).toEqual([202, "taken"]);
    expect(broken).toEqual([cause]);
  });

  test("that breaks off halfway is not taken, and the server lives on", async () => {
    const socket = await dialled("content-length: 100");
    socket.write("{");
    await new Promise((resolve) => setTimeout(resolve, 20));
    socket.destroy();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(taken).toEqual([]);
    expect(await ask("/healthz")).toEqual([200, "ok"]);
  });
});

describe("a payload larger than any of GitHub's", () => {
  const tooLarge = "HTTP/1.1 413 Payload Too Large";

  test("is refused by what it says of its length, before it is read", async () => {
    const socket = await dialled(`content-length: ${mostBytes + 1}`);
    expect(await statusLine(socket)).toBe(tooLarge);
    expect(taken).toEqual([]);
  });

  test("is refused where it becomes too large, when it does not say its length", async () => {
    const socket = await dialled("transfer-encoding: chunked");
    const answer = statusLine(socket);
    await sendMegabytes(socket, 25);
    socket.write("1\r\nx\r\n");
    expect(await answer).toBe(tooLarge);
    expect(taken).toEqual([]);
    expect(broken).toEqual([]);
    expect(await ask("/healthz")).toEqual([200, "ok"]);
  });

  test.each([
    ["told at once", `content-length: ${mostBytes + 1}`, 0],
    ["found out", "transfer-encoding: chunked", 25],
  ])("does not keep its connection: what is still to come is not read (%s)", async (_, header, megabytes) => {
    const socket = await dialled(header);
    const closed = new Promise((resolve) => {
      socket.once("close", resolve);
    });
    const answer = statusLine(socket);
    await sendMegabytes(socket, megabytes);
    if (megabytes > 0) socket.write("1\r\nx\r\n");
    expect(await answer).toBe(tooLarge);
    await closed;
  });

  test("one of just that size is taken", async () => {
    expect(await ask(webhookPath, { method: "POST", body: Buffer.alloc(mostBytes, "x") })).toEqual([202, "taken"]);
    expect(taken[0]?.body).toHaveLength(mostBytes);
  });
});

test("half a request holds nothing open for long", () => {
  expect(server.headersTimeout).toBeLessThanOrEqual(10_000);
  expect(server.requestTimeout).toBeLessThanOrEqual(30_000);
});

/** A connection over which a webhook was begun, up to its body. */
async function dialled(header: string): Promise<Socket> {
  const socket = connect(port(), "127.0.0.1");
  await once(socket, "connect");
  socket.write(`POST ${webhookPath} HTTP/1.1\r\nhost: localhost\r\n${header}\r\n\r\n`);
  return socket;
}

async function sendMegabytes(socket: Socket, count: number): Promise<void> {
  const piece = Buffer.concat([Buffer.from("100000\r\n"), Buffer.alloc(0x100000, "x"), Buffer.from("\r\n")]);
  for (let sent = 0; sent < count && socket.writable; sent += 1)
    await new Promise((resolve) => {
      socket.write(piece, resolve);
    });
}

/** The first line of the answer. */
async function statusLine(socket: Socket): Promise<string> {
  let text = "";
  return new Promise((resolve, reject) => {
    socket.on("data", (data) => {
      text += String(data);
      const end = text.indexOf("\r\n");
      if (end !== -1) resolve(text.slice(0, end));
    });
    socket.on("error", reject);
    socket.once("close", () => reject(new Error("the connection was closed without an answer")));
  });
}
