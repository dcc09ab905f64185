/** immutable/floating-template: versions that move without a plan. */
import { expect, test } from "@jest/globals";
import { floatingTemplate } from "../../../src/evaluate/rules/immutable/floating-template.ts";
import { introduced, storyFiles, told } from "../side-of.ts";

test("the bad story is introduced, the good one is quiet", () => {
  const id = "immutable/floating-template";
  expect(introduced(floatingTemplate, storyFiles(id, "bad", "base"), storyFiles(id, "bad", "head"))).toEqual([
    "floating main.tf:16 aws_autoscaling_group.web launch_template[0].version",
  ]);
  expect(told(floatingTemplate, storyFiles(id, "good", "base"))).toEqual([]);
  expect(told(floatingTemplate, storyFiles(id, "good", "head"))).toEqual([]);
});

function group(body: string, type = "aws_autoscaling_group"): Record<string, string> {
  return { "main.tf": `variable "v" {\n  default = "$Default"\n}\nresource "${type}" "g" {\n${body}\n}\n` };
}

test.each([
  [
    "aws_autoscaling_group",
    'launch_template {\nid = "lt-1"\nversion = "$Latest"\n}',
    "floating main.tf:7 aws_autoscaling_group.g launch_template[0].version",
  ],
  [
    "aws_autoscaling_group",
    'launch_template {\nid = "lt-1"\nversion = var.v\n}',
    "floating main.tf:7 aws_autoscaling_group.g launch_template[0].version",
  ],
  ["aws_autoscaling_group", 'launch_template {\nid = "lt-1"\n}', "absent main.tf:5 aws_autoscaling_group.g launch_template[0].version"],
  [
    "aws_autoscaling_group",
    'mixed_instances_policy {\nlaunch_template {\nlaunch_template_specification {\nlaunch_template_id = "lt-1"\nversion = "$Latest"\n}\n}\n}',
    "floating main.tf:9 aws_autoscaling_group.g mixed_instances_policy[0].launch_template[0].launch_template_specification[0].version",
  ],
  [
    "aws_instance",
    'launch_template {\nname = "web"\nversion = "$Default"\n}',
    "floating main.tf:7 aws_instance.g launch_template[0].version",
  ],
  [
    "aws_eks_node_group",
    'launch_template {\nid = "lt-1"\nversion = "$Latest"\n}',
    "floating main.tf:7 aws_eks_node_group.g launch_template[0].version",
  ],
  [
    "aws_ec2_fleet",
    'launch_template_config {\nlaunch_template_specification {\nlaunch_template_id = "lt-1"\nversion = "$Latest"\n}\n}',
    "floating main.tf:8 aws_ec2_fleet.g launch_template_config[0].launch_template_specification[0].version",
  ],
  [
    "aws_spot_fleet_request",
    'launch_template_config {\nlaunch_template_specification {\nid = "lt-1"\nversion = "$Latest"\n}\n}',
    "floating main.tf:8 aws_spot_fleet_request.g launch_template_config[0].launch_template_specification[0].version",
  ],
])("%s: %s", (type, body, expected) => {
  expect(told(floatingTemplate, group(body, type))).toEqual([expected]);
});

test.each([
  ["aws_autoscaling_group", 'launch_template {\nid = "lt-1"\nversion = aws_launch_template.web.latest_version\n}'],
  ["aws_autoscaling_group", 'launch_template {\nid = "lt-1"\nversion = aws_launch_template.web.default_version\n}'],
  ["aws_autoscaling_group", 'launch_template {\nid = "lt-1"\nversion = "7"\n}'],
  ["aws_autoscaling_group", 'launch_template {\nid = "lt-1"\nversion = 7\n}'],
  ["aws_autoscaling_group", "launch_configuration = aws_launch_configuration.web.name"],
  ["aws_eks_node_group", 'launch_template {\nid = "lt-1"\nversion = 3\n}'],
  ["aws_launch_template", 'name = "$Latest"'],
])("%s is pinned by %s", (type, body) => {
  expect(told(floatingTemplate, group(body, type))).toEqual([]);
});
