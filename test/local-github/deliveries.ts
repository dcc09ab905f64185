/** The App's webhook: what was sent, how it was answered, and sending it again. */
import { createHmac, randomUUID } from "node:crypto";
import { isObject, numberIn, objectIn, textOrNull } from "./json.ts";

/** One attempt to hand a webhook over. */
export interface Delivery {
  readonly id: number;
  /** `X-GitHub-Delivery`; the same when it is sent again. */
  readonly guid: string;
  readonly event: string;
  readonly action: string | null;
  readonly payload: unknown;
  /** ISO time. */
  readonly deliveredAt: string;
  readonly redelivery: boolean;
  /** What the App answered; 502: it could not be reached or the delivery was lost; 504: it took more than 10 seconds. */
  readonly status: number;
  /** As GitHub words it. */
  readonly outcome: string;
  /** Seconds. */
  readonly duration: number;
  readonly installation: number | null;
  readonly repository: number | null;
}

export interface Deliveries {
  sendTo(url: string): void;
  all(): readonly Delivery[];
  /** Records what became of it; it does not throw where the App does not answer. */
  send(event: string, payload: unknown): Promise<Delivery>;
  /** @throws where there is no such delivery. */
  sendAgain(id: number): Promise<Delivery>;
  lose(count: number, event?: string): void;
  /** Sends with a wrong signature and records nothing. */
  forge(event: string, payload: unknown): Promise<number>;
}

/** GitHub gives up after this many milliseconds. */
const patience = 10_000;

interface Outcome {
  readonly status: number;
  readonly outcome: string;
}

export function createDeliveries(secret: string): Deliveries {
  const all: Delivery[] = [];
  const losses: { left: number; readonly event: string | undefined }[] = [];
  let target: string | null = null;

  async function attempt(guid: string, event: string, payload: unknown, redelivery: boolean): Promise<Delivery> {
    const id = all.length + 1;
    const due: Delivery = {
      id,
      guid,
      event,
      action: textOrNull(payload, "action"),
      payload,
      deliveredAt: new Date().toISOString(),
      redelivery,
      status: 0,
      outcome: "pending",
      duration: 0,
      installation: numberOrNull(objectIn(payload, "installation"), "id"),
      repository: numberOrNull(objectIn(payload, "repository"), "id"),
    };
    // The order is that in which they were due, also where one is answered late.
    all.push(due);
    const began = performance.now();
    const lost = losses.find((loss) => loss.left > 0 && (loss.event === undefined || loss.event === event));
    if (lost !== undefined) lost.left--;
    const outcome = lost !== undefined || target === null ? unreached : await post(target, guid, event, payload, secret);
    const done = { ...due, ...outcome, duration: (performance.now() - began) / 1000 };
    all[id - 1] = done;
    return done;
  }

  return {
    sendTo(url) {
      target = url;
    },
    all: () => all,
    send: (event, payload) => attempt(randomUUID(), event, payload, false),
    sendAgain(id) {
      const delivery = all[id - 1];
      if (delivery === undefined) throw new Error(`there is no delivery ${id}`);
      return attempt(delivery.guid, delivery.event, delivery.payload, true);
    },
    lose(count, event) {
      losses.push({ left: count, event });
    },
    async forge(event, payload) {
      if (target === null) throw new Error("sendWebhooksTo was not called");
      return (await post(target, randomUUID(), event, payload, `not ${secret}`)).status;
    },
  };
}

const unreached: Outcome = { status: 502, outcome: "failed to connect to host" };

/** Headers and signature as in docs.github.com/webhooks/webhook-events-and-payloads#delivery-headers. */
async function post(url: string, guid: string, event: string, payload: unknown, secret: string): Promise<Outcome> {
  const body = JSON.stringify(payload);
  const headers = {
    "content-type": "application/json",
    "user-agent": "GitHub-Hookshot/local",
    "x-github-delivery": guid,
    "x-github-event": event,
    "x-github-hook-id": "1",
    "x-github-hook-installation-target-type": "integration",
    "x-hub-signature-256": `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`,
  };
  try {
    const answer = await fetch(url, { method: "POST", headers, body, redirect: "manual", signal: AbortSignal.timeout(patience) });
    await answer.arrayBuffer();
    return { status: answer.status, outcome: answer.ok ? "OK" : `Invalid HTTP Response: ${answer.status}` };
  } catch (error) {
    return isObject(error) && error.name === "TimeoutError" ? { status: 504, outcome: "timed out" } : unreached;
  }
}

function numberOrNull(value: unknown, key: string): number | null {
  const found = numberIn(value, key);
  return Number.isNaN(found) ? null : found;
}
