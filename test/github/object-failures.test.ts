/** What can go wrong between GitHub and a tree or a blob: the right value in the end, or a failure in words with a next step. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import nock from "nock";
import "../network-off.ts";
import { createObjectReader } from "../../src/github/object-reader.ts";
import type { ObjectReader } from "../../src/model/tree.ts";
import { api, blobOf, type ClientOptions, commit, connect, failureOf, file, memoryOnly, token } from "./served-objects.ts";

const one = blobOf("one\n");
const treePath = `/repos/acme/web/git/trees/${commit}?recursive=1`;
const blobPath = `/repos/acme/web/git/blobs/${one.id}`;
const goodTree = { tree: [file("a.tf", one)], truncated: false };
const goodBlob = { sha: one.id, size: 4, encoding: "base64", content: "b25lCg==\n" };
const again = "It is tried again by itself; re-run the check to try at once.";

/** What is read: each is held to the same answers. */
const things = [
  { what: "a tree", path: treePath, good: goodTree, named: "the tree of acme/web at c0c0c0c0c0c0", read: readTree },
  { what: "a blob", path: blobPath, good: goodBlob, named: `the blob ${one.id.slice(0, 12)} of acme/web`, read: readBlob },
] as const;

beforeAll(() => nock.disableNetConnect());

beforeEach(() => {
  nock(api).persist().post("/app/installations/1/access_tokens").reply(201, token());
});

afterEach(() => {
  nock.cleanAll();
});

async function readTree(options: ClientOptions = {}): Promise<readonly string[]> {
  return [...(await (await open(options)).tree(commit)).entries.keys()];
}

async function readBlob(options: ClientOptions = {}): Promise<readonly string[]> {
  const content = (await (await open(options)).readBlobs([one.id], 1_000)).get(one.id);
  return content?.kind === "bytes" ? ["a.tf"] : [content?.kind ?? ""];
}

async function open(options: ClientOptions): Promise<ObjectReader> {
  return createObjectReader(await connect(options), memoryOnly());
}

