/**
 * The updates and replacements of real plans: from the values before and after, the prediction must come to the same action and the same
 * replacing paths.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "@jest/globals";
import { predictPlan } from "../../src/plan/predict.ts";
import { catalogue, computed, configuration, resource, sideOf } from "./configurations.ts";

const archive = fileURLToPath(new URL("../../../shared/corpora/plans.tar.gz", import.meta.url));

interface Planned {
  readonly address: string;
  readonly mode: string;
  readonly type: string;
  readonly action_reason?: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly before: Readonly<Record<string, unknown>> | null;
    readonly after: Readonly<Record<string, unknown>> | null;
    readonly after_unknown: Readonly<Record<string, unknown>>;
    readonly replace_paths?: readonly (readonly (string | number)[])[];
  };
}

/** Changes that the values alone do not explain, each with its reason. */
const explained: Readonly<Record<string, string>> = Object.fromEntries(
  ["aws_security_group_rule.foo", "aws_security_group_rule.bar"].map((address) => [
    `bridgecrewio+checkov__tests__terraform__runner__resources__plan_change_keys__tfplan.json ${address}`,
    "the file was edited for a test: every version of the provider replaces a rule for its port or protocol (ForceNew), and 5.100.0 answers so",
  ]),
);

type Plain = Parameters<typeof resource>[1][string];

/** What the values alone may decide: an update or replacement that no taint, request or trigger asked for. */
function isDecided({ mode, change, action_reason: reason }: Planned): boolean {
  const changes = change.actions.join() === "update" || (change.actions.includes("delete") && change.actions.includes("create"));
  const asked = ["replace_because_tainted", "replace_by_request", "replace_by_triggers"].includes(reason ?? "");
  return mode === "managed" && changes && !asked && change.before !== null && change.after !== null;
}

/** The arguments as a configuration would have them: what the provider chooses itself is left out. */
function sidesOf({ type, change }: Planned): readonly [Readonly<Record<string, Plain>>, Readonly<Record<string, Plain>>] {
  const facts = catalogue.resource(type, null);
  const [base, head]: [Record<string, Plain>, Record<string, Plain>] = [{}, {}];
  for (const name of new Set([
    ...Object.keys(change.before ?? {}),
    ...Object.keys(change.after ?? {}),
    ...Object.keys(change.after_unknown),
  ])) {
    const known = (facts?.fact(name) ?? "unknown") !== "unknown";
    const unknown = change.after_unknown[name] === true;
    if (!known || (unknown && facts?.argument?.(name)?.computed === true)) continue;
    base[name] = (change.before?.[name] ?? null) as Plain;
    head[name] = unknown ? computed("terraform_data.elsewhere.output") : ((change.after?.[name] ?? null) as Plain);
  }
  return [base, head];
}

function predicted(planned: Planned): string {
  const [base, head] = sidesOf(planned);
  const elsewhere = resource("terraform_data.elsewhere", { triggers_replace: "1", input: "1" });
  const replaced = resource("terraform_data.elsewhere", { triggers_replace: "2", input: "2" });
  const address = planned.address.replace(/^module\.[^.]+\./, "");
  const plan = predictPlan({
    base: sideOf(configuration([elsewhere, resource(address, base)])),
    head: sideOf(configuration([replaced, resource(address, head, { references: ["terraform_data.elsewhere"] })])),
    catalogue,
    hash: (text) => text,
  });
  const change = plan.changes.find((one) => one.address === address);
  if (change === undefined) return "nothing";
  return change.action === "undecided"
    ? `undecided (${change.possible.join("|")})`
    : `${change.action} ${change.because.flatMap((cause) => cause.path ?? []).sort()}`;
}

function planned({ change }: Planned): string {
  const paths = (change.replace_paths ?? []).map((path) =>
    path.reduce<string>((text, step) => (typeof step === "number" ? `${text}[${step}]` : text === "" ? step : `${text}.${step}`), ""),
  );
  return `${change.actions.includes("create") ? "replace" : "update"} ${paths.sort()}`;
}

(existsSync(archive) ? describe : describe.skip)("corpora/plans.tar.gz (skipped where ../shared is missing)", () => {
  test("every update and replacement follows from its values", () => {
    const folder = mkdtempSync(join(tmpdir(), "bakegate-values-"));
    try {
      expect(spawnSync("tar", ["-xzf", archive, "-C", folder]).status).toBe(0);
      const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".json"));
      const disagreements: string[] = [];
      const used = new Set<string>();
      let seen = 0;
      for (const file of files.sort()) {
        const plan = JSON.parse(readFileSync(join(folder, file), "utf8").replace(/^\ufeff/, "")) as {
          readonly resource_changes?: readonly Planned[];
        };
        for (const change of (plan.resource_changes ?? []).filter(isDecided)) {
          seen += 1;
          const [real, ours] = [planned(change), predicted(change)];
          const key = `${file.split("/").at(-1)} ${change.address}`;
          if (explained[key] !== undefined) used.add(key);
          else if (real !== ours) disagreements.push(`${key}: ${ours} instead of ${real}`);
        }
      }
      expect(disagreements).toEqual([]);
      expect(Object.keys(explained).filter((key) => !used.has(key))).toEqual([]);
      expect(seen).toBeGreaterThan(30);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
