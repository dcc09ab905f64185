/** Rule: what holds data is not replaced, deleted or forgotten along the way. */
import type { Evidence, Observation } from "../../../model/finding.ts";
import type { JudgedChange, JudgementNote } from "../../../model/resource-change.ts";
import type { ChangeRule } from "../../rule.ts";
import { changeText } from "../../value-text.ts";

const keepIt =
  "Keep it: take back the change of {causes}, or make the new one beside the old, copy the data over, and remove the old one in a change of its own, under an exemption that ends.";

export const statefulLoss: ChangeRule = {
  on: "change",
  id: "immutable/stateful-loss",
  level: "block",
  page: {
    title: "Data survives",
    why:
      "Servers can be replaced because data does not live on them. It lives in databases, disks, buckets, file systems, queues, tables and keys, and those are the one thing that no " +
      "roll brings back: a replaced database is an empty one, a deleted key makes everything that it encrypted unreadable. A plan says `forces replacement` in one line among hundreds.\n\n" +
      "Changing them in place is their normal way and is shown, not stopped; what goes down (a smaller size, an older engine, a detached replica) warns.",
    bad: 'resource "aws_db_instance" "main" {\n  identifier = "main"\n  engine     = "postgres"\n  db_name    = "shop_v2" # was "shop": forces a new, empty database\n}',
    good: 'resource "aws_db_instance" "main" {\n  identifier          = "main"\n  engine              = "postgres"\n  db_name             = "shop"\n  deletion_protection = true\n\n  lifecycle {\n    prevent_destroy = true\n  }\n}',
  },
  reasons: {
    replace: {
      message: "`{address}` holds data and would be replaced by an empty one, because of {causes}",
      remedy: keepIt,
      remedies: {
        aws_db_instance:
          "Take back the change of {causes}, or make a second instance from a snapshot (`snapshot_identifier`) beside this one, switch over, and remove this one in a change of its own.",
        aws_rds_cluster:
          "Take back the change of {causes}, or restore a second cluster from a snapshot (`snapshot_identifier`) beside this one, switch over, and remove this one in a change of its own.",
        aws_s3_bucket:
          "Take back the change of {causes}, or make a second bucket, copy the objects (`aws s3 sync`), switch over, and remove this one in a change of its own.",
        aws_ebs_volume:
          "Take back the change of {causes}, or make a second volume from a snapshot (`snapshot_id`), attach it, and remove this one in a change of its own.",
        aws_dynamodb_table:
          "Take back the change of {causes}, or make a second table, move the items, switch over, and remove this one in a change of its own.",
        aws_kms_key:
          "Take back the change of {causes}, or make a second key, re-encrypt what the old one protects, and let the old one go in a change of its own.",
        google_sql_database_instance:
          "Take back the change of {causes}, or `clone` it into a second instance, switch over, and remove this one in a change of its own.",
      },
    },
    "replace-unexplained": {
      message: "`{address}` holds data and would be replaced by an empty one",
      remedy: "Find out what asks for it; the plan does not say. Keep it until then.",
    },
    "replace-requested": {
      message: "`{address}` holds data and would be replaced by an empty one: the replacement is {why}",
      remedy:
        "Take the request back (`terraform untaint`, `-replace`, `replace_triggered_by`): a fresh one is a fresh start for its data too.",
    },
    delete: {
      message: "`{address}` holds data and would be deleted",
      remedy: "Copy or snapshot the data first. If it is to go, remove it in a change of its own, under an exemption that ends.",
      remedies: {
        aws_db_instance:
          "Take a final snapshot (`skip_final_snapshot = false`, `final_snapshot_identifier`) and remove it in a change of its own, under an exemption that ends.",
        aws_rds_cluster:
          "Take a final snapshot (`skip_final_snapshot = false`, `final_snapshot_identifier`) and remove it in a change of its own, under an exemption that ends.",
        aws_kms_key:
          "Everything that it encrypted becomes unreadable. Re-encrypt that first, disable the key for a while, and delete it in a change of its own, under an exemption that ends.",
        aws_ebs_volume: "Take a snapshot (`aws_ebs_snapshot`) and remove it in a change of its own, under an exemption that ends.",
        aws_s3_bucket: "Empty or copy the bucket on purpose, and remove it in a change of its own, under an exemption that ends.",
      },
    },
    "delete-moved": {
      message: "`{address}` holds data and would be deleted while `{twin}` is created: it looks renamed",
      remedy: "If it is the same thing under a new name, say so in a `moved` block, from `{address}` to `{twin}`. Then nothing is deleted.",
    },
    "delete-deposed": {
      message: "`{address}` left an older object behind (deposed {deposed}) that holds data and would be deleted",
      remedy: "Look at what the older object still holds before you apply; copy it, or let it go under an exemption that ends.",
    },
    forget: {
      message: "`{address}` holds data and would no longer be managed: nothing would watch over it from then on",
      remedy: "Import it where it is to be managed from now on, in the same change, or say in an exemption who looks after it.",
    },
    shrink: {
      level: "warn",
      message: "`{address}` would shrink: {changes}",
      remedy:
        "Make sure that the data still fits. Many providers refuse or rebuild; a smaller one beside it, with the data copied, can be tried before.",
    },
    detach: {
      level: "warn",
      message: "`{address}` would be detached: {changes}",
      remedy: "Make sure that nothing reads or writes it any more; a replica that is detached no longer follows.",
    },
    "detach-whole": {
      level: "warn",
      message: "`{address}` would go, and with it the way to the data that it attaches",
      remedy: "Make sure that nothing reads or writes the data any more before it is detached.",
    },
    downgrade: {
      level: "warn",
      message: "`{address}` would go back to an older engine: {changes}",
      remedy: "Data written by a newer engine is seldom readable for an older one. Restore a backup of that version beside it instead.",
    },
    "engine-changed": {
      level: "warn",
      message: "`{address}` would get another engine: {changes}",
      remedy: "Try it on a restored copy first: whether the data comes along is not in the code.",
    },
    "value-unknown": {
      level: "warn",
      message: "`{address}` would get a size or engine that is known only after apply: {changes}",
      remedy: "Write the value down, so that a smaller size or an older engine can be seen before it is applied.",
    },
  },
  *judge(change, project) {
    if (change.verdict === "stateful-loss") yield lossOf(change, project.changes);
    for (const note of change.notes) {
      const reason = noteReasons.get(note.code);
      if (reason !== undefined && change.verdict !== "undecided") yield noted(change, note, reason);
    }
  },
};

