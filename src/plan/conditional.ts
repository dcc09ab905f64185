/** Changes that a provider decides by rule (its `CustomizeDiff`), as far as the code settles them. */
import { namesOf } from "./catalogue-body.ts";
import {
  applicationOnly,
  balancerGroups,
  balancerSubnets,
  certificateName,
  instanceType,
  nodeType,
  parameterTier,
  privateAddresses,
  ruleSource,
  targetHealth,
  templateVersion,
  tenancy,
  userData,
} from "./conditional-aws.ts";
import { type ConditionalChange, isTrue, number, type Rule, type Settled, text } from "./conditional-values.ts";
import { isNothing, itemsOf } from "./predict-values.ts";

/** What the change does; null: the code does not settle it. */
export function settleConditional(change: ConditionalChange): Settled | null {
  return rules.get(`${change.type}.${namesOf(change.path).join(".")}`)?.(change) ?? null;
}

/** Outermost arguments that a provider changes along with another one, and names beside it where it replaces. */
const companions: ReadonlyMap<string, readonly string[]> = new Map([["aws_acm_certificate.domain_name", ["subject_alternative_names"]]]);

/** What a replacement by rule names beside the path. */
export function companionsOf(change: Pick<ConditionalChange, "type" | "path">): readonly string[] {
  return companions.get(`${change.type}.${change.path}`) ?? [];
}

/** The paths that this file has a rule for, each with its type: `aws_instance.instance_type`. */
export function conditionalPaths(): readonly string[] {
  return [...rules.keys()];
}

/** Each with the provider's source file that decides it. */
const rules: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  // internal/service/ec2/ec2_instance.go
  ["aws_instance.instance_type", instanceType],
  ["aws_instance.user_data", userData],
  ["aws_instance.user_data_base64", userData],
  ["aws_instance.launch_template.version", templateVersion],
  // internal/service/elbv2/load_balancer.go: an application load balancer is never replaced
  ...["aws_lb", "aws_alb"].flatMap((type): [string, Rule][] => [
    [`${type}.subnets`, balancerSubnets],
    [`${type}.subnet_mapping`, applicationOnly],
    [`${type}.security_groups`, balancerGroups],
  ]),
  // internal/service/elbv2/target_group.go
  ...["aws_lb_target_group", "aws_alb_target_group"].flatMap((type) =>
    ["interval", "protocol", "timeout"].map((name): [string, Rule] => [`${type}.health_check.${name}`, targetHealth]),
  ),
  // internal/service/ssm/parameter.go
  ["aws_ssm_parameter.tier", parameterTier],
  // internal/service/acm/certificate.go
  ["aws_acm_certificate.domain_name", certificateName],
  // internal/service/ec2/vpc_network_interface.go
  ["aws_network_interface.private_ips", privateAddresses],
  // internal/service/ec2/vpc_security_group_ingress_rule.go: a source of another kind replaces, all else is changed in place
  ...["aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"].flatMap((type): [string, Rule][] => [
    ...["cidr_ipv4", "cidr_ipv6", "prefix_list_id", "referenced_security_group_id"].map((name): [string, Rule] => [
      `${type}.${name}`,
      ruleSource,
    ]),
    ...["description", "from_port", "ip_protocol", "to_port", "tags"].map((name): [string, Rule] => [`${type}.${name}`, () => "update"]),
  ]),
  // internal/service/elasticache/cluster.go, engine_version.go
  ["aws_elasticache_cluster.node_type", nodeType],
  ["aws_elasticache_cluster.engine_version", onDowngrade],
  ["aws_elasticache_replication_group.engine_version", onDowngrade],
  // internal/service/kafka/cluster.go
  ["aws_msk_cluster.kafka_version", onDowngrade],
  // internal/service/sagemaker/notebook_instance.go
  ["aws_sagemaker_notebook_instance.volume_size", onShrink],
  // internal/service/ec2/vpc_.go: from dedicated to default it is an update, the other way it is not possible
  ["aws_vpc.instance_tenancy", tenancy],
  // google/services/compute/resource_compute_disk.go, …/sql/resource_sql_database_instance.go: IsDiskShrinkage
  ["google_compute_disk.size", onShrink],
  ["google_compute_region_disk.size", onShrink],
  ["google_sql_database_instance.settings.disk_size", onShrink],
  // google/services/compute/resource_compute_subnetwork.go: IsShrinkageIpCidr
  ["google_compute_subnetwork.ip_cidr_range", onNarrowerRange],
  // google/services/redis/resource_redis_instance.go: isRedisVersionDecreasing
  ["google_redis_instance.redis_version", onDowngrade],
  // google/services/spanner/resource_spanner_database.go: statements may only be appended
  ["google_spanner_database.ddl", onRewrite],
  // internal/services/mysql/mysql_flexible_server_resource.go, postgres/postgresql_flexible_server_resource.go
  ["azurerm_mysql_flexible_server.storage.size_gb", onShrink],
  ["azurerm_postgresql_flexible_server.storage_mb", onShrink],
  // internal/services/storage/storage_account_resource.go
  ["azurerm_storage_account.account_replication_type", replicationType],
  // kubernetes/resource_kubernetes_config_map_v1.go, resource_kubernetes_secret_v1.go
  ...["kubernetes_config_map", "kubernetes_config_map_v1", "kubernetes_secret", "kubernetes_secret_v1"].flatMap((type) =>
    ["data", "binary_data", "immutable"].map((name): [string, Rule] => [`${type}.${name}`, onceImmutable]),
  ),
  // internal/provider/resource_password.go, resource_string.go: only an empty text beside none is let through
  ["random_password.override_special", betweenTexts],
  ["random_string.override_special", betweenTexts],
  // internal/provider/resource_cert_request.go and its neighbours: replaced where the state holds PEM, as it does since version 4
  ["tls_cert_request.private_key_pem", betweenTexts],
  ["tls_self_signed_cert.private_key_pem", betweenTexts],
  ["tls_locally_signed_cert.ca_private_key_pem", betweenTexts],
  ["tls_locally_signed_cert.ca_cert_pem", betweenTexts],
  ["tls_locally_signed_cert.cert_request_pem", betweenTexts],
]);

