/** What a change brought: a multiset difference that neither order nor lines can move. */
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { introducedAmong, type Lineage } from "../../src/evaluate/introduced.ts";
import type { Observation } from "../../src/model/finding.ts";
import { observation } from "./given.ts";

const still: Lineage = { moved: [], renames: new Map(), changed: new Set() };
const place = (file: string, line: number): Observation["place"] => ({ file, line, endLine: line });

const one = fc.record({
  file: fc.constantFrom("main.tf", "web.tf", "modules/web/main.tf"),
  line: fc.integer({ min: 1, max: 50 }),
  address: fc.constantFrom(null, "aws_instance.a", "aws_instance.b"),
  attribute: fc.constantFrom(null, "ami"),
  value: fc.constantFrom("x", "y"),
});
type One = typeof one extends fc.Arbitrary<infer T> ? T : never;

function made({ file, line, address, attribute, value }: One): Observation {
  return observation({ place: place(file, line), address, attribute, evidence: { value } });
}

/** What is left when each counterpart is crossed out once; counted independently of how the code does it. */
function leftOver(head: readonly One[], base: readonly One[]): number {
  const key = ({ file, address, attribute, value }: One): string => {
    const folder = file.includes("/") ? file.slice(0, file.lastIndexOf("/")) : ".";
    return [address === null ? file : folder, address, attribute, value].join("|");
  };
  const remaining = base.map(key);
  let left = 0;
  for (const item of head) {
    const at = remaining.indexOf(key(item));
    if (at === -1) left += 1;
    else remaining.splice(at, 1);
  }
  return left;
}

describe("as a multiset", () => {
  test("counts what is left over, whatever stands on which line", () => {
    fc.assert(
      fc.property(fc.array(one), fc.array(one), fc.integer({ min: 1, max: 9 }), (head, base, shift) => {
        const moved = base.map((item) => ({ ...item, line: item.line + shift }));
        expect(introducedAmong(head.map(made), moved.map(made), still).size).toBe(leftOver(head, base));
      }),
    );
  });

  test("is independent of the order of both lists", () => {
    fc.assert(
      fc.property(fc.array(one), fc.array(one), (head, base) => {
        const observations = head.map(made);
        const forward = introducedAmong(observations, base.map(made), still);
        const backward = introducedAmong(observations.toReversed(), base.map(made).toReversed(), still);
        const texts = (set: ReadonlySet<Observation>): readonly string[] => [...set].map((item) => JSON.stringify(item)).sort();
        expect(texts(backward)).toEqual(texts(forward));
      }),
    );
  });

  test("what is the same on both sides is not introduced", () => {
    fc.assert(
      fc.property(fc.array(one), (items) => {
        expect(introducedAmong(items.map(made), items.map(made), still).size).toBe(0);
      }),
    );
  });

  test("a copy is new, and of the twins the one in a file that did not change is the old one", () => {
    const known = observation({ place: place("a.tf", 1), address: "aws_instance.x" });
    const copy = observation({ place: place("z.tf", 1), address: "aws_instance.x" });
    const lineage = { ...still, changed: new Set(["a.tf"]) };
    expect(introducedAmong([known, copy], [copy], lineage).size).toBe(1);
    expect(introducedAmong([known, copy], [copy], lineage).has(known)).toBe(true);
  });
});

describe("through moves and renames", () => {
  const at = (file: string, address: string | null): Observation => observation({ place: place(file, 1), address });
  const moved = (from: string, to: string): Lineage => ({
    ...still,
    moved: [{ from, to, place: { file: "main.tf", line: 1, endLine: 1 } }],
  });

  test("a resource under a new name is the same one", () => {
    expect(introducedAmong([at("main.tf", "aws_instance.b")], [at("main.tf", "aws_instance.a")], still).size).toBe(1);
    expect(
      introducedAmong([at("main.tf", "aws_instance.b")], [at("main.tf", "aws_instance.a")], moved("aws_instance.a", "aws_instance.b")).size,
    ).toBe(0);
  });

  test("a resource that moves into a module is the same one there", () => {
    const lineage = moved("aws_instance.a", "module.web.aws_instance.a");
    expect(introducedAmong([at("modules/web/main.tf", "aws_instance.a")], [at("main.tf", "aws_instance.a")], lineage).size).toBe(0);
  });

  test("a resource of the same name in another folder is another one", () => {
    expect(introducedAmong([at("prod/main.tf", "aws_instance.a")], [at("dev/main.tf", "aws_instance.a")], still).size).toBe(1);
  });

  test("a resource that only changes its file stays the same", () => {
    expect(introducedAmong([at("web.tf", "aws_instance.a")], [at("main.tf", "aws_instance.a")], still).size).toBe(0);
  });

  test("a renamed file keeps what stands in it", () => {
    const lineage = { ...still, renames: new Map([["new/run.sh", "old/run.sh"]]) };
    expect(introducedAmong([at("new/run.sh", null)], [at("old/run.sh", null)], lineage).size).toBe(0);
    expect(introducedAmong([at("new/main.tf", "aws_instance.a")], [at("new/main.tf", "aws_instance.a")], lineage).size).toBe(0);
  });

  test("instances of one resource are told apart by nothing but their number", () => {
    const head = [at("main.tf", 'aws_instance.a["x"]'), at("main.tf", 'aws_instance.a["y"]')];
    expect(introducedAmong(head, [at("main.tf", "aws_instance.a[0]")], still).size).toBe(1);
  });
});

test("identity goes before evidence, and evidence is compared whatever its order", () => {
  const a = observation({ evidence: { a: 1, b: 2 } });
  const b = observation({ evidence: { b: 2, a: 1 } });
  expect(introducedAmong([a], [b], still).size).toBe(0);
  expect(introducedAmong([{ ...a, identity: "i" }], [{ ...observation({ evidence: { c: 3 } }), identity: "i" }], still).size).toBe(0);
  expect(introducedAmong([{ ...a, identity: "i" }], [{ ...a, identity: "j" }], still).size).toBe(1);
});
