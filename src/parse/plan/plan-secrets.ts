/** Notes the sensitive variables and outputs of a plan, which nothing else is kept of. */
import { isObject, type JsonValue, member } from "./json-members.ts";
import type { PlanSecrets } from "./secrets.ts";

/** Values and defaults of the root module's variables that are declared sensitive. Formats before 0.2 mark nothing else. */
export function collectVariables(configuration: JsonValue | undefined, variables: JsonValue | undefined, secrets: PlanSecrets): void {
  const declared = member(member(configuration, "root_module"), "variables");
  if (!isObject(declared)) return;
  for (const [name, declaration] of Object.entries(declared)) {
    if (member(declaration, "sensitive") !== true) continue;
    secrets.collect(member(declaration, "default"), true);
    secrets.collect(member(member(variables, name), "value"), true);
  }
}

/** Both sides of outputs that are sensitive on either. */
export function collectOutputs(outputs: JsonValue | undefined, secrets: PlanSecrets): void {
  if (!isObject(outputs)) return;
  for (const change of Object.values(outputs)) {
    for (const mark of [member(change, "before_sensitive"), member(change, "after_sensitive")]) {
      secrets.collect(member(change, "before"), mark);
      secrets.collect(member(change, "after"), mark);
    }
  }
}
