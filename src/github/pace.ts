/**
 * How fast GitHub is asked: writes one after the other for each installation, and below its secondary limits
 * (docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api: 900 points a minute, of which a write costs 5; 80 new comments a
 * minute and 500 an hour; 100 requests at a time).
 */
import type { Octokit } from "@octokit/rest";
import Bottleneck from "bottleneck";

const minute = 60_000;
const hour = 60 * minute;

/** The limits that the throttling plugin asks before each request, by installation. They live as long as the program does. */
export interface Budgets {
  readonly global: Bottleneck.Group;
  readonly write: Bottleneck.Group;
  readonly notifications: Bottleneck.Group;
}

export function createBudgets(): Budgets {
  const global = new Bottleneck.Group({ id: "bakegate-requests", maxConcurrent: 20 });
  const write = new Bottleneck.Group({ id: "bakegate-writes", ...budget(150, minute) });
  const notifications = new Bottleneck.Group({ id: "bakegate-comments", ...budget(70, minute) });
  const hourly = new Bottleneck.Group({ id: "bakegate-comments-hourly", ...budget(450, hour) });
  notifications.on("created", (limiter: Bottleneck, key: string) => void limiter.chain(hourly.key(key)));
  return { global, write, notifications };
}

function budget(amount: number, interval: number) {
  return { reservoir: amount, reservoirRefreshAmount: amount, reservoirRefreshInterval: interval };
}

type Plugin = Parameters<typeof Octokit.plugin>[0];

interface Asked {
  readonly method: string;
  readonly url: string;
}

/**
 * A plugin that lets one write at a time through for each installation: the budgets space requests, and do not hold one back until the other
 * is answered. A write that waits to be retried holds the others, which GitHub would refuse as well.
 */
export function serialWrites(): Plugin {
  const writes = new Bottleneck.Group({ id: "bakegate-serial-writes", maxConcurrent: 1 });
  return (octokit, options) => {
    const { id = "app" }: { readonly id?: string } = options.throttle ?? {};
    const limiter = writes.key(id);
    octokit.hook.wrap("request", (request, asked) => (isWrite(asked) ? limiter.schedule(async () => request(asked)) : request(asked)));
  };
}

/** Queries and tokens are posted, too, and change nothing; a token is asked for within the write that needs it. */
function isWrite({ method, url }: Asked): boolean {
  return method !== "GET" && method !== "HEAD" && !/\/(?:graphql|access_tokens)$/.test(url);
}
