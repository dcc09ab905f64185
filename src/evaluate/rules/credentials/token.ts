/** A vendor's token, wherever it stands. */
import { credentialObservations } from "../../credential-observation.ts";
import type { ConfigurationRule } from "../../rule.ts";

/** As the sighting calls it. */
const urlPassword = "password in a URL";

export const token: ConfigurationRule = {
  id: "credentials/token",
  on: "configuration",
  level: "block",
  page: {
    title: "A vendor's token stands in a file",
    why: "Tokens of AWS, GitHub, Slack, npm and others have a shape of their own, so they are found in any text file of the change: scripts, documents, configuration. Robots look for the same shapes within minutes of a push. A password in the user part of a URL counts as well; one that a template or the shell puts in does not, nor does what a vendor prints in its documentation.",
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
    url: {
      message: "A password stands in a URL in {file} ({length} characters, fingerprint {fingerprint})",
      remedy:
        "Change the password now, then put it in where the URL is used, from the environment or a secret store. Removing the line is not enough: it stays in the history.",
    },
  },
  judge: (side) => credentialObservations(side, "token", (sighting) => (sighting.what === urlPassword ? "url" : "token")),
};
