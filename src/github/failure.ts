/** What it means that GitHub did not do what it was asked: what, why, and the next step. */
import { RequestError } from "@octokit/request-error";
import { BakegateError } from "../model/failure.ts";

export interface FailureFacts {
  /** HTTP status; null: there was no answer. */
  readonly status: number | null;
  /** Trying again later may help. */
  readonly transient: boolean;
  /** Seconds that GitHub asks to wait; null where it does not say. */
  readonly retryAfter: number | null;
}

/** A request that failed for good: the libraries have retried what can be retried. */
export class GitHubFailure extends BakegateError {
  override readonly name = "GitHubFailure";
  readonly status: number | null;
  readonly transient: boolean;
  readonly retryAfter: number | null;

  constructor(message: string, next: string, facts: FailureFacts, options?: { readonly cause?: unknown }) {
    super("incomplete", message, next, options);
    this.status = facts.status;
    this.transient = facts.transient;
    this.retryAfter = facts.retryAfter;
  }
}

/** @param what the thing asked for, as it stands in a sentence: `the pull request acme/web#12`. */
export function failureOf(what: string, cause: unknown): GitHubFailure {
  if (cause instanceof GitHubFailure) return cause;
  const status = answeredStatus(cause);
  if (cause instanceof RequestError && status !== null) return answered(what, cause, status);
  const { words, next } = unanswered(cause);
  return new GitHubFailure(
    `GitHub could not be asked for ${what}: ${words}`,
    next,
    { status: null, transient: true, retryAfter: null },
    { cause },
  );
}

/** A status of 500 without a response is the library's own, for a connection that broke. */
function answeredStatus(cause: unknown): number | null {
  return cause instanceof RequestError && cause.response !== undefined ? cause.status : null;
}

function answered(what: string, cause: RequestError, status: number): GitHubFailure {
  const said = saidBy(cause);
  const retryAfter = secondsToWait(cause);
  const limited = status === 429 || (status === 403 && (retryAfter !== null || /rate limit/i.test(said)));
  const { words, next } = limited ? rateLimited(retryAfter) : statusWords(status, said);
  const transient = limited || status >= 500 || status === 401 || status === 408 || status === 409;
  return new GitHubFailure(`GitHub did not hand out ${what}: ${words}`, next, { status, transient, retryAfter }, { cause });
}

function rateLimited(retryAfter: number | null): { readonly words: string; readonly next: string } {
  const when = retryAfter === null ? "later" : `in ${retryAfter} s`;
  return { words: "its rate limit is used up", next: `Nothing has to be done: it is tried again ${when}.` };
}

const again = "It is tried again by itself; re-run the check to try at once.";

function statusWords(status: number, said: string): { readonly words: string; readonly next: string } {
  const quoted = said === "" ? `status ${status}` : `status ${status}, "${said}"`;
  switch (status) {
    case 401:
      return {
        words: `it refused the App's credentials (${quoted})`,
        next: "Check APP_ID, PRIVATE_KEY and the clock of the machine that runs Bakegate, then re-run the check.",
      };
    case 403:
      return {
        words: `the App is not permitted (${quoted})`,
        next: "Grant the App the permissions of app.yml and accept them on the installation's page, then re-run the check; bakegate doctor names what is missing.",
      };
    case 404:
      return {
        words: `it is not there, or the App may not see it (${quoted})`,
        next: "Check that it exists and that the App is installed on the repository, then re-run the check.",
      };
    case 409:
      return { words: `the repository is empty or being changed (${quoted})`, next: again };
    case 422:
      return {
        words: `it did not accept the request (${quoted})`,
        next: "Re-run the check; if that does not help, report it with this text.",
      };
    default:
      return { words: `it failed (${quoted})`, next: again };
  }
}

function unanswered(cause: unknown): { readonly words: string; readonly next: string } {
  const error: unknown = cause instanceof RequestError ? cause.cause : cause;
  const late = typeof error === "object" && error !== null && "name" in error && error.name === "TimeoutError";
  if (late) return { words: "it did not answer in time", next: again };
  if (cause instanceof RequestError) return { words: "the connection broke", next: again };
  const next =
    "Check GITHUB_API_URL: it has to be the REST base, which ends in /api/v3 on an Enterprise Server. It is tried again by itself.";
  return { words: "its answer was not understood", next };
}

/** GitHub's own message, on one line and short. It may quote names from the pull request: renderers escape it. */
function saidBy(cause: RequestError): string {
  const data: unknown = cause.response?.data;
  const message = typeof data === "object" && data !== null && "message" in data && typeof data.message === "string" ? data.message : "";
  return message.replace(/\s+/g, " ").trim().slice(0, 200);
}

/** From `retry-after`, or from the time when the primary limit is reset. */
function secondsToWait(cause: RequestError): number | null {
  const headers = cause.response?.headers ?? {};
  const after = Number(headers["retry-after"]);
  if (headers["retry-after"] !== undefined && Number.isFinite(after)) return Math.max(0, after);
  if (headers["x-ratelimit-remaining"] !== "0") return null;
  const reset = Number(headers["x-ratelimit-reset"]);
  const date = Date.parse(String(headers.date ?? ""));
  if (!Number.isFinite(reset) || !Number.isFinite(date)) return 60;
  return Math.max(1, Math.ceil(reset - date / 1000) + 1);
}
