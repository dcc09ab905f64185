/**
 * How fast GitHub is asked: writes one after the other for each installation, and below its secondary limits
 * (docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api: 900 points a minute, of which a write costs 5; 80 new comments a
 * minute and 500 an hour; 100 requests at a time).
 */
import Bottleneck from "bottleneck";

const minute = 60_000;
const hour = 60 * minute;

export interface Pace {
  readonly global: Bottleneck.Group;
  readonly write: Bottleneck.Group;
  readonly notifications: Bottleneck.Group;
}

/** One limiter of each kind for each installation; they live as long as the program does. */
export function createPace(): Pace {
  const global = new Bottleneck.Group({ id: "bakegate-requests", maxConcurrent: 20 });
  const write = new Bottleneck.Group({ id: "bakegate-writes", maxConcurrent: 1, ...budget(150, minute) });
  const notifications = new Bottleneck.Group({ id: "bakegate-comments", maxConcurrent: 1, ...budget(70, minute) });
  const hourly = new Bottleneck.Group({ id: "bakegate-comments-hourly", ...budget(450, hour) });
  notifications.on("created", (limiter: Bottleneck, key: string) => void limiter.chain(hourly.key(key)));
  return { global, write, notifications };
}

function budget(amount: number, interval: number) {
  return { reservoir: amount, reservoirRefreshAmount: amount, reservoirRefreshInterval: interval };
}
