/** Rule: nobody takes away what protects data and servers from deletion. */
import type { Observation } from "../../../model/finding.ts";
import { placeAtBase } from "../../../model/place.ts";
import type { PlainValue } from "../../../model/resource-change.ts";
import type { ReviewSubject, Side } from "../../../model/subject.ts";
import { attributeNamed, blocksOfType, literalOf } from "../../../model/syntax-query.ts";
import type { ConfiguredResource, ResourceBlock } from "../../../model/terraform-module.ts";
import type { Value } from "../../../model/value.ts";
import { opened, takesProtectionAway } from "../../judgement/protection.ts";
import { pairResources } from "../../pair-resources.ts";
import type { TransitionRule } from "../../rule.ts";

export const protectionRemoved: TransitionRule = {
  on: "transition",
  id: "immutable/protection-removed",
  level: "block",
  page: {
    title: "Protection stays on",
    why:
      "`prevent_destroy`, deletion protection and a final snapshot are what stands between a slip and an empty database. They are taken away in one harmless-looking change, and the deletion comes " +
      "with the next one, when nobody looks for it. So taking them away is what has to be agreed on.",
    bad: 'resource "aws_db_instance" "main" {\n  identifier          = "main"\n  deletion_protection = false # was true\n}',
    good: 'resource "aws_db_instance" "main" {\n  identifier          = "main"\n  deletion_protection = true\n\n  lifecycle {\n    prevent_destroy = true\n  }\n}',
  },
  reasons: {
    "prevent-destroy": {
      message: "`{address}` would lose its `prevent_destroy`: the next plan may destroy it without a word",
      remedy: "Keep `lifecycle { prevent_destroy = true }`. If the resource is to go, let that be agreed on, under an exemption that ends.",
    },
    "with-its-block": {
      message: "`{address}` would go together with its `prevent_destroy`, which protects nothing once its block is gone",
      remedy:
        "If it was renamed, add a `moved` block; if somebody else manages it from now on, a `removed` block with `destroy = false`. If it is to be destroyed, let that be agreed on, under an exemption that ends.",
    },
    attribute: {
      message: "`{address}` would lose the protection of `{attribute}`",
      remedy: "Keep `{attribute}` as it was. If the resource is to go, let that be agreed on, under an exemption that ends.",
    },
    opener: {
      message: "`{address}` would be easier to lose: `{attribute}` takes a safeguard against deletion away",
      remedy: "Leave `{attribute}` as it was. If the resource is to go, let that be agreed on, under an exemption that ends.",
    },
    unknown: {
      level: "warn",
      message: "Whether `{address}` keeps the protection of `{attribute}` is known only after apply",
      remedy: "Write `{attribute}` down with a literal value.",
    },
  },
  *judge(base, head, subject) {
    const planned = [...plannedRemovals(subject)];
    yield* planned;
    const seen = new Set(planned.map((one) => key(one)));
    for (const removal of configuredRemovals(base, head, subject)) {
      if (!seen.has(key(removal))) yield removal;
    }
  },
};

/** A removal stands in one place of the code, however many instances it plans for and whoever saw it. */
function key(observation: Observation): string {
  return JSON.stringify([observation.place?.file, observation.place?.line, observation.attribute]);
}

function* plannedRemovals(subject: ReviewSubject): Generator<Observation, void, undefined> {
  for (const project of subject.projects) {
    for (const change of project.changes) {
      for (const note of change.notes) {
        if (note.path === null) continue;
        const reason = note.code === "protection-removed" ? removedAs(note.path) : note.code === "protection-unknown" ? "unknown" : null;
        if (reason === null) continue;
        yield { reason, place: change.place, address: change.address, attribute: note.path, evidence: {}, project: project.dir };
      }
    }
  }
}

/** Some arguments protect while they are on, others open while they are on. */
function removedAs(path: string): "attribute" | "opener" {
  return opened(path) ? "opener" : "attribute";
}

/** What the code of both sides says. */
function* configuredRemovals(base: Side, head: Side, subject: ReviewSubject): Generator<Observation, void, undefined> {
  if (base === head) return;
  const { pairs, gone } = pairResources(base, head, subject);
  for (const { before, after } of pairs) {
    const { place, address } = after.block;
    if (preventsDestroy(before.block) && !preventsDestroy(after.block)) {
      yield { reason: "prevent-destroy", place, address, attribute: "lifecycle.prevent_destroy", evidence: {} };
    }
    yield* attributesRemoved(before, after, subject);
  }
  for (const { block } of gone) {
    if (!preventsDestroy(block)) continue;
    const place = placeAtBase(block.place);
    yield { reason: "with-its-block", place, address: block.address, attribute: "lifecycle.prevent_destroy", evidence: {} };
  }
}

function* attributesRemoved(
  base: ConfiguredResource,
  head: ConfiguredResource,
  subject: ReviewSubject,
): Generator<Observation, void, undefined> {
  const { type, address, place } = head.block;
  const byDefault = subject.workloads.has(type, "protected-by-default");
  const before = new Map(leaves(base.values));
  const after = new Map(leaves(head.values));
  for (const path of new Set([...before.keys(), ...after.keys()])) {
    if (subject.workloads.attributeClass(type, path) !== "protection") continue;
    const earlier = before.has(path) ? before.get(path) : null;
    const now = after.has(path) ? after.get(path) : null;
    if (earlier === undefined) continue;
    const reason = now === undefined ? "unknown" : removedAs(path);
    // Nothing is taken away for certain by a value that is unknown; compared with an open one it says what may be lost.
    const worst = now === undefined ? opened(path) : now;
    if (takesProtectionAway(path, earlier, worst, byDefault)) yield { reason, place, address, attribute: path, evidence: {} };
  }
}

/** Protection stands at most this deep in blocks. */
const deepest = 4;

/** Plain leaves by path; `undefined`: not known. */
function* leaves(value: Value, path = "", depth = 0): Generator<readonly [string, PlainValue | undefined], void, undefined> {
  switch (value.kind) {
    case "null":
      yield [path, null];
      return;
    case "bool":
    case "string":
      yield [path, value.value];
      return;
    case "number":
      yield [path, Number(value.digits)];
      return;
    case "unknown":
      yield [path, undefined];
      return;
    case "object":
    case "map":
      if (depth < deepest)
        for (const [name, inner] of value.entries) yield* leaves(inner, path === "" ? name : `${path}.${name}`, depth + 1);
      return;
    case "tuple":
    case "list":
    case "set":
      if (depth < deepest) for (const [index, inner] of value.items.entries()) yield* leaves(inner, `${path}[${index}]`, depth + 1);
      return;
  }
}

function preventsDestroy(block: ResourceBlock): boolean {
  return blocksOfType(block.body, "lifecycle").some((lifecycle) => {
    const attribute = attributeNamed(lifecycle.body, "prevent_destroy");
    return attribute !== undefined && literalOf(attribute.expression) === true;
  });
}
