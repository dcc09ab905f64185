/** JSON whose shape is not known: read field by field. */

export type JsonObject = Readonly<Record<string, unknown>>;

/** @throws where it is no object: what the emulator answered is not what was asked for. */
export function objectOf(value: unknown): JsonObject {
  if (!isObject(value)) throw new Error(`an object was expected, not ${JSON.stringify(value)?.slice(0, 200)}`);
  return value;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function listOf(value: unknown): readonly JsonObject[] {
  if (!Array.isArray(value)) throw new Error(`a list was expected, not ${JSON.stringify(value)?.slice(0, 200)}`);
  return value.map(objectOf);
}

/** A field that is an object; an empty one where it is not there. */
export function objectIn(value: unknown, key: string): JsonObject {
  const found = isObject(value) ? value[key] : undefined;
  return isObject(found) ? found : {};
}

export function textIn(value: unknown, key: string): string {
  return textOrNull(value, key) ?? "";
}

export function textOrNull(value: unknown, key: string): string | null {
  const found = isObject(value) ? value[key] : undefined;
  return typeof found === "string" ? found : null;
}

/** NaN where it is not there. */
export function numberIn(value: unknown, key: string): number {
  const found = isObject(value) ? value[key] : undefined;
  return typeof found === "number" ? found : Number.NaN;
}

export function listIn(value: unknown, key: string): readonly unknown[] {
  const found = isObject(value) ? value[key] : undefined;
  return Array.isArray(found) ? found : [];
}
