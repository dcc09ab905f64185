/** The packs name every rule and every level that differs: what a reader sees there is what holds. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { compileTextPattern } from "../../../src/credentials/text-pattern.ts";
import { rules } from "../../../src/evaluate/rules.ts";
import type { PolicyLevel } from "../../../src/model/finding.ts";
import { readPolicy } from "../../../src/parse/configuration/read-policy.ts";
import { resolvePolicy } from "../../../src/parse/configuration/resolve-policy.ts";

const names = ["recommended", "strict"] as const;
const packs = new Map(
  names.map((name) => [`bakegate:${name}`, readFileSync(new URL(`../../../policies/${name}.yml`, import.meta.url), "utf8")]),
);
const settable = rules.filter((rule) => rule.on !== "problem");

/** `rule reason` → level, as the pack resolves it alone. */
function levelsOf(pack: (typeof names)[number]): ReadonlyMap<string, PolicyLevel> {
  const configuration = { path: "bakegate.yml", text: `policies: ["bakegate:${pack}"]\n` };
  const resolved = resolvePolicy({
    configuration,
    files: new Map(),
    packs,
    rules,
    compilePattern: compileTextPattern,
    hash: (text) => createHash("sha256").update(text).digest("hex"),
  });
  if ("diagnostics" in resolved) throw new Error(JSON.stringify(resolved.diagnostics, null, 1));
  const levels = new Map<string, PolicyLevel>();
  for (const setting of resolved.policy.settings) {
    for (const [reason, level] of Object.entries(setting.levels)) levels.set(`${setting.rule} ${reason}`, level);
  }
  return levels;
}

/** The same from the rules themselves. */
function ownLevels(): ReadonlyMap<string, PolicyLevel> {
  return new Map(
    settable.flatMap((rule) =>
      Object.entries(rule.reasons).map(([reason, words]) => [`${rule.id} ${reason}`, words.level ?? rule.level] as const),
    ),
  );
}

describe.each(names)("bakegate:%s", (name) => {
  const read = readPolicy(`bakegate:${name}`, packs.get(`bakegate:${name}`) ?? "", rules, compileTextPattern);
  const written = "diagnostics" in read ? null : (read.written.rules ?? {});

  test("is valid and has a description", () => {
    expect("diagnostics" in read ? read.diagnostics : []).toEqual([]);
    expect("written" in read ? [read.written.name, typeof read.written.description] : []).toEqual([name, "string"]);
  });

  test("names every rule that a policy can set, and no other", () => {
    expect(settable.length).toBeGreaterThan(15);
    expect(Object.keys(written ?? {}).sort()).toEqual(settable.map((rule) => rule.id).sort());
  });

  test("narrows nothing: each setting is a level, and levels by reason", () => {
    for (const setting of Object.values(written ?? {}))
      expect(Object.keys(setting).filter((key) => key !== "level" && key !== "reasons")).toEqual([]);
  });

  test("writes out the level of every reason that is not that of its rule", () => {
    const resolved = levelsOf(name);
    for (const rule of settable) {
      const setting = written?.[rule.id];
      for (const reason of Object.keys(rule.reasons)) {
        expect([rule.id, reason, setting?.reasons?.[reason] ?? setting?.level]).toEqual([
          rule.id,
          reason,
          resolved.get(`${rule.id} ${reason}`),
        ]);
      }
    }
  });
});

describe("levels", () => {
  test("recommended has the rules' own", () => {
    expect(levelsOf("recommended")).toEqual(ownLevels());
  });

  test("strict blocks what recommended warns about, and network and disk changes of servers; notes stay notes", () => {
    const expected = new Map(
      [...ownLevels()].map(([key, level]) => [
        key,
        level === "warn" || key === "immutable/in-place-update network-or-disk" ? "block" : level,
      ]),
    );
    expect(levelsOf("strict")).toEqual(expected);
  });
});
