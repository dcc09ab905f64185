/** The emulator behind the proxy, and how it is asked: it keeps the state, and it decides who may do what. */
import { createEmulator } from "emulate";
import type { JsonObject } from "./json.ts";

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON; undefined: none; a Buffer: not JSON. */
  readonly body: unknown;
}

export interface Question {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly token: string;
  readonly body?: unknown;
  readonly accept?: string | undefined;
}

export interface Emulator {
  ask(question: Question): Promise<Answer>;
  close(): Promise<void>;
}

const headersKept = ["link", "x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset", "x-ratelimit-resource"];

/** @param apiUrl the proxy's address: it stands in all answers in place of the emulator's own. */
export async function startEmulator(apiUrl: string, seed: JsonObject): Promise<Emulator> {
  const emulator = await createEmulator({ service: "github", port: 0, seed });
  const { port } = new URL(emulator.url);
  // It advertises `localhost` and listens on IPv4 only: it is asked by its number.
  const own = `http://127.0.0.1:${port}`;
  const proxied = (text: string) => text.replaceAll(emulator.url, apiUrl).replaceAll(own, apiUrl);
  return {
    async ask({ method, path, token, body, accept }) {
      const headers = {
        ...(token === "" ? {} : { authorization: `Bearer ${token}` }),
        "content-type": "application/json",
        ...(accept === undefined ? {} : { accept }),
      };
      const answer = await fetch(`${own}${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
      const kept: Record<string, string> = {};
      for (const name of headersKept) {
        const value = answer.headers.get(name);
        if (value !== null) kept[name] = proxied(value);
      }
      const bytes = Buffer.from(await answer.arrayBuffer());
      return { status: answer.status, headers: kept, body: bodyOf(bytes, answer.headers.get("content-type") ?? "", proxied) };
    },
    close: () => emulator.close(),
  };
}

function bodyOf(bytes: Buffer, type: string, proxied: (text: string) => string): unknown {
  if (bytes.length === 0) return undefined;
  return type.includes("json") ? JSON.parse(proxied(bytes.toString("utf8"))) : bytes;
}
