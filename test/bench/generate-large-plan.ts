/** Writes a plan of any size, as Terraform would write it of a large estate; the same arguments give the same bytes. */
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { pathToFileURL } from "node:url";

export interface LargePlan {
  readonly file: string;
  readonly changes: number;
  /** The text of each resource is filled up until the file has about this many bytes. */
  readonly bytes: number;
}

type Actions = readonly string[];

/** Out of a hundred changes. */
const MIX: readonly (readonly [number, Actions])[] = [
  [40, ["no-op"]],
  [65, ["update"]],
  [80, ["create"]],
  [90, ["delete", "create"]],
  [95, ["create", "delete"]],
  [100, ["delete"]],
];

/** Resolves when the file is written and closed. */
export async function generateLargePlan(plan: LargePlan): Promise<void> {
  const fill = "x".repeat(fillLength(plan));
  const out = createWriteStream(plan.file, { highWaterMark: 1 << 20 });
  for (const text of pieces(plan.changes, fill)) if (!out.write(text)) await once(out, "drain");
  out.end();
  await once(out, "close");
}

/** How long each fill has to be: what is missing without any, shared among the places that have one. Everything is ASCII. */
function fillLength(plan: LargePlan): number {
  let bare = 0;
  let filled = 0;
  for (const text of pieces(plan.changes, "")) bare += text.length;
  for (const text of pieces(plan.changes, "x")) filled += text.length;
  return Math.max(0, Math.floor((plan.bytes - bare) / Math.max(1, filled - bare)));
}

function* pieces(changes: number, fill: string): Generator<string, void, undefined> {
  yield '{"format_version":"1.2","terraform_version":"1.11.4","planned_values":{"root_module":{"resources":[';
  yield* each(changes, (index) => plannedValue(index, fill));
  yield ']}},"resource_changes":[';
  yield* each(changes, (index) => change(index, fill));
  yield '],"prior_state":{"format_version":"1.0","terraform_version":"1.11.4","values":{"root_module":{"resources":[';
  yield* each(changes, (index) => plannedValue(index, fill));
  yield ']}}},"configuration":{"provider_config":{"aws":{"name":"aws"}},"root_module":{"resources":[';
  yield* each(changes, configured);
  yield ']}},"timestamp":"2026-01-01T00:00:00Z","applyable":true,"complete":true,"errored":false}\n';
}

function* each(count: number, make: (index: number) => unknown): Generator<string, void, undefined> {
  for (let index = 0; index < count; index += 1) yield `${index === 0 ? "" : ","}${JSON.stringify(make(index))}`;
}

function actionsOf(index: number): Actions {
  const place = (index * 37) % 100;
  return MIX.find(([below]) => place < below)?.[1] ?? ["no-op"];
}

function identity(index: number): object {
  return {
    address: `aws_instance.host_${index}`,
    mode: "managed",
    type: "aws_instance",
    name: `host_${index}`,
    provider_name: "registry.terraform.io/hashicorp/aws",
  };
}

function values(index: number, side: "before" | "after", fill: string): object {
  const changed = side === "after" && actionsOf(index)[0] !== "no-op";
  return {
    ami: changed && actionsOf(index).length === 2 ? "ami-0fedcba9876543210" : "ami-0123456789abcdef0",
    arn: `arn:aws:ec2:eu-west-1:123456789012:instance/i-${String(index).padStart(17, "0")}`,
    instance_type: changed ? "m6i.xlarge" : "m6i.large",
    metadata_options: [{ http_endpoint: "enabled", http_put_response_hop_limit: 1, http_tokens: "required" }],
    password_data: `p-${index}-${side}-9c1185a5c5e9fc54`,
    root_block_device: [
      { device_name: "/dev/sda1", encrypted: true, iops: 3000, throughput: 125, volume_size: 8 + (index % 50), volume_type: "gp3" },
    ],
    tags: { Name: `host ${index} "${index % 7}"`, "cost.center": changed ? "b" : "a", team: "platform" },
    user_data: fill,
    vpc_security_group_ids: [`sg-${index % 10}`, `sg-${index % 3}x`],
  };
}

function plannedValue(index: number, fill: string): object {
  return { ...identity(index), schema_version: 1, values: values(index, "after", fill), sensitive_values: { password_data: true } };
}

function change(index: number, fill: string): object {
  const actions = actionsOf(index);
  const [creates, deletes] = [actions.join() === "create", actions.join() === "delete"];
  return {
    ...identity(index),
    change: {
      actions,
      before: creates ? null : values(index, "before", fill),
      after: deletes ? null : values(index, "after", fill),
      after_unknown: actions.includes("create") ? { arn: true, id: true } : {},
      before_sensitive: creates ? false : { password_data: true },
      after_sensitive: deletes ? false : { password_data: true },
      ...(actions.length === 2 ? { replace_paths: [["ami"]] } : {}),
    },
    ...(actions.length === 2 ? { action_reason: "replace_because_cannot_update" } : {}),
  };
}

function configured(index: number): object {
  return {
    address: `aws_instance.host_${index}`,
    mode: "managed",
    type: "aws_instance",
    name: `host_${index}`,
    provider_config_key: "aws",
    expressions: {
      ami: { references: ["data.aws_ami.base.id", "data.aws_ami.base"] },
      instance_type: { references: ["var.size"] },
      tags: { constant_value: { Name: `host ${index}` } },
    },
    schema_version: 1,
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const [file, changes, megabytes] = process.argv.slice(2);
  if (file === undefined) throw new Error("usage: generate-large-plan.ts FILE [CHANGES] [MEGABYTES]");
  await generateLargePlan({ file, changes: Number(changes ?? 20_000), bytes: Number(megabytes ?? 150) * 1_000_000 });
}
