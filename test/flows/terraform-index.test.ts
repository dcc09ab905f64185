/** Which module files call and read what, on both sides of a change. */
import { describe, expect, test } from "@jest/globals";
import { ParseMemory } from "../../src/flows/parse-memory.ts";
import { silent } from "../../src/flows/progress.ts";
import { summarizeChanged, summarizeTree } from "../../src/flows/terraform-index.ts";
import type { BlobContent, ObjectReader, Tree, TreeEntry } from "../../src/model/tree.ts";
import { diffTrees } from "../../src/model/tree-diff.ts";
import { diceOf } from "../plan/random-dice.ts";
import { parser } from "../terraform/reading.ts";

type Texts = Readonly<Record<string, string>>;

/** A tree whose ids are its texts. */
function treeOf(texts: Texts): Tree {
  const entries = Object.entries(texts).map(([path, id]): [string, TreeEntry] => [path, { path, legible: true, id, mode: "file" }]);
  return { entries: new Map(entries) };
}

const asked: string[] = [];
const reader: ObjectReader = {
  tree: () => Promise.reject(new Error("nobody asks for a tree")),
  readBlobs: async (ids) =>
    new Map(
      [...ids].map((id): [string, BlobContent] => {
        asked.push(id);
        return [id, { kind: "bytes", bytes: Buffer.from(id) }];
      }),
    ),
};

function tools() {
  return { reader, parser, memory: new ParseMemory(), progress: silent };
}

function changedBetween(before: Tree, after: Tree): ReadonlySet<string> {
  return new Set(
    diffTrees(before, after).flatMap((change) => ("previousPath" in change ? [change.path, change.previousPath] : [change.path])),
  );
}

async function bothWays(before: Texts, after: Texts) {
  const [base, head] = [treeOf(before), treeOf(after)];
  const changed = changedBetween(base, head);
  const summarized = await summarizeTree(tools(), base);
  return { summarized, derived: await summarizeChanged(tools(), summarized, head, changed), whole: await summarizeTree(tools(), head) };
}

const call = (source: string) => `module "m" {\n  source = "${source}"\n}\n`;

describe("the side behind a change", () => {
  test("has the very summaries of the one before where nothing else is called or read", async () => {
    const before = { "main.tf": call("./a"), "a/main.tf": "locals {\n  size = 1\n}\n" };
    const { summarized, derived } = await bothWays(before, { ...before, "a/main.tf": "locals {\n  size = 2\n}\n", "README.md": "x" });
    expect(derived.summaries).toBe(summarized.summaries);
    expect(derived.tree.entries.has("README.md")).toBe(true);
  });

  test("is told from the changed files alone, and what is gone is gone", async () => {
    const before = { "main.tf": call("./a"), "a/main.tf": call("../b"), "old.tf": call("./c") };
    const head = { "main.tf": before["main.tf"], "a/main.tf": call("../d") };
    asked.length = 0;
    const { summarized, derived, whole } = await bothWays(before, head);
    expect(derived.summaries).toEqual(whole.summaries);
    expect([...derived.summaries.keys()]).toEqual(["main.tf", "a/main.tf"]);
    expect(summarized.summaries.has("old.tf")).toBe(true);
    expect(asked.filter((id) => id === head["main.tf"])).toHaveLength(2);
  });

  test("is the same however it is found out", async () => {
    const paths = ["main.tf", "b.tf", "a/main.tf", "a/x.tf.json", "c/.hidden.tf", "c/notes.txt"];
    const contents = ["", call("./a"), call("../c"), 'output "x" {\n  value = file("x.txt")\n}\n', "{}", "}"];
    for (let seed = 1; seed <= 200; seed++) {
      const dice = diceOf(seed);
      const some = (): Texts =>
        Object.fromEntries(paths.flatMap((path) => (dice.chance(0.7) ? [[path, dice.pick(contents)] as const] : [])));
      const { derived, whole } = await bothWays(some(), some());
      expect({ seed, found: [...derived.summaries].sort() }).toEqual({ seed, found: [...whole.summaries].sort() });
    }
  });
});