const noteReasons: ReadonlyMap<string, string> = new Map([
  ["shrink", "shrink"],
  ["detach", "detach"],
  ["downgrade", "downgrade"],
  ["engine-changed", "engine-changed"],
  ["size-unknown", "value-unknown"],
  ["engine-unknown", "value-unknown"],
]);

function noted(change: JudgedChange, note: JudgementNote, reason: string): Observation {
  const { path } = note;
  if (path === null) return observed(change, "detach-whole", null, {});
  const attribute = change.attributes.find((one) => one.path === path);
  return observed(change, reason, path, { changes: [attribute === undefined ? path : changeText(attribute)] });
}

function lossOf(change: JudgedChange, changes: readonly JudgedChange[]): Observation {
  if (change.action === "forget") return observed(change, "forget", null, {});
  if (change.action === "delete") return deletion(change, changes);
  const paths = change.because.flatMap((cause) => (cause.path === null ? [] : [cause.path]));
  if (paths.length > 0) return observed(change, "replace", paths[0] ?? null, { causes: [...new Set(paths)] });
  const kind = change.because[0]?.kind;
  if (kind === undefined) return observed(change, change.possible.includes("delete") ? "delete" : "replace-unexplained", null, {});
  return observed(change, "replace-requested", null, { why: kind });
}

function deletion(change: JudgedChange, changes: readonly JudgedChange[]): Observation {
  if (change.deposed !== null) return observed(change, "delete-deposed", null, { deposed: change.deposed });
  const twin = twinsAmong(changes).get(change.type);
  return twin === undefined ? observed(change, "delete", null, {}) : observed(change, "delete-moved", null, { twin });
}

/** Per list of changes, so that a plan with many deletions is looked through once. */
const twins = new WeakMap<readonly JudgedChange[], ReadonlyMap<string, string>>();

/** By type: the one resource that comes, where exactly one comes and one goes. */
function twinsAmong(changes: readonly JudgedChange[]): ReadonlyMap<string, string> {
  const known = twins.get(changes);
  if (known !== undefined) return known;
  const byType = new Map<string, { coming: string[]; going: number }>();
  for (const { type, mode, action, deposed, address } of changes) {
    if (mode !== "managed" || deposed !== null || (action !== "create" && action !== "delete")) continue;
    const one = byType.get(type) ?? { coming: [], going: 0 };
    if (action === "create") one.coming.push(address);
    else one.going += 1;
    byType.set(type, one);
  }
  const found = new Map<string, string>();
  for (const [type, { coming, going }] of byType) {
    const [first, second] = coming;
    if (first !== undefined && second === undefined && going === 1) found.set(type, first);
  }
  twins.set(changes, found);
  return found;
}

function observed(change: JudgedChange, reason: string, attribute: string | null, evidence: Evidence): Observation {
  return { reason, place: change.place, address: change.address, attribute, evidence };
}
