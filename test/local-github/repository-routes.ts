/** A repository, its branches, what protects them, and the commits on them. */
import { whyNot } from "./callers.ts";
import { type JsonObject, objectOf, textIn } from "./json.ts";
import { tipOf } from "./publish.ts";
import { pullJson } from "./pull-request-json.ts";
import {
  answered,
  forward,
  fullNameOf,
  notFound,
  type Protection,
  page,
  type Repository,
  type Routes,
  repositoryOf,
  type World,
} from "./world.ts";

export const repositoryRoutes: Routes = {
  "GET /repos/{owner}/{repo}": async (call, world) => {
    const answer = await forward(call, world);
    if (answer.status !== 200) return answer;
    const repository = objectOf(answer.body);
    const pushed_at = repository.pushed_at ?? repository.created_at;
    return { ...answer, body: { ...repository, pushed_at, network_count: repository.forks_count, subscribers_count: 0 } };
  },
  "GET /repos/{owner}/{repo}/branches/{branch}": async (call, world) => {
    const [answer, repository] = [await forward(call, world), repositoryOf(call, world)];
    if (answer.status !== 200 || repository === undefined) return answer;
    const branch = objectOf(answer.body);
    const name = textIn(branch, "name");
    const url = `${world.apiUrl}/repos/${fullNameOf(repository)}`;
    const { body: commit } = await forward(call, world, {
      path: `/repos/${fullNameOf(repository)}/commits/${textIn(branch.commit, "sha")}`,
    });
    const body = {
      ...branch,
      commit,
      _links: { self: `${url}/branches/${name}`, html: `${world.apiUrl}/${fullNameOf(repository)}/tree/${name}` },
      protection: protectionJson(repository.protections.get(name)),
      protection_url: `${url}/branches/${name}/protection`,
    };
    return { ...answer, body };
  },
  "GET /repos/{owner}/{repo}/rules/branches/{branch}": async (call, world) => {
    const repository = repositoryOf(call, world);
    if (repository === undefined) return notFound;
    const refusal = whyNot(call, repository, ["metadata"], "read");
    if (refusal !== undefined) return refusal;
    const protection = repository.protections.get(call.parameters.branch ?? "");
    return page(call, world, protection?.through === "ruleset" ? [requiredChecksRule(repository, protection)] : []);
  },
  "GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls": async (call, world) => {
    const repository = repositoryOf(call, world);
    if (repository === undefined) return notFound;
    const refusal = whyNot(call, repository, ["pull_requests"], "read");
    if (refusal !== undefined) return refusal;
    const sha = call.parameters.commit_sha ?? "";
    if (!repository.known.has(sha))
      return answered(422, { message: `No commit found for SHA: ${sha}`, documentation_url: "", status: "422" });
    const tip = await tipOf(world, repository, repository.defaultBranch);
    const isLanded = tip !== null && world.objects.isAncestor(sha, tip);
    // Of a commit on the default branch only those that brought it there; those that were given up never.
    const about = [...repository.pulls.values()].filter(
      (pull) =>
        (pull.merged !== null || (pull.open && !isLanded)) &&
        (pull.merged?.sha === sha || world.objects.between(pull.baseSha, pull.headSha).includes(sha)),
    );
    const shown: JsonObject[] = [];
    for (const pull of about) shown.push(await pullJson(world, repository, pull));
    return page(call, world, shown);
  },
  "GET /repos/{owner}/{repo}/compare/{basehead}": async (call, world) => {
    const repository = repositoryOf(call, world);
    if (repository === undefined) return notFound;
    const { owner, repo, basehead = "" } = call.parameters;
    const ends = basehead.split("...");
    const resolved: string[] = [];
    for (const end of ends) resolved.push(await ofFork(world, repository, end));
    const query = call.path.includes("?") ? call.path.slice(call.path.indexOf("?")) : "";
    return forward(call, world, { path: `/repos/${owner}/${repo}/compare/${resolved.map(encodeURIComponent).join("...")}${query}` });
  },
};

/** `sam:branch` is a branch of sam's fork, of which the emulator knows nothing here: its commit is known in both. */
async function ofFork(world: World, repository: Repository, name: string): Promise<string> {
  const [owner, branch] = name.includes(":") ? [name.slice(0, name.indexOf(":")), name.slice(name.indexOf(":") + 1)] : [null, name];
  if (owner === null) return name;
  const fork = owner === repository.owner ? repository : world.repositories.get(`${owner}/${repository.name}`);
  return (fork && (await tipOf(world, fork, branch))) ?? name;
}

function protectionJson(protection: Protection | undefined): JsonObject {
  if (protection === undefined || protection.through === "ruleset")
    return { enabled: false, required_status_checks: { enforcement_level: "off", contexts: [], checks: [] } };
  const checks = protection.checks.map((context) => ({ context, app_id: protection.app?.id ?? null }));
  return { enabled: true, required_status_checks: { enforcement_level: "non_admins", contexts: protection.checks, checks } };
}

function requiredChecksRule(repository: Repository, protection: Protection): JsonObject {
  return {
    type: "required_status_checks",
    ruleset_source_type: "Repository",
    ruleset_source: fullNameOf(repository),
    ruleset_id: 1,
    parameters: {
      strict_required_status_checks_policy: false,
      required_status_checks: protection.checks.map((context) => ({
        context,
        ...(protection.app === null ? {} : { integration_id: protection.app.id }),
      })),
    },
  };
}
