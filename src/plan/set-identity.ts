/** Sets of blocks of which a provider compares some arguments only: what else changes within an element is no change. */
import type { Value } from "../model/value.ts";
import { entriesOf } from "./predict-values.ts";

/** By the schema's own `Set` function: internal/service/ec2/ec2_instance.go, internal/service/dynamodb/table.go. */
const identities: ReadonlyMap<string, readonly string[]> = new Map([
  ["aws_instance.ebs_block_device", ["device_name", "snapshot_id"]],
  ["aws_dynamodb_table.attribute", ["name"]],
]);

/** The elements as far as the provider compares them; null: it compares them whole. */
export function identityOf(type: string, path: string, elements: readonly Value[]): readonly Value[] | null {
  const names = identities.get(`${type}.${path}`);
  if (names === undefined) return null;
  return elements.map((element) => {
    const entries = entriesOf(element);
    return entries === null ? element : { kind: "object", entries: new Map([...entries].filter(([name]) => names.includes(name))) };
  });
}
