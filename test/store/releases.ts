/** Releases to tell stories with. */
import { type Release, releaseId } from "../../src/model/release.ts";

export const repository = { owner: "acme", name: "infrastructure" } as const;

/** Which release of the story, and where it differs; the higher the number the later it began. */
export function release(index: number, changed: Partial<Release> = {}): Release {
  const merge = index.toString(16).padStart(40, "0");
  const at = new Date(Date.UTC(2025, 0, 1) + index * 1_000).toISOString();
  return {
    id: releaseId(repository, merge),
    installation: 7,
    repository,
    branch: "main",
    merge,
    base: null,
    pullRequest: 12,
    state: { kind: "evaluating" },
    evidence: null,
    inputs: null,
    pending: ["evaluate"],
    createdAt: at,
    updatedAt: at,
    ...changed,
  };
}

/** With everything that a release can know. */
export function fullRelease(index: number): Release {
  const merge = index.toString(16).padStart(40, "0");
  const side = (digit: string) => digit.repeat(40);
  return release(index, {
    base: side("a"),
    pending: [],
    state: {
      kind: "completed",
      run: {
        id: 9_007_199_254_740_991,
        url: "https://github.com/acme/infrastructure/actions/runs/1",
        status: "completed",
        conclusion: "success",
      },
    },
    evidence: {
      verdict: "warn",
      mode: "enforce",
      base: side("a"),
      head: merge,
      baseTree: side("b"),
      headTree: side("c"),
      policy: "d".repeat(64),
      plans: [{ project: "terraform/dev", digest: "e".repeat(64), terraform: null }],
    },
    inputs: { workflow: "bake-and-deploy.yml", images: ["webserver"], projects: ["terraform/dev", "terraform/prod"] },
  });
}
