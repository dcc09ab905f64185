/** The literal in an action of a template: what is written there, or what is taken where nothing else is set. */

export interface TemplateLiteral {
  readonly value: string;
  /** The last name of the variable that stands before it; null: there is none. */
  readonly variable: string | null;
}

/** A text in either kind of quotes. */
const quoted = `"([^"\\\\\\n]{1,400})"|'([^'\\\\\\n]{1,400})'`;

/** What makes a literal of an action its value, or what is taken where nothing else is set. */
const literals: readonly RegExp[] = [
  // Jinja's `default('x')` and `d('x')`, and of Helm `default "x" .Values.y` and `.Values.y | default "x"`.
  new RegExp(`(?:^|[|(\\s])(?:default|d)\\s{0,5}(?:\\(\\s{0,5}|\\s)(?:${quoted})`),
  // `{{ "x" | b64enc }}`, `{{ 'x' | password_hash('sha512') }}`
  new RegExp(`^(?:${quoted})\\s{0,5}\\|\\s{0,5}(?:b64enc|quote|squote|toString|password_hash|b64encode|string|hash)\\b`),
  new RegExp(`^(?:b64enc|quote)\\s{1,5}(?:${quoted})$`),
  // Jinja's `x if y else 'z'`.
  new RegExp(`\\selse\\s{1,5}(?:${quoted})$`),
  new RegExp(`^coalesce\\s[^"]{1,400}(?:${quoted})`),
  // `${{ secrets.PASSWORD || 'x' }}` of GitHub.
  new RegExp(`\\|\\|\\s{0,5}(?:${quoted})$`),
];

/**
 * `{{ .Values.db.password | default "hunter22" }}` → `hunter22`, of `password`. Null: the text is not one action, or holds no such literal. It
 * looks at a bounded text. https://helm.sh/docs/chart_template_guide/functions_and_pipelines,
 * https://jinja.palletsprojects.com/en/stable/templates/#jinja-filters.default
 */
export function templateLiteral(text: string): TemplateLiteral | null {
  if (text.length > 1_000) return null;
  const action = /^["']?\$?\{\{-?\s{0,20}([^{}]{1,900}?)\s{0,20}-?\}\}["']?$/.exec(text.trim())?.[1];
  if (action === undefined) return null;
  const plain = action.replaceAll('\\"', '"');
  for (const form of literals) {
    const match = form.exec(plain);
    const value = match?.[1] ?? match?.[2];
    if (value !== undefined) return { value, variable: variableIn(plain) };
  }
  return null;
}

/** `password` of `.Values.db.password`. */
function variableIn(action: string): string | null {
  return /(?:^|[\s(])(?:\.|\$\.)(?:\w{1,60}\.){0,8}(\w{1,60})(?=$|[\s)|])/.exec(action)?.[1] ?? null;
}
