/** What classic branch protection requires of a branch, as far as GitHub shows it to the App. */
import type { Bypass, ProtectionFacts, RequiredCheck, RequiredReviews, Seen } from "../model/wiring.ts";
import type { RepositoryClient } from "./app-client.ts";
import { ask, askOrNull } from "./ask.ts";
import { GitHubFailure } from "./failure.ts";

export interface ClassicProtection {
  /** The branch's commit; null: there is no such branch yet. */
  readonly tip: Seen<string | null>;
  /** Null: there is none. */
  readonly classic: Seen<ProtectionFacts | null>;
}

type Branch = NonNullable<Awaited<ReturnType<typeof askBranch>>>;
type Details = Awaited<ReturnType<typeof askDetails>>;

export function known<T>(value: T): Seen<T> {
  return { kind: "known", value };
}

export function hidden(why: string): Seen<never> {
  return { kind: "hidden", why };
}

/** What GitHub answers; hidden where it refuses (403) or says that it is not there (404). What may help when tried again is thrown. */
export async function seen<T>(answer: Promise<T>): Promise<Seen<T>> {
  try {
    return known(await answer);
  } catch (error) {
    const refused = error instanceof GitHubFailure && !error.transient && (error.status === 403 || error.status === 404);
    if (refused) return hidden(error.message);
    throw error;
  }
}

/**
 * Which checks classic protection requires, and from whom, is shown with `contents: read`; its other details only with `administration`
 * (docs.github.com/rest/branches/branch-protection), which the App does not ask for.
 * @throws GitHubFailure
 */
export async function readClassicProtection(client: RepositoryClient, name: string): Promise<ClassicProtection> {
  const found = await seen(askBranch(client, name));
  if (found.kind === "hidden") return { tip: found, classic: found };
  const branch = found.value;
  if (branch === null) return { tip: known(null), classic: hidden(`there is no branch ${name} yet, so its protection is not shown`) };
  return { tip: known(branch.commit.sha), classic: await classicOf(client, name, branch) };
}

async function classicOf(client: RepositoryClient, name: string, branch: Branch): Promise<Seen<ProtectionFacts | null>> {
  // Older servers leave it out, whatever their type says.
  const summary: Branch["protection"] | undefined = branch.protection;
  if (!(summary?.enabled ?? branch.protected)) return known(null);
  const details = await seen(askDetails(client, name));
  const required = (details.kind === "known" ? details.value.required_status_checks : undefined) ?? summary?.required_status_checks;
  if (required === undefined && details.kind === "hidden" && summary === undefined) return details;
  return known({
    protection: { kind: "classic" },
    checks: checksOf(required),
    strict: required?.strict === undefined ? unsaid(details) : known(required.strict),
    reviews: details.kind === "known" ? known(reviewsOf(details.value)) : details,
    mergeQueue: hidden("GitHub's API does not say whether classic protection has a merge queue"),
    bypass: bypassOf(details, required?.enforcement_level),
  });
}

function askBranch(client: RepositoryClient, branch: string) {
  return askOrNull(client, `the branch ${branch}`, (target) =>
    client.octokit.request("GET /repos/{owner}/{repo}/branches/{branch}", { ...target, branch }),
  );
}

function askDetails(client: RepositoryClient, branch: string) {
  return ask(client, `the details of the protection of ${branch}`, (target) =>
    client.octokit.request("GET /repos/{owner}/{repo}/branches/{branch}/protection", { ...target, branch }),
  );
}

/** For what a good answer leaves out, and for what a refused one would have held. */
function unsaid(details: Seen<Details>): Seen<never> {
  return details.kind === "hidden" ? details : hidden("GitHub's answer leaves it out");
}

function checksOf(required: Details["required_status_checks"] | Branch["protection"]["required_status_checks"]): readonly RequiredCheck[] {
  if (required === undefined) return [];
  // Older servers name the checks without their source.
  const sources = new Map((required.checks ?? []).map((check) => [check.context, known(sourceOf(check.app_id))]));
  const contexts = new Set([...(required.contexts ?? []), ...sources.keys()]);
  return [...contexts].map((context) => ({
    context,
    source: sources.get(context) ?? hidden("this GitHub server does not say from which App a check is expected"),
  }));
}

/** GitHub writes `any source` as null, and takes it as -1. */
export function sourceOf(app: number | null | undefined): number | null {
  return app === null || app === undefined || app < 0 ? null : app;
}

function reviewsOf(details: Details): RequiredReviews | null {
  const required = details.required_pull_request_reviews;
  if (required === undefined) return null;
  return {
    approvals: required.required_approving_review_count ?? 0,
    fresh: required.dismiss_stale_reviews || required.require_last_push_approval === true,
  };
}

/**
 * `enforcement_level`, which is shown without any permission, says whether the required checks hold for administrators: `everyone` or
 * `non_admins`. Allowances let their holders pass the reviews only, so that they are nothing for the check.
 */
function bypassOf(details: Seen<Details>, enforcement: string | undefined): Seen<readonly Bypass[]> {
  const administrators: Bypass = { actor: { kind: "administrators" }, extent: "everything" };
  if (details.kind === "known")
    return known([...(details.value.enforce_admins?.enabled === true ? [] : [administrators]), ...allowancesOf(details.value)]);
  if (enforcement === "everyone") return known([]);
  return enforcement === "non_admins" ? known([administrators]) : details;
}

function allowancesOf(details: Details): readonly Bypass[] {
  const { users = [], teams = [], apps = [] } = details.required_pull_request_reviews?.bypass_pull_request_allowances ?? {};
  return [
    ...users.map((user): Bypass => ({ actor: { kind: "user", name: user.login }, extent: "reviews" })),
    ...teams.map((team): Bypass => ({ actor: { kind: "team", name: team.slug }, extent: "reviews" })),
    ...apps.map((app): Bypass => ({ actor: { kind: "app", name: app?.slug ?? String(app?.id) }, extent: "reviews" })),
  ];
}
