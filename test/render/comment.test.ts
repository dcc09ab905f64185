/** The comment: what stands in it, in which order, and how it stays within its size. */
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Finding } from "../../src/model/finding.ts";
import type { Review } from "../../src/model/review.ts";
import { MOST_COMMENT, renderComment } from "../../src/render/comment.ts";
import { byteLength } from "../../src/render/comment-part.ts";
import { attribute, cause, change, finding, project, review, sentence } from "./build.ts";
import { structureOf } from "./comment-structure.ts";
import { advisory, blocked, failed, huge, noChanges, nothing, rolls, scanned, warned } from "./reviews.ts";

function title(comment: string): string {
  return comment.split("\n")[1] ?? "";
}

describe("titles", () => {
  test.each<[string, Review, string]>([
    ["blocked", blocked, "## ⛔ Blocked: 1 data store would be lost, 2 servers would change in place, 1 password in the code"],
    [
      "advisory",
      advisory,
      "## ⚠️ Advisory, would be blocked: 1 data store would be lost, 2 servers would change in place, 1 password in the code",
    ],
    ["a roll", rolls, "## ✅ 3 servers roll to `ami-0b2c3d…1829`, nothing changes in place"],
    ["documents only", nothing, "## ✅ No infrastructure changes"],
    ["nothing but no-ops", noChanges, "## ✅ No resource changes"],
    ["warnings", warned, "## ⚠️ Passes with 2 warnings: 1 replacement that stops traffic, 1 unpinned dependency"],
    [
      "an error comes first",
      failed,
      "## ⛔ Could not be evaluated: 1 file has a syntax error; also blocked: 1 server would change in place",
    ],
    ["a scan", scanned, "## ⛔ Blocked: 1 password in the code"],
  ])("%s", (_, each, expected) => {
    expect(title(renderComment(each))).toBe(expected);
  });

  test("an error without a reason still reads as an error", () => {
    expect(title(renderComment(review("error")))).toBe("## ⛔ Could not be evaluated: the review is incomplete");
  });

  test("an unread file is named where it is the reason", () => {
    const comment = renderComment(review("error", { unread: [{ file: "a.tf", reason: "too-large" }] }));
    expect(title(comment)).toBe("## ⛔ Could not be evaluated: 1 file could not be read");
    expect(comment).toContain("- `a.tf`: too large");
  });

  test("what is undecided is said in the title of a pass", () => {
    const undecided = project("web", [change("aws_x.y", "undecided", { possible: ["update", "no-op"] })]);
    expect(title(renderComment(review("pass", { projects: [undecided] })))).toBe("## ✅ 1 change is undecided");
  });

  test("an unknown rule is named and counted", () => {
    const own = finding("acme/no-public-subnet", "block", sentence("x"), sentence("y"));
    expect(title(renderComment(review("block", { findings: [own] })))).toBe("## ⛔ Blocked: 1 finding of `acme/no-public-subnet`");
  });
});

