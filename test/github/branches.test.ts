/** Branches and merge bases: names are written into addresses so that they stay names. */
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import nock from "nock";
import "../network-off.ts";
import { mergeBaseOf, readBranch } from "../../src/github/branches.ts";
import { api, connect, token } from "./served-objects.ts";

const sha = "a".repeat(40);

beforeEach(() => {
  nock.disableNetConnect();
  nock(api).persist().post("/app/installations/1/access_tokens").reply(201, token());
});
afterEach(() => nock.cleanAll());

test("a branch name that looks like the rest of an address stays a name", async () => {
  const client = await connect();
  const asked: string[] = [];
  nock(api)
    .get(/branches/)
    .reply((uri) => {
      asked.push(uri);
      return [200, { commit: { sha }, protected: true }];
    });
  expect(await readBranch(client, "release/#1?x=%2e%2e/../;$(x)")).toMatchObject({ sha, protected: true });
  expect(asked).toEqual(["/repos/acme/web/branches/release%2F%231%3Fx%3D%252e%252e%2F..%2F%3B%24%28x%29"]);
});

test("an unprotected branch with rules is protected, one without is not, and where the rules are hidden it cannot be told", async () => {
  const client = await connect();
  const open = () => nock(api).get("/repos/acme/web/branches/main").reply(200, { commit: { sha }, protected: false });
  const rules = () => nock(api).get("/repos/acme/web/rules/branches/main?per_page=1");
  for (const [answer, expected] of [
    [[200, [{ type: "required_status_checks" }]], true],
    [[200, []], false],
    [[404, { message: "Not Found" }], null],
    [[403, { message: "Resource not accessible by integration" }], null],
  ] as const) {
    open();
    rules().reply(answer[0], answer[1] as never);
    expect((await readBranch(client, "main")).protected).toBe(expected);
  }
});

test("GitHub failing when asked for the rules is no answer", async () => {
  const client = await connect();
  nock(api).get("/repos/acme/web/branches/main").reply(200, { commit: { sha }, protected: false });
  nock(api).persist().get("/repos/acme/web/rules/branches/main?per_page=1").reply(500);
  await expect(readBranch(client, "main")).rejects.toMatchObject({ transient: true });
});

test("commits without a common ancestor are a failure with words", async () => {
  const client = await connect();
  nock(api)
    .get(/compare/)
    .reply(404, { message: "No common ancestor between a and b." });
  await expect(mergeBaseOf(client, sha, "b".repeat(40))).rejects.toMatchObject({ message: expect.stringContaining("No common ancestor") });
});
