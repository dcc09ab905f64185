/** Rule: what makes Terraform replace a server stays switched on. */

import { expressionText } from "../../../model/expression-text.ts";
import type { Observation } from "../../../model/finding.ts";
import { type Place, placeOf } from "../../../model/place.ts";
import type { ReviewSubject, Side } from "../../../model/subject.ts";
import { attributeNamed, blocksOfType, literalString } from "../../../model/syntax-query.ts";
import type { ConfiguredResource, ResourceBlock } from "../../../model/terraform-module.ts";
import { argument, booleanOf, firstLineOf, placeOfPath } from "../../configured.ts";
import type { ConfigurationRule } from "../../rule.ts";

export const suppressedReplacement: ConfigurationRule = {
  on: "configuration",
  id: "immutable/suppressed-replacement",
  level: "block",
  page: {
    title: "Replacement is not suppressed",
    why:
      'Since version 4 of the AWS provider a changed `user_data` stops the instance, changes it and starts it again, without a word in the plan\'s summary but "update in-place"; with ' +
      "`user_data_replace_on_change = true` a new instance takes its place. The same is lost when a `replace_triggered_by` or a `triggers` entry is taken away: what used to be replaced " +
      "together with something else now stays as it is.",
    bad: `resource "aws_instance" "web" {\n  ami           = var.ami\n  instance_type = "t3.micro"\n  user_data     = file("\${path.module}/boot.sh")\n}`,
    good: `resource "aws_instance" "web" {\n  ami                         = var.ami\n  instance_type               = "t3.micro"\n  user_data                   = file("\${path.module}/boot.sh")\n  user_data_replace_on_change = true\n}`,
  },
  reasons: {
    "not-replaced": {
      message:
        "A change of `{attribute}` would stop `{address}`, change it in place and start it again: `user_data_replace_on_change` is not `true`",
      remedy: "Add `user_data_replace_on_change = true`, so that changed user data makes a new instance.",
    },
    unsettled: {
      message:
        "Whether a change of `{attribute}` replaces `{address}` depends on `user_data_replace_on_change`, which the code does not settle",
      remedy: "Write `user_data_replace_on_change = true` as a literal.",
      level: "warn",
    },
    "trigger-removed": {
      message: "`{address}` is no longer replaced when `{trigger}` changes: it was taken out of `{argument}`",
      remedy: "Put `{trigger}` back into `{argument}`, or say in the pull request what replaces the resource from now on.",
    },
  },
  *judge(side, subject) {
    for (const resource of side.resources) yield* judgeUserData(resource);
    if (side === subject.head && subject.base !== null) yield* judgeRemoved(subject.base, side, subject);
  },
};

/** Provider 4 and later: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/instance#user_data_replace_on_change */
function* judgeUserData(resource: ConfiguredResource): Generator<Observation, void, undefined> {
  const { block, values } = resource;
  if (block.mode !== "managed" || block.type !== "aws_instance") return;
  const name = ["user_data", "user_data_base64"].find((candidate) => argument(values, candidate) !== undefined);
  if (name === undefined) return;
  const flag = argument(values, "user_data_replace_on_change");
  if (flag !== undefined && booleanOf(values, "user_data_replace_on_change") === true) return;
  const place = placeOfPath(resource, [flag === undefined ? name : "user_data_replace_on_change"]);
  const reason = flag?.kind === "unknown" ? "unsettled" : "not-replaced";
  // The same finding whether the flag was never there or is turned off.
  yield { reason, place, address: block.address, attribute: name, evidence: {} };
}

/** What the base replaced on and the head no longer does. A resource that is gone or new is none of it. */
function* judgeRemoved(base: Side, head: Side, subject: ReviewSubject): Generator<Observation, void, undefined> {
  const before = new Map(base.resources.map((resource) => [keyOf(resource), resource.block]));
  const moved = new Map(subject.moved.map((move) => [move.to, move.from]));
  for (const resource of head.resources) {
    const { block } = resource;
    const previous = before.get(keyOf(resource)) ?? before.get(`${resource.moduleDir}\n${moved.get(block.address) ?? ""}`);
    if (previous === undefined) continue;
    for (const removed of removedTriggers(previous, block)) {
      yield {
        reason: "trigger-removed",
        address: block.address,
        attribute: removed.argument,
        place: removed.place,
        evidence: { trigger: removed.trigger, argument: removed.argument },
      };
    }
  }
}

function keyOf(resource: ConfiguredResource): string {
  return `${resource.moduleDir}\n${resource.block.address}`;
}

interface RemovedTrigger {
  readonly argument: string;
  readonly trigger: string;
  readonly place: Place;
}

function* removedTriggers(before: ResourceBlock, after: ResourceBlock): Generator<RemovedTrigger, void, undefined> {
  for (const argumentName of ["replace_triggered_by", "triggers", "triggers_replace"]) {
    const now = triggersOf(after, argumentName);
    const place = now?.place ?? firstLineOf(after.place);
    for (const [key, shown] of triggersOf(before, argumentName)?.entries ?? []) {
      if (now === undefined || !(now.entries.has(key) || (key === unnamed && now.entries.size > 0)))
        yield { argument: argumentName, trigger: shown, place };
    }
  }
}

interface Triggers {
  /** Entries by what makes them the same, with how they are shown. */
  readonly entries: ReadonlyMap<string, string>;
  readonly place: Place;
}

/** An entry that is there as long as any is: the whole argument, and what is written out in a list, which changes by an edit only. */
const unnamed = "";
const literals: ReadonlySet<string> = new Set(["string", "number", "bool", "null"]);

/**
 * The entries of a list or map of triggers: a map's by key, a list's by expression. Anything else is one entry, which is there or is not.
 */
function triggersOf(block: ResourceBlock, name: string): Triggers | undefined {
  const bodies = name === "replace_triggered_by" ? blocksOfType(block.body, "lifecycle").map((lifecycle) => lifecycle.body) : [block.body];
  for (const body of bodies) {
    const attribute = attributeNamed(body, name);
    if (attribute === undefined || attribute.expression.kind === "null") continue;
    const { expression } = attribute;
    const entries = new Map<string, string>();
    if (expression.kind === "tuple") {
      for (const item of expression.items) entries.set(literals.has(item.kind) ? unnamed : expressionText(item), expressionText(item));
    } else if (expression.kind === "object") {
      for (const item of expression.items) {
        const key = literalString(item.key) ?? expressionText(item.key);
        entries.set(key, key);
      }
    } else {
      entries.set(unnamed, expressionText(expression));
    }
    return { entries, place: placeOf(block.place.file, attribute.span) };
  }
  return undefined;
}
