/** What the rulesets that hold for a branch require, as far as GitHub shows it to the App. */
import type { Bypass, ProtectionFacts, RequiredCheck, RequiredReviews, RulesetOwner, Seen } from "../model/wiring.ts";
import type { RepositoryClient } from "./app-client.ts";
import { ask, askOrNull } from "./ask.ts";
import { hidden, known, seen, sourceOf } from "./branch-protection.ts";

type Rule = NonNullable<Awaited<ReturnType<typeof askRules>>>[number];
type Ruleset = Awaited<ReturnType<typeof askRuleset>>;

const each = 100;

/**
 * The active rulesets of the repository and of what stands above it. A server that has no rulesets has none; where GitHub refuses, it is hidden.
 * @throws GitHubFailure
 */
export async function readRulesets(client: RepositoryClient, branch: string): Promise<Seen<readonly ProtectionFacts[]>> {
  const rules = await seen(allRules(client, branch));
  if (rules.kind === "hidden") return rules;
  const groups = new Map<number | null, Rule[]>();
  for (const rule of rules.value) {
    const id = rule.ruleset_id ?? null;
    groups.set(id, [...(groups.get(id) ?? []), rule]);
  }
  return known(await Promise.all([...groups].map(([id, group]) => factsOf(client, id, group))));
}

async function allRules(client: RepositoryClient, branch: string): Promise<readonly Rule[]> {
  const found: Rule[] = [];
  for (let page = 1; ; page++) {
    // The repository is there, so that 404 says that the server knows no rules.
    const rules = (await askRules(client, branch, page)) ?? [];
    found.push(...rules);
    if (rules.length < each) return found;
  }
}

function askRules(client: RepositoryClient, branch: string, page: number) {
  return askOrNull(client, `the rules of the branch ${branch}`, (target) =>
    client.octokit.request("GET /repos/{owner}/{repo}/rules/branches/{branch}", { ...target, branch, per_page: each, page }),
  );
}

function askRuleset(client: RepositoryClient, id: number) {
  return ask(client, `the ruleset ${id}`, (target) =>
    client.octokit.request("GET /repos/{owner}/{repo}/rulesets/{ruleset_id}", { ...target, ruleset_id: id }),
  );
}

async function factsOf(client: RepositoryClient, id: number | null, rules: readonly Rule[]): Promise<ProtectionFacts> {
  const checks: RequiredCheck[] = [];
  const reviews: RequiredReviews[] = [];
  let strict = false;
  let mergeQueue = false;
  for (const rule of rules) {
    if (rule.type === "merge_queue") mergeQueue = true;
    if (rule.type === "required_status_checks") {
      strict ||= rule.parameters?.strict_required_status_checks_policy === true;
      for (const check of rule.parameters?.required_status_checks ?? [])
        checks.push({ context: check.context, source: known(sourceOf(check.integration_id)) });
    }
    if (rule.type === "pull_request")
      reviews.push({
        approvals: rule.parameters?.required_approving_review_count ?? 0,
        fresh: rule.parameters?.dismiss_stale_reviews_on_push === true || rule.parameters?.require_last_push_approval === true,
      });
  }
  return {
    protection: { kind: "ruleset", id, owner: ownerOf(rules[0]) },
    checks,
    strict: known(strict),
    reviews: known(strictest(reviews)),
    mergeQueue: known(mergeQueue),
    bypass: await bypassOf(client, id),
  };
}

/** Several rules of a kind add up. */
function strictest(reviews: readonly RequiredReviews[]): RequiredReviews | null {
  if (reviews.length === 0) return null;
  return { approvals: Math.max(...reviews.map((one) => one.approvals)), fresh: reviews.some((one) => one.fresh && one.approvals > 0) };
}

function ownerOf(rule: Rule | undefined): RulesetOwner {
  // The published type knows two of the three.
  const type: string | undefined = rule?.ruleset_source_type;
  if (type === "Organization") return { kind: "organization", name: rule?.ruleset_source ?? "" };
  return type === "Enterprise" ? { kind: "enterprise" } : { kind: "repository" };
}

/** Who may bypass is shown only to who may edit the ruleset (docs.github.com/rest/repos/rules#get-a-repository-ruleset). */
async function bypassOf(client: RepositoryClient, id: number | null): Promise<Seen<readonly Bypass[]>> {
  if (id === null) return hidden("this GitHub server does not say which ruleset a rule stands in");
  const ruleset = await seen(askRuleset(client, id));
  if (ruleset.kind === "hidden") return ruleset;
  const actors = ruleset.value.bypass_actors;
  return actors === undefined ? hidden("GitHub shows a ruleset's bypass list only to who may edit it") : known(actors.map(bypassBy));
}

function bypassBy(actor: NonNullable<Ruleset["bypass_actors"]>[number]): Bypass {
  return {
    actor: actorOf(actor.actor_type, actor.actor_id ?? 0),
    extent: actor.bypass_mode === "pull_request" ? "in-pull-requests" : "everything",
  };
}

function actorOf(type: NonNullable<Ruleset["bypass_actors"]>[number]["actor_type"], id: number): Bypass["actor"] {
  switch (type) {
    case "OrganizationAdmin":
      return { kind: "organization-owners" };
    case "DeployKey":
      return { kind: "deploy-keys" };
    case "RepositoryRole":
      return { kind: "role", id };
    case "Team":
      return { kind: "team", name: String(id) };
    case "Integration":
      return { kind: "app", name: String(id) };
    default:
      // `User`, and whatever GitHub adds: it must not vanish.
      return { kind: "user", name: String(id) };
  }
}
