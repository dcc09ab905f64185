/** Arguments of a task's module on one line: `mysql_user: name=app password=hunter22`. https://docs.ansible.com/ansible/latest/reference_appendices/YAMLSyntax.html */

export interface ModuleArgument {
  readonly name: string;
  /** Without its quotes. */
  readonly value: string;
}

/** Longer texts are no arguments, in UTF-16 units. */
const longest = 5_000;

const argument = /([A-Za-z_]\w{0,60})=("[^"]{0,1000}"|'[^']{0,1000}'|(?:\{\{[^{}]{0,200}\}\}|[^\s"'{}]){0,1000})(?:\s+|$)/y;

/** Null: the text is not two arguments or more, and nothing else. Linear. */
export function moduleArguments(text: string): readonly ModuleArgument[] | null {
  if (text.length > longest || !/^[A-Za-z_]\w{0,60}=/.test(text)) return null;
  const found: ModuleArgument[] = [];
  const words = new RegExp(argument);
  while (words.lastIndex < text.length) {
    const [, name = "", written = ""] = words.exec(text) ?? [];
    if (name === "") return null;
    found.push({ name, value: /^["']/.test(written) ? written.slice(1, -1) : written });
  }
  return found.length < 2 ? null : found;
}
