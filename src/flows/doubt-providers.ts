/** A provider that is configured otherwise looks at other accounts or regions: what seems unchanged may not even be there. */
import type { Action, Doubt, ResourceChange } from "../model/resource-change.ts";
import type { ConfiguredProviders } from "../terraform/configured-providers.ts";
import type { InstanceProviders } from "./instance-providers.ts";

/** What is added to every resource of the provider; a change of it is an update in place of its tags or labels. */
const addedToAll: ReadonlyMap<string, string> = new Map([
  ["default_tags", "tags_all"],
  ["default_labels", "effective_labels"],
]);

/** The changes with those in doubt that rest on a provider block that changed. Credentials alone change nothing that is deployed. */
export function doubtProviders(
  changes: readonly ResourceChange[],
  base: ConfiguredProviders,
  head: ConfiguredProviders,
  instances: Pick<InstanceProviders, "hasTold" | "isOther">,
): readonly ResourceChange[] {
  const differing = differences(base, head);
  return changes.map((change) => {
    if (change.mode === "data" || (change.action !== "no-op" && change.action !== "move")) return change;
    if (instances.isOther(change.address)) return doubted(change, change.type.split("_", 1)[0] ?? "", new Set(["provider"]));
    const provider = [...differing.keys()].find(
      (name) => belongsTo(change, name) && (name === "*" || isModule(name) || !instances.hasTold(change.address)),
    );
    if (provider === undefined) return change;
    return doubted(change, provider, differing.get(provider) ?? new Set());
  });
}

const credentials = new Set([
  "access_key",
  "secret_key",
  "token",
  "profile",
  "shared_credentials_files",
  "client_secret",
  "password",
  "api_key",
  "api_token",
]);

/** Arguments that differ, by the provider's local name; aliases of one provider count together. */
function differences(base: ConfiguredProviders, head: ConfiguredProviders): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const key of new Set([...base.keys(), ...head.keys()])) {
    const [before, after] = [base.get(key), head.get(key)];
    if (isModule(key) && (before === undefined || after === undefined)) continue;
    // An alias that is new or gone configured nothing, or configures nothing any more; the default is there even where no block says so.
    if (!isModule(key) && key.includes(".") && (before === undefined || after === undefined)) continue;
    const provider = isModule(key) ? key : (key.split(".")[0] ?? key);
    for (const name of new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])])) {
      if (credentials.has(name) || before?.get(name) === after?.get(name)) continue;
      found.set(provider, (found.get(provider) ?? new Set()).add(name));
    }
  }
  return found;
}

function isModule(key: string): boolean {
  return key.startsWith("module.");
}

function belongsTo(change: ResourceChange, provider: string): boolean {
  if (provider === "*") return true;
  if (isModule(provider)) return change.address.startsWith(`${provider}.`) || change.address.startsWith(`${provider}[`);
  return change.type.startsWith(`${provider}_`) || change.provider?.endsWith(`/${provider}`) === true;
}

function doubted(change: ResourceChange, provider: string, names: ReadonlySet<string>): ResourceChange {
  const added = [...names].flatMap((name) => addedToAll.get(name) ?? []);
  const onlyAdded = added.length === names.size;
  const possible: readonly Action[] = onlyAdded ? ["no-op", "update"] : ["no-op", "update", "replace", "create"];
  const subject = provider === "*" ? "the backend" : isModule(provider) ? `${provider}.providers` : `provider.${provider}`;
  const doubts: readonly Doubt[] = onlyAdded
    ? added.map((path) => ({ kind: "other-provider", path, subject }))
    : [{ kind: "other-provider", path: null, subject }];
  return { ...change, action: "undecided", possible, doubts };
}
