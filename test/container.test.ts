/** The container: what it is built from, what it may do, and that what it holds runs as a user who may write nothing but the data. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "@jest/globals";
import { minimatch } from "minimatch";
import { parse } from "yaml";
import { baseImages } from "../src/parse/dockerfile/base-images.ts";

const root = fileURLToPath(new URL("../", import.meta.url));
const dockerfile = readFileSync(join(root, "Dockerfile"), "utf8");
const composeText = readFileSync(join(root, "compose.yaml"), "utf8");

interface Instruction {
  readonly word: string;
  readonly rest: string;
}

/** The instructions, stage by stage; comments are left out, and lines that go on are joined. */
function stagesOf(text: string): readonly (readonly Instruction[])[] {
  const stages: Instruction[][] = [];
  const lines = text.split("\n").filter((line) => line.trim() !== "" && !line.trimStart().startsWith("#"));
  for (const line of lines
    .join("\n")
    .replaceAll(/\\\n\s*/g, "")
    .split("\n")) {
    const [, word = "", rest = ""] = /^(\w+)\s+(.*)$/.exec(line) ?? [];
    if (word === "FROM") stages.push([]);
    stages.at(-1)?.push({ word, rest });
  }
  return stages;
}

const stages = stagesOf(dockerfile);
const last = stages.at(-1) ?? [];

function said(word: string, stage: readonly Instruction[] = last): readonly string[] {
  return stage.filter((instruction) => instruction.word === word).map(({ rest }) => rest);
}

/** `ENV` of the last stage. */
const environment = Object.fromEntries(
  said("ENV").flatMap((rest) => [...rest.matchAll(/(\w+)=(\S+)/g)].map(([, name, value]) => [name, value])),
);

/** `CMD […]` behind whatever options. */
function listed(rest: string): readonly string[] {
  return JSON.parse(rest.slice(rest.indexOf("["))) as readonly string[];
}

describe("Dockerfile", () => {
  test("it builds on one Node, by its digest, that package.json allows", () => {
    const images = baseImages(dockerfile, "Dockerfile");
    expect(images).toHaveLength(3);
    const froms = stages.map((stage) => said("FROM", stage)[0]?.replace(/ AS \w+$/, ""));
    expect(new Set(froms).size).toBe(1);
    expect(froms[0]).toMatch(/^node:22\.\d+\.\d+-bookworm-slim@sha256:[0-9a-f]{64}$/);
    expect(JSON.parse(readFileSync(join(root, "package.json"), "utf8")).engines.node).toContain(">=22");
  });

  test("the last stage holds no development dependency, installs nothing and runs as a user", () => {
    const [build = [], dependencies = []] = stages;
    expect(said("RUN", build)[0]).toMatch(/^npm ci (?!.*--omit)/);
    expect(said("RUN", dependencies)).toEqual([expect.stringMatching(/^npm ci --omit=dev --ignore-scripts/)]);
    expect(said("COPY")).toContain("--from=dependencies /app/node_modules node_modules");
    expect(said("RUN").join("\n")).not.toMatch(/npm|apt|curl|git/);
    expect(said("USER")).toEqual(["node"]);
    const order = last.map(({ word }) => word);
    expect(order.lastIndexOf("USER")).toBeGreaterThan(order.lastIndexOf("RUN"));
    expect(said("COPY").join("\n")).not.toContain("--chown");
  });

  test("what changes lies in one volume", () => {
    expect(said("VOLUME")).toEqual(["/data"]);
    expect(environment).toEqual({ NODE_ENV: "production", HOST: "0.0.0.0", PORT: "3000", BAKEGATE_DATA_DIR: "/data" });
    expect(said("EXPOSE")).toEqual([environment.PORT]);
  });

  test("Node is the process that gets the signal", () => {
    expect(said("STOPSIGNAL")).toEqual(["SIGTERM"]);
    expect(said("ENTRYPOINT").map(listed)).toEqual([["node", "dist/cli.js"]]);
    expect(said("CMD").map(listed)).toEqual([["serve"]]);
  });

  test("no secret is built in", () => {
    expect(dockerfile).not.toMatch(/^\s*ARG\b/m);
    expect(dockerfile).not.toMatch(/PRIVATE_KEY|WEBHOOK_SECRET|PASSWORD|TOKEN/i);
  });

  test("what is copied is there, and .dockerignore lets nothing else through", () => {
    const ignore = readFileSync(join(root, ".dockerignore"), "utf8").split("\n");
    const [first, ...allowed] = ignore.filter((line) => line !== "" && !line.startsWith("#"));
    expect(first).toBe("*");
    const copied = new Set(
      stages
        .flatMap((stage) => said("COPY", stage).filter((rest) => !rest.startsWith("--from")))
        .flatMap((rest) => rest.split(" ").slice(0, -1)),
    );
    for (const path of copied) expect(existsSync(join(root, path))).toBe(true);
    expect(allowed.map((line) => line.slice(1)).sort()).toEqual([...copied].sort());
    const { build } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).scripts as { readonly build: string };
    const asked = build.split(" ").filter((word) => existsSync(join(root, word)));
    expect([...copied]).toEqual(expect.arrayContaining([...asked, "tsconfig.json", "src", "policies"]));
    expect(asked).toContain("esbuild.config.mjs");
    for (const path of [".env", "app.pem", ".git", "test", "node_modules"])
      expect(allowed.some((line) => minimatch(path, line.slice(1)))).toBe(false);
  });
});

