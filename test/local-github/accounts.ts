/** People, the organization and the Apps as GitHub shows them. */
import { isObject, type JsonObject } from "./json.ts";
import type { AppFacts } from "./world.ts";

export const organization = "acme";

/** Fields that GitHub shows of every account and the emulator only of people. */
function accountUrls(apiUrl: string, login: string): JsonObject {
  const url = `${apiUrl}/users/${login}`;
  return {
    gravatar_id: "",
    url,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    avatar_url: `${apiUrl}/avatars/u/${login}`,
    html_url: `${apiUrl}/${login}`,
    site_admin: false,
  };
}

export function organizationJson(apiUrl: string, id = 1): JsonObject {
  return { login: organization, id, node_id: "O_local", type: "Organization", ...accountUrls(apiUrl, organization) };
}

/** An App as it stands beside what it made. */
export function appJson(apiUrl: string, app: AppFacts): JsonObject {
  return {
    id: app.id,
    slug: app.slug,
    node_id: `A_local_${app.id}`,
    client_id: `Iv1.local${app.id}`,
    owner: organizationJson(apiUrl),
    name: app.name,
    description: "",
    external_url: `${apiUrl}/apps/${app.slug}`,
    html_url: `${apiUrl}/apps/${app.slug}`,
    created_at: "2026-10-01T00:00:00Z",
    updated_at: "2026-10-01T00:00:00Z",
    permissions: { metadata: "read", ...app.permissions },
    events: [],
  };
}

/** Gives every account in an answer all the fields that GitHub shows of one; the emulator leaves out most of an organization's. */
export function withWholeAccounts(apiUrl: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => withWholeAccounts(apiUrl, item));
  if (!isObject(value)) return value;
  const whole = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withWholeAccounts(apiUrl, item)]));
  const isAccount = typeof value.login === "string" && (value.type === "Organization" || value.type === "Bot" || value.type === "User");
  if (!isAccount) return whole;
  const urls = accountUrls(apiUrl, encodeURIComponent(String(value.login)));
  // The emulator's addresses of a bot are none: it does not encode the brackets of the login.
  return value.type === "Bot" ? { ...whole, ...urls } : { ...urls, ...whole };
}
