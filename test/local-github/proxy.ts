/** The proxy that the App takes for GitHub: it answers itself what the emulator does not know, and holds both sides to the description. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { withWholeAccounts } from "./accounts.ts";
import { appRoutes } from "./app-routes.ts";
import { archiveOf, archiveRoutes } from "./archive-routes.ts";
import { callerOf } from "./callers.ts";
import { checkRunRoutes } from "./check-run-routes.ts";
import { commentRoutes } from "./comment-routes.ts";
import { faultsOfAnswer, faultsOfRequest, operationOf } from "./description.ts";
import type { Answer, Question } from "./emulator.ts";
import { createInterferences, type Interference, type InterferingAnswer } from "./interference.ts";
import { issueRoutes } from "./issue-routes.ts";
import { textIn } from "./json.ts";
import type { AppRequest } from "./local-github.ts";
import { peopleRoutes } from "./people-routes.ts";
import { pullRequestRoutes } from "./pull-request-routes.ts";
import { releaseRoutes } from "./release-routes.ts";
import { repositoryRoutes } from "./repository-routes.ts";
import { workflowRunRoutes } from "./workflow-run-routes.ts";
import { answered, type Call, forward, type Handler, type Routes, refused, type World } from "./world.ts";

export interface Proxy {
  readonly apiUrl: string;
  /** From here on it answers. */
  serve(world: World, people: ReadonlySet<string>): void;
  /** Asks without HTTP; neither counted among the App's requests nor interfered with. */
  ask(question: Question): Promise<Answer>;
  readonly requests: readonly AppRequest[];
  violations(): readonly string[];
  interfere(interference: Interference): void;
  close(): Promise<void>;
}

const routes: Routes = {
  ...appRoutes,
  ...archiveRoutes,
  ...checkRunRoutes,
  ...commentRoutes,
  ...issueRoutes,
  ...peopleRoutes,
  ...pullRequestRoutes,
  ...releaseRoutes,
  ...repositoryRoutes,
  ...workflowRunRoutes,
};

/** Instead of an answer that GitHub would not give; GitHub itself answers so only where a body is no JSON. */
const wrongAnswer = 400;

