/** What went wrong with the database, in words: at the start it is the setting that is wrong, later it is the connection or the server. */
import { BakegateError, errorCode } from "../model/failure.ts";

/** By SQLSTATE, https://www.postgresql.org/docs/current/errcodes-appendix.html, else by the code of a system or TLS error. */
const codes: Readonly<Record<string, string>> = {
  "28000": "the server does not let this user in",
  "28P01": "the server does not accept the user's password",
  "3D000": "there is no such database on the server",
  "42501": "the user lacks a right",
  "53100": "its disk is full",
  "53200": "it is out of memory",
  "53300": "the server has no connection left",
  "57P01": "the server is shutting down",
  "57P02": "the server has crashed",
  "57P03": "the server is starting or stopping",
  "57014": "the server took too long",
  "25006": "the server only reads: it is a standby",
  ENOTFOUND: "no computer of that name is known",
  EAI_AGAIN: "the computer's name could not be looked up",
  ENOENT: "a socket or file that it names does not exist",
  EACCES: "permission denied",
  ECONNREFUSED: "nothing listens there",
  ECONNRESET: "the connection was cut",
  EPIPE: "the connection was cut",
  ETIMEDOUT: "there was no answer in time",
  EHOSTUNREACH: "there is no way to that computer",
  ENETUNREACH: "there is no way to that network",
  DEPTH_ZERO_SELF_SIGNED_CERT: "the server's certificate is signed by itself",
  SELF_SIGNED_CERT_IN_CHAIN: "the server's certificate is signed by an authority that is not known here",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "the server's certificate is signed by an authority that is not known here",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "the server's certificate is signed by an authority that is not known here",
  CERT_HAS_EXPIRED: "the server's certificate has expired",
  ERR_TLS_CERT_ALTNAME_INVALID: "the server's certificate is made out to another name",
};

const nextSteps: Readonly<Record<string, string>> = {
  "28000": "Set the user and the password in DATABASE_URL, and look at the server's pg_hba.conf.",
  "28P01": "Set the user and the password in DATABASE_URL; characters such as @ / : # % are written with their percent code.",
  "3D000": "Create it with createdb, or name another one at the end of DATABASE_URL.",
  "42501": "GRANT CREATE, CONNECT ON DATABASE … TO …; or let an owner of the database run Bakegate once.",
};

/** @returns BakegateError (usage): DATABASE_URL leads nowhere. The password is in neither its words nor its cause. */
export function openingFailure(address: string, cause: unknown): BakegateError {
  const next = nextSteps[errorCode(cause) ?? ""] ?? "Correct DATABASE_URL, or see that the server runs and can be reached from here.";
  return new BakegateError("usage", `the database ${address} of DATABASE_URL cannot be used: ${faultWords(cause)}`, next, { cause });
}

const networkNext = "See that PostgreSQL runs and can be reached; Bakegate connects again by itself and tries once more.";

/** @returns BakegateError (incomplete); one that is in words already stays as it is. */
export function queryFailure(cause: unknown, next: string = networkNext): BakegateError {
  if (cause instanceof BakegateError) return cause;
  return new BakegateError("incomplete", `the database did not do what it was asked: ${faultWords(cause)}`, next, { cause });
}

function faultWords(cause: unknown): string {
  const code = errorCode(cause);
  if (code !== null) return codes[code] ?? (isSqlState(code) ? `PostgreSQL's error ${code}` : code);
  // What the client itself says has no code: a connection that ended, an answer that did not come, a password that is not there.
  return cause instanceof Error ? cause.message.slice(0, 200) : "unknown error";
}

/** Five characters, as many system errors have, whose codes begin with an E; no SQLSTATE does. */
function isSqlState(code: string): boolean {
  return /^(?!E)[0-9A-Z]{5}$/.test(code);
}
