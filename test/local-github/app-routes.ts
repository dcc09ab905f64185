/** The App about itself: who it is, where it is installed, what was delivered to it. */
import { appJson, organization, organizationJson } from "./accounts.ts";
import type { Delivery } from "./deliveries.ts";
import type { Answer } from "./emulator.ts";
import { isObject, type JsonObject, listOf, objectOf, textIn } from "./json.ts";
import { answered, type Call, forward, fullNameOf, page, type Routes, refused, type World } from "./world.ts";

export const appRoutes: Routes = {
  "GET /app": async (call, world) => {
    const answer = await forward(call, world);
    const { caller } = call;
    if (answer.status !== 200 || caller.kind !== "app") return answer;
    return { ...answer, body: { ...appJson(world.apiUrl, caller.app), installations_count: 1 } };
  },
  "GET /app/installations": async (call, world) => {
    const answer = await forward(call, world);
    if (answer.status !== 200) return answer;
    return page(
      call,
      world,
      listOf(answer.body).map((installation) => installationJson(world, installation)),
    );
  },
  "GET /app/installations/{installation_id}": installation,
  "GET /repos/{owner}/{repo}/installation": async (call, world) => {
    // The emulator answers for the App that was seeded first, which is not always the one that asks.
    const id = call.caller.kind === "app" ? call.caller.app.installation : 0;
    const repository = world.repositories.get(`${call.parameters.owner}/${call.parameters.repo}`);
    if (repository?.owner !== organization) return refused(404, "Not Found");
    return installation({ ...call, path: `/app/installations/${id}` }, world);
  },
  "POST /app/installations/{installation_id}/access_tokens": async (call, world) => {
    const answer = await forward(call, world, { body: call.body ?? {} });
    if (answer.status === 201 && call.caller.kind === "app") world.installationTokens.set(textIn(answer.body, "token"), call.caller.app);
    return answer;
  },
  "GET /installation/repositories": async (call, world) => {
    if (call.caller.kind !== "installation")
      return refused(403, "You must authenticate with an installation access token in order to list repositories for an installation.");
    const installed = [...world.repositories.values()].filter(({ owner }) => owner === organization);
    const shown: JsonObject[] = [];
    for (const repository of installed)
      shown.push(objectOf((await forward(call, world, { path: `/repos/${fullNameOf(repository)}` })).body));
    return page(call, world, shown, (repositories) => ({ total_count: shown.length, repository_selection: "all", repositories }));
  },
  "GET /app/hook/deliveries": asApp(async (call, world) => deliveryPage(call, world)),
  "GET /app/hook/deliveries/{delivery_id}": asApp(async (call, world) => {
    const delivery = world.deliveries.all().find(({ id }) => String(id) === call.parameters.delivery_id);
    if (delivery === undefined) return refused(404, "Not Found");
    const { status, payload } = delivery;
    const sent = { "X-GitHub-Delivery": delivery.guid, "X-GitHub-Event": delivery.event };
    const response = { headers: null, payload: status === 502 || status === 504 ? null : "" };
    return answered(200, { ...deliveryItem(delivery), url: "", request: { headers: sent, payload }, response });
  }),
  "POST /app/hook/deliveries/{delivery_id}/attempts": asApp(async (call, world) => {
    const delivery = world.deliveries.all().find(({ id }) => String(id) === call.parameters.delivery_id);
    if (delivery === undefined) return refused(404, "Not Found");
    const sending = world.deliveries.sendAgain(delivery.id).finally(() => world.background.delete(sending));
    world.background.add(sending);
    return answered(202, {});
  }),
};

async function installation(call: Call, world: World): Promise<Answer> {
  const answer = await forward(call, world);
  return answer.status === 200 ? { ...answer, body: installationJson(world, objectOf(answer.body)) } : answer;
}

export function installationJson(world: World, emulated: JsonObject): JsonObject {
  const { suspended_at: _, ...rest } = emulated;
  const account = isObject(emulated.account) ? emulated.account : organizationJson(world.apiUrl);
  return { ...rest, account, target_id: account.id, suspended_at: null, suspended_by: null };
}

/** The emulator holds the JWT against the App's key. */
function asApp(act: (call: Call, world: World) => Promise<Answer>): (call: Call, world: World) => Promise<Answer> {
  return async (call, world) => {
    const allowed = await forward(call, world, { method: "GET", path: "/app", body: undefined });
    return allowed.status === 200 ? act(call, world) : allowed;
  };
}

/** The newest first, page by page through a cursor: docs.github.com/rest/apps/webhooks#list-deliveries-for-an-app-webhook. */
function deliveryPage(call: Call, world: World): Answer {
  const wanted = call.query.get("status");
  const due = world.deliveries.all().filter(({ status }) => wanted === null || (wanted === "success") === (status >= 200 && status < 400));
  const each = Math.min(100, Math.max(1, Number(call.query.get("per_page") ?? 30) || 30));
  const before = Number((call.query.get("cursor") ?? "").replace("v1_", "")) || Number.POSITIVE_INFINITY;
  const older = due.filter(({ id }) => id < before).reverse();
  const shown = older.slice(0, each);
  const last = shown.at(-1);
  if (last === undefined || shown.length === older.length) return answered(200, shown.map(deliveryItem));
  const query = new URLSearchParams(call.query);
  query.set("cursor", `v1_${last.id}`);
  return answered(200, shown.map(deliveryItem), { link: `<${world.apiUrl}/app/hook/deliveries?${query}>; rel="next"` });
}

function deliveryItem(delivery: Delivery): JsonObject {
  return {
    id: delivery.id,
    guid: delivery.guid,
    delivered_at: delivery.deliveredAt,
    redelivery: delivery.redelivery,
    duration: delivery.duration,
    status: delivery.outcome,
    status_code: delivery.status,
    event: delivery.event,
    action: delivery.action,
    installation_id: delivery.installation,
    repository_id: delivery.repository,
    throttled_at: null,
  };
}