describe("the blocked comment", () => {
  const comment = renderComment(blocked, { help: true });

  test("keeps the order: decision, reasons, replacements, folds, footer", () => {
    const order = [
      "<!-- bakegate:v1",
      "## ⛔",
      "Predicted from code",
      "### Must change",
      "**1. ",
      "**2. ",
      "**3. ",
      "### Will be replaced",
      "2 warnings",
      "57 unchanged",
      "already in the base",
      "exempted",
      "Full diff of",
      "<sub>",
    ];
    const places = order.map((each) => comment.indexOf(each));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  test("folds equal blockers, links to the very line, shows before and after, the remedy and the rule", () => {
    expect(comment).toContain(
      "**2. `aws_instance.web[0..1]` would be changed in place: `instance_type` is part of what the server is** — [`main.tf:31`](https://github.com/acme/webserver/blob/3f2a1c9d0e5b4a6978877665544332211000ffee/terraform/ap-northeast-1/webserver/main.tf#L31)  \n`instance_type`: `t3.micro` → `t3.large`  \nA server is replaced, never changed.",
    );
  });

  test("shows the way of a credential and nothing of its value", () => {
    expect(comment).toContain("`prod.tfvars:3` → `var.db_password` → `aws_db_instance.main.password`");
    expect(comment).toContain("A password stands in the code (9 characters");
  });

  test("says why, in which order, and what falls with it", () => {
    expect(comment).toContain(
      "| `aws_instance.api[0..2]` | `ami`: `ami-0a1b2c…0718` → `ami-0b2c3d…1829` | create first | `aws_volume_attachment.api[0..2]` |",
    );
    expect(comment).toContain("from `data.aws_ami.base` | create first | `aws_autoscaling_group.worker` |");
    expect(comment).toContain("| ⚠ **destroy first: traffic stops** | – |");
    expect(comment).toContain("| `aws_db_instance.main` ⚠ **holds data** |");
  });

  test("long texts are counted in the list and shown in the diff, sensitive ones never", () => {
    expect(comment).toContain("`user_data`: 3 lines changed");
    expect(comment).toContain("-       /opt/app/start --port 80\n");
    expect(comment).toContain("!     password = (sensitive)");
  });

  test("the exemption is named with its end", () => {
    expect(comment).toContain(
      "exempted by `legacy-vpn` until `2027-01-31`, approved by alice: `appliance without an image pipeline, OPS-12`".replace(
        "alice",
        "`alice`",
      ),
    );
  });
});

describe("what is not there is not shown", () => {
  test("without a web address there are no links", () => {
    expect(structureOf(renderComment(scanned)).links).toEqual([]);
  });

  test("a sensitive value that was left in the data is not printed", () => {
    const leak = change("aws_x.y", "update", {
      verdict: "mutation",
      attributes: [attribute("password", "hunter2", "hunter3", { sensitive: true })],
    });
    const found = finding("immutable/in-place-update", "block", sentence("{address}", { address: "aws_x.y" }), sentence("z"), {
      address: "aws_x.y",
      attribute: "password",
    });
    expect(renderComment(review("block", { projects: [project(".", [leak])], findings: [found] }))).not.toContain("hunter");
  });

  test("every replacement stands in the table once, circles too", () => {
    const circle = [
      change("aws_a.a", "replace", { because: [cause("upstream", "x", "aws_b.b")] }),
      change("aws_b.b", "replace", { because: [cause("upstream", "x", "aws_a.a")] }),
    ];
    const comment = renderComment(review("pass", { projects: [project(".", circle)] }));
    expect(structureOf(comment).tables).toEqual([{ columns: 3, rows: 2 }]);
  });

  test("chains fall with their root", () => {
    const chain = [
      change("aws_a.a", "replace", { because: [cause("tainted")] }),
      change("aws_b.b[0]", "replace", { because: [cause("upstream", "x", "aws_a.a.id")] }),
      change("aws_c.c", "replace", { because: [cause("upstream", "x", "aws_b.b")] }),
    ];
    const comment = renderComment(review("warn", { projects: [project(".", chain)] }));
    expect(comment).toContain(
      "| `aws_a.a` | tainted: an earlier apply failed or somebody marked it | order unknown | `aws_b.b[0]`, `aws_c.c` |",
    );
  });
});

describe("no more than five stand open", () => {
  test("the others fold with their number", () => {
    const findings = Array.from({ length: 8 }, (_, index) =>
      finding("immutable/provisioner", "block", sentence("{address} has one", { address: `aws_x.a${index}` }), sentence("bake it"), {
        address: `aws_x.a${index}`,
      }),
    );
    const comment = renderComment(review("block", { findings }));
    const [open = "", folded = ""] = comment.split("<details><summary><b>3 more: 6 to 8</b></summary>");
    expect(open.match(/^\*\*\d\./gm)).toHaveLength(5);
    expect(folded.match(/^\*\*\d\./gm)).toHaveLength(3);
  });
});

describe("since the last push", () => {
  test("names what is fixed and counts what is new", () => {
    const previous = { blockers: [{ fingerprint: "f".repeat(12), rule: "immutable/provisioner", where: "main.tf:60" }] };
    expect(renderComment(blocked, { previous })).toContain(
      "**Since the last push:** fixed `immutable/provisioner` at `main.tf:60` · 4 new blockers above",
    );
    expect(renderComment(failed, { previous })).toContain("no longer seen `immutable/provisioner`");
  });
});

describe("size", () => {
  test.each([6, 60, 300, 800, 2_500])("%i blockers: each is in it", (count) => {
    const comment = renderComment(huge(count));
    expect(byteLength(comment)).toBeLessThanOrEqual(MOST_COMMENT);
    expect(title(comment)).toBe(`## ⛔ Blocked: ${count.toLocaleString("en-US")} servers would change in place`);
    if (count > 800) return;
    for (let index = 0; index < count; index += 1) expect(comment).toContain(`application_server_${index}\``);
  });

  test("10,000 blockers: all are counted; those that are named and those that are not add up", () => {
    const comment = renderComment(huge(10_000));
    expect(byteLength(comment)).toBeLessThanOrEqual(MOST_COMMENT);
    expect(title(comment)).toBe("## ⛔ Blocked: 10,000 servers would change in place");
    expect(comment).toContain("All 10,000 findings");
    expect(comment).toContain("- **10,000** × `immutable/in-place-update`");
    const named = new Set(comment.match(/application_server_\d+(?=`)/g)).size;
    const rest = Number(/the other \*\*([\d,]+)\*\* by file/.exec(comment)?.[1]?.replaceAll(",", ""));
    expect(named).toBeGreaterThan(500);
    expect(named + rest).toBe(10_000);
  });

  test("10,000 instances of one resource need one name", () => {
    const findings: Finding[] = Array.from({ length: 10_000 }, (_, index) => {
      const address = `aws_instance.web[${index}]`;
      return finding("immutable/in-place-update", "block", sentence("{address} changes", { address }), sentence("no"), { address });
    });
    const comment = renderComment(review("block", { findings }));
    expect(comment).toContain("**1. `aws_instance.web[0..9999]` changes**");
  });

  test("what does not block goes first: diffs, then lists, then rows", () => {
    const changes = Array.from({ length: 3_000 }, (_, index) =>
      change(`aws_x.resource_${index}`, index % 2 === 0 ? "update" : "replace", {
        attributes: [attribute("a", `before ${index}`, `after ${index}`)],
      }),
    );
    const comment = renderComment({ ...blocked, projects: [...blocked.projects, project("terraform/many", changes)] });
    expect(byteLength(comment)).toBeLessThanOrEqual(MOST_COMMENT);
    expect(comment).toContain("**3. ");
    expect(comment).toMatch(/more replacements, not listed here/);
  });

  test("a comment of wide characters stays within bytes too", () => {
    const findings = Array.from({ length: 400 }, (_, index) =>
      finding("immutable/provisioner", "block", sentence("{address} x", { address: `${"漢字".repeat(40)}${index}` }), sentence("y"), {
        address: `${"漢字".repeat(40)}${index}`,
      }),
    );
    const comment = renderComment(review("block", { findings }));
    expect(byteLength(comment)).toBeLessThanOrEqual(MOST_COMMENT);
    expect(comment).toContain("400");
  });

  test("any number of blockers of any length keeps the bound and the count", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 600 }), fc.integer({ min: 1, max: 2_000 }), (count, length) => {
        const findings = Array.from({ length: count }, (_, index) => {
          const address = `aws_x.${"n".repeat(length)}${index}`;
          return finding("acme/own", "block", sentence("{address} is bad", { address }), sentence("mend it"), { address });
        });
        const comment = renderComment(review("block", { findings }));
        expect(byteLength(comment)).toBeLessThanOrEqual(MOST_COMMENT);
        expect(title(comment)).toContain(`${count} finding`);
      }),
      { numRuns: 25 },
    );
  });
});
