/** The check run `bakegate` on a commit. */
import { CHECK_NAME, type CheckAnnotation, type CheckConclusion, type CheckRun } from "../model/check-run.ts";
import type { ObjectId } from "../model/tree.ts";
import type { RepositoryClient } from "./app-client.ts";
import { ask } from "./ask.ts";

export interface CheckOutput {
  readonly title: string;
  readonly summary: string;
  readonly text: string;
  readonly annotations: readonly CheckAnnotation[];
}

export interface CheckEnd {
  readonly conclusion: CheckConclusion;
  readonly externalId: string;
  readonly output: CheckOutput;
}

/** GitHub takes so many in one request. */
const annotationsEach = 50;
/** More than this is read by nobody; all of it stands in the text. */
const mostAnnotations = 1_000;

/** This App's check runs on a commit, the newest first. @throws GitHubFailure */
export async function ownCheckRuns(client: RepositoryClient, sha: ObjectId): Promise<readonly CheckRun[]> {
  const data = await ask(client, `the checks of ${sha.slice(0, 12)}`, (target) =>
    client.octokit.request("GET /repos/{owner}/{repo}/commits/{ref}/check-runs", {
      ...target,
      ref: sha,
      check_name: CHECK_NAME,
      app_id: client.app.id,
      filter: "all",
      per_page: 100,
    }),
  );
  return data.check_runs
    .filter((run) => run.app?.id === client.app.id && run.name === CHECK_NAME)
    .map(checkRunOf)
    .sort((a, b) => b.id - a.id);
}

/** A check in progress on a commit. One that an ended process left behind is taken up again. @throws GitHubFailure */
export async function beginCheck(client: RepositoryClient, sha: ObjectId, externalId: string): Promise<CheckRun> {
  const [left] = (await ownCheckRuns(client, sha)).filter((run) => !run.completed);
  const started = { name: CHECK_NAME, status: "in_progress", external_id: externalId, output: beginning } as const;
  const data =
    left === undefined
      ? await ask(client, "a new check", (target) =>
          client.octokit.request("POST /repos/{owner}/{repo}/check-runs", { ...target, ...started, head_sha: sha, started_at: now() }),
        )
      : await ask(client, "the check that is open", (target) =>
          client.octokit.request("PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}", { ...target, ...started, check_run_id: left.id }),
        );
  return checkRunOf(data);
}

const beginning = { title: "Reviewing", summary: "The change is being reviewed." };

/**
 * Ends a check. The verdict goes out with the first annotations, the others follow: what decides about the merge waits for nothing.
 * @throws GitHubFailure
 */
export async function endCheck(client: RepositoryClient, run: Pick<CheckRun, "id">, end: CheckEnd): Promise<void> {
  const annotations = end.output.annotations.slice(0, mostAnnotations);
  const { title, summary, text } = end.output;
  const update = (part: readonly CheckAnnotation[], rest: object) =>
    ask(client, "the result of the check", (target) =>
      client.octokit.request("PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}", {
        ...target,
        check_run_id: run.id,
        ...rest,
        output: { title, summary, ...(text === "" ? {} : { text }), annotations: part.map(annotationOf) },
      }),
    );
  const completed = { status: "completed", conclusion: end.conclusion, external_id: end.externalId, completed_at: now() };
  await update(annotations.slice(0, annotationsEach), completed);
  for (let at = annotationsEach; at < annotations.length; at += annotationsEach)
    await update(annotations.slice(at, at + annotationsEach), {});
}

/** A check that is completed at once. @throws GitHubFailure */
export async function postCheck(client: RepositoryClient, sha: ObjectId, end: CheckEnd): Promise<void> {
  await ask(client, "a completed check", (target) =>
    client.octokit.request("POST /repos/{owner}/{repo}/check-runs", {
      ...target,
      name: CHECK_NAME,
      head_sha: sha,
      status: "completed",
      conclusion: end.conclusion,
      external_id: end.externalId,
      completed_at: now(),
      output: { title: end.output.title, summary: end.output.summary, ...(end.output.text === "" ? {} : { text: end.output.text }) },
    }),
  );
}

function annotationOf({ path, startLine, endLine, column, level, title, message }: CheckAnnotation) {
  const columns = column === undefined ? {} : { start_column: column, end_column: column };
  return { path, start_line: startLine, end_line: endLine, ...columns, annotation_level: level, title, message };
}

interface Answered {
  readonly id: number | bigint;
  readonly head_sha: string;
  readonly status: string;
  readonly conclusion: string | null;
  readonly external_id: string | null;
  readonly completed_at: string | null;
}

function checkRunOf(data: Answered): CheckRun {
  return {
    id: Number(data.id),
    headSha: data.head_sha,
    completed: data.status === "completed",
    conclusion: data.conclusion,
    externalId: data.external_id ?? "",
    completedAt: data.completed_at,
  };
}

function now(): string {
  return new Date().toISOString();
}
