/** Titles: each reason has its words, and what is counted are things, not findings. */
import { describe, expect, test } from "@jest/globals";
import { rules } from "../../src/evaluate/rules.ts";
import type { Finding } from "../../src/model/finding.ts";
import type { JudgedChange } from "../../src/model/resource-change.ts";
import { renderComment } from "../../src/render/comment.ts";
import { titleWords, WORDS_OF_REASONS, WORDS_OF_RULES } from "../../src/render/title-words.ts";
import { attribute, change, finding, project, review, sentence } from "./build.ts";

function titleOf(...findings: readonly Finding[]): string {
  return renderComment(review("block", { findings })).split("\n")[1] ?? "";
}

function about(rule: string, reason: string, more: Partial<Finding> = {}): Finding {
  return finding(rule, "block", sentence("m"), sentence("r"), { reason, ...more });
}

describe("words", () => {
  test("every rule has some, for each of its reasons", () => {
    const without = rules.flatMap((rule) =>
      Object.keys(rule.reasons)
        .filter((reason) => titleWords(about(rule.id, reason)) === null)
        .map((reason) => `${rule.id} ${reason}`),
    );
    expect(without).toEqual([]);
  });

  test("none speak of a rule or a reason that there is not", () => {
    const reasons = new Set(rules.flatMap((rule) => Object.keys(rule.reasons).map((reason) => `${rule.id} ${reason}`)));
    expect([...WORDS_OF_REASONS.keys()].filter((key) => !reasons.has(key))).toEqual([]);
    expect([...WORDS_OF_RULES.keys()].filter((id) => !rules.some((rule) => rule.id === id))).toEqual([]);
  });

  test("a reason that takes nothing away is not told as a loss", () => {
    const db = { address: "aws_db_instance.main", project: "db" };
    expect(titleOf(about("immutable/stateful-loss", "shrink", db))).toBe("## ⛔ Blocked: 1 data store would shrink");
    expect(titleOf(about("immutable/stateful-loss", "delete", db), about("immutable/stateful-loss", "forget", db))).toBe(
      "## ⛔ Blocked: 1 data store would be lost, 1 data store would no longer be managed",
    );
  });
});

describe("counts", () => {
  const bake = { place: { file: "packer/web.pkr.hcl", line: 10, endLine: 10 } };

  test("one template without test and record is one image, one record", () => {
    expect(titleOf(about("image/untested", "no-test", bake), about("image/untested", "no-manifest", bake))).toBe(
      "## ⛔ Blocked: 1 untested image, 1 bake without a record",
    );
  });

  test("two findings about one resource of the code are one resource", () => {
    const boot = (reason: string, file: string, line: number): Finding =>
      about("immutable/boot-time-configuration", reason, { address: "aws_instance.web", place: { file, line, endLine: line } });
    expect(titleOf(boot("installs", "web/boot.sh", 4), boot("downloads", "web/boot.sh", 5), boot("installs", "web/main.tf", 9))).toContain(
      ": 1 resource configured at boot",
    );
    expect(titleOf(boot("installs", "web/main.tf", 4), boot("installs", "api/main.tf", 4))).toContain(": 2 resources configured at boot");
  });

  test("one address in two projects is two resources", () => {
    const resized = (dir: string): Finding => about("immutable/in-place-update", "size", { address: "aws_instance.web", project: dir });
    expect(titleOf(resized("dev"), resized("prod"))).toContain(": 2 servers would change in place");
  });

  test("credentials of several kinds are counted together", () => {
    const literal = (what: string): Finding => finding("credentials/hard-coded", "block", sentence("A {what}", { what }), sentence("r"));
    expect(titleOf(literal("password"), literal("API key"))).toContain(": 2 credentials in the code");
    expect(titleOf(literal("password"), literal("password"))).toContain(": 2 passwords in the code");
  });
});

