/** Rule: an exemption that has expired is named where it would have held. */
import type { EvidenceRule } from "../../rule.ts";

export const exemptionExpired: EvidenceRule = {
  on: "evidence",
  id: "review/exemption-expired",
  level: "info",
  page: {
    title: "Exemptions end",
    why: "An exemption holds through the last day that it names, in UTC. After that the finding counts again; this note says so, in order that nobody looks for what changed in the code.",
    bad: "exemptions:\n  - id: legacy-vpn\n    rule: immutable/in-place-update\n    resource: aws_instance.vpn\n    reason: appliance without an image pipeline, OPS-12\n    expires: 2025-01-31 # over",
    good: "exemptions:\n  - id: legacy-vpn\n    rule: immutable/in-place-update\n    resource: aws_instance.vpn\n    reason: appliance without an image pipeline, OPS-12\n    expires: 2027-01-31",
    language: "yaml",
  },
  reasons: {
    expired: {
      message: "The exemption {id} for {rules} held until {expires} and holds no more",
      remedy: "Mend what it stood for, or have it extended on the base branch by somebody who may.",
    },
  },
};
