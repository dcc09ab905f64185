/** What a review, or its failure, means for the check of its head. */
import type { CheckEnd, CheckOutput } from "../github/check-runs.ts";
import { GitHubFailure } from "../github/failure.ts";
import { type CheckConclusion, externalId } from "../model/check-run.ts";
import type { BakegateError } from "../model/failure.ts";
import type { Review } from "../model/review.ts";
import type { ObjectId } from "../model/tree.ts";
import { renderCheck } from "../render/check.ts";
import { failureNote, renderFailedReview } from "../render/failed-review.ts";

/** `pass` and `warn` let the merge through, in advisory mode `block` as well; what could not be evaluated never does. */
export function conclusionOf(review: Pick<Review, "verdict" | "mode">): CheckConclusion {
  switch (review.verdict) {
    case "pass":
    case "warn":
      return "success";
    case "block":
      return review.mode === "advisory" ? "success" : "failure";
    case "error":
      return "failure";
  }
}

export function reviewedCheck(review: Review, pair: { readonly base: ObjectId; readonly head: ObjectId }): CheckEnd {
  return {
    conclusion: conclusionOf(review),
    externalId: externalId({ ...pair, policy: review.policyDigest, ...untilOf(review) }),
    output: renderCheck(review),
  };
}

/** The day after which the review has to be made again, where something was let through. */
function untilOf({ findings }: Review): { readonly until?: string } {
  const [first] = findings.flatMap(({ exemption }) => (exemption === null ? [] : [exemption.expires])).sort();
  return first === undefined ? {} : { until: first };
}

/** The same check, which says that the comment is missing. Its annotations stand already. */
export function withoutComment(end: CheckEnd, error: BakegateError): CheckEnd {
  const summary = `${end.output.summary}\n${failureNote("The comment on the pull request could not be written", error)}\n`;
  return { ...end, output: { ...end.output, summary, annotations: [] } };
}

/** A check for what could not be evaluated: failed, with what to do. One that GitHub itself is the reason for is marked, to be tried again. */
export function failedCheck(error: BakegateError, head: ObjectId): CheckEnd {
  const policy = error instanceof GitHubFailure && error.transient ? "unavailable" : "none";
  return { conclusion: "failure", externalId: externalId({ base: "none", head, policy }), output: failedOutput(error, head) };
}

function failedOutput(error: BakegateError, head: ObjectId): CheckOutput {
  const { title, summary } = renderFailedReview(error, head);
  return { title, summary, text: "", annotations: [] };
}

/** A check of a commit that is no head any more. It says nothing about the commit, so it is no success. */
export function cancelledCheck(head: ObjectId): CheckEnd {
  const output = {
    title: "Superseded by a newer push",
    summary: "The pull request has another head now; the check stands there.",
    text: "",
    annotations: [],
  };
  return { conclusion: "cancelled", externalId: externalId({ base: "none", head, policy: "none" }), output };
}
