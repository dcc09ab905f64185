/** The App's HTTP server: webhooks in, health out, and nothing else. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

/** Takes a request whose body was read; answers it. */
export type WebhookHandler = (request: IncomingMessage & { body: string }, response: ServerResponse) => Promise<unknown>;

export interface AppServerOptions {
  readonly webhooks: WebhookHandler;
  /** Null: ready; else why not, in words. */
  readonly notReady: () => string | null;
  /** Something broke while a request was answered. */
  readonly failed: (cause: unknown) => void;
}

export const webhookPath = "/api/github/webhooks";

/** GitHub's payloads have at most 25 MB (docs.github.com/webhooks/webhook-events-and-payloads#payload-cap). */
const mostBytes = 25 * 1024 * 1024;

export function createAppServer(options: AppServerOptions): Server {
  const server = createServer((request, response) => {
    answer(options, request, response).catch((cause: unknown) => {
      options.failed(cause);
      say(response, 500, "something went wrong here; it is in the log");
    });
  });
  // Nobody may hold a connection open with half a request.
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  return server;
}

async function answer(options: AppServerOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = (request.url ?? "").split("?", 1)[0];
  if (path === webhookPath) return takeWebhook(options, request, response);
  if (request.method !== "GET" && request.method !== "HEAD") return say(response, 405, "only GET here");
  if (path === "/healthz") return say(response, 200, "ok");
  if (path === "/readyz") {
    const why = options.notReady();
    return why === null ? say(response, 200, "ready") : say(response, 503, why);
  }
  return say(response, 404, "nothing here");
}

async function takeWebhook(options: AppServerOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== "POST") return say(response, 405, "only POST here");
  const body = await readBody(request);
  if (body === null) {
    // What is still to come is not read.
    response.setHeader("connection", "close");
    return say(response, 413, "the payload is larger than any of GitHub's");
  }
  await options.webhooks(Object.assign(request, { body }), response);
}

/** The body as text, exactly as it came, so that its signature can be checked; null: it is too large. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  if (Number(request.headers["content-length"] ?? 0) > mostBytes) return null;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > mostBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function say(response: ServerResponse, status: number, text: string): void {
  if (response.headersSent) return;
  response.writeHead(status, {
    "content-type": "text/plain; charset=utf-8",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  });
  response.end(`${text}\n`);
}
