/** Asks the real terraform what expressions evaluate to, many in one run. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export function terraformInstalled(): boolean {
  try {
    execFileSync("terraform", ["version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** Signatures by name, as `terraform metadata functions` tells them. */
export function terraformFunctions(): Readonly<Record<string, unknown>> {
  const output = execFileSync("terraform", ["metadata", "functions", "-json"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  const { function_signatures: signatures } = JSON.parse(output) as { readonly function_signatures: Readonly<Record<string, unknown>> };
  return signatures;
}

/**
 * JSON of the value by expression; null where terraform refuses the expression. Expressions stand on one line each. The console prints its
 * last result only, so all are asked in one; one that does not even parse is found by halving.
 */
export function askTerraform(expressions: readonly string[], configuration = ""): ReadonlyMap<string, string | null> {
  const folder = mkdtempSync(join(tmpdir(), "bakegate-console-"));
  const answers = new Map<string, string | null>();
  try {
    writeFileSync(join(folder, "main.tf"), configuration);
    ask(folder, expressions, answers);
    return answers;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function ask(folder: string, expressions: readonly string[], answers: Map<string, string | null>): void {
  const tried = expressions.map((expression) => `try([jsonencode(${expression})], [])`);
  const input = `base64encode(jsonencode([${tried.join(", ")}]))\n`;
  const run = spawnSync("terraform", ["console"], { cwd: folder, input, encoding: "utf8", maxBuffer: 64_000_000 });
  const line = run.stdout.split("\n").find((each) => /^"[A-Za-z0-9+/=]+"$/.test(each));
  if (line !== undefined) {
    const values = JSON.parse(Buffer.from(line.slice(1, -1), "base64").toString("utf8")) as readonly (readonly string[])[];
    for (const [i, expression] of expressions.entries()) answers.set(expression, values[i]?.[0] ?? null);
    return;
  }
  if (expressions.length <= 1) {
    for (const expression of expressions) answers.set(expression, null);
    return;
  }
  const middle = expressions.length >> 1;
  ask(folder, expressions.slice(0, middle), answers);
  ask(folder, expressions.slice(middle), answers);
}