interface Service {
  readonly image?: string;
  readonly user?: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly tmpfs: readonly string[];
  readonly volumes: readonly string[];
  readonly depends_on?: unknown;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly secrets?: readonly string[];
  readonly networks: readonly string[];
}

interface Compose {
  readonly services: { readonly app: Service; readonly database: Service };
  readonly networks: unknown;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, unknown>>;
}

describe("compose.yaml", () => {
  const compose = parse(composeText, { uniqueKeys: true }) as Compose;
  const { app, database } = compose.services;

  test.each(Object.entries(compose.services))("%s may do no more than it needs", (_, service) => {
    expect(service).toMatchObject({
      read_only: true,
      cap_drop: ["ALL"],
      security_opt: ["no-new-privileges:true"],
      pids_limit: expect.any(Number),
    });
    expect(service).not.toHaveProperty("privileged");
    expect(service).not.toHaveProperty("cap_add");
    expect(service.tmpfs).toContain("/tmp");
    for (const volume of service.volumes) expect(Object.keys(compose.volumes)).toContain(volume.split(":")[0]);
  });

  test("the App alone is published, on loopback alone", () => {
    expect(app.ports).toEqual([`127.0.0.1:\${PORT:-3000}:${environment.PORT}`]);
    expect(database).not.toHaveProperty("ports");
    expect(database.networks).toEqual(["inside"]);
    expect(compose.networks).toMatchObject({ inside: { internal: true } });
  });

  test("the App waits for a database that answers", () => {
    expect(app.depends_on).toEqual({ database: { condition: "service_healthy" } });
    expect(database.healthcheck?.test).toEqual(["CMD", "pg_isready", "--host=127.0.0.1", "--username=bakegate", "--dbname=bakegate"]);
    expect(database.user).toBe("postgres");
    expect(database.image).toMatch(/^postgres:17\.\d+-bookworm@sha256:[0-9a-f]{64}$/);
  });

  test("no secret stands in it: each comes from .env or a file, and one that is missing stops the start", () => {
    expect(app.environment.PRIVATE_KEY_PATH).toBe("/run/secrets/private_key");
    expect(app.secrets).toEqual(["private_key"]);
    expect(compose.secrets).toEqual({ private_key: { file: "./app.pem" } });
    expect(new URL(app.environment.DATABASE_URL ?? "").password).toBe("");
    for (const value of [app.environment.WEBHOOK_SECRET, app.environment.PGPASSWORD, database.environment.POSTGRES_PASSWORD]) {
      expect(value).toMatch(/^\$\{\w+:\?[^}]+\}$/);
    }
    expect(app.environment.PGPASSWORD).toBe(database.environment.POSTGRES_PASSWORD);
  });
});

