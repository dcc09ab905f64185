/** Reads from a plan's `prior_state` which resource depended on which when it was last applied; values are passed over. */
import { eachElement, eachMember, isArray, textOf, valueBetween } from "./json-members.ts";
import { cursorAt, type JsonCursor, nextByte, skipValue } from "./json-scanner.ts";

/**
 * By the address of each instance: the addresses of resources, without keys, that it depended on, directly or not.
 * @param start where the value of `prior_state` begins.
 */
export function readDependencies(bytes: Uint8Array, start: number): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  within(cursorAt(bytes, start), "values", (values) => within(values, "root_module", (module) => readModule(module, found)));
  return found;
}

function readModule(cursor: JsonCursor, found: Map<string, readonly string[]>): boolean {
  if (nextByte(cursor) !== 0x7b) return skipValue(cursor);
  return eachMember(cursor, (key) => {
    const list = nextByte(cursor) === 0x5b;
    if (list && key === "resources") return eachElement(cursor, () => readResource(cursor, found));
    if (list && key === "child_modules") return eachElement(cursor, () => readModule(cursor, found));
    return skipValue(cursor);
  });
}

function readResource(cursor: JsonCursor, found: Map<string, readonly string[]>): boolean {
  if (nextByte(cursor) !== 0x7b) return skipValue(cursor);
  let address: string | null = null;
  let dependencies: readonly string[] = [];
  const passed = eachMember(cursor, (key) => {
    nextByte(cursor);
    const start = cursor.at;
    if (!skipValue(cursor)) return false;
    if (key === "address") address = textOf(valueBetween(cursor.bytes, start, cursor.at, []));
    if (key === "depends_on") {
      const list = valueBetween(cursor.bytes, start, cursor.at, []);
      if (isArray(list)) dependencies = list.filter((item) => typeof item === "string");
    }
    return true;
  });
  if (address !== null && dependencies.length > 0) found.set(address, dependencies);
  return passed;
}

/** Visits one member of the object at the cursor and passes over the others. */
function within(cursor: JsonCursor, wanted: string, visit: (cursor: JsonCursor) => boolean): boolean {
  if (nextByte(cursor) !== 0x7b) return skipValue(cursor);
  return eachMember(cursor, (key) => (key === wanted ? visit(cursor) : skipValue(cursor)));
}
