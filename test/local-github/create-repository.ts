/** Makes repositories of the local GitHub out of local git repositories, and forks of them. */
import { organization } from "./accounts.ts";
import { numberIn, textIn } from "./json.ts";
import { people, type RepositorySeed, type Role } from "./local-github.ts";
import { moveRef, publish, tipOf } from "./publish.ts";
import { fullNameOf, ownerToken, personToken, type Repository, type World } from "./world.ts";

const defaultRoles: Readonly<Record<string, Role>> = { [people.writer]: "write", [people.maintainer]: "maintain", [people.reader]: "read" };

export async function createRepository(world: World, seed: RepositorySeed): Promise<Repository> {
  const [defaultBranch = "main"] = seed.branches;
  const roles = new Map<string, Role>([...Object.entries(seed.roles ?? defaultRoles), [people.owner, "admin"]]);
  const question = { name: seed.name, private: seed.private ?? true, auto_init: false };
  const token = personToken(people.owner);
  const answer = await world.emulator.ask({ method: "POST", path: `/orgs/${organization}/repos`, token, body: question });
  if (answer.status !== 201) throw new Error(`the repository cannot be made: ${JSON.stringify(answer.body)}`);
  const repository = remember(world, {
    id: numberIn(answer.body, "id"),
    owner: organization,
    name: seed.name,
    private: question.private,
    defaultBranch,
    folder: seed.folder,
    parent: null,
    roles,
  });
  for (const [login, role] of roles) if (login !== people.owner) await grant(world, repository, login, role);
  const commits = await world.objects.take(seed.folder, seed.branches);
  await publish(world, repository, commits);
  for (const [index, branch] of seed.branches.entries()) await moveRef(world, repository, `heads/${branch}`, commits[index] ?? "");
  if (defaultBranch !== "main")
    await world.emulator.ask({ method: "PATCH", path: `/repos/${fullNameOf(repository)}`, token, body: { default_branch: defaultBranch } });
  return repository;
}

/** Somebody's fork, made where it is not there yet: it has the default branch. Who forks a private repository may read it. */
export async function forkOf(world: World, parent: Repository, owner: string): Promise<Repository> {
  const known = world.repositories.get(`${owner}/${parent.name}`);
  if (known !== undefined) return known;
  if (parent.private && !parent.roles.has(owner)) await grant(world, parent, owner, "read");
  const answer = await world.emulator.ask({
    method: "POST",
    path: `/repos/${fullNameOf(parent)}/forks`,
    token: personToken(owner),
    body: {},
  });
  if (answer.status !== 202) throw new Error(`${owner} may not fork: ${answer.status} ${textIn(answer.body, "message")}`);
  const { name, defaultBranch, folder } = parent;
  const roles = new Map<string, Role>([[owner, "admin"]]);
  const fork = remember(world, {
    id: numberIn(answer.body, "id"),
    owner,
    name,
    private: parent.private,
    defaultBranch,
    folder,
    parent,
    roles,
  });
  const tip = await tipOf(world, parent, defaultBranch);
  if (tip === null) throw new Error(`${fullNameOf(parent)} is empty`);
  await publish(world, fork, [tip]);
  // The emulator gives a fork a history of its own, of which nobody has the objects.
  await world.emulator.ask({
    method: "PATCH",
    path: `/repos/${fullNameOf(fork)}/git/refs/heads/${defaultBranch}`,
    token: ownerToken(fork),
    body: { sha: tip, force: true },
  });
  return fork;
}

type Facts = Pick<Repository, "id" | "owner" | "name" | "private" | "defaultBranch" | "folder" | "parent" | "roles">;

function remember(world: World, facts: Facts): Repository {
  const repository: Repository = {
    ...facts,
    known: new Set(),
    tips: new Set(),
    pulls: new Map(),
    standIns: new Set(),
    checks: new Map(),
    protections: new Map(),
    reactions: new Map(),
    statuses: [],
    deployments: [],
    dispatches: [],
    workflowIds: new Map(),
    runs: [],
    listsRuns: true,
  };
  world.repositories.set(fullNameOf(repository), repository);
  return repository;
}

async function grant(world: World, repository: Repository, login: string, role: Role): Promise<void> {
  const permission = role === "write" ? "push" : role === "read" ? "pull" : role;
  const path = `/repos/${fullNameOf(repository)}/collaborators/${login}`;
  const { status } = await world.emulator.ask({ method: "PUT", path, token: ownerToken(repository), body: { permission } });
  if (status >= 300) throw new Error(`${login} cannot be given ${role}: ${status}`);
  repository.roles.set(login, role);
}
