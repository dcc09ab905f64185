/** Asks GitHub for deliveries that did not arrive: it does not send them again by itself. */
import { failedDeliveries, redeliver } from "../github/installations.ts";
import type { AppTools } from "./app-tools.ts";

/** Times that a delivery is asked for; what fails as often is looked for in the pull requests themselves. */
const mostAttempts = 3;

/**
 * @param attempts by delivery id, kept over the rounds.
 * @param since milliseconds; earlier ones are left alone.
 * @returns how many were asked for. @throws GitHubFailure
 */
export async function askAgain(tools: AppTools, attempts: Map<string, number>, since: number): Promise<number> {
  let asked = 0;
  for (const delivery of await failedDeliveries(tools.probot, since)) {
    const tries = attempts.get(delivery.guid) ?? 0;
    if (tries >= mostAttempts) continue;
    attempts.set(delivery.guid, tries + 1);
    await redeliver(tools.probot, delivery);
    tools.log.info({ delivery: delivery.guid }, "a delivery that failed is asked for again");
    asked++;
  }
  return asked;
}
