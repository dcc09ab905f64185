/** A comment that was meant for a waiver and is none. */
import type { ConfigurationRule } from "../../rule.ts";

const start = "The waiver in line {line} of {file} lets nothing through";
const form =
  "Write `bakegate:allow RULE until YYYY-MM-DD because …`; for a credential `bakegate:allow RULE FINGERPRINT until YYYY-MM-DD because …`.";

export const waiverUnreadable: ConfigurationRule = {
  id: "review/waiver-unreadable",
  on: "configuration",
  level: "warn",
  page: {
    title: "Waivers in comments are written as they are read",
    why: "A comment on the line of a finding, or on the line above it, can let it through until a day, with a reason: in `#`, `//`, `/* */` and `<!-- -->`. For a credential the fingerprint that the finding shows stands behind the rule, so that no other credential passes with it. It counts from the day on which it stands on the base branch, at the same block and argument: what a change brings along does not let the change through. A comment that is not written that way lets nothing through, and is told so that nobody relies on it. A scan has no base; there the files are taken as they stand.",
    bad: `resource "aws_instance" "vpn" {
  # bakegate:allow immutable/in-place-update: appliance, OPS-12
  instance_type = "t3.large"
}`,
    good: `resource "aws_instance" "vpn" {
  # bakegate:allow immutable/in-place-update until 2027-01-31 because it is an appliance without an image, OPS-12
  instance_type = "t3.large"
}`,
  },
  reasons: {
    "no-rule": { message: `${start}: it names no rule`, remedy: form },
    "misspelt-rule": { message: `${start}: there is no rule {written}, but {meant}`, remedy: form },
    "unknown-rule": { message: `${start}: there is no rule {written}; \`bakegate policy list\` names them all`, remedy: form },
    "never-passes": {
      message: `${start}: {written} says that something could not be evaluated, and that never passes`,
      remedy: "Take it out, and mend what could not be evaluated.",
    },
    "no-fingerprint": {
      message: `${start}: behind {written} the finding's fingerprint is missing, so that no other credential passes with it`,
      remedy: form,
    },
    "no-day": { message: `${start}: behind the rule it lacks \`until\` and the last day on which it holds`, remedy: form },
    "wrong-day": { message: `${start}: {written} is no day of the calendar`, remedy: form },
    "no-reason": { message: `${start}: behind the day it lacks \`because\` and a reason`, remedy: form },
    "too-many": {
      message: `${start}, nor do those below it: there are too many in the file`,
      remedy: "Exempt the rule in `.github/bakegate.yml`.",
    },
  },
  *judge(side) {
    for (const { place, reason, written, meant } of side.waiverFaults)
      yield { reason, place, address: null, attribute: null, evidence: { written, ...(meant === null ? {} : { meant }) } };
  },
};
