/** The show: four pull requests on a GitHub of this machine, reviewed by the built App. Ends by itself, and leaves nothing but its pages. */
import { fileURLToPath, pathToFileURL } from "node:url";
import pc from "picocolors";
import { wantsColor } from "../../src/flows/present-review.ts";
import { type Belongings, createBelongings } from "./belongings.ts";
import { buildApp } from "./build-app.ts";
import { indexPage } from "./index-page.ts";
import { Interrupted, interruption } from "./interruption.ts";
import { writePages } from "./page.ts";
import { pullRequestPages } from "./pull-request-pages.ts";
import { awaitReview, type Merged, openStories, type Reviewed } from "./pull-requests.ts";
import { firstDispatch, releaseLines } from "./release.ts";
import { requireGit } from "./require-git.ts";
import type { Screen } from "./screen.ts";
import { startStage } from "./stage.ts";
import { createSteps, type Steps } from "./steps.ts";
import { storyPages } from "./story-pages.ts";
import { introduction, pullRequestLines } from "./told.ts";

const output = fileURLToPath(new URL("../../demo-output/", import.meta.url));

const screen: Screen = {
  colors: pc.createColors(wantsColor(true)),
  // The last column stays free: some terminals break the line there.
  width: Math.min(110, Math.max(60, process.stdout.columns ?? 100)) - 1,
};

async function show(steps: Steps, belongings: Belongings): Promise<void> {
  requireGit();
  await buildApp(steps, belongings);
  const { folder, github, repository } = await startStage(steps, belongings);
  const opened = await openStories(steps, folder, repository);
  const reviewed: Reviewed[] = [];
  for (const one of opened) {
    steps.at(`Waiting for the reviews: ${reviewed.length} of ${opened.length}`);
    reviewed.push(await awaitReview(github, repository, one));
  }
  steps.print(introduction(repository, screen));
  const merged: Merged[] = [];
  for (const one of reviewed) {
    const answered = { ...one, merge: await repository.merge(one.number) };
    steps.print(pullRequestLines(answered, screen));
    merged.push(answered);
  }
  const dispatched = firstDispatch(repository);
  // What is dispatched is waited for while the pages are made.
  const stories = await storyPages(steps, folder, new Set(merged.map(({ head }) => head)));
  steps.at("Waiting for a release");
  const dispatch = await dispatched;
  steps.print(releaseLines(dispatch, screen));
  const pages = merged.flatMap((one) => pullRequestPages(one, repository));
  writePages(output, [...stories.pages, ...pages, indexPage(merged, repository, stories.told)]);
  steps.print([
    `The same as pages, and ${stories.told.length} more changes reviewed: ${pathToFileURL(`${output}index.html`).href}`,
    "On your own code: npm run build && npm link, then: bakegate review --base main --head WORKTREE",
  ]);
}

/** The exit code. */
async function main(): Promise<number> {
  const steps = createSteps(process.stderr, process.stdout);
  const belongings = createBelongings();
  const interrupted = interruption();
  try {
    await Promise.race([show(steps, belongings), interrupted.happened]);
    return 0;
  } catch (cause) {
    const ended = await interrupted.orElse(cause);
    if (!(ended instanceof Interrupted)) {
      steps.fail(ended);
      return 1;
    }
    steps.at("Ending what was started");
    return ended.exitCode;
  } finally {
    await belongings.end();
    steps.end();
  }
}

process.exit(await main());
