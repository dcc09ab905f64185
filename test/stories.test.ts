/** The webserver's stories: each branch of a real repository yields the review and the comment beside its patch. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { silent } from "../src/flows/progress.ts";
import { reviewBranch } from "../src/flows/review-command.ts";
import { renderComment } from "../src/render/comment.ts";
import { renderJson } from "../src/render/json.ts";
import { validateReviewJson } from "./render/validate-review.ts";
import { buildWebserver, storyNames, webserverFixture } from "./stories/webserver.ts";

const rewrite = process.env.UPDATE_CASES === "1";
let room: string;

beforeAll(() => {
  room = mkdtempSync(join(tmpdir(), "bakegate-stories-"));
  buildWebserver(join(room, "webserver"));
});

afterAll(() => {
  rmSync(room, { recursive: true, force: true });
});

describe.each(storyNames())("%s", (story) => {
  test("yields its review and comment", async () => {
    const review = await reviewBranch({ repo: join(room, "webserver"), base: "main", head: story, engine: "auto" }, silent);
    const still = { ...review, stats: { ...review.stats, durationMs: 0 } };
    const json = `${renderJson(still, { name: "bakegate", version: "0.0.0" }).trimEnd()}\n`;
    expect(validateReviewJson(json)).toEqual([]);
    for (const [name, text] of [
      ["review.json", json],
      ["comment.md", `${renderComment(still).trimEnd()}\n`],
    ] as const) {
      const file = join(webserverFixture, "stories", story, "expected", name);
      if (rewrite) {
        mkdirSync(join(file, ".."), { recursive: true });
        writeFileSync(file, text);
      }
      expect(existsSync(file) ? readFileSync(file, "utf8") : `(${story}/expected/${name} is missing: run with UPDATE_CASES=1)`).toBe(text);
    }
  });
});

/** What each story is there to show; the golden files say the rest. */
test("the stories end as they are told", async () => {
  const verdicts = Object.fromEntries(
    storyNames().map((story) => {
      const file = join(webserverFixture, "stories", story, "expected", "review.json");
      const review: unknown = JSON.parse(readFileSync(file, "utf8"));
      return [story, typeof review === "object" && review !== null && "verdict" in review ? review.verdict : null];
    }),
  );
  expect(verdicts).toEqual({
    "boot-time-install": "warn",
    "database-replaced": "block",
    "docs-only": "pass",
    "floating-template": "block",
    "ignored-image": "block",
    "live-configuration": "block",
    "moved-into-module": "pass",
    "new-image": "pass",
    "new-image-in-group": "pass",
    "new-image-nothing-rolls": "warn",
    "other-architecture": "pass",
    "pasted-password": "block",
    "provider-upgrade": "pass",
    "remote-exec": "block",
    "resize-in-place": "block",
    "syntax-error": "error",
    "tags-only": "pass",
    "untested-image": "warn",
    "user-data-edit": "pass",
    "weakened-policy": "block",
  });
});
