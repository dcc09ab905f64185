/** A credential that a real plan shows. */
import type { ProjectRule } from "../../rule.ts";

export const inPlan: ProjectRule = {
  id: "credentials/in-plan",
  on: "project",
  level: "block",
  page: {
    title: "A credential stands in the plan in clear",
    why: "A plan is an artifact: it is uploaded, kept, printed in build logs and pasted into comments, and what stands in its values goes into the state as well. Bakegate looks at every value that the plan would create or change, into user data and documents too, for tokens, private keys, passwords in URLs and assignments; and at the constants of the plan's configuration in arguments that hold credentials, which a provider's own marks hide from the values but not from the file. What merely stands in such an argument, because the pipeline handed it in, is not reported, only never shown. What the code says is reported at the code.",
    bad: `resource "aws_instance" "web" {
  user_data = "#!/bin/sh\\nexport DB_PASSWORD=\${var.db_password}\\n"
}`,
    good: `resource "aws_instance" "web" {
  iam_instance_profile = aws_iam_instance_profile.web.name
  user_data            = "#!/bin/sh\\nexport DB_PASSWORD=$(aws ssm get-parameter --with-decryption --name /app/db --query Parameter.Value --output text)\\n"
}`,
  },
  reasons: {
    value: {
      message:
        "The plan shows a credential ({what}) in `{attribute}` of `{address}` ({length} characters, fingerprint {fingerprint}): it goes into the state and into every copy of the plan",
      remedy:
        "Rotate it, then let the resource read it from a secret store when it runs, or hand it in by a write-only argument from an `ephemeral` value; `sensitive` hides it in what is printed, not in the state.",
    },
    constant: {
      message:
        "The configuration in the plan has the {what} of `{address}` as a constant ({length} characters, fingerprint {fingerprint}), so it stands in the code that was planned",
      remedy:
        "Rotate it, then hand it in from outside: a variable without a default, `ephemeral` where it is not kept, or a secret store that is read at apply.",
    },
  },
  *judge(project) {
    for (const { from, what, place, address, attribute, secret, identity, fingerprint } of project.credentials ?? []) {
      yield {
        reason: from,
        place,
        address,
        attribute,
        evidence: { what, length: secret.length, fingerprint },
        identity,
        fingerprint,
      };
    }
  },
};
