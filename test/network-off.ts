/** For a test file that plays GitHub with nock: what it does to Node's network is undone at its end, since files share a process. */
import { afterAll } from "@jest/globals";
import nock from "nock";

nock.disableNetConnect();

afterAll(() => {
  nock.abortPendingRequests();
  nock.cleanAll();
  nock.enableNetConnect();
  nock.restore();
});
