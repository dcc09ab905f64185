/** Many blobs at a time through GitHub's GraphQL API, which hands out texts only. */
import { fullName } from "../model/repository-name.ts";
import type { BlobContent, ObjectId } from "../model/tree.ts";
import { abreast } from "./abreast.ts";
import type { RepositoryClient } from "./app-client.ts";
import { askForObject, isObject } from "./ask-for-object.ts";
import { isBlob } from "./blob-id.ts";
import { GitHubFailure } from "./failure.ts";

const blobsOfOne = 100;
/** GitHub allows GraphQL little computing at a time (docs.github.com/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api). */
const queriesAtOnce = 3;

/**
 * Hands each blob that was given rightly to `take`, and leaves out all others: binary ones, texts that were cut or brought to another
 * encoding, unknown ones, and everything where the server does not answer. The REST API is asked for those, and says why where it fails too.
 */
export async function readBlobBatches(
  client: RepositoryClient,
  ids: readonly ObjectId[],
  maxBytes: number,
  take: (id: ObjectId, content: BlobContent) => Promise<void>,
): Promise<void> {
  let served = true;
  await abreast(queriesAtOnce, batchesOf(ids), async (batch) => {
    if (!served) return;
    const given = await askForBatch(client, batch);
    served &&= given !== null;
    for (const [index, id] of batch.entries()) {
      const content = contentOf(id, given?.[`b${index}`], maxBytes);
      if (content !== null) await take(id, content);
    }
  });
}

function* batchesOf(ids: readonly ObjectId[]): Generator<readonly ObjectId[]> {
  for (let at = 0; at < ids.length; at += blobsOfOne) yield ids.slice(at, at + blobsOfOne);
}

/** Null: this server will not answer the next one either (no GraphQL, no permission, or its limit is used up). */
async function askForBatch(client: RepositoryClient, ids: readonly ObjectId[]): Promise<Readonly<Record<string, unknown>> | null> {
  try {
    const answer = await askForObject(client, `${ids.length} blobs of ${fullName(client)}`, ({ request }) =>
      // Not asked again: whatever it does not hand out is asked for elsewhere.
      client.octokit.graphql(queryFor(ids.length), { ...variablesFor(client, ids), request: { ...request, retries: 0 } }).then(
        (data) => ({ data }),
        (cause: unknown) => ({ data: givenDespite(cause) }),
      ),
    );
    return isObject(answer.repository) ? answer.repository : {};
  } catch (error) {
    if (!(error instanceof GitHubFailure)) throw error;
    return error.status !== null && error.status < 500 ? null : {};
  }
}

/** Only counted names stand in the text; what comes from elsewhere is a variable. */
function queryFor(blobs: number): string {
  const numbers = Array.from({ length: blobs }, (_, index) => index);
  const variables = numbers.map((n) => `$o${n}:GitObjectID!`).join(",");
  const objects = numbers.map((n) => `b${n}:object(oid:$o${n}){...on Blob{byteSize text}}`).join(" ");
  return `query($owner:String!,$name:String!,${variables}){repository(owner:$owner,name:$name){${objects}}}`;
}

function variablesFor({ owner, name }: RepositoryClient, ids: readonly ObjectId[]): Readonly<Record<string, string>> {
  return { owner, name, ...Object.fromEntries(ids.map((id, index) => [`o${index}`, id])) };
}

/** An answer with errors can hold data all the same; the library throws it with both. */
function givenDespite(cause: unknown): unknown {
  if (cause instanceof Error && cause.name === "GraphqlResponseError" && "data" in cause) return cause.data ?? {};
  throw cause;
}

/** Null: to be fetched otherwise. A text that was cut, or is not what the bytes say, does not hash to the id. */
function contentOf(id: ObjectId, given: unknown, maxBytes: number): BlobContent | null {
  if (!isObject(given)) return null;
  const { byteSize, text } = given;
  if (typeof byteSize === "number" && byteSize > maxBytes) return { kind: "too-large", size: byteSize };
  if (typeof text !== "string") return null;
  const bytes = Buffer.from(text, "utf8");
  return isBlob(id, bytes) ? { kind: "bytes", bytes } : null;
}
