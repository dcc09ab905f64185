/** Rule: what serves is replaced without a gap where that is possible. */
import type { ChangeRule } from "../../rule.ts";

const createFirst = "Add `lifecycle { create_before_destroy = true }`, so that the new one serves before the old one goes.";

export const destroyFirst: ChangeRule = {
  on: "change",
  id: "immutable/destroy-first",
  level: "warn",
  page: {
    title: "The new one serves before the old one goes",
    why:
      "Terraform destroys first and creates afterwards unless it is told otherwise. For something that serves, traffic stops in between, and where the creation fails there is nothing to go back " +
      "to. With `create_before_destroy` the old one goes only once the new one is there.",
    bad: 'resource "aws_instance" "web" {\n  ami           = var.ami # a new image: the old server goes first\n  instance_type = "t3.micro"\n}',
    good: 'resource "aws_instance" "web" {\n  ami           = var.ami\n  instance_type = "t3.micro"\n\n  lifecycle {\n    create_before_destroy = true\n  }\n}',
  },
  reasons: {
    "destroy-first": {
      message: "`{address}` would be destroyed before its successor is there: traffic stops in between",
      remedy: createFirst,
      remedies: {
        aws_security_group:
          "Add `lifecycle { create_before_destroy = true }` and use `name_prefix` in place of `name`, since two groups of one name cannot stand side by side.",
        aws_lb_target_group:
          "Add `lifecycle { create_before_destroy = true }` and use `name_prefix` in place of `name`, since two target groups of one name cannot stand side by side.",
        aws_alb_target_group:
          "Add `lifecycle { create_before_destroy = true }` and use `name_prefix` in place of `name`, since two target groups of one name cannot stand side by side.",
        aws_lb:
          "Add `lifecycle { create_before_destroy = true }` and use `name_prefix` in place of `name`, since two load balancers of one name cannot stand side by side.",
        aws_alb:
          "Add `lifecycle { create_before_destroy = true }` and use `name_prefix` in place of `name`, since two load balancers of one name cannot stand side by side.",
        aws_autoscaling_group:
          "Add `lifecycle { create_before_destroy = true }` and use `name_prefix` in place of `name`, and `min_elb_capacity` so that the new group is healthy before the old one goes.",
        aws_instance:
          "Add `lifecycle { create_before_destroy = true }`, so that the new server runs before the old one goes; better, let an autoscaling group with `instance_refresh` roll it.",
      },
    },
  },
  *judge(change) {
    if (!change.notes.some((note) => note.code === "destroy-first")) return;
    const causes = [...new Set(change.because.flatMap((cause) => (cause.path === null ? [] : [cause.path])))];
    yield { reason: "destroy-first", place: change.place, address: change.address, attribute: causes[0] ?? null, evidence: { causes } };
  },
};
