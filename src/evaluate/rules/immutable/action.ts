/** Rule: a plan does not run imperative actions against servers. */
import type { ActionInvocation } from "../../../model/plan.ts";
import type { ReviewSubject } from "../../../model/subject.ts";
import { typeOf } from "../../address.ts";
import type { ProjectRule } from "../../rule.ts";

export const action: ProjectRule = {
  on: "project",
  id: "immutable/action",
  level: "block",
  page: {
    title: "No imperative actions against servers",
    why:
      "An `action` block does something rather than declaring something: it stops a machine, runs a playbook, sends a command. Its effect stands in no state and in no diff, so what it makes of a " +
      "running server cannot be reviewed, repeated or taken back. Elsewhere (an invalidated cache, a function that is called) it is shown and warned of.",
    bad: 'action "aws_ec2_stop_instance" "web" {\n  config {\n    instance_id = aws_instance.web.id\n  }\n}\n\nresource "aws_instance" "web" {\n  ami           = var.ami\n  instance_type = "t3.micro"\n\n  lifecycle {\n    action_trigger {\n      events  = [after_update]\n      actions = [action.aws_ec2_stop_instance.web]\n    }\n  }\n}',
    good: 'resource "aws_instance" "web" {\n  ami           = var.ami # whatever has to be done stands in the image\n  instance_type = "t3.micro"\n\n  lifecycle {\n    create_before_destroy = true\n  }\n}',
  },
  reasons: {
    "on-server": {
      message: "`{address}` would act on a server that runs, and leave no trace in state or diff",
      remedy: "Take the action out. Do what it does while the image is baked, and roll the new image out.",
    },
    elsewhere: {
      level: "warn",
      message: "`{address}` would be invoked: an effect outside of state and diff",
      remedy: "Make sure that it may run twice, and that somebody knows what it does; a declared resource is better where there is one.",
    },
  },
  *judge(project, subject) {
    if (project.invocations.length === 0) return;
    const byAddress = new Map(project.changes.map((change) => [change.address, change]));
    for (const invocation of project.invocations) {
      const { address, type, triggeredBy } = invocation;
      const trigger = triggeredBy === null ? undefined : byAddress.get(triggeredBy);
      const evidence = { type, trigger: triggeredBy ?? "" };
      const reason = actsOnServer(invocation, subject) ? "on-server" : "elsewhere";
      yield { reason, place: trigger?.place ?? null, address, attribute: null, evidence };
    }
  },
};

/** Action types that reach into machines: power, commands, configuration management. */
const reaching =
  /^(?:aws_ec2_|aws_ssm_|azurerm_virtual_machine|azurerm_linux_virtual_machine|azurerm_windows_virtual_machine|google_compute_instance|ansible_|aap_)/;

function actsOnServer(invocation: ActionInvocation, subject: ReviewSubject): boolean {
  const { triggeredBy } = invocation;
  if (reaching.test(invocation.type)) return true;
  return triggeredBy !== null && subject.workloads.classOf(typeOf(triggeredBy)) === "server";
}
