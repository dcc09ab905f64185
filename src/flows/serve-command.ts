/** `bakegate serve`: answers webhooks at once, and hands what they tell to the thread that works. */
import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Logger } from "pino";
import { createApp } from "../github/app-client.ts";
import { BakegateError, errorCode, systemWords } from "../model/failure.ts";
import type { Happening } from "../model/happening.ts";
import { readWebhook } from "../parse/webhook/read-webhook.ts";
import { type SupervisedThread, superviseThread } from "../runner/supervised-thread.ts";
import { lockDataDir } from "../store/app-lock.ts";
import { type DeliveryLog, openDeliveryLog } from "../store/delivery-log.ts";
import { createAppServer, type WebhookHandler, webhookPath } from "../web/app-server.ts";
import { createAppLog } from "./app-log.ts";
import { type AppSettings, readAppSettings } from "./app-settings.ts";
import type { ThreadIsTold, ThreadSays } from "./app-thread.ts";

/** Milliseconds that reviews have to end when the App stops; what they leave open is found by the next start. */
const patience = 8_000;

/** The App while it runs. */
interface Running {
  readonly log: Logger;
  /** Null: ready. */
  notReady: string | null;
  readonly deliveries: DeliveryLog;
  /** What was taken and is not done, by delivery: a thread that is started anew is told all of it. */
  readonly undone: Map<string, Happening>;
  /** Ends the App: with a failure, or because it was told to. */
  readonly end: (failure: BakegateError | null) => void;
}

/** Runs until SIGTERM or SIGINT. @throws BakegateError (usage) for settings that are missing, or wrong, or that GitHub refuses. */
export async function serveCommand(env: NodeJS.ProcessEnv): Promise<void> {
  const settings = readAppSettings(env);
  const log = createAppLog(settings.logLevel);
  const lock = await lockDataDir(settings.dataDir);
  try {
    await serve(settings, log);
  } finally {
    await lock.release();
  }
}

async function serve(settings: AppSettings, log: Logger): Promise<void> {
  const { log: deliveries, open } = await openDeliveryLog(settings.dataDir);
  let end: Running["end"] = () => {};
  const ended = new Promise<BakegateError | null>((resolve) => {
    end = resolve;
  });
  const undone = new Map([...open].map(([delivery, told]) => [delivery, told as Happening]));
  const running: Running = { log, notReady: "GitHub was not asked yet who this App is", end, deliveries, undone };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => end(null));

  const thread = startThread(settings, running);
  const webhooks = await webhookHandler(settings, running, thread);
  const server = createAppServer({
    webhooks,
    notReady: () => running.notReady,
    failed: (err) => log.error({ err }, "a request could not be answered"),
  });
  try {
    await listen(server, settings);
    const { address, port, family } = server.address() as AddressInfo;
    log.info({ path: webhookPath }, `listening on http://${family === "IPv6" ? `[${address}]` : address}:${port}`);
    const failure = await ended;
    if (failure !== null) throw failure;
    log.info("stopping");
  } finally {
    server.close();
    server.closeIdleConnections();
    await thread.stop({ kind: "stop" }, patience);
    server.closeAllConnections();
    await deliveries.close();
  }
}

function startThread(settings: AppSettings, running: Running): SupervisedThread<ThreadIsTold> {
  const { log } = running;
  const thread = superviseThread<ThreadIsTold, ThreadSays>(new URL("../flows/app-thread.js", import.meta.url), settings, {
    heard: (message) => {
      switch (message.kind) {
        case "ready":
          running.notReady = null;
          log.info({ undone: running.undone.size }, "ready: GitHub knows this App");
          for (const [delivery, happening] of running.undone) thread.tell({ kind: "told", told: { delivery, happening } });
          return;
        case "done":
          running.undone.delete(message.delivery);
          running.deliveries
            .done(message.delivery)
            .catch((err: unknown) => log.warn({ err }, "a delivery will be done once more after a restart"));
          return;
        case "waiting":
          running.notReady = message.why;
          log.warn(message.why);
          return;
        case "refused":
          running.notReady = message.message;
          running.end(new BakegateError("usage", message.message, message.next));
      }
    },
    fell: (cause, after) => {
      running.notReady = "the thread that reviews is being started again";
      log.error({ err: cause, after }, "the thread that reviews fell and is started again");
    },
  });
  return thread;
}

/** Probot verifies the signature over the raw body; what it lets through is remembered, and told to the thread. */
async function webhookHandler(settings: AppSettings, running: Running, thread: SupervisedThread<ThreadIsTold>): Promise<WebhookHandler> {
  const { log, deliveries, undone } = running;
  const probot = createApp({ ...settings, log: log.child({}, { level: "fatal" }) });
  await probot.load((app) => {
    app.onAny(async ({ id, name, payload }) => {
      const happening = readWebhook(name, payload, settings.appId);
      if (happening === null) return log.debug({ delivery: id, event: name }, "nothing to do");
      if (!(await deliveries.isNew(id, happening))) return log.info({ delivery: id, event: name }, "delivered before: nothing to do");
      undone.set(id, happening);
      // A thread that is not ready yet is told when it is.
      if (running.notReady === null) thread.tell({ kind: "told", told: { delivery: id, happening } });
    });
    app.onError(({ errors }) => {
      const next = "WEBHOOK_SECRET has to be the one in the App's settings; a webhook of somebody else is refused rightly";
      log.warn({ next }, `a webhook was refused: ${errors[0]?.message.split("\n", 1)[0] ?? "unknown error"}`);
    });
  });
  const middleware = await probot.getNodeMiddleware({ path: webhookPath });
  return async (request, response) => {
    if (request.body.trimStart().startsWith("{")) return middleware(request, response);
    response.writeHead(400, { "content-type": "text/plain; charset=utf-8" });
    response.end("the payload is no JSON object: the webhook's content type has to be application/json\n");
    return true;
  };
}

async function listen(server: Server, { host, port }: AppSettings): Promise<void> {
  server.listen(port, host);
  try {
    await once(server, "listening");
  } catch (cause) {
    const code = errorCode(cause);
    const why =
      code === "EADDRINUSE"
        ? "it is in use"
        : code === "ENOTFOUND" || code === "EADDRNOTAVAIL"
          ? "this machine has no such address"
          : systemWords(cause);
    throw new BakegateError("usage", `the App cannot listen on ${host}:${port}: ${why}`, "Set HOST and PORT to an address that is free.", {
      cause,
    });
  }
}
