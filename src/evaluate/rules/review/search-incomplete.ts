/** Rule: everything that the change brings was searched for credentials. */
import type { EvidenceRule } from "../../rule.ts";

const smaller = "Split the change, or squash its commits and push again; a clone takes more than GitHub's API hands out: bakegate review.";

export const searchIncomplete: EvidenceRule = {
  on: "evidence",
  id: "review/search-incomplete",
  level: "block",
  page: {
    title: "Everything was searched for credentials",
    why: "Bakegate reads every changed file and what each commit of a change brought, and has bounds so that nobody can keep it busy for ever. What lies beyond them may hold anything. It is said how much was left out, and it blocks, since what was not looked at does not pass; a policy may set the level where long branches are the custom.",
    bad: "$ git rev-list --count main..work\n20000",
    good: "$ git merge --squash work && git commit # one commit, of which everything stands in the head",
    language: "shell",
  },
  reasons: {
    "too-many-commits": {
      message: "The change has {count} commits, and what {most} of them brought was searched for credentials",
      remedy: smaller,
    },
    "too-many-files": {
      message: "The commits of the change brought {count} files that are gone again, of which {most} were searched for credentials",
      remedy: smaller,
    },
    "too-much-text": {
      message:
        "What the commits of the change brought and took away again is more than {most} MB; the rest was not searched for credentials",
      remedy: smaller,
    },
    "too-many-credentials": {
      message: "The commits of the change held {count} credentials that are gone again, of which {most} are told",
      remedy: "Rotate them all, and take the commits out of the branch.",
    },
    shallow: {
      message:
        "The clone does not hold what came before the commit {commit}, so the commits of the change were not all searched for credentials",
      remedy: "Fetch the history: `git fetch --unshallow` (in GitHub Actions: `actions/checkout` with `fetch-depth: 0`).",
    },
    missing: {
      message:
        "Not all files that the commits of the change brought are to be had ({path} in the commit {commit} is the first), so they were not searched for credentials",
      remedy: "Fetch all objects (`git fetch --refetch`), and review again.",
    },
    "in-part": {
      message: "`{file}` was searched for credentials only in part: {detail}",
      remedy: "Split the file, or leave it out of the repository.",
    },
    "too-large": {
      message: "`{file}` is larger than 16 MB, so it was not searched for credentials",
      remedy: "Split the file, or keep it outside the repository (a release asset, object storage, Git LFS).",
    },
    "illegible-path": {
      message: "`{file}` has a name that is not UTF-8, so it was not searched for credentials",
      remedy: "Rename the file.",
    },
    "not-found": {
      message: "`{file}` could not be opened, so it was not searched for credentials",
      remedy: "Let the file be read (its permissions, or `git fetch --refetch` where a clone lacks it), and review again.",
    },
    pattern: {
      message: "The pattern {pattern} took too long on {file}, so the file was not searched for it",
      remedy: "Make the pattern more exact (begin it with text that stands for itself), or leave the file out of the repository.",
    },
  },
};
