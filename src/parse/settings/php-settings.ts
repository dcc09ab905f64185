/** Settings in PHP files of settings and in scripts that set a MongoDB server up. References (`getenv('X')`, `process.env.X`) are no texts. */
import type { WrittenSetting } from "../../model/written-setting.ts";
import { type CodeReading, codeSettings } from "./code-settings.ts";

const single = { open: "'", close: "'", inserts: false, manyLines: false };
const double = { open: '"', close: '"', inserts: true, manyLines: false };

const php: CodeReading = {
  language: {
    lineComments: ["//", "#"],
    blockComments: [["/*", "*/"]],
    quotes: [double, single],
    insertion: /\$[{A-Za-z_]|\{\$/,
    heredocs: false,
    escape: "\\",
    name: /\$?[A-Za-z_]\w{0,200}/,
  },
  bareCalls: false,
  calls: new Map(),
  shellNames: new Set(),
};

const mongo: CodeReading = {
  language: {
    lineComments: ["//"],
    blockComments: [["/*", "*/"]],
    quotes: [{ ...double, inserts: false }, single, { open: "`", close: "`", inserts: true, manyLines: true }],
    insertion: /\$\{/,
    heredocs: false,
    escape: "\\",
    name: /[A-Za-z_$][\w.$]{0,200}/,
  },
  bareCalls: false,
  // https://www.mongodb.com/docs/manual/reference/method/db.auth
  calls: new Map([
    ["auth", 1],
    ["changeUserPassword", 1],
  ]),
  shellNames: new Set(),
};

/** `define('DB_PASSWORD', 'x')`, `'password' => 'x'`, `$db_password = 'x'`, as WordPress and Laravel are set up. Linear. */
export function phpSettings(text: string): readonly WrittenSetting[] {
  return codeSettings(text, php);
}

/** `db.createUser({ user: "app", pwd: "x" })`, `db.auth("app", "x")`. Linear. */
export function mongoSettings(text: string): readonly WrittenSetting[] {
  return codeSettings(text, mongo);
}
