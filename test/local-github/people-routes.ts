/** What people may do in a repository, and which teams they are in. */
import { personJson } from "./comment-routes.ts";
import { answered, forward, notFound, type Repository, type Routes, repositoryOf } from "./world.ts";

export const peopleRoutes: Routes = {
  "GET /repos/{owner}/{repo}/collaborators/{username}/permission": async (call, world) => {
    const repository = repositoryOf(call, world);
    if (repository === undefined) return notFound;
    const { owner, repo, username = "" } = call.parameters;
    const seen = await forward(call, world, { path: `/repos/${owner}/${repo}` });
    if (seen.status !== 200) return seen;
    // The emulator answers 404 for everybody who has no role: GitHub does so only for a login that nobody has.
    const known = await forward(call, world, { path: `/users/${encodeURIComponent(username)}` });
    if (known.status !== 200) return notFound;
    const { permission, role } = permissionOf(repository, username);
    const allowed = ["pull", "triage", "push", "maintain", "admin"];
    const upTo = ["read", "triage", "write", "maintain", "admin"].indexOf(role);
    const permissions = Object.fromEntries(allowed.map((name, index) => [name, index <= upTo]));
    const user = { ...(await personJson(world, username)), permissions, role_name: role };
    return answered(200, { permission, role_name: role, user });
  },
  "GET /orgs/{org}/teams/{team_slug}/memberships/{username}": async (call, world) => {
    const { team_slug = "", username = "" } = call.parameters;
    if (world.teams.get(team_slug)?.includes(username) !== true) return notFound;
    return answered(200, { state: "active", role: "member", url: `${world.apiUrl}${call.path}` });
  },
};

/** `permission` knows four words only: docs.github.com/rest/collaborators/collaborators#get-repository-permissions-for-a-user. */
function permissionOf(repository: Repository, login: string): { readonly permission: string; readonly role: string } {
  const role = repository.roles.get(login) ?? (repository.private ? "none" : "read");
  const permission = role === "maintain" ? "write" : role === "triage" ? "read" : role;
  return { permission, role };
}
