/** The App's log: one JSON line for each thing that happened, with where it happened, and no secret. */
import { destination, type Logger, pino, stdSerializers } from "pino";

/** Fields that libraries put on errors and that hold tokens, keys or payloads. */
const hidden = [
  "authorization",
  "privateKey",
  "webhookSecret",
  "token",
  "*.authorization",
  "*.privateKey",
  "*.token",
  "headers",
  "*.headers",
];

export function createAppLog(level: string): Logger {
  return pino(
    {
      name: "bakegate",
      level,
      redact: { paths: hidden, censor: "(hidden)" },
      serializers: { err: plainError },
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
    },
    destination({ fd: 1, sync: true }),
  );
}

/** Message, kind and stack: requests with their headers and answers with their bodies hang on errors of the libraries. */
function plainError(error: unknown): unknown {
  if (!(error instanceof Error)) return String(error);
  const { type, message, stack } = stdSerializers.err(error);
  const status = "status" in error && typeof error.status === "number" ? { status: error.status } : {};
  return { type, message, ...status, stack };
}
