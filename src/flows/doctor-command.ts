/** `bakegate doctor [OWNER/REPO]`: says what is wired wrongly, each with its mend. */
import { readFileSync } from "node:fs";
import { pino } from "pino";
import { judgeAbsence, judgeMachine, judgeWiring } from "../evaluate/wiring.ts";
import { appIdentity, createApp, type RepositoryClient, repositoryClient } from "../github/app-client.ts";
import { BlobCache } from "../github/blob-cache.ts";
import { seen } from "../github/branch-protection.ts";
import { GitHubFailure } from "../github/failure.ts";
import { createObjectReader } from "../github/object-reader.ts";
import { findInstallation, readWiring } from "../github/wiring.ts";
import { BakegateError } from "../model/failure.ts";
import { type RepositoryName, repositoryOf } from "../model/repository-name.ts";
import type { ObjectReader } from "../model/tree.ts";
import {
  type Installation,
  type MachineFacts,
  type PolicyState,
  type WiringFacts,
  type WiringReport,
  type WiringSubject,
  worstState,
} from "../model/wiring.ts";
import { renderWiringJson, renderWiringMarkdown, renderWiringText } from "../render/wiring.ts";
import { findProgram } from "../runner/programs.ts";
import { type AppKeys, readAppCredentials, readAppSettings } from "./app-settings.ts";
import { configurationPath, policyOfTree } from "./load-policy.ts";
import { packageVersion } from "./package-files.ts";
import { wantsColor } from "./present-review.ts";
import { writeOutput } from "./write-output.ts";

export interface DoctorOptions {
  readonly format: "text" | "json" | "markdown";
  readonly color: boolean;
}

/**
 * Exit code 0 where nothing is wrong (warnings and what GitHub does not show are told), 1 where something is.
 * @throws BakegateError (usage) for a name that is none and for missing settings, (incomplete) where GitHub could not be asked.
 */
export async function doctorCommand(repository: string | undefined, options: DoctorOptions): Promise<void> {
  const report = repository === undefined ? await checkMachine() : await checkNamed(repository);
  await writeOutput(rendered(report, options), null);
  process.exitCode = worstState(report.answers) === "wrong" ? 1 : 0;
}

async function checkNamed(repository: string): Promise<WiringReport> {
  const name = nameOf(repository);
  const keys = readAppCredentials(process.env);
  try {
    return await checkRepository(name, keys);
  } catch (error) {
    throw error instanceof GitHubFailure ? unasked(error) : error;
  }
}

function nameOf(text: string): RepositoryName {
  const name = repositoryOf(text);
  if (name !== null) return name;
  throw new BakegateError("usage", `${text} names no repository`, "Write it as OWNER/REPO, such as acme/web.");
}

/** A failed review is tried again by the App; here there is somebody who has to do it. */
function unasked(failure: GitHubFailure): BakegateError {
  const first =
    failure.status === 401
      ? "Check APP_ID, PRIVATE_KEY and this machine's clock"
      : failure.status === null
        ? "Check the network and GITHUB_API_URL"
        : "Wait a moment";
  return new BakegateError("incomplete", failure.message, `${first}, then run the command again.`, { cause: failure });
}

function rendered(report: WiringReport, { format, color }: DoctorOptions): string {
  switch (format) {
    case "text":
      return renderWiringText(report, { color: wantsColor(color), width: process.stdout.columns ?? 100 });
    case "markdown":
      return renderWiringMarkdown(report);
    case "json":
      return renderWiringJson(report, { name: "bakegate", version: packageVersion() });
  }
}

async function checkMachine(): Promise<WiringReport> {
  return { subject: null, answers: judgeMachine({ ...(await machineFacts()), environment: environmentFacts() }) };
}

async function machineFacts(): Promise<MachineFacts> {
  const programs = await Promise.all(["git", "terraform", "packer", "rspec"].map(findProgram));
  return { node: { version: process.version, wanted: wantedNode() }, programs, environment: null };
}

