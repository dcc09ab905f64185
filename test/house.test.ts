/** The house rules that the linter keeps: the core is pure, and imports run in one direction. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";

const root = fileURLToPath(new URL("../", import.meta.url));
const biome = join(root, "node_modules/@biomejs/biome/bin/biome");

/** Where a file stands, and what it imports. */
const forbidden = [
  ["src/model", "../parse/y.ts"],
  ["src/model", "minimatch"],
  ["src/parse", "../terraform/y.ts"],
  ["src/terraform/functions", "../../plan/y.ts"],
  ["src/plan", "../git/y.ts"],
  ["src/plan", "node:fs"],
  ["src/credentials", "node:crypto"],
  ["src/evaluate/rules/immutable", "../../../terraform/y.ts"],
  ["src/evaluate", "@octokit/rest"],
  ["src/render", "../evaluate/y.ts"],
  ["src/render", "probot"],
  ["src/git", "../flows/y.ts"],
  ["src/git", "@octokit/rest"],
] as const;

const allowed = [
  ["src/model", "./y.ts"],
  ["src/parse", "../model/y.ts"],
  ["src/plan", "../terraform/y.ts"],
  ["src/evaluate/rules/immutable", "../../../model/y.ts"],
  ["src/evaluate", "./rules/credentials/y.ts"],
  ["src/git", "node:fs"],
  ["src/flows", "../git/y.ts"],
] as const;

const impure = ["process.env.X", "setTimeout(() => {}, 1)", 'fetch("https://example.com")', "Buffer.from([])"];

/** Rules broken, by file. */
let broken: ReadonlyMap<string, readonly string[]>;
let room: string;

beforeAll(() => {
  room = mkdtempSync(join(tmpdir(), "bakegate-house-"));
  cpSync(join(root, "biome.json"), join(room, "biome.json"));
  for (const [index, [dir, specifier]] of forbidden.entries()) write(`${dir}/forbidden${index}.ts`, importing(specifier));
  for (const [index, [dir, specifier]] of allowed.entries()) write(`${dir}/allowed${index}.ts`, importing(specifier));
  for (const [index, expression] of impure.entries()) write(`src/plan/impure${index}.ts`, `export const x = ${expression};\n`);
  const run = spawnSync(process.execPath, [biome, "lint", "--vcs-enabled=false", "--max-diagnostics=none", "--reporter=github", "."], {
    cwd: room,
    encoding: "utf8",
  });
  const found = new Map<string, string[]>();
  for (const [, rule = "", path = ""] of run.stdout.matchAll(/title=lint\/\w+\/(\w+),file=([^,]+)/g)) {
    const file = path.slice(path.indexOf("/src/") + 1);
    found.set(file, [...(found.get(file) ?? []), rule]);
  }
  broken = found;
});

afterAll(() => {
  rmSync(room, { recursive: true, force: true });
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(room, path)), { recursive: true });
  writeFileSync(join(room, path), text);
}

function importing(specifier: string): string {
  return `import { x } from "${specifier}";\n\nexport const y = x;\n`;
}

describe("a file may not import what its room may not", () => {
  test.each(forbidden.map(([dir, specifier], index) => ({ dir, specifier, index })))("$dir: $specifier", ({ dir, index }) => {
    expect(broken.get(`${dir}/forbidden${index}.ts`)).toContain("noRestrictedImports");
  });
});

describe("a file may import what its room may", () => {
  test.each(allowed.map(([dir, specifier], index) => ({ dir, specifier, index })))("$dir: $specifier", ({ dir, index }) => {
    expect(broken.get(`${dir}/allowed${index}.ts`)).toBeUndefined();
  });
});

test.each(impure.map((expression, index) => ({ expression, index })))("the core may not say $expression", ({ index }) => {
  expect(broken.get(`src/plan/impure${index}.ts`)).toContain("noRestrictedGlobals");
});
