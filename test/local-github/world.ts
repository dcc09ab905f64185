/** What the local GitHub remembers beside the emulator, and the words of its answers. */

import { organization } from "./accounts.ts";
import type { Deliveries } from "./deliveries.ts";
import type { Answer, Emulator, Question } from "./emulator.ts";
import type { GitObjects } from "./git-objects.ts";
import type { JsonObject } from "./json.ts";
import { type Dispatch, people, type Reaction, type Role, type RunConclusion, type RunStatus } from "./local-github.ts";
import type { Workflow } from "./workflow-files.ts";

export interface World {
  readonly apiUrl: string;
  readonly emulator: Emulator;
  readonly objects: GitObjects;
  readonly deliveries: Deliveries;
  /** The App under test first. */
  readonly apps: readonly AppFacts[];
  /** By `owner/name`, forks included. */
  readonly repositories: Map<string, Repository>;
  /** Installation tokens that were handed out, with the App that has them. */
  readonly installationTokens: Map<string, AppFacts>;
  readonly teams: Map<string, readonly string[]>;
  /** What goes on after a request was answered: redeliveries, and what a dispatch leads to. */
  readonly background: Set<Promise<unknown>>;
  /** Asks as somebody through the proxy's own routes: what the App would be answered. */
  ask(question: Question): Promise<Answer>;
  nextId(): number;
}

export interface AppFacts {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly installation: number;
  readonly privateKey: string;
  readonly permissions: Readonly<Record<string, string>>;
}

export interface Repository {
  readonly id: number;
  readonly owner: string;
  readonly name: string;
  readonly private: boolean;
  readonly defaultBranch: string;
  /** The local git repository that it is made of. */
  readonly folder: string;
  /** The repository that it is a fork of. */
  readonly parent: Repository | null;
  readonly roles: Map<string, Role>;
  /** Git objects that the emulator has of it. */
  readonly known: Set<string>;
  /** Commits whose history is known. */
  readonly tips: Set<string>;
  readonly pulls: Map<number, Pull>;
  /** Pull requests of the emulator that nobody opened: they stand in for a merge of a head that moved. */
  readonly standIns: Set<number>;
  readonly checks: Map<number, CheckFacts>;
  readonly protections: Map<string, Protection>;
  readonly reactions: Map<number, Reaction[]>;
  readonly statuses: StatusFacts[];
  readonly deployments: DeploymentFacts[];
  readonly dispatches: Dispatch[];
  /** By the file's path. */
  readonly workflowIds: Map<string, number>;
  /** In the order of their dispatch. */
  readonly runs: RunFacts[];
  /** Whether runs of workflows can be looked up. */
  listsRuns: boolean;
}

/** A pull request as it stands; the emulator's own head does not move. */
export interface Pull {
  readonly number: number;
  readonly head: { readonly repository: Repository; readonly branch: string };
  headSha: string;
  baseBranch: string;
  /** Tip of the base branch when the pull request was opened, moved or based anew. */
  baseSha: string;
  /** Head that the emulator's own pull request has. */
  readonly openedSha: string;
  open: boolean;
  merged: MergeFacts | null;
}

export interface MergeFacts {
  readonly sha: string;
  readonly by: JsonObject;
  readonly at: string;
}

export interface CheckFacts {
  readonly app: AppFacts;
  readonly startedAt: string;
  annotations: readonly unknown[];
  /** Identifiers of its buttons. */
  actions: readonly string[];
}

export interface Protection {
  readonly checks: readonly string[];
  /** The App whose check counts; null: any source does. */
  readonly app: AppFacts | null;
  readonly through: "classic" | "ruleset";
}

export interface StatusFacts {
  readonly sha: string;
  readonly json: JsonObject;
}

export interface DeploymentFacts {
  readonly json: JsonObject;
  readonly statuses: JsonObject[];
}

export interface RunFacts {
  readonly id: number;
  /** As it was written when it was dispatched. */
  readonly workflow: Workflow;
  /** Counted for each workflow. */
  readonly number: number;
  readonly title: string;
  readonly branch: string;
  readonly sha: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly actor: JsonObject;
  readonly checkSuite: number;
  readonly createdAt: string;
  updatedAt: string;
  status: RunStatus;
  conclusion: RunConclusion | null;
  /** Resolves when it was told that the run is there. */
  readonly announced: Promise<void>;
}

/** Who asks, by the token. */
export type Caller =
  | { readonly kind: "app"; readonly app: AppFacts }
  | { readonly kind: "installation"; readonly app: AppFacts }
  | { readonly kind: "person"; readonly login: string }
  /** No token, or one that nobody was given. */
  | { readonly kind: "nobody" };

/** One request, read. */
export interface Call {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly accept: string | undefined;
  readonly token: string;
  readonly caller: Caller;
  /** Does something once the answer is on its way. Resolves when it is done; what goes wrong there becomes a violation. */
  afterwards(act: () => Promise<unknown>): Promise<void>;
}

/** What the proxy does for one operation of GitHub's description. */
export type Handler = (call: Call, world: World) => Promise<Answer>;

/** By the operation's name: `GET /repos/{owner}/{repo}`. */
export type Routes = Readonly<Record<string, Handler>>;

const personPrefix = "person-";

export function personToken(login: string): string {
  return `${personPrefix}${login}`;
}

export function personOf(token: string): string | null {
  return token.startsWith(personPrefix) ? token.slice(personPrefix.length) : null;
}

/** Of somebody who may do everything there: the fork's owner, or the organization's. */
export function ownerToken({ owner }: Pick<Repository, "owner">): string {
  return personToken(owner === organization ? people.owner : owner);
}

/** The emulator's answer to the request as it came, or to another one by the same caller. */
export function forward(call: Call, world: World, changed: Partial<Question> = {}): Promise<Answer> {
  return world.emulator.ask({ method: call.method, path: call.path, token: call.token, body: call.body, accept: call.accept, ...changed });
}

export function fullNameOf({ owner, name }: Pick<Repository, "owner" | "name">): string {
  return `${owner}/${name}`;
}

/** @returns undefined where it was not made by this harness. */
export function repositoryOf(call: Call, world: World): Repository | undefined {
  return world.repositories.get(`${call.parameters.owner}/${call.parameters.repo}`);
}

export function answered(status: number, body?: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers, body };
}

/** As GitHub words a failure. */
export function refused(status: number, message: string): Answer {
  return answered(status, { message, documentation_url: "https://docs.github.com/rest", status: String(status) });
}

export const notFound = refused(404, "Not Found");

/** The page of a list that is asked for, with a `link` to the next and the last one. */
export function page(
  call: Call,
  world: World,
  items: readonly JsonObject[],
  wrap: (page: readonly JsonObject[]) => unknown = (all) => all,
): Answer {
  const each = Math.min(100, Math.max(1, Number(call.query.get("per_page") ?? 30) || 30));
  const number = Math.max(1, Number(call.query.get("page") ?? 1) || 1);
  const last = Math.max(1, Math.ceil(items.length / each));
  const link = (to: number, relation: string) => {
    const query = new URLSearchParams(call.query);
    query.set("page", String(to));
    return `<${world.apiUrl}${call.path.split("?")[0]}?${query}>; rel="${relation}"`;
  };
  const headers = number < last ? { link: `${link(number + 1, "next")}, ${link(last, "last")}` } : {};
  return answered(200, wrap(items.slice((number - 1) * each, number * each)), headers);
}