/** `7.0` → `7.1` updates, the other way replaces. Only plain dotted numbers (`REDIS_7_2` too) are compared. */
function onDowngrade({ before, after }: ConditionalChange): Settled | null {
  const [old, next] = [dottedNumbers(text(before)), dottedNumbers(text(after))];
  if (old === null || next === null) return null;
  for (let at = 0; at < Math.min(old.length, next.length); at++) {
    const difference = (next[at] ?? 0) - (old[at] ?? 0);
    if (difference !== 0) return difference > 0 ? "update" : "replace";
  }
  return null;
}

function dottedNumbers(version: string | null): readonly number[] | null {
  const plain = version?.startsWith("REDIS_") === true ? version.slice(6).replaceAll("_", ".") : version;
  const bare = plain?.endsWith(".x") === true ? plain.slice(0, -2) : plain;
  return bare !== null && /^\d{1,6}(\.\d{1,6}){0,3}$/.test(bare) ? bare.split(".").map(Number) : null;
}

function onShrink({ before, after }: ConditionalChange): Settled | null {
  const [old, next] = [number(before), number(after)];
  return old === null || next === null ? null : next < old ? "replace" : "update";
}

/** A range that holds the old one is an update, any other a replacement. */
function onNarrowerRange({ before, after }: ConditionalChange): Settled | null {
  const [old, next] = [ipv4Range(text(before)), ipv4Range(text(after))];
  if (old === null || next === null) return null;
  return next.from <= old.from && next.to >= old.to ? "update" : "replace";
}

function ipv4Range(cidr: string | null): { readonly from: number; readonly to: number } | null {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(cidr ?? "");
  if (match === null) return null;
  const [a = 0, b = 0, c = 0, d = 0, bits = 0] = match.slice(1).map(Number);
  if (Math.max(a, b, c, d) > 255 || bits > 32) return null;
  const size = 2 ** (32 - bits);
  const address = ((a * 256 + b) * 256 + c) * 256 + d;
  const from = address - (address % size);
  return { from, to: from + size - 1 };
}

function onRewrite({ before, after }: ConditionalChange): Settled | null {
  const [old, next] = [itemsOf(before)?.map(text), itemsOf(after)?.map(text)];
  if (old === undefined || next === undefined || old.includes(null) || next.includes(null)) return null;
  return old.length <= next.length && old.every((statement, at) => statement === next[at]) ? "update" : "replace";
}

/** Between redundancy within a region's zones and without, the account is made anew. */
function replicationType({ before, after }: ConditionalChange): Settled | null {
  const zonal = (value: string | null) => {
    if (value === null) return null;
    return ["ZRS", "GZRS", "RAGZRS"].includes(value.toUpperCase())
      ? true
      : ["LRS", "GRS", "RAGRS"].includes(value.toUpperCase())
        ? false
        : null;
  };
  const [old, next] = [zonal(text(before)), zonal(text(after))];
  return old === null || next === null ? null : old === next ? "update" : "replace";
}

function onceImmutable({ base }: ConditionalChange): Settled | null {
  const immutable = isTrue(base.get("immutable"));
  return immutable === null ? null : immutable ? "replace" : "update";
}

function betweenTexts({ before, after }: ConditionalChange): Settled | null {
  const old = text(before);
  return old === null || old === "" || isNothing(after) || text(after) === "" ? null : "replace";
}
