/** A name with its value, as a document of settings says it: YAML, JSON, `.env`, a Dockerfile, a shell script. */
export interface WrittenSetting {
  /** Names from the document's root down to this one; positions in lists are left out. */
  readonly path: readonly string[];
  /** As the document's language reads it, without quotes and escapes. References to its variables (`$HOME`, `{{ x }}`) stay as written. */
  readonly value: string;
  /** A bare word may be a name of the language; a quoted one is a text. */
  readonly quoted: boolean;
  /** From 1. */
  readonly line: number;
  readonly endLine: number;
  /** UTF-16 units from 1; null: not known. */
  readonly column: number | null;
  /** Plain values that stand beside it in the same mapping, by name: `kind: Secret`, `type: SecureString`. */
  readonly beside: ReadonlyMap<string, string>;
}
