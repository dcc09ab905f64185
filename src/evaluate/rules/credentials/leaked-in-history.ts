/** A credential that one commit of the change added and a later one removed. */
import type { Observation } from "../../../model/finding.ts";
import type { FingerprintedSighting } from "../../../model/sighting.ts";
import type { TransitionRule } from "../../rule.ts";

export const leakedInHistory: TransitionRule = {
  id: "credentials/leaked-in-history",
  on: "transition",
  level: "block",
  page: {
    title: "A commit of the change held a credential",
    why: "Git keeps what a commit holds, and whoever fetched the branch has it: taking a credential out again with a further commit does not take it back. Bakegate reads what every commit of the change brought, those of merged side branches as well, and tells of what neither the base nor the head holds. A branch that was rewritten and pushed over is not looked at: its old commits belong to no pull request any more, though GitHub still hands them out by their ids. So the credential has to be rotated in any case; rewriting the branch only keeps it out of the base branch's own history.",
    bad: `$ git log --oneline main..
4b825dc Read the password from the secret store
9fceb02 Add the database # password = "n0t-a-placeholder"`,
    good: `$ git log --oneline main..
7c3e1aa Add the database # manage_master_user_password = true`,
    language: "shell",
  },
  reasons: {
    leaked: {
      message:
        "The commit {commit} held a credential ({what}, {length} characters, fingerprint {fingerprint}) in line {line} of {file}, and a later one took it out",
      remedy:
        "Rotate it: whoever fetched the branch has it. Then take the commit out of the branch (`git rebase -i`) and push again, so that it does not come into the base branch's history.",
    },
  },
  *judge(_base, _head, subject) {
    for (const sighting of subject.leaked) yield observationOf(sighting);
  },
};

function observationOf(sighting: FingerprintedSighting): Observation {
  const { place, what, secret, fingerprint, identity, way } = sighting;
  return {
    reason: "leaked",
    place,
    // The resource is one of that commit, and the head may have another of its name.
    address: null,
    attribute: null,
    evidence: {
      what,
      length: secret.length,
      fingerprint,
      commit: place.commit?.slice(0, 10) ?? "",
      way: way.length > 0 ? [`${place.file}:${place.line}`, ...way] : [],
    },
    identity,
    fingerprint,
  };
}
