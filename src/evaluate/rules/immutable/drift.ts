/** Rule: nobody changes a server behind the code's back. */
import type { ProjectRule } from "../../rule.ts";
import { changeText } from "../../value-text.ts";

export const drift: ProjectRule = {
  on: "project",
  id: "immutable/drift",
  level: "warn",
  page: {
    title: "Servers are what the state says",
    why:
      "Terraform compared the state with the world and found a server's image, size, boot script or metadata changed by something that is not this code: a hand in a console, another tool. Such a server " +
      "is no longer what was tested, and the next apply may undo the change or build on it. Computed values, autoscaling and the provider's own spelling drift too; they are folded away.",
    bad: "$ aws ec2 modify-instance-attribute --instance-id i-0a1b2c3d --instance-type t3.large",
    good: '$ git commit -am "Give the web servers more memory" # and let the review see it',
    language: "shell",
  },
  reasons: {
    changed: {
      message: "`{address}` was changed outside of Terraform: {changes}",
      remedy:
        "Find out who did and why. Bring it into the code if it has to stay; roll a new server either way, since nobody knows what else was touched.",
    },
  },
  *judge(project, subject) {
    for (const change of project.drift) {
      if (change.mode !== "managed" || subject.workloads.classOf(change.type) !== "server") continue;
      const drifted = change.attributes.filter((one) => subject.workloads.attributeClass(change.type, one.path) === "defining");
      const [first] = drifted;
      if (change.action === "delete" || first === undefined) continue;
      const evidence = { changes: drifted.map(changeText), attributes: drifted.map((one) => one.path) };
      yield { reason: "changed", place: change.place, address: change.address, attribute: first.path, evidence };
    }
  },
};
