/** A vendor's token, wherever it stands. */
import { credentialObservations } from "../../credential-observation.ts";
import type { ConfigurationRule } from "../../rule.ts";

export const token: ConfigurationRule = {
  id: "credentials/token",
  on: "configuration",
  level: "block",
  page: {
    title: "A vendor's token stands in a file",
    why: "Tokens of AWS, GitHub, Slack, npm and others have a shape of their own, so they are found in any text file of the change: scripts, documents, configuration. Robots look for the same shapes within minutes of a push. What a vendor prints in its documentation does not count.",
    bad: `# scripts/release.sh
export GITHUB_TOKEN=ghp_0123456789…`,
    good: `# scripts/release.sh
: "\${GITHUB_TOKEN:?is set by the pipeline}"`,
    language: "shell",
  },
  reasons: {
    token: {
      message: "A vendor's credential stands in {file} ({what}, {length} characters, fingerprint {fingerprint})",
      remedy:
        "Revoke it at its issuer now, then read it from the environment or a secret store. Removing the line is not enough: it stays in the history.",
    },
  },
  judge: (side) => credentialObservations(side, "token", () => "token"),
};
