/** Settings in Ruby: Chef's recipes and attributes, Vagrantfiles, Rakefiles. References (`ENV['X']`, `node['x']`, `data_bag_item`) are no texts. */
import type { WrittenSetting } from "../../model/written-setting.ts";
import { type CodeReading, codeSettings } from "./code-settings.ts";
import type { DocumentReader } from "./shell-settings.ts";

const ruby: CodeReading = {
  language: {
    lineComments: ["#"],
    blockComments: [["\n=begin", "\n=end"]],
    quotes: [
      { open: '"', close: '"', inserts: true, manyLines: true },
      { open: "'", close: "'", inserts: false, manyLines: true },
    ],
    insertion: /#\{/,
    heredocs: true,
    escape: "\\",
    name: /:?[@$]{0,2}[A-Za-z_][\w.]{0,200}[?!]?/,
  },
  bareCalls: true,
  calls: new Map(),
  shellNames: new Set(["command", "code", "execute", "bash", "sh", "inline", "system", "run", "shell_out"]),
};

export function rubySettings(text: string, readDocument?: DocumentReader): readonly WrittenSetting[] {
  return codeSettings(text, ruby, readDocument).map(ofUser);
}

/** `node['postgresql']['password']['postgres'] = 'x'`: the password of that user. https://github.com/sous-chefs/postgresql */
function ofUser(setting: WrittenSetting): WrittenSetting {
  const { path } = setting;
  return path.length > 1 && path.at(-2) === "password" && /^\w{1,60}$/.test(path.at(-1) ?? "")
    ? { ...setting, path: path.slice(0, -1) }
    : setting;
}
