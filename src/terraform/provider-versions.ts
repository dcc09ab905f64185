/** Which version of a provider a project runs: what the lock file says, else what the root module requires. */
import type { ParsedFile } from "../model/syntax.ts";
import { attributeNamed, literalString } from "../model/syntax-query.ts";
import type { TerraformModule } from "../model/terraform-module.ts";

/**
 * A version (`6.20.0`) or constraint (`~> 6.0`) for a resource type's provider, by the part of the type before the first `_`; null: not known.
 * @param lock the `.terraform.lock.hcl` beside the root module.
 */
export function providerVersions(root: TerraformModule | undefined, lock: ParsedFile | undefined): (type: string) => string | null {
  const locked = lockedVersions(lock);
  return (type) => {
    const name = type.slice(0, Math.max(0, type.indexOf("_")));
    const required = root?.requiredProviders.get(name);
    const source = required?.source ?? `hashicorp/${name}`;
    return locked.get(source.split("/").slice(-2).join("/")) ?? required?.version ?? null;
  };
}

/** Versions by `namespace/type`. */
function lockedVersions(lock: ParsedFile | undefined): ReadonlyMap<string, string> {
  const versions = new Map<string, string>();
  for (const block of lock?.body.blocks ?? []) {
    const version = literalString(attributeNamed(block.body, "version")?.expression);
    const source = block.labels[0];
    if (block.type === "provider" && source !== undefined && version !== undefined)
      versions.set(source.split("/").slice(-2).join("/"), version);
  }
  return versions;
}
