/** Rule: a pointer that changes is followed by a roll-out. */
import type { ChangeRule } from "../../rule.ts";

const codes: ReadonlySet<string> = new Set([
  "rollout-missing",
  "rollout-opportunistic",
  "rollout-manual",
  "rollout-on-delete",
  "publish-missing",
  "rollout-unknown",
]);

export const pointerWithoutRollout: ChangeRule = {
  on: "change",
  id: "immutable/pointer-without-rollout",
  level: "warn",
  page: {
    title: "A new version is rolled out",
    why:
      "A scaling group that points to a new template version and does nothing about it leaves the old servers running until something else takes them down: a scale-in, a failed health check, a " +
      "spot reclaim. From then on two versions serve at once, and the new one goes live at a moment that nobody chose.",
    bad: 'resource "aws_autoscaling_group" "web" {\n  min_size = 2\n  max_size = 4\n\n  launch_template {\n    id      = aws_launch_template.web.id\n    version = aws_launch_template.web.latest_version\n  }\n}',
    good: 'resource "aws_autoscaling_group" "web" {\n  min_size = 2\n  max_size = 4\n\n  launch_template {\n    id      = aws_launch_template.web.id\n    version = aws_launch_template.web.latest_version\n  }\n\n  instance_refresh {\n    strategy = "Rolling"\n  }\n}',
  },
  reasons: {
    "rollout-missing": {
      message: "`{address}` points to a new version and nothing rolls it out: the servers that run stay old",
      remedy:
        'Add `instance_refresh { strategy = "Rolling" }`, or make its `name_prefix` from the template, so that a new group takes its place.',
    },
    "rollout-opportunistic": {
      message: "`{address}` points to a new version and rolls it out only when something else makes an instance",
      remedy: 'Set `update_policy { type = "PROACTIVE" }`, so that the group rolls its instances to the new template.',
    },
    "rollout-manual": {
      level: "info",
      message: "`{address}` upgrades by hand; the provider reimages its instances all the same, unless its `features` say no",
      remedy: 'Set `upgrade_mode = "Rolling"` with a health probe, so that Azure rolls batch by batch and stops at the first sick one.',
    },
    "rollout-on-delete": {
      message: "`{address}` gets a new pod template and `OnDelete` leaves the pods that run as they are",
      remedy: "Use the `RollingUpdate` strategy, so that the controller replaces the pods.",
    },
    "publish-missing": {
      message: "`{address}` gets new code under `$LATEST`, and no version is left to go back to",
      remedy: "Set `publish = true` and let an `aws_lambda_alias` point to the version, so that a roll-out can be gradual and taken back.",
    },
    "rollout-unknown": {
      message: "`{address}` points to a new version, and whether something rolls it out rests on `{setting}`, which is not known here",
      remedy: "Write `{setting}` down with a literal value, or hand in a plan together with the code.",
    },
  },
  *judge(change) {
    if (change.verdict === "undecided") return;
    for (const note of change.notes) {
      if (!codes.has(note.code)) continue;
      const evidence = { setting: note.subject ?? "" };
      yield { reason: note.code, place: change.place, address: change.address, attribute: note.path, evidence };
    }
  },
};
