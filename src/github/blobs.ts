/** One blob through GitHub's REST API. */
import { RequestError } from "@octokit/request-error";
import { fullName } from "../model/repository-name.ts";
import type { BlobContent, ObjectId } from "../model/tree.ts";
import type { RepositoryClient } from "./app-client.ts";
import { askForObject, badAnswer, isObject } from "./ask-for-object.ts";
import { isBlob } from "./blob-id.ts";
import { GitHubFailure } from "./failure.ts";

/** Larger ones are refused (docs.github.com/rest/git/blobs#get-a-blob), in bytes. */
const mostThatGitHubHandsOut = 100 * 1024 * 1024;

/**
 * What GitHub does not know is `missing`; what GitHub refuses for its size is `too-large`, by the size at which it starts to refuse.
 * @throws GitHubFailure for every other answer, and for bytes that are not what the id names.
 */
export async function readBlob(client: RepositoryClient, id: ObjectId, maxBytes: number): Promise<BlobContent> {
  const what = `the blob ${id.slice(0, 12)} of ${fullName(client)}`;
  let answer: Readonly<Record<string, unknown>>;
  try {
    answer = await askForObject(client, what, (target) =>
      client.octokit.request("GET /repos/{owner}/{repo}/git/blobs/{file_sha}", { ...target, file_sha: id }),
    );
  } catch (error) {
    if (!(error instanceof GitHubFailure)) throw error;
    if (error.status === 404) return { kind: "missing" };
    if (isTooLarge(error)) return { kind: "too-large", size: mostThatGitHubHandsOut };
    throw error;
  }
  const { size, content, encoding } = answer;
  if (typeof size === "number" && size > maxBytes) return { kind: "too-large", size };
  if (typeof content !== "string" || encoding !== "base64") throw badAnswer(`GitHub's answer for ${what} holds no contents`);
  const bytes = Buffer.from(content, "base64");
  if (!isBlob(id, bytes)) throw badAnswer(`GitHub's answer for ${what} is not what the id names: it was cut off or changed on the way`);
  return bytes.byteLength > maxBytes ? { kind: "too-large", size: bytes.byteLength } : { kind: "bytes", bytes };
}

/** A status of 403 with `errors: [{ code: "too_large" }]`; one without it is a missing permission. */
function isTooLarge({ status, cause }: GitHubFailure): boolean {
  if (status !== 403 || !(cause instanceof RequestError)) return false;
  const data: unknown = cause.response?.data;
  const errors = isObject(data) && Array.isArray(data.errors) ? data.errors : [];
  return errors.some((error: unknown) => isObject(error) && error.code === "too_large");
}