describe.each(things)("$what", ({ path, good, named, read }) => {
  function answers(...replies: readonly (readonly [number, object, nock.ReplyHeaders?])[]): { readonly count: () => number } {
    let count = 0;
    nock(api)
      .persist()
      .get(path)
      .reply(() => {
        const reply = replies[Math.min(count, replies.length - 1)] ?? [500, {}];
        count += 1;
        return [reply[0], reply[1], reply[2] ?? {}];
      });
    return { count: () => count };
  }

  test("403", async () => {
    const asked = answers([403, { message: "Resource not accessible by integration" }]);
    const failure = await failureOf(read());
    expect(failure.message).toBe(
      `GitHub did not hand out ${named}: the App is not permitted (status 403, "Resource not accessible by integration")`,
    );
    expect(failure.next).toContain("Grant the App the permissions of app.yml");
    expect(failure.transient).toBe(false);
    expect(asked.count()).toBe(1);
  });

  test("409: an empty repository", async () => {
    answers([409, { message: "Git Repository is empty." }]);
    const failure = await failureOf(read());
    expect(failure.message).toBe(
      `GitHub did not hand out ${named}: the repository is empty or being changed (status 409, "Git Repository is empty.")`,
    );
    expect(failure.next).toBe(again);
    expect(failure.transient).toBe(true);
  });

  test("422", async () => {
    answers([422, { message: "The sha parameter must be exactly 40 characters" }]);
    const failure = await failureOf(read());
    expect(failure.message).toContain(`${named}: it did not accept the request (status 422`);
    expect(failure.next).toContain("report it with this text");
  });

  test("500 once", async () => {
    const asked = answers([500, { message: "Server Error" }], [200, good]);
    expect(await read()).toEqual(["a.tf"]);
    expect(asked.count()).toBe(2);
  });

  test("500 for ever", async () => {
    const asked = answers([500, { message: "Server Error" }]);
    const failure = await failureOf(read());
    expect(failure.message).toBe(`GitHub did not hand out ${named}: it failed (status 500, "Server Error")`);
    expect(failure.next).toBe(again);
    expect(failure.transient).toBe(true);
    expect(asked.count()).toBe(4);
  });

  test("a rate limit for a moment", async () => {
    const message = "You have exceeded a secondary rate limit.";
    const asked = answers([403, { message }, { "retry-after": "2" }], [200, good]);
    expect(await read()).toEqual(["a.tf"]);
    expect(asked.count()).toBe(2);
  });

  test("a rate limit for long", async () => {
    const message = "You have exceeded a secondary rate limit.";
    const asked = answers([403, { message }, { "retry-after": "900" }]);
    const failure = await failureOf(read());
    expect(failure.message).toBe(`GitHub did not hand out ${named}: its rate limit is used up`);
    expect(failure.next).toBe("Nothing has to be done: it is tried again in 900 s.");
    expect(failure).toMatchObject({ transient: true, retryAfter: 900 });
    expect(asked.count()).toBe(1);
  });

  test("JSON of another kind", async () => {
    answers([200, []]);
    expect((await failureOf(read())).next).toContain("re-run the check");
  });

  describe("over a real connection", () => {
    let server: Server;
    let apiUrl: string;
    let respond: (request: IncomingMessage, response: ServerResponse) => void;

    beforeEach(async () => {
      nock.enableNetConnect("127.0.0.1");
      server = createServer((request, response) => {
        response.setHeader("content-type", "application/json; charset=utf-8");
        if (request.method === "POST") response.writeHead(201).end(JSON.stringify(token()));
        else respond(request, response);
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    });

    afterEach(async () => {
      nock.disableNetConnect();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });

    test("it is cut in the middle of the body", async () => {
      const body = JSON.stringify(good);
      respond = (_, response) => {
        response.setHeader("content-length", body.length);
        response.write(body.slice(0, body.length / 2), () => response.destroy());
      };
      const failure = await failureOf(read({ apiUrl }));
      expect(failure.message).toBe(`GitHub's answer for ${named} was cut off`);
      expect(failure.next).toBe(again);
      expect(failure.transient).toBe(true);
    });

    test("the body ends early, as if that were all", async () => {
      respond = (_, response) => void response.end(JSON.stringify(good).slice(0, 40));
      expect((await failureOf(read({ apiUrl }))).message).toBe(`GitHub's answer for ${named} was cut off`);
    });

    test("it is never answered", async () => {
      respond = () => {};
      const failure = await failureOf(read({ apiUrl, patience: 30 }));
      expect(failure.message).toBe(`GitHub could not be asked for ${named}: it did not answer in time`);
      expect(failure.next).toBe(again);
    });

    test("it is answered by and by, and not to the end", async () => {
      respond = (_, response) => void response.write("{");
      expect((await failureOf(read({ apiUrl, patience: 400 }))).message).toBe(`GitHub's answer for ${named} was cut off`);
    });

    test("it is broken off before any answer, each time", async () => {
      let asked = 0;
      respond = (request) => {
        asked += 1;
        request.destroy();
      };
      const failure = await failureOf(read({ apiUrl }));
      expect(failure.message).toBe(`GitHub could not be asked for ${named}: the connection broke`);
      expect(asked).toBe(4);
    });

    test.each([
      ["with a reason", new Error("a newer push")],
      ["without one", undefined],
    ])("a newer push came within the body, %s: nothing more is asked", async (_, reason) => {
      const newer = new AbortController();
      let asked = 0;
      respond = (_, response) => {
        asked += 1;
        response.write("{", () => setTimeout(() => newer.abort(reason), 10));
      };
      const error = await read({ apiUrl, signal: newer.signal }).catch((cause: unknown) => cause);
      expect(newer.signal.aborted).toBe(true);
      expect(error).toBe(newer.signal.reason);
      await expect(read({ apiUrl, signal: newer.signal })).rejects.toBe(newer.signal.reason);
      expect(asked).toBe(1);
    });
  });
});

test("404: a tree that is not there fails, a blob that is not there is missing", async () => {
  nock(api).get(treePath).reply(404, { message: "Not Found" }).get(blobPath).reply(404, { message: "Not Found" });
  const failure = await failureOf(readTree());
  expect(failure.message).toContain('the App may not see it (status 404, "Not Found")');
  expect(failure.next).toContain("Check that it exists");
  expect(await readBlob()).toEqual(["missing"]);
});
