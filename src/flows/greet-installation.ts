/** Greets a repository on which the App was installed: says what is wired wrongly, and posts the check once, so that it can be chosen as required. */
import type { Logger } from "pino";
import { readBranch } from "../github/branches.ts";
import { ownCheckRuns, postCheck } from "../github/check-runs.ts";
import { createObjectReader } from "../github/object-reader.ts";
import { readInstallation } from "../github/wiring.ts";
import { externalId } from "../model/check-run.ts";
import type { Whereabouts } from "../model/happening.ts";
import type { Tree } from "../model/tree.ts";
import type { WiringReport } from "../model/wiring.ts";
import { isHclPath } from "../parse/hcl/parse-file.ts";
import { renderWiringMarkdown, wiringTitle } from "../render/wiring.ts";
import { type AppTools, clientFor } from "./app-tools.ts";
import { checkWiring } from "./doctor-command.ts";
import { configurationPath } from "./load-policy.ts";

/**
 * The first check stands on the default branch's tip and asks for action: it is no evidence about anything, so it is no success.
 * A repository without infrastructure, or one that requires the check already, is left alone. @throws GitHubFailure
 */
export async function greetInstallation(tools: AppTools, where: Whereabouts, log: Logger): Promise<void> {
  const client = await clientFor(tools, where);
  const reader = createObjectReader(client, tools.blobs, tools.trees);
  const report = await checkWiring(client, await readInstallation(tools.probot, where.installation), reader);
  const branch = report.subject?.branch ?? null;
  log.info({ answers: report.answers.map(({ question, state }) => `${question} ${state}`) }, "installed");
  if (branch === null || isRequired(report)) return;
  const { sha } = await readBranch(client, branch);
  if (!holdsInfrastructure(await reader.tree(sha)) || (await ownCheckRuns(client, sha)).length > 0) return;
  const output = { title: wiringTitle(report), summary: renderWiringMarkdown(report), text: "", annotations: [] };
  await postCheck(client, sha, {
    conclusion: "action_required",
    externalId: externalId({ base: "none", head: sha, policy: "none" }),
    output,
  });
}

function isRequired(report: WiringReport): boolean {
  return report.answers.some(({ question, state }) => question === "check-required" && state === "ok");
}

function holdsInfrastructure(tree: Tree): boolean {
  for (const path of tree.entries.keys()) if (path === configurationPath || isHclPath(path)) return true;
  return false;
}
