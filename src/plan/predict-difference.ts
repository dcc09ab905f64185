/** What is certain of two values of which the code does not tell all: that they differ. */
import type { Unknown, Value } from "../model/value.ts";
import { isOpenTo } from "../terraform/planned.ts";
import { isNeverNull, knownPrefix } from "../terraform/unknown-facts.ts";
import { blockAddress, parseAddress } from "./predict-addresses.ts";
import { canonical, entriesOf, itemsOf, maxValueDepth } from "./predict-values.ts";

/** Whether they differ for certain. Values that Terraform knows, or knew, but which the code does not tell, are among them. */
export function surelyDiffer(a: Value, b: Value, depth = 0): boolean {
  if (depth > maxValueDepth) return false;
  if (a.kind === "unknown" && b.kind === "unknown") return unknownsDiffer(a, b, depth);
  if (a.kind === "unknown") return differsFromKnown(a, b);
  if (b.kind === "unknown") return differsFromKnown(b, a);
  const [entries, others] = [entriesOf(a), entriesOf(b)];
  if (entries !== null && others !== null) {
    if (entries.size !== others.size) return true;
    return [...entries].some(([key, entry]) => {
      const other = others.get(key);
      return other === undefined || surelyDiffer(entry, other, depth + 1);
    });
  }
  const [items, otherItems] = [itemsOf(a), itemsOf(b)];
  if (items !== null && otherItems !== null) {
    if (a.kind === "set" || b.kind === "set") return false;
    return items.length !== otherItems.length || items.some((item, at) => surelyDiffer(item, otherItems[at] ?? item, depth + 1));
  }
  return canonical(a, true) !== canonical(b, true);
}

/** Functions that give different results for different arguments. */
const injective = new Set([
  "jsonencode",
  "base64encode",
  "sha1",
  "sha256",
  "sha512",
  "md5",
  "urlencode",
  "base64sha256",
  "base64sha512",
  "aws_iam_policy_document.json",
  "aws_iam_policy_document.minified_json",
]);

/** Values are made of shared ones: each two are compared once. */
const compared = new WeakMap<Unknown, WeakMap<Unknown, boolean>>();

function unknownsDiffer(a: Unknown, b: Unknown, depth: number): boolean {
  if (a.derivation === b.derivation) return false;
  const known = compared.get(a)?.get(b);
  if (known !== undefined) return known;
  const differ = differByMaking(a, b, depth);
  const ofFirst = compared.get(a) ?? new WeakMap<Unknown, boolean>();
  compared.set(a, ofFirst.set(b, differ));
  return differ;
}

function differByMaking(a: Unknown, b: Unknown, depth: number): boolean {
  if (isUuid(a) && isUuid(b)) return true;
  if (areOfTwoResources(a, b)) return true;
  if (isTimeOfPlan(a) !== isTimeOfPlan(b)) return a.made === undefined && b.made === undefined && isTime(a) && isTime(b);
  const [x, y] = [a.made, b.made];
  if (x === undefined || y === undefined || x.operation !== y.operation) return false;
  if (injective.has(x.operation)) {
    const [first, second] = [x.inputs[0], y.inputs[0]];
    return (
      x.inputs.length === 1 &&
      y.inputs.length === 1 &&
      first !== undefined &&
      second !== undefined &&
      surelyDiffer(first, second, depth + 1)
    );
  }
  return x.operation === "template" && templatesDiffer(x.inputs, y.inputs, depth);
}

/** Texts that begin or end differently, or that hold the same unknown parts in literals of another length. */
function templatesDiffer(a: readonly Value[], b: readonly Value[], depth: number): boolean {
  const [start, otherStart] = [literal(a[0]), literal(b[0])];
  if (!startsAlike(start, otherStart)) return true;
  const [end, otherEnd] = [literal(a.at(-1)), literal(b.at(-1))];
  if (!startsAlike(reversed(end), reversed(otherEnd))) return true;
  const [parts, otherParts] = [a, b].map((pieces) =>
    pieces.filter((piece) => piece.kind !== "string").map((piece) => canonical(piece, false)),
  );
  const [length, otherLength] = [a, b].map((pieces) => pieces.reduce((sum, piece) => sum + literal(piece).length, 0));
  if ([...(parts ?? [])].sort().join() === [...(otherParts ?? [])].sort().join() && length !== otherLength) return true;
  if (a.length !== b.length) return false;
  // The same literals around one part that differs.
  const differing = a.flatMap((piece, at) => (canonical(piece, false) === canonical(b[at], false) ? [] : [at]));
  const [only] = differing;
  const [piece, other] = only === undefined ? [undefined, undefined] : [a[only], b[only]];
  return differing.length === 1 && piece !== undefined && other !== undefined && surelyDiffer(piece, other, depth + 1);
}