function wantedNode(): string {
  const found: unknown = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  const engines = typeof found === "object" && found !== null && "engines" in found ? found.engines : null;
  return typeof engines === "object" && engines !== null && "node" in engines ? String(engines.node) : "";
}

/** Variables of which one shows that the App is meant to run here. */
const appVariables = ["APP_ID", "PRIVATE_KEY", "PRIVATE_KEY_PATH", "WEBHOOK_SECRET"];

function environmentFacts(): MachineFacts["environment"] {
  if (appVariables.every((name) => (process.env[name] ?? "") === "")) return { kind: "empty" };
  try {
    readAppSettings(process.env);
    return { kind: "complete" };
  } catch (error) {
    if (error instanceof BakegateError && error.kind === "usage") {
      // The first line only names the command.
      return { kind: "faulty", faults: error.message.split("\n").slice(1) };
    }
    throw error;
  }
}

async function checkRepository(repository: RepositoryName, keys: AppKeys): Promise<WiringReport> {
  const log = pino({ level: "silent" });
  // No event is received, so that the secret verifies nothing.
  const probot = createApp({ ...keys, webhookSecret: "unused", log });
  const app = await appIdentity(probot);
  const [installation, machine] = await Promise.all([findInstallation(probot, app, repository), machineFacts()]);
  const onMachine = judgeMachine(machine);
  if (installation === null || installation.suspended) {
    const subject: WiringSubject = {
      repository,
      webUrl: null,
      branch: null,
      app,
      installationUrl: installation?.webUrl ?? null,
      server: serverOf(keys.apiUrl),
    };
    return { subject, answers: [...judgeAbsence(installation), ...onMachine] };
  }
  const client = await repositoryClient(probot, app, installation.id, repository);
  const reader = createObjectReader(client, new BlobCache({ dir: null, log }));
  const wiring = await checkWiring(client, installation, reader);
  return { ...wiring, answers: [...wiring.answers, ...onMachine] };
}

/** The server's web address, of its REST base: `https://github.example.com/api/v3`. */
function serverOf(apiUrl: string | null): string {
  const { protocol, host } = new URL(apiUrl ?? "https://api.github.com");
  return `${protocol}//${host.replace(/^api\./, "")}`;
}

/**
 * Every answer about a repository on which the App is installed.
 * @param branch null: the default branch.
 * @throws GitHubFailure where GitHub cannot be asked.
 */
export async function checkWiring(
  client: RepositoryClient,
  installation: Installation,
  reader: ObjectReader,
  branch: string | null = null,
): Promise<WiringReport> {
  const facts = await readWiring(client, installation, branch);
  return { subject: subjectOf(facts), answers: judgeWiring(facts, await policyState(reader, facts)) };
}

function subjectOf({ repository, webUrl, branch, app, installation }: WiringFacts): WiringSubject {
  return { repository, webUrl, branch, app, installationUrl: installation.webUrl, server: new URL(webUrl).origin };
}

async function policyState(reader: ObjectReader, { tip, branch }: WiringFacts): Promise<PolicyState> {
  if (tip.kind === "hidden") return tip;
  if (tip.value === null) return { kind: "hidden", why: `there is no branch ${branch} yet` };
  try {
    const tree = await seen(reader.tree(tip.value));
    if (tree.kind === "hidden") return tree;
    const policy = await seen(policyOfTree(reader, tree.value));
    if (policy.kind === "hidden") return policy;
    const { mode, branches } = policy.value;
    return {
      kind: "valid",
      written: tree.value.entries.has(configurationPath),
      advisory: mode === "advisory",
      reviewsBranch: branches === null || branches.some((glob) => glob.matches(branch)),
    };
  } catch (error) {
    if (error instanceof BakegateError && error.kind === "usage") return { kind: "invalid", faults: error.message.split("\n") };
    throw error;
  }
}
