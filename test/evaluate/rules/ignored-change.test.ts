/** immutable/ignored-change: which attributes may be ignored, and which may not. */
import { expect, test } from "@jest/globals";
import { ignoredChange } from "../../../src/evaluate/rules/immutable/ignored-change.ts";
import { introduced, observations, storyFiles, told } from "../side-of.ts";

function ignoring(type: string, ignored: string, more = ""): Record<string, string> {
  return { "main.tf": `resource "${type}" "x" {\n${more}\n  lifecycle {\n    ignore_changes = ${ignored}\n  }\n}\n` };
}

test("the bad story is introduced, the good one is quiet", () => {
  const id = "immutable/ignored-change";
  expect(introduced(ignoredChange, storyFiles(id, "bad", "base"), storyFiles(id, "bad", "head"))).toEqual([
    "defining-attribute main.tf:8 aws_instance.web ami",
  ]);
  expect(told(ignoredChange, storyFiles(id, "bad", "base"))).toEqual([]);
  expect(told(ignoredChange, storyFiles(id, "good", "head"))).toEqual([]);
});

test.each([
  ["aws_instance", "[ami]", "ami"],
  ["aws_instance", '["ami"]', "ami"],
  ["aws_instance", "[user_data]", "user_data"],
  ["aws_instance", "[user_data_base64]", "user_data_base64"],
  ["aws_instance", "[launch_template]", "launch_template"],
  ["aws_instance", "[launch_template[0].version]", "launch_template[0].version"],
  ["aws_launch_template", "[image_id]", "image_id"],
  ["aws_launch_template", "[user_data]", "user_data"],
  ["aws_autoscaling_group", "[launch_template]", "launch_template"],
  ["aws_autoscaling_group", "[launch_template[0].version]", "launch_template[0].version"],
  ["aws_ecs_task_definition", "[container_definitions]", "container_definitions"],
  ["aws_lambda_function", "[image_uri]", "image_uri"],
  ["google_compute_instance", "[boot_disk]", "boot_disk"],
  ["google_compute_instance", "[boot_disk[0].initialize_params[0].image]", "boot_disk[0].initialize_params[0].image"],
  ["google_compute_instance", "[metadata_startup_script]", "metadata_startup_script"],
  ["google_compute_instance", '[metadata["startup-script"]]', "metadata.startup-script"],
  ["google_compute_instance_group_manager", "[version]", "version"],
  ["google_cloud_run_service", "[template[0].spec[0].containers[0].image]", "template[0].spec[0].containers[0].image"],
  ["azurerm_linux_virtual_machine", "[source_image_reference]", "source_image_reference"],
  ["azurerm_linux_virtual_machine", "[custom_data]", "custom_data"],
  ["azurerm_linux_virtual_machine_scale_set", "[source_image_id]", "source_image_id"],
  ["kubernetes_deployment", "[spec[0].template[0].spec[0].container[0].image]", "spec[0].template[0].spec[0].container[0].image"],
])("%s ignores %s", (type, ignored, path) => {
  expect(told(ignoredChange, ignoring(type, ignored))).toEqual([`defining-attribute main.tf:4 ${type}.x ${path}`]);
});

test.each([
  ["aws_autoscaling_group", "[desired_capacity]"],
  ["aws_autoscaling_group", "[desired_capacity, min_size, max_size, target_group_arns]"],
  ["aws_ecs_service", "[desired_count]"],
  ["aws_instance", "[tags]"],
  ["aws_instance", '[tags["LastScanned"]]'],
  ["aws_instance", "[]"],
  ["kubernetes_deployment", "[spec[0].replicas]"],
  ["kubernetes_deployment", '[metadata[0].annotations["x"]]'],
  ["google_container_node_pool", "[node_count, initial_node_count]"],
  ["aws_db_instance", "[password]"],
  ["google_compute_instance", '[metadata["ssh-keys"]]'],
])("%s may ignore %s", (type, ignored) => {
  expect(told(ignoredChange, ignoring(type, ignored))).toEqual([]);
});

test.each(["all", '"all"', '["*"]'])("everything, written %s", (ignored) => {
  expect(told(ignoredChange, ignoring("aws_instance", ignored))).toEqual(["everything main.tf:4 aws_instance.x all"]);
});

test("an ECS service's task definition belongs to CodeDeploy or to an external controller, to nobody else", () => {
  expect(told(ignoredChange, ignoring("aws_ecs_service", "[task_definition]"))).toEqual([
    "task-definition main.tf:4 aws_ecs_service.x task_definition",
  ]);
  for (const type of ["CODE_DEPLOY", "EXTERNAL"]) {
    expect(
      told(
        ignoredChange,
        ignoring("aws_ecs_service", "[task_definition, desired_count]", `deployment_controller {\n    type = "${type}"\n  }`),
      ),
    ).toEqual([]);
  }
});

test("each attribute is a finding of its own on its own line", () => {
  const files = ignoring("aws_instance", "[\n      tags,\n      ami,\n      user_data,\n    ]");
  expect(observations(ignoredChange, files).map((each) => [each.place?.line, each.evidence.ignored])).toEqual([
    [6, "ami"],
    [7, "user_data"],
  ]);
});
