/** The folders under fixtures/cases: small changes, each with the comment and the review that it must yield. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Review } from "../../src/model/review.ts";
import { renderComment } from "../../src/render/comment.ts";
import { renderJson } from "../../src/render/json.ts";

const root = fileURLToPath(new URL("../../fixtures/cases/", import.meta.url));

export interface CaseFolder {
  /** `immutable/provisioner` */
  readonly rule: string;
  /** `bad`, `good`, `bad-local-exec` … */
  readonly story: string;
  readonly dir: string;
}

export const cases: readonly CaseFolder[] = folders(root).flatMap((group) =>
  folders(join(root, group)).flatMap((rule) =>
    folders(join(root, group, rule)).map((story) => ({ rule: `${group}/${rule}`, story, dir: join(root, group, rule, story) })),
  ),
);

/** What lies under `expected/`, by file name; timings are left out. */
export function caseDocuments(review: Review): ReadonlyMap<string, string> {
  const still = { ...review, stats: { ...review.stats, durationMs: 0 } };
  return new Map([
    ["comment.md", `${renderComment(still).trimEnd()}\n`],
    ["review.json", `${renderJson(still, { name: "bakegate", version: "0.0.0" }).trimEnd()}\n`],
  ]);
}

function folders(dir: string): readonly string[] {
  return readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}