function literal(piece: Value | undefined): string {
  return piece?.kind === "string" ? piece.value : "";
}

function startsAlike(a: string, b: string): boolean {
  const length = Math.min(a.length, b.length);
  return a.slice(0, length) === b.slice(0, length);
}

function reversed(text: string): string {
  return [...text].reverse().join("");
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

function differsFromKnown(unknown: Unknown, known: Value): boolean {
  if (known.kind === "null") return isNeverNull(unknown) || numberedOf(unknown) !== null;
  if (isUuid(unknown)) return known.kind !== "string" || !uuid.test(known.value);
  if (!isNeverNull(unknown)) return false;
  if (known.kind !== "string") return itemsOf(known) !== null || entriesOf(known) !== null;
  if (unknown.made?.operation !== "template") return false;
  const pieces = unknown.made.inputs;
  const least = pieces.reduce((sum, piece) => sum + literal(piece).length, 0);
  return !known.value.startsWith(knownPrefix(unknown)) || !known.value.endsWith(literal(pieces.at(-1))) || known.value.length < least;
}

/** `id` of a `terraform_data`, which is made at random. */
function isUuid(value: Unknown): boolean {
  const [reason] = value.because;
  if (value.made !== undefined || reason?.kind !== "computed" || value.because.length > 1 || isOpenTo(value.planned)) return false;
  const address = parseAddress(reason.subject);
  return address?.type === "terraform_data" && address.mode === "managed" && address.rest === ".id";
}

/** Types of which AWS makes up the `id`, or takes it from a name that is given once: no two have the same. */
const numbered = new Set(
  (
    "ami customer_gateway ebs_snapshot ebs_volume efs_access_point efs_file_system efs_mount_target egress_only_internet_gateway eip " +
    "instance internet_gateway kms_key launch_template lb lb_listener lb_target_group alb alb_listener alb_target_group nat_gateway " +
    "network_acl network_interface route53_zone route_table security_group sns_topic sqs_queue subnet transit_gateway vpc vpc_dhcp_options " +
    "vpc_endpoint vpc_peering_connection vpn_connection vpn_gateway iam_policy iam_role iam_user iam_instance_profile s3_bucket"
  )
    .split(" ")
    .map((type) => `aws_${type}`),
);

/** The `id` or the `arn` of one resource beside that of another one of its type. */
function areOfTwoResources(a: Unknown, b: Unknown): boolean {
  const [first, second] = [a, b].map(numberedOf);
  if (first === undefined || second === undefined || first === null || second === null) return false;
  if (first.type !== second.type || first.attribute !== second.attribute || first.address === second.address) return false;
  // A resource whose instances are not known goes by its address without keys.
  return first.block !== second.block || first.address.includes("[") === second.address.includes("[");
}

interface Numbered {
  readonly type: string;
  readonly block: string;
  readonly address: string;
  readonly attribute: string;
}

function numberedOf(value: Unknown): Numbered | null {
  const [reason] = value.because;
  if (value.made !== undefined || reason?.kind !== "computed" || value.because.length > 1 || isOpenTo(value.planned)) return null;
  const address = parseAddress(reason.subject);
  const attribute = address?.rest.slice(1) ?? "";
  if (address?.type == null || address.mode !== "managed" || !["id", "arn"].includes(attribute) || !numbered.has(address.type)) return null;
  if (reason.subject.includes("[*]")) return null;
  return { type: address.type, block: blockAddress(address), address: reason.subject, attribute };
}

function isTime(value: Unknown): boolean {
  const [reason] = value.because;
  return reason?.kind === "impure" && value.because.length === 1 && reason.subject.startsWith("plantimestamp");
}

/** The evaluation of a plan says so of the time that it asks for. */
function isTimeOfPlan(value: Unknown): boolean {
  return isTime(value) && value.because[0]?.subject.endsWith(" of the plan") === true;
}
