/** The one living comment of a pull request, and what answers a command. */
import type { RepositoryClient } from "./app-client.ts";
import { ask } from "./ask.ts";
import { GitHubFailure } from "./failure.ts";

export interface LivingComment {
  readonly id: number;
  readonly body: string;
}

/**
 * The comment of this App on a pull request, told by its marker AND its author: anybody can copy the marker.
 * @param marker the start of its body.
 * @throws GitHubFailure
 */
export async function findLivingComment(client: RepositoryClient, number: number, marker: string): Promise<LivingComment | null> {
  const each = 100;
  for (let page = 1; ; page++) {
    const data = await ask(client, `the comments of pull request #${number}`, (target) =>
      client.octokit.request("GET /repos/{owner}/{repo}/issues/{issue_number}/comments", {
        ...target,
        issue_number: number,
        per_page: each,
        page,
      }),
    );
    for (const { id, body, user, performed_via_github_app } of data) {
      const own = performed_via_github_app?.id === client.app.id || (user?.type === "Bot" && user.login === `${client.app.slug}[bot]`);
      if (own && body?.startsWith(marker)) return { id: Number(id), body };
    }
    if (data.length < each) return null;
  }
}

/** Puts the body where it belongs: a new comment, an update, or nothing where it is the same already. @throws GitHubFailure */
export async function putLivingComment(
  client: RepositoryClient,
  number: number,
  marker: string,
  known: LivingComment | null,
  body: string,
): Promise<"created" | "updated" | "untouched"> {
  if (known !== null) return updateComment(client, known, body);
  try {
    // Not retried blindly: the answer may have been lost after the comment was made.
    await ask(client, `a comment on pull request #${number}`, (target) =>
      client.octokit.request("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", {
        ...target,
        request: { ...target.request, retries: 0 },
        issue_number: number,
        body,
      }),
    );
    return "created";
  } catch (error) {
    if (!(error instanceof GitHubFailure) || !error.transient) throw error;
    const made = await findLivingComment(client, number, marker);
    if (made === null) throw error;
    return updateComment(client, made, body);
  }
}

async function updateComment(client: RepositoryClient, known: LivingComment, body: string): Promise<"updated" | "untouched"> {
  if (sameText(known.body, body)) return "untouched";
  await ask(client, "the comment", (target) =>
    client.octokit.request("PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}", { ...target, comment_id: known.id, body }),
  );
  return "updated";
}

/** GitHub trims bodies and may hand out other line ends than it was given. */
function sameText(a: string, b: string): boolean {
  const plain = (text: string) => text.replaceAll("\r\n", "\n").trim();
  return plain(a) === plain(b);
}

export type Reaction = "eyes" | "+1" | "-1" | "confused";

/** @throws GitHubFailure */
export async function reactToComment(client: RepositoryClient, comment: number, reaction: Reaction): Promise<void> {
  await ask(client, "a reaction to a comment", (target) =>
    client.octokit.request("POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions", {
      ...target,
      comment_id: comment,
      content: reaction,
    }),
  );
}

/** Whether somebody may write to the repository, asked live. @throws GitHubFailure */
export async function mayWrite(client: RepositoryClient, login: string): Promise<boolean> {
  try {
    const { permission } = await ask(client, `the permission of ${login}`, (target) =>
      client.octokit.request("GET /repos/{owner}/{repo}/collaborators/{username}/permission", { ...target, username: login }),
    );
    return permission === "admin" || permission === "write" || permission === "maintain";
  } catch (error) {
    // Who is no user of this server has no permission.
    if (error instanceof GitHubFailure && error.status === 404) return false;
    throw error;
  }
}
