/** Arguments that a judgement rests on although they did not change: whether something rolls out what a pointer points at. */

const byType: ReadonlyMap<string, readonly string[]> = new Map([
  ["aws_autoscaling_group", ["instance_refresh"]],
  ["aws_lambda_function", ["publish"]],
  ["aws_instance", ["private_ip", "network_interface", "primary_network_interface"]],
  ["azurerm_linux_virtual_machine_scale_set", ["upgrade_mode"]],
  ["azurerm_windows_virtual_machine_scale_set", ["upgrade_mode"]],
  ["azurerm_orchestrated_virtual_machine_scale_set", ["upgrade_mode"]],
  ["azurerm_virtual_machine_scale_set", ["upgrade_policy_mode"]],
  ["google_compute_instance_group_manager", ["update_policy.type"]],
  ["google_compute_region_instance_group_manager", ["update_policy.type"]],
  ["kubernetes_daemonset", ["spec.strategy.type"]],
  ["kubernetes_daemon_set_v1", ["spec.strategy.type"]],
  ["kubernetes_stateful_set", ["spec.update_strategy.type"]],
  ["kubernetes_stateful_set_v1", ["spec.update_strategy.type"]],
]);

/**
 * Names of the arguments of a type that a plan's reader keeps in `ResourceChange.settings`, indexes left out
 * (`update_policy.type` is `update_policy[0].type`). Few and small: no list, no document.
 */
export function judgedSettings(type: string): readonly string[] {
  return byType.get(type) ?? [];
}
