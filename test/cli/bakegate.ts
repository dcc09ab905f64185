/** Runs the built program, at most two at a time, and holds every run against what none may ever print. */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "@jest/globals";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { validateReviewJson } from "../render/validate-review.ts";
import { gitIn } from "../stories/webserver.ts";

export const cli = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));
export const planFixtures = fileURLToPath(new URL("../../fixtures/plans/", import.meta.url));

/** Stands in the reviewed files of these tests, in several places. */
export const planted = "Pl4nted-Pa55w0rd-Xq";

export interface Run {
  readonly exit: number | null;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly input?: string | Buffer;
  /** Instead of the environment of the tests, which has no colours. */
  readonly env?: Readonly<Record<string, string>>;
  /** Runs this shell line; `"$@"` is the program with its arguments. */
  readonly shell?: string;
}

const room = mkdtempSync(join(tmpdir(), "bakegate-runs-"));
afterAll(() => rmSync(room, { recursive: true, force: true }));

let running = 0;
const waiting: (() => void)[] = [];

/** @throws where the program prints a planted credential, or does not end within a minute. */
export async function bakegate(args: readonly string[], options: RunOptions = {}): Promise<Run> {
  if (running >= 2) await new Promise<void>((resolve) => waiting.push(resolve));
  running++;
  try {
    const run = await start(args, options);
    if (`${run.out}${run.err}`.includes(planted)) throw new Error(`the credential is printed by: bakegate ${args.join(" ")}`);
    return run;
  } finally {
    running--;
    waiting.shift()?.();
  }
}

function start(args: readonly string[], options: RunOptions): Promise<Run> {
  const program = [process.execPath, cli, ...args];
  const [file = "", ...rest] = options.shell === undefined ? program : ["sh", "-c", options.shell, "sh", ...program];
  const { FORCE_COLOR: _, ...inherited } = process.env;
  // No test leaves anything in the caches of whoever runs it; those of one file share theirs, as the runs of a person do.
  const own = { BAKEGATE_CACHE_DIR: join(room, "cache"), XDG_STATE_HOME: join(room, "state") };
  const env = { ...own, ...(options.env ?? inherited) };
  const child = spawn(file, rest, { cwd: options.cwd ?? process.cwd(), env, timeout: 60_000 });
  child.stdin.on("error", () => {});
  child.stdin.end(options.input ?? "");
  const [out, err]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (exit) => resolve({ exit, out: Buffer.concat(out).toString("utf8"), err: Buffer.concat(err).toString("utf8") }));
  });
}

export type Files = Readonly<Record<string, string | Buffer>>;

export function writeFiles(dir: string, files: Files): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), content);
  }
}

/** A repository with `base` on `main` and, on top of it, `head` on `work`, which is checked out. */
export function repository(dir: string, base: Files, head: Files): string {
  mkdirSync(dir, { recursive: true });
  gitIn(dir, "init", "-q", "-b", "main");
  writeFiles(dir, base);
  commitAll(dir, "base");
  gitIn(dir, "checkout", "-q", "-b", "work");
  writeFiles(dir, head);
  commitAll(dir, "head");
  return dir;
}

export function commitAll(dir: string, message: string): void {
  gitIn(dir, "add", "-A");
  gitIn(dir, "commit", "-q", "--allow-empty", "-m", message);
}

/** The review of {@link repository}. */
export function review(dir: string, ...more: readonly string[]): Promise<Run> {
  return bakegate(["review", "--repo", dir, "--base", "main", "--head", "work", ...more]);
}

const server = (type: string): string =>
  `resource "aws_instance" "web" {\n  ami           = "ami-0a1b2c3d4e5f60718"\n  instance_type = "${type}"\n}\n`;
const database = `resource "aws_db_instance" "main" {\n  engine   = "postgres"\n  password = "${planted}"\n}\n`;

/** A base, and a change of it that resizes a server in place and brings a password: both block. */
export const base: Files = { "main.tf": server("t3.small") };
export const blocked: Files = { "main.tf": server("t3.large"), "database.tf": database };

/** A plan of one server that changes in place, which blocks; its members can be replaced or, with undefined, taken out. */
export function planJson(members: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ format_version: "1.2", terraform_version: "1.11.4", resource_changes: [resized], ...members });
}

export const resized = {
  address: "aws_instance.web",
  mode: "managed",
  type: "aws_instance",
  name: "web",
  provider_name: "registry.terraform.io/hashicorp/aws",
  change: {
    actions: ["update"],
    before: { instance_type: "t3.small", password: planted },
    after: { instance_type: "t3.large", password: planted },
    after_unknown: {},
    before_sensitive: { password: true },
    after_sensitive: { password: true },
  },
};

/** What a review document says, as far as these tests ask. */
export interface Document {
  readonly verdict: string;
  readonly findings: readonly {
    readonly rule: string;
    readonly message: string;
    readonly location: { readonly file: string; readonly line: number } | null;
  }[];
}

/** Parses a review document that has to be valid. */
export function documentOf(run: Run): Document {
  const faults = validateReviewJson(run.out);
  if (faults.length > 0) throw new Error(`not a valid review document: ${faults.join("\n")}`);
  return JSON.parse(run.out) as Document;
}

const schema = JSON.parse(readFileSync(new URL("../render/schema/sarif-2.1.0-rtm.5.json", import.meta.url), "utf8"));
// The schema is draft 4; none of its keywords differs in draft 7 but these two.
delete schema.$schema;
delete schema.id;
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats.default(ajv);
const isSarif = ajv.compile(schema);

/** What is wrong with a SARIF document; null: nothing. */
export function faultsOfSarif(text: string): unknown {
  return isSarif(JSON.parse(text)) ? null : isSarif.errors;
}
