/** Builds reviews by hand for the tests of the renderers. */
import type { Finding, Sentence } from "../../src/model/finding.ts";
import type { AttributeChange, Cause, JudgedChange } from "../../src/model/resource-change.ts";
import type { ProjectReview, Review, Subject } from "../../src/model/review.ts";

export function sentence(template: string, values: Sentence["values"] = {}): Sentence {
  return { template, values };
}

export function attribute(
  path: string,
  before: AttributeChange["before"],
  after: AttributeChange["after"],
  more: Partial<AttributeChange> = {},
): AttributeChange {
  return { path, before, after, sensitive: false, unknown: false, forcesReplacement: false, ...more };
}

export function cause(kind: Cause["kind"], path: string | null = null, via: string | null = null): Cause {
  return { kind, path, via };
}

export function change(address: string, action: JudgedChange["action"], more: Partial<JudgedChange> = {}): JudgedChange {
  const local = address.replace(/\[[^\]]*\]/g, "").split(".");
  return {
    address,
    type: local.at(-2) ?? "aws_instance",
    name: local.at(-1) ?? "x",
    mode: "managed",
    provider: "registry.terraform.io/hashicorp/aws",
    action,
    order: null,
    deposed: null,
    because: [],
    attributes: [],
    previousAddress: null,
    importId: null,
    reason: null,
    possible: [],
    doubts: [],
    place: null,
    verdict: null,
    judgements: [],
    notes: [],
    ...more,
  };
}

export function project(dir: string, changes: readonly JudgedChange[], more: Partial<ProjectReview> = {}): ProjectReview {
  const summary = { create: 0, update: 0, replace: 0, delete: 0, move: 0, import: 0, forget: 0, read: 0, "no-op": 0, undecided: 0 };
  for (const each of changes) summary[each.action] += 1;
  return { dir, workspace: "default", origin: "predicted", summary, changes, drift: [], ...more };
}

let serial = 0;

export function finding(rule: string, level: Finding["level"], message: Sentence, remedy: Sentence, more: Partial<Finding> = {}): Finding {
  serial += 1;
  return {
    rule,
    reason: "reason",
    level,
    message,
    remedy,
    place: null,
    address: null,
    attribute: null,
    project: null,
    introduced: true,
    fingerprint: serial.toString(16).padStart(12, "0"),
    exemption: null,
    ...more,
  };
}

export const HEAD = "3f2a1c9d0e5b4a6978877665544332211000ffee";
export const BASE = "9c1d2e3f4a5b6c7d8e9f00112233445566778899";

export const subject: Subject = {
  repository: "acme/webserver",
  base: BASE,
  head: HEAD,
  pullRequest: 12,
  blobUrl: `https://github.com/acme/webserver/blob/${HEAD}/`,
  baseName: "main",
  headName: "feature/resize",
};

export function review(verdict: Review["verdict"], more: Partial<Review> = {}): Review {
  return {
    kind: "review",
    mode: "enforce",
    subject,
    verdict,
    policyDigest: "5e6f7a8b9c0d1e2f3a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9012",
    plans: [],
    projects: [],
    findings: [],
    unread: [],
    stats: { filesRead: 12, durationMs: 412 },
    ...more,
  };
}
