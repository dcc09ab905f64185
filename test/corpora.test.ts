/** Real plans and pairs of configurations, taken through whole reviews: what the real terraform said is held against every answer. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "@jest/globals";
import { rules } from "../src/evaluate/rules.ts";
import { reviewPlan } from "../src/flows/plan-command.ts";
import { silent } from "../src/flows/progress.ts";
import type { Review } from "../src/model/review.ts";
import { renderComment } from "../src/render/comment.ts";
import { renderHtml } from "../src/render/html.tsx";
import { renderJson } from "../src/render/json.ts";
import { renderSarif } from "../src/render/sarif.ts";
import { renderTerminal } from "../src/render/terminal.ts";
import { type IndependentChange, type RawPlan, readIndependently } from "./plan/real/independent-reading.ts";
import { validateReviewJson } from "./render/validate-review.ts";
import { reviewCase } from "./stories/review-folders.ts";

const fixtures = fileURLToPath(new URL("../fixtures/plans/", import.meta.url));
const corpora = fileURLToPath(new URL("../../shared/corpora/", import.meta.url));
const archive = join(corpora, "plans.tar.gz");
const pairs = join(corpora, "pairs");

const tool = { name: "bakegate", version: "0.0.0" };

/** The review in every format, by format. */
function everyFormat(review: Review): Readonly<Record<string, string>> {
  const terminal = { color: true, width: 100, quiet: false };
  return {
    json: renderJson(review, tool),
    markdown: renderComment(review),
    sarif: renderSarif(review, tool, rules),
    html: renderHtml(review, tool),
    text: renderTerminal(review, { ...terminal, verbose: false }),
    verbose: renderTerminal(review, { ...terminal, verbose: true }),
  };
}

/** The parts of a review document that the plans are held against. */
interface ReviewDocument {
  readonly verdict: string;
  readonly projects: readonly {
    readonly origin: string;
    readonly summary: Readonly<Record<string, number>>;
    readonly changes: readonly DocumentChange[];
  }[];
  readonly findings: readonly { readonly rule: string; readonly message: string }[];
}

interface DocumentChange {
  readonly address: string;
  readonly mode: string;
  readonly deposed: string | null;
  readonly action: string;
  readonly order: string | null;
  readonly because: readonly { readonly path: string | null }[];
  readonly attributes: readonly { readonly path: string; readonly forces_replacement: boolean }[];
}

/** Every format can be made, and the document keeps to the published schema. */
function documentOf(review: Review): ReviewDocument {
  const { json = "" } = everyFormat(review);
  expect(validateReviewJson(json)).toEqual([]);
  return JSON.parse(json) as ReviewDocument;
}

function asIndependent(change: DocumentChange): IndependentChange {
  const { address, deposed, action, order } = change;
  return {
    address,
    deposed,
    action,
    order,
    replacing: change.because.flatMap((cause) => (cause.path === null ? [] : [cause.path])).sort(),
  };
}

/** The second reading, replacing paths in one order: a plan has them in its own. */
function expectedOf(plan: RawPlan, mode?: "managed"): readonly IndependentChange[] {
  const changes = (plan.resource_changes ?? []).filter((one) => mode === undefined || one.mode === mode);
  return readIndependently(changes).map((change) => ({ ...change, replacing: [...change.replacing].sort() }));
}

/** Actions, orders and replacing paths of the document are those of the independent reading; nothing is left out or added. */
function holdAgainst(file: string, document: ReviewDocument, plan: RawPlan): void {
  const [project] = document.projects;
  const expected = expectedOf(plan);
  expect([file, (project?.changes ?? []).map(asIndependent)]).toEqual([file, expected]);
  const counts: Record<string, number> = {};
  for (const { action } of expected) counts[action] = (counts[action] ?? 0) + 1;
  expect([file, project?.summary]).toEqual([file, expect.objectContaining(counts)]);
  const causeless = (project?.changes ?? []).filter((change) => change.action === "replace" && change.because.length === 0);
  expect([file, causeless]).toEqual([file, []]);
}

function rawPlan(file: string): RawPlan {
  return JSON.parse(readFileSync(file, "utf8").replace(/^\ufeff/, "")) as RawPlan;
}

/** Reviews one plan file, holds it against the independent reading, and answers what was shown. */
async function checkPlan(file: string): Promise<ReviewDocument> {
  const document = documentOf(await reviewPlan(file, null, silent));
  const plan = rawPlan(file);
  holdAgainst(file, document, plan);
  const isEvidence = plan.errored !== true && plan.complete !== false;
  expect([file, document.verdict === "error"]).toEqual([file, !isEvidence]);
  return document;
}

