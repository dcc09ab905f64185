/** Names and values that stand under one another: `name: 'DB_PASSWORD'`, `value: 'hunter22'`. */
import type { WrittenSetting } from "../../model/written-setting.ts";

/** The value of a pair stands this near below its name, in lines. */
const nearest = 3;

const names = new Set(["name", "key"]);
const values = new Set(["value", "defaultValue"]);

/** The same settings, the values of pairs under the name that stands before them. */
export function pairedSettings(settings: readonly WrittenSetting[]): readonly WrittenSetting[] {
  const paired: WrittenSetting[] = [];
  let name: WrittenSetting | null = null;
  for (const setting of settings) {
    const last = setting.path.at(-1) ?? "";
    if (names.has(last)) name = setting;
    const isValue = values.has(last) && name !== null && setting.line - name.line <= nearest;
    paired.push(isValue && name !== null ? { ...setting, path: [name.value.slice(0, 200)] } : setting);
    if (isValue) name = null;
  }
  return paired;
}