const rooms: string[] = [];
const started: ChildProcess[] = [];

afterAll(() => {
  for (const child of started) child.kill("SIGKILL");
  for (const room of rooms) rmSync(room, { recursive: true, force: true });
});

/** What the last stage holds: the built program, and of its dependencies those that `npm ci --omit=dev` installs. */
function layOut(room: string): void {
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
    readonly packages: Readonly<Record<string, { readonly dev?: boolean }>>;
  };
  for (const [path, { dev = false }] of Object.entries(lock.packages)) {
    if (path === "" || dev || !existsSync(join(root, path))) continue;
    cpSync(join(root, path), join(room, path), {
      recursive: true,
      filter: (from) =>
        !from
          .slice(join(root, path).length + 1)
          .split("/")
          .includes("node_modules"),
    });
  }
  for (const path of ["package.json", "policies", "dist"]) cpSync(join(root, path), join(room, path), { recursive: true });
}

/** A user who owns nothing; null: only root can become somebody else. */
const nobody = process.getuid?.() === 0 ? 65_534 : null;

test("what it holds starts as a user who may write nothing but the data, is healthy by its own check, and stops at the signal", async () => {
  const room = mkdtempSync(join(tmpdir(), "bakegate-container-"));
  rooms.push(room);
  const app = join(room, "app");
  const data = join(room, "data");
  mkdirSync(app);
  mkdirSync(data, { mode: 0o700 });
  layOut(app);
  const key = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ type: "pkcs1", format: "pem" });
  writeFileSync(join(room, "key.pem"), key);
  chmodSync(room, 0o755);
  const user = nobody === null ? {} : { uid: nobody, gid: nobody };
  if (nobody === null) spawnSync("chmod", ["-R", "a-w", app]);
  else chownSync(data, nobody, nobody);

  const [entry = "", ...args] = [...said("ENTRYPOINT").flatMap(listed), ...said("CMD").flatMap(listed)];
  expect(entry).toBe("node");
  const env = {
    ...environment,
    HOST: "127.0.0.1",
    PORT: "0",
    BAKEGATE_DATA_DIR: data,
    // A folder that is not there: whatever wanted a temporary file would fail.
    TMPDIR: join(room, "none"),
    HOME: join(room, "none"),
    PATH: "",
    APP_ID: "7",
    PRIVATE_KEY_PATH: join(room, "key.pem"),
    WEBHOOK_SECRET: "secret",
    GITHUB_API_URL: "http://127.0.0.1:9",
  };
  const child = spawn(process.execPath, args, { cwd: app, env, stdio: ["ignore", "pipe", "pipe"], ...user });
  started.push(child);
  let complained = "";
  child.stderr.on("data", (chunk: Buffer) => {
    complained += chunk.toString("utf8");
  });
  const port = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      const found = /listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(line)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once("exit", (code) => reject(new Error(`it ended with ${code}: ${complained}`)));
  });

  const [program = "", ...check] = listed(said("HEALTHCHECK")[0] ?? "");
  expect(program).toBe("node");
  const health = async () => {
    const [code] = await once(spawn(process.execPath, check, { env: { PORT: port }, stdio: "ignore", ...user }), "exit");
    return code as number;
  };
  expect(await health()).toBe(0);
  child.kill("SIGTERM");
  expect((await once(child, "exit"))[0]).toBe(0);
  expect(await health()).toBe(1);
  expect(complained).toBe("");
}, 60_000);