function jsonFiles(dir: string): readonly string[] {
  return readdirSync(dir, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".json"))
    .sort()
    .map((file) => join(dir, file));
}

test("fixtures/plans: every plan of the real terraform, through a whole review", async () => {
  const files = jsonFiles(fixtures);
  expect(files.length).toBeGreaterThan(40);
  const replacing = new Map<string, readonly (string | null)[]>();
  for (const file of files) {
    const document = await checkPlan(file);
    const replaced = document.projects.flatMap((project) => project.changes.filter((change) => change.action === "replace"));
    if (replaced.length > 0)
      replacing.set(
        basename(file, ".json"),
        replaced.map((change) => change.order),
      );
  }
  expect(replacing.get("attribute-create-first")).toEqual(["create-first"]);
  expect(replacing.get("attribute-destroy-first")).toEqual(["destroy-first"]);
  expect(replacing.size).toBeGreaterThan(15);
});

(existsSync(archive) ? describe : describe.skip)("corpora/plans.tar.gz (skipped where ../shared is missing)", () => {
  let unpacked: string | null = null;

  function folder(): string {
    if (unpacked !== null) return unpacked;
    unpacked = mkdtempSync(join(tmpdir(), "bakegate-corpora-"));
    const tar = spawnSync("tar", ["-xzf", archive, "-C", unpacked], { encoding: "utf8" });
    if (tar.status !== 0) throw new Error(`tar: ${tar.stderr}`);
    return unpacked;
  }

  afterAll(() => {
    if (unpacked !== null) rmSync(unpacked, { recursive: true, force: true });
  });

  test("every plan, through a whole review", async () => {
    const files = jsonFiles(folder());
    expect(files.length).toBeGreaterThanOrEqual(132);
    for (const file of files) await checkPlan(file);
  }, 60_000);

  test("the password of sensitive.json is in no format", async () => {
    const file = jsonFiles(folder()).find((each) => basename(each) === "sensitive.json") ?? "";
    expect(readFileSync(file, "utf8")).toMatch(/s3cret-one.*s3cret-two/s);
    const formats = everyFormat(await reviewPlan(file, null, silent));
    for (const [format, text] of Object.entries(formats)) expect([format, /s3cret/i.test(text)]).toEqual([format, false]);
    expect(formats.text).toContain("(sensitive)");
  });
});

(existsSync(pairs) ? describe : describe.skip)("corpora/pairs (skipped where ../shared is missing)", () => {
  const names = existsSync(pairs) ? readdirSync(pairs).sort() : [];

  test("without the plan: every resource, with the action that terraform planned or none", async () => {
    expect(names.length).toBeGreaterThanOrEqual(34);
    const undecided: string[] = [];
    const wrong: string[] = [];
    let resources = 0;
    for (const name of names) {
      const document = documentOf(await reviewCase(join(pairs, name), rules, false));
      expect([name, document.projects.map((project) => project.origin)]).toEqual([name, ["predicted"]]);
      const told = new Map(managed(document).map((change) => [change.address, asIndependent(change)]));
      const planned = expectedOf(rawPlan(join(pairs, name, "plan.json")), "managed");
      resources += planned.length;
      for (const expected of planned) {
        const answer = told.get(expected.address);
        told.delete(expected.address);
        if (answer?.action === "undecided") undecided.push(`${name}: ${expected.address}`);
        else if (JSON.stringify(answer) !== JSON.stringify(expected))
          wrong.push(`${name}: ${JSON.stringify(answer)} instead of ${JSON.stringify(expected)}`);
      }
      for (const address of told.keys()) wrong.push(`${name}: ${address} is in no plan`);
    }
    expect(wrong).toEqual([]);
    // Every pair is settled by its code: a new entry here is something that was known and no longer is.
    expect(undecided).toEqual([]);
    expect(resources).toBe(55);
  }, 60_000);

  test("with the plan: what it says, and no contradiction between it and the code", async () => {
    for (const name of names) {
      const document = documentOf(await reviewCase(join(pairs, name)));
      expect([name, document.projects.map((project) => project.origin)]).toEqual([name, ["terraform"]]);
      holdAgainst(name, document, rawPlan(join(pairs, name, "plan.json")));
      expect([name, document.findings.filter((finding) => finding.rule.startsWith("review/"))]).toEqual([name, []]);
      expect([name, document.verdict]).not.toEqual([name, "error"]);
    }
  }, 60_000);

  function managed(document: ReviewDocument): readonly DocumentChange[] {
    return document.projects.flatMap((project) => project.changes.filter((change) => change.mode === "managed"));
  }
});
