/** What the AWS provider decides by rule; the source files stand beside the paths in conditional.ts. */
import type { Value } from "../model/value.ts";
import { overlaps, versionRange } from "./catalogue-versions.ts";
import { architectureOf } from "./conditional-ec2.ts";
import { setChange } from "./conditional-sets.ts";
import { type ConditionalChange, isBelow, isTrue, number, type Settled, text } from "./conditional-values.ts";
import { isNothing, itemsOf } from "./predict-values.ts";

/**
 * Within one architecture the instance is stopped, changed and started; across, replaced. Until the spring of 2024 (versions 5.42 to 5.44)
 * it was changed in place across architectures too: hashicorp/terraform-provider-aws, pull request 36590.
 */
export function instanceType({ before, after, version }: ConditionalChange): Settled | null {
  const [old, next] = [text(before), text(after)];
  if (old === null || next === null) return null;
  const range = versionRange(version);
  if (version !== null && !overlaps(range, versionRange(">= 5.42.0"))) return "update";
  const [from, to] = [architectureOf(old), architectureOf(next)];
  if (from === null || to === null) return null;
  if (from === to) return "update";
  return version === null || !overlaps(range, versionRange("< 5.45.0")) ? "replace" : null;
}

/** Replaces only where the same block, as planned, says `user_data_replace_on_change = true`; before version 4 it always did. */
export function userData({ after, head, version }: ConditionalChange): Settled | null {
  if (version !== null && !head.has("user_data_replace_on_change") && overlaps(versionRange(version), versionRange("< 4.0.0"))) return null;
  // What is taken away stays with the instance; only its digest is made anew.
  if (isNothing(after)) return "update";
  const asked = isTrue(head.get("user_data_replace_on_change"));
  return asked === null ? null : asked ? "replace" : "update";
}

/** A numbered version that is not the one the instance was made of replaces it; `$Latest` and `$Default` depend on the template. */
export function templateVersion({ before, after }: ConditionalChange): Settled | null {
  const [old, next] = [number(before), number(after)];
  return old === null || next === null ? null : old === next ? "none" : "replace";
}

export function applicationOnly({ base, head }: ConditionalChange): Settled | null {
  for (const side of [base, head]) {
    const kind = side.get("load_balancer_type");
    if (!isNothing(kind) && text(kind) !== "application") return null;
  }
  return "update";
}

/** A network load balancer is replaced unless it only gains subnets, or may; before version 5.50 for new ones too, as far as is known. */
export function balancerSubnets(change: ConditionalChange): Settled | null {
  const { before, after, base, head, version } = change;
  if (text(base.get("load_balancer_type")) !== "network" || text(head.get("load_balancer_type")) !== "network")
    return applicationOnly(change);
  const sets = setChange(before, after);
  if (isBelow(version, "5.50.0") === false) {
    if (holdsMade(after)) return "update";
    return sets === null ? null : sets.added > sets.removed ? "update" : "replace";
  }
  if (sets === null) return null;
  return isBelow(version, "4.0.0") === true || (sets.removed > 0 && sets.added <= sets.removed) ? "replace" : null;
}

/** Whether an element is known only after the apply. */
function holdsMade(value: Value | undefined): boolean {
  const items = itemsOf(value) ?? [value];
  return items.some((item) => item?.kind === "unknown" && item.planned === "later");
}

/** A network load balancer that was made without groups gets none later, nor loses the last. */
export function balancerGroups(change: ConditionalChange): Settled | null {
  const { before, after, base, head } = change;
  if (text(base.get("load_balancer_type")) !== "network" || text(head.get("load_balancer_type")) !== "network")
    return applicationOnly(change);
  const [old, next] = [itemsOf(before)?.length ?? null, itemsOf(after)?.length ?? null];
  return old !== null && next !== null && old > 0 && next > 0 && isBelow(change.version, "5.50.0") === false ? "update" : null;
}

/** The first address goes only with the interface. */
export function privateAddresses({ before, after, head, version }: ConditionalChange): Settled | null {
  if (isBelow(version, "3.50.0") === true) return "update";
  const sets = setChange(before, after);
  const listed = isTrue(head.get("private_ip_list_enabled"));
  if (listed === null || sets === null || isBelow(version, "5.0.0") !== false) return null;
  if (listed) return "update";
  if (sets.removed === 0) return "update";
  return sets.kept === 0 ? "replace" : null;
}

/** One kind of source in the place of another: both are named. */
export function ruleSource({ before, after }: ConditionalChange): Settled | null {
  return isNothing(before) === isNothing(after) ? "update" : "replace";
}

export function nodeType({ head }: ConditionalChange): Settled | null {
  const engine = text(head.get("engine"));
  if (engine === "memcached") return "replace";
  return engine === "redis" || engine === "valkey" ? "update" : null;
}

export function tenancy({ before, after }: ConditionalChange): Settled | null {
  if (text(before) === "dedicated" && text(after) === "default") return "update";
  return text(before) === "default" && text(after) === "dedicated" ? "replace" : null;
}

/** An advanced parameter does not become a standard one in place. */
export function parameterTier({ before, after }: ConditionalChange): Settled | null {
  const [old, next] = [text(before), text(after)];
  if (old === null || next === null) return null;
  return old === "Advanced" && next === "Standard" ? "replace" : "update";
}

/** Since version 5 at the latest the new name is put among the alternative ones, which replaces too. */
export function certificateName({ before, after, version }: ConditionalChange): Settled | null {
  return text(before) !== null && text(after) !== null && isBelow(version, "5.0.0") === false ? "replace" : null;
}

/** Version 3 made a group of protocol TCP anew for another health check. */
export function targetHealth({ base, head, version }: ConditionalChange): Settled | null {
  const protocols = [base, head].map((side) => text(side.get("protocol")));
  if (protocols.every((protocol) => protocol !== null && protocol !== "TCP") || isBelow(version, "5.0.0") === false) return "update";
  return isBelow(version, "4.0.0") === true && protocols.every((protocol) => protocol === "TCP") ? "replace" : null;
}
