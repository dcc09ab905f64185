/** Which provider a resource belongs to. */
import { attributeNamed } from "../model/syntax-query.ts";
import type { ResourceBlock, TerraformModule } from "../model/terraform-module.ts";
import { writtenAddress } from "./address.ts";

/**
 * The provider's source address: what `required_providers` of the module says, else `hashicorp/` and the local name, which is what
 * Terraform takes. The local name is that of the `provider` argument, else the first word of the resource's type.
 */
export function providerOf(resource: ResourceBlock, module: TerraformModule): string {
  const written = attributeNamed(resource.body, "provider")?.expression;
  const local = writtenAddress(written)?.split(".")[0] ?? (resource.type.split("_")[0] || resource.type);
  const required = module.requiredProviders.get(local)?.source ?? null;
  if (required !== null) return required;
  return local === "terraform" ? "terraform.io/builtin/terraform" : `hashicorp/${local}`;
}
