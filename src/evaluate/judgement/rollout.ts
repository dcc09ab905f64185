/** Whether something rolls new units when the pointer of a controller changes in place. */
import type { JudgementNote, ResourceChange } from "../../model/resource-change.ts";
import { type IndexedContext, note } from "./context.ts";
import { type Setting, settingOf, textOf } from "./setting.ts";

/** What a controller needs for the roll-out, and what is noted where it lacks. */
interface RollOut {
  readonly setting: string;
  /** Null: it rolls. Otherwise the note's code. */
  lacking(setting: Setting): string | null;
}

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/autoscaling_group#instance_refresh */
const instanceRefresh: RollOut = {
  setting: "instance_refresh",
  lacking: (setting) => (setting.kind === "set" ? null : "rollout-missing"),
};

/** Without `publish` the code of `$LATEST` is overwritten, and no version is left to go back to. */
const published: RollOut = {
  setting: "publish",
  lacking: (setting) => (setting.kind === "set" && (setting.value === true || setting.value === "true") ? null : "publish-missing"),
};

/** The API's default is OPPORTUNISTIC: https://cloud.google.com/compute/docs/reference/rest/v1/instanceGroupManagers */
const proactive: RollOut = {
  setting: "update_policy.type",
  lacking: (setting) => (textOf(setting) === "PROACTIVE" ? null : "rollout-opportunistic"),
};

/** The provider reimages instances itself under `Manual`, unless `features.virtual_machine_scale_set` says no. */
function upgradeMode(setting: string): RollOut {
  return {
    setting,
    lacking: (value) => {
      const mode = textOf(value);
      return mode === "Rolling" || mode === "Automatic" ? null : "rollout-manual";
    },
  };
}

/** Kubernetes rolls by default; under `OnDelete` a pod changes only when somebody deletes it. */
function unlessOnDelete(setting: string): RollOut {
  return { setting, lacking: (value) => (textOf(value) === "OnDelete" ? "rollout-on-delete" : null) };
}

const rollOuts: ReadonlyMap<string, RollOut> = new Map([
  ["aws_autoscaling_group", instanceRefresh],
  ["aws_lambda_function", published],
  ["google_compute_instance_group_manager", proactive],
  ["google_compute_region_instance_group_manager", proactive],
  ["azurerm_linux_virtual_machine_scale_set", upgradeMode("upgrade_mode")],
  ["azurerm_windows_virtual_machine_scale_set", upgradeMode("upgrade_mode")],
  ["azurerm_orchestrated_virtual_machine_scale_set", upgradeMode("upgrade_mode")],
  ["azurerm_virtual_machine_scale_set", upgradeMode("upgrade_policy_mode")],
  ["kubernetes_daemonset", unlessOnDelete("spec.strategy.type")],
  ["kubernetes_daemon_set_v1", unlessOnDelete("spec.strategy.type")],
  ["kubernetes_stateful_set", unlessOnDelete("spec.update_strategy.type")],
  ["kubernetes_stateful_set_v1", unlessOnDelete("spec.update_strategy.type")],
]);

/** The note on a pointer that changes in place at `path`; null: its controller rolls new units by itself, or is made to. */
export function rollOutNote(change: ResourceChange, path: string, context: IndexedContext): JudgementNote | null {
  const rollOut = rollOuts.get(change.type);
  if (rollOut === undefined) return null;
  const setting = settingOf(change, rollOut.setting, context);
  if (setting.kind === "unknown") return note("rollout-unknown", path, rollOut.setting);
  const code = rollOut.lacking(setting);
  return code === null ? null : note(code, path, rollOut.setting);
}