describe("what is open in action and settled in verdict", () => {
  function passTitle(changes: readonly JudgedChange[]): string {
    return renderComment(review("pass", { projects: [project("web", changes)] })).split("\n")[1] ?? "";
  }

  test("is a replacement where it can be nothing else", () => {
    const sure = change("aws_instance.web", "undecided", {
      verdict: "roll",
      possible: ["replace"],
      doubts: [{ kind: "conditional", path: "instance_type", subject: null }],
    });
    const comment = renderComment(review("pass", { projects: [project("web", [sure])] }));
    expect(comment).toContain("## ✅ 1 server is replaced, nothing changes in place");
    expect(comment).toContain("| `aws_instance.web` | certain, though the code does not settle whether by `instance_type`");
    expect(comment).not.toContain("undecided");
  });

  test("may change, and is not undecided", () => {
    const open = change("aws_instance.web", "undecided", { verdict: "roll", possible: ["no-op", "replace"] });
    expect(passTitle([open])).toBe("## ✅ 1 resource may change");
  });

  test("is undecided where data may be lost", () => {
    const lost = change("aws_db_instance.main", "undecided", { verdict: "stateful-loss", possible: ["replace", "delete"] });
    expect(passTitle([lost])).toBe("## ✅ 1 change is undecided");
  });
});

test("what is doubted in the same words stands on one line, and has no diff", () => {
  const doubted = (address: string): JudgedChange =>
    change(address, "undecided", {
      possible: ["delete", "no-op"],
      doubts: [{ kind: "invalid-configuration", path: null, subject: change(address, "no-op").type }],
    });
  const comment = renderComment(review("pass", { projects: [project("web", [doubted("aws_lb.a"), doubted("aws_lb_listener.b")])] }));
  expect(comment).toContain(
    "- `aws_lb.a`, `aws_lb_listener.b`: may be unchanged or destroyed. Stands in configuration that cannot be read\n",
  );
  expect(comment).not.toContain("Full diff");
});

test("a fold with one list does not say twice what it holds", () => {
  const same = change("aws_lb.a", "no-op");
  const fold = (changes: readonly JudgedChange[]): string => renderComment(review("pass", { projects: [project("web", changes)] }));
  expect(fold([same])).toContain("<summary>1 unchanged</summary>\n\n`aws_lb.a`\n");
  expect(fold([same, change("aws_lb.b", "create")])).toContain("**1 unchanged**: `aws_lb.a`\n");
});

test("a new version that nothing rolls out is not told as rolling", () => {
  const pointer = attribute("launch_template[0].version", "1", "2");
  const more = { verdict: "pointer-roll", attributes: [pointer] } as const;
  const group = change("aws_autoscaling_group.web", "update", more);
  const unrolled: JudgedChange = { ...group, notes: [{ code: "rollout-missing", path: pointer.path, subject: "instance_refresh" }] };
  const template = change("aws_launch_template.web", "update", more);
  const foldOf = (changes: readonly JudgedChange[]): string =>
    /<summary>(.*?)<\/summary>/.exec(renderComment(review("pass", { projects: [project("web", changes)] })))?.[1] ?? "";
  expect(foldOf([group, template])).toBe("1 rolls to a new version · 1 new template version");
  expect(foldOf([unrolled, template])).toBe("1 new version without a sure roll-out · 1 new template version");
});

describe("where the changes are known from", () => {
  const facts = (more: Parameters<typeof review>[1]): string => renderComment(review("error", more)).split("\n")[3] ?? "";
  const unread = finding(
    "review/plan-unreadable",
    "block",
    sentence("The plan of `{project}` is not JSON", { project: "." }),
    sentence("r"),
    {
      project: ".",
    },
  );

  test("a plan that could not be read is no plan", () => {
    const projects = [project(".", [], { origin: "terraform" })];
    expect(facts({ projects, findings: [unread] })).toBe("The plan could not be read, so no change is shown");
    const other = project("web", [change("aws_instance.web", "no-op")]);
    expect(facts({ projects: [...projects, other], findings: [unread] })).toBe(
      "Predicted from code (no plan yet); what is missing could not be read · the root module, `web`",
    );
    const workspace = project(".", [change("aws_instance.web", "no-op")], { workspace: "prod" });
    expect(facts({ projects: [workspace] })).toBe("Predicted from code (no plan yet) · the root module, workspace `prod`");
  });

  test("the repository's root has a name in sentences, and stays a dot in commands", () => {
    const missing = finding(
      "review/plan-missing",
      "block",
      sentence("`{project}` requires a plan", { project: "." }),
      sentence("Hand it in with `--plan FILE:{project}`.", { project: "." }),
    );
    const comment = renderComment(review("block", { findings: [unread, missing] }));
    expect(comment).toContain("The plan of the root module is not JSON");
    expect(comment).toContain("The root module requires a plan");
    expect(comment).toContain("`--plan FILE:.`");
  });
});
