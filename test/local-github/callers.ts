/** Who asks: an App by its JWT, an installation or a person by a token; and what an installation may do. */
import { sign } from "node:crypto";
import type { Answer } from "./emulator.ts";
import { isObject, numberIn, textIn } from "./json.ts";
import {
  type AppFacts,
  answered,
  type Call,
  type Caller,
  type Handler,
  notFound,
  personOf,
  type Repository,
  refused,
  repositoryOf,
  type World,
} from "./world.ts";

/** The signature of a JWT is left to the emulator. */
export function callerOf(token: string, people: ReadonlySet<string>, world: Pick<World, "apps" | "installationTokens">): Caller {
  const person = personOf(token);
  if (person !== null && people.has(person)) return { kind: "person", login: person };
  const installed = world.installationTokens.get(token);
  if (installed !== undefined) return { kind: "installation", app: installed };
  const app = token.startsWith("eyJ") ? world.apps.find(({ id }) => id === issuer(token)) : undefined;
  return app === undefined ? { kind: "nobody" } : { kind: "app", app };
}

function issuer(token: string): number {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8"));
    return isObject(claims) && typeof claims.iss === "string" ? Number(claims.iss) : numberIn(claims, "iss");
  } catch {
    return Number.NaN;
  }
}

/** For the harness itself: how an App proves who it is. */
export function signedJwt(app: AppFacts): string {
  const now = Math.floor(Date.now() / 1000);
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = `${part({ alg: "RS256", typ: "JWT" })}.${part({ iat: now - 60, exp: now + 540, iss: String(app.id) })}`;
  return `${signed}.${sign("sha256", Buffer.from(signed), app.privateKey).toString("base64url")}`;
}

/** A new installation token of an App, asked for as the App itself does. */
export async function installationToken(world: World, app: AppFacts): Promise<string> {
  const answer = await world.ask({
    method: "POST",
    path: `/app/installations/${app.installation}/access_tokens`,
    token: signedJwt(app),
    body: {},
  });
  const token = textIn(answer.body, "token");
  if (token === "") throw new Error(`no installation token: ${JSON.stringify(answer)}`);
  return token;
}

/** What the proxy does itself for those who may. */
export function allowed(
  permission: string,
  level: "read" | "write",
  act: (call: Call, world: World, repository: Repository) => Promise<Answer>,
): Handler {
  return async (call, world) => {
    const repository = repositoryOf(call, world);
    return repository === undefined ? notFound : (whyNot(call, repository, [permission], level) ?? act(call, world, repository));
  };
}

/**
 * For what the proxy does itself: why the caller may not; undefined where it may.
 * @param permissions one of them is enough.
 */
export function whyNot(call: Call, repository: Repository, permissions: readonly string[], level: "read" | "write"): Answer | undefined {
  const { caller } = call;
  switch (caller.kind) {
    case "installation": {
      const granted = permissions.map((name) => caller.app.permissions[name]);
      if (granted.some((one) => one === "write" || one === level)) return undefined;
      return refused(403, "Resource not accessible by integration");
    }
    case "person": {
      const role = repository.roles.get(caller.login);
      const writes = role === "admin" || role === "maintain" || role === "write";
      if (writes || (level === "read" && (role !== undefined || !repository.private))) return undefined;
      return role === undefined && repository.private
        ? refused(404, "Not Found")
        : refused(403, "Must have push access to the repository.");
    }
    case "app":
    case "nobody":
      return answered(401, { message: "Requires authentication", documentation_url: "https://docs.github.com/rest", status: "401" });
  }
}