/** @param port 0: any free one. */
export async function startProxy(port: number): Promise<Proxy> {
  const requests: AppRequest[] = [];
  const violations = new Set<string>();
  const interferences = createInterferences();
  let serving: { readonly world: World; readonly people: ReadonlySet<string> } | null = null;

  /** @param sent resolves when the answer is on its way. */
  function read(question: Question, sent: Promise<void>): Call {
    if (serving === null) throw new Error("the local GitHub is still starting");
    const { background } = serving.world;
    const [path = "", search = ""] = question.path.split("?");
    const caller = callerOf(question.token, serving.people, serving.world);
    return {
      ...question,
      body: question.body,
      accept: question.accept,
      caller,
      parameters: {},
      query: new URLSearchParams(search),
      path: search === "" ? path : `${path}?${search}`,
      afterwards(act) {
        const acting = sent
          .then(act)
          .then(
            () => undefined,
            (error: unknown) => failed(`after ${question.method} ${path}`, error),
          )
          .finally(() => background.delete(acting));
        background.add(acting);
        return acting;
      },
    };
  }

  /** @param held the App's requests are held to the description. */
  async function answer(call: Call, held: boolean): Promise<Answer> {
    if (serving === null) throw new Error("the local GitHub is still starting");
    const { world } = serving;
    // The emulator takes a token that nobody was given for its first user's.
    if (call.caller.kind === "nobody" && call.token !== "") return refused(401, "Bad credentials");
    const operation = operationOf(call.method, call.path.split("?")[0] ?? "");
    if (operation === undefined) {
      if (held) violations.add(`GitHub has no ${call.method} ${call.path}`);
      return refused(404, "Not Found");
    }
    const faults = held ? faultsOfRequest(operation, call.query, call.body) : [];
    for (const fault of faults) violations.add(fault);
    if (faults.length > 0) return refused(422, `Invalid request. ${faults.join("; ")}`);
    const handler: Handler = routes[operation.name] ?? forward;
    const given = inGitHubsWords(call, await handler({ ...call, parameters: operation.parameters }, world));
    if (Buffer.isBuffer(given.body)) return given;
    const body = withWholeAccounts(world.apiUrl, given.body);
    const wrong = faultsOfAnswer(operation, given.status, body);
    if (wrong.length === 0) return { ...given, body };
    for (const fault of wrong) violations.add(fault);
    // A status that the libraries do not try again.
    return refused(wrongAnswer, `The local GitHub gives an answer that GitHub would not: ${wrong.join("; ")}`);
  }

  async function handle(call: Call, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (call.path.startsWith("/_archive/") && serving !== null) return send(response, archiveOf(call, serving.world));
    const { caller } = call;
    const fromApp = (caller.kind === "app" || caller.kind === "installation") && caller.app === serving?.world.apps[0];
    const interfering = fromApp ? interferences.next(call.method, call.path) : undefined;
    if (interfering?.kind === "first") await interfering.act();
    const early = earlyAnswer(interfering);
    const given = early ?? (interfering?.kind === "cut" ? null : await answer(call, fromApp));
    const status = given === null || interfering?.kind === "cut after" ? 0 : given.status;
    if (fromApp) requests.push({ method: call.method, path: call.path, status, body: call.body });
    if (given === null || interfering?.kind === "cut after") {
      request.socket.destroy();
      return;
    }
    if (interfering?.kind === "delay") await new Promise((resolve) => setTimeout(resolve, interfering.milliseconds));
    send(response, given, interfering?.kind === "truncate");
  }

  function failed(where: string, error: unknown): void {
    violations.add(`the local GitHub failed ${where}: ${error instanceof Error ? error.stack : error}`);
  }

  const server = createServer((request, response) => {
    ending(async (end) => handle(read(await questionOf(request), end), request, response)).catch((error: unknown) => {
      failed(`at ${request.method} ${request.url}`, error);
      send(response, refused(500, "The local GitHub failed"));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    apiUrl: `http://127.0.0.1:${portOf(server.address())}`,
    serve(world, people) {
      serving = { world, people };
    },
    async ask(question) {
      const given = await ending((end) => answer(read(question, end), false));
      if (given.status === wrongAnswer) throw new Error(textIn(given.body, "message"));
      return given;
    },
    requests,
    violations: () => [...violations],
    interfere: interferences.add,
    close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      return closed;
    },
  };
}

/** @param act is handed a promise that resolves when it has ended itself, however it did. */
async function ending<T>(act: (end: Promise<void>) => Promise<T>): Promise<T> {
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  try {
    return await act(ended);
  } finally {
    end();
  }
}

function portOf(address: string | AddressInfo | null): number {
  return typeof address === "object" && address !== null ? address.port : 0;
}

async function questionOf(request: IncomingMessage): Promise<Question> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const text = Buffer.concat(chunks).toString("utf8");
  const token = (request.headers.authorization ?? "").replace(/^(bearer|token) /i, "");
  const { method = "GET", url = "/" } = request;
  return { method, path: url, token, accept: request.headers.accept, body: text === "" ? undefined : JSON.parse(text) };
}

/** What an App may not do, and what it may not see, is told apart on GitHub. */
function inGitHubsWords(call: Call, given: Answer): Answer {
  const forbidden = given.status === 403 && textIn(given.body, "message") === "Forbidden";
  if (!forbidden) return given;
  return call.caller.kind === "installation" ? refused(403, "Resource not accessible by integration") : refused(404, "Not Found");
}

function earlyAnswer(interfering: InterferingAnswer | undefined): Answer | undefined {
  if (interfering?.kind !== "status") return undefined;
  const { status, body, headers = {} } = interfering;
  return answered(status, body ?? { message: `the story answers with ${status}` }, headers);
}

/** @param half the body ends in the middle. */
function send(response: ServerResponse, { status, headers, body }: Answer, half = false): void {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body === undefined ? "" : JSON.stringify(body));
  const sent = half ? bytes.subarray(0, bytes.length / 2) : bytes;
  const type = Buffer.isBuffer(body) ? "application/octet-stream" : "application/json; charset=utf-8";
  response.writeHead(status, { ...(sent.length > 0 ? { "content-type": type } : {}), "x-github-request-id": "local", ...headers });
  response.end(sent);
}
