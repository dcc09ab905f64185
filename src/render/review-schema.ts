/** The JSON Schema of the review document, published as `policies/schema/review.v1.json`. */

const text = { type: "string" } as const;
const textOrNull = { type: ["string", "null"] } as const;
const count = { type: "integer", minimum: 0 } as const;

/** An object with exactly these properties. */
function exactly(properties: Readonly<Record<string, unknown>>, description?: string): Readonly<Record<string, unknown>> {
  return {
    ...(description === undefined ? {} : { description }),
    type: "object",
    additionalProperties: false,
    required: Object.keys(properties),
    properties,
  };
}

function oneOf(...values: readonly (string | null)[]): Readonly<Record<string, unknown>> {
  return { enum: values };
}

function listOf(items: unknown, description?: string): Readonly<Record<string, unknown>> {
  return { ...(description === undefined ? {} : { description }), type: "array", items };
}

const ACTIONS = ["create", "update", "replace", "delete", "move", "import", "forget", "read", "no-op", "undecided"] as const;
const VERDICTS = ["roll", "pointer-roll", "mutation", "tolerated", "stateful-loss", "undecided"] as const;

const line = { type: "integer", minimum: 1 } as const;

const location = {
  description: "A place in a file. Lines count from 1; the file is relative to the repository's root, with forward slashes.",
  anyOf: [
    { type: "null" },
    {
      type: "object",
      additionalProperties: false,
      required: ["file", "line", "end_line"],
      properties: {
        file: text,
        line,
        end_line: line,
        at: {
          enum: ["base", "history"],
          description: "There where the line is one of the base, because what stood there is gone, or of a commit between base and head.",
        },
        commit: { ...text, description: "With `at: history`: the commit." },
      },
    },
  ],
};

const cause = exactly(
  {
    path: { ...textOrNull, description: "The path that forces the replacement; null for causes that have none." },
    kind: oneOf("attribute", "tainted", "requested", "triggered", "upstream"),
    via: { ...textOrNull, description: "What feeds the path or triggered the replacement." },
  },
  "Why a resource is replaced.",
);

const attribute = exactly(
  {
    path: { ...text, description: 'Written `root_block_device[0].volume_size`, `tags["a.b"]`.' },
    before: { description: "Any JSON value; null where there is none and where it is sensitive." },
    after: { description: "Any JSON value; null where there is none, where it is sensitive, and where it is unknown." },
    sensitive: { type: "boolean" },
    unknown: { type: "boolean", description: "Known only after apply." },
    forces_replacement: { type: "boolean" },
  },
  "One attribute leaf that differs.",
);

const change = exactly({
  address: text,
  type: text,
  mode: oneOf("managed", "data"),
  action: oneOf(...ACTIONS),
  order: oneOf("destroy-first", "create-first", null),
  deposed: { ...textOrNull, description: "The deposed key, where the plan names one." },
  verdict: oneOf(...VERDICTS, null),
  because: listOf({ $ref: "#/$defs/cause" }),
  attributes: listOf({ $ref: "#/$defs/attribute" }),
  previous_address: textOrNull,
  location: { $ref: "#/$defs/location" },
  import_id: textOrNull,
  reason: { ...textOrNull, description: "Terraform's `action_reason`, as it is." },
  possible: listOf(oneOf(...ACTIONS), "Of an undecided change: what it may turn out to be."),
  doubts: listOf(exactly({ kind: text, path: textOrNull, subject: textOrNull }), "Why the action could not be decided."),
  judgements: listOf(exactly({ path: text, class: text, verdict: oneOf(...VERDICTS) }), "How each attribute was judged."),
  notes: listOf(exactly({ code: text, path: textOrNull, subject: textOrNull }), "Reason codes of the judgement."),
});

const project = exactly({
  dir: text,
  workspace: text,
  origin: { ...oneOf("terraform", "predicted"), description: "A real plan, or predicted from the code without credentials." },
  summary: exactly(Object.fromEntries(ACTIONS.map((action) => [action, count]))),
  changes: listOf({ $ref: "#/$defs/change" }, "Every resource of base and head, no-ops included, sorted by address."),
  drift: listOf({ $ref: "#/$defs/change" }, "Changes outside Terraform that the plan noticed."),
  rests_on: listOf(text, "Of a prediction: what counts as unchanged although its value does not stand in the code."),
});

const finding = exactly({
  rule: text,
  level: oneOf("block", "warn", "info"),
  message: { ...text, description: "One sentence: what, and why." },
  remedy: { ...text, description: "What to do instead." },
  location: { $ref: "#/$defs/location" },
  address: textOrNull,
  attribute: textOrNull,
  introduced: { type: "boolean", description: "False: it stood in the base already, so it does not block." },
  fingerprint: text,
  exemption: {
    anyOf: [{ type: "null" }, exactly({ id: text, reason: text, approved_by: textOrNull, expires: text })],
  },
  reason: { ...text, description: "The rule's reason code." },
  project: textOrNull,
});

/** Draft 2020-12. Properties may be added in later versions of the tool; none is taken away or changes its meaning. */
export const reviewSchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  $id: "https://bakegate.dev/schema/review.v1.json",
  title: "Bakegate review",
  description: "What `bakegate review`, `plan` and `scan` print with --format json.",
  ...exactly({
    schema: { const: "bakegate.review/v1" },
    tool: exactly({ name: text, version: text }),
    kind: oneOf("review", "plan", "scan"),
    mode: { ...oneOf("enforce", "advisory"), description: "In advisory mode everything but `error` counts as passed." },
    subject: exactly({
      repository: text,
      base: textOrNull,
      head: textOrNull,
      pull_request: { type: ["integer", "null"], minimum: 1 },
    }),
    verdict: {
      ...oneOf("pass", "warn", "block", "error"),
      description: "`error`: something could not be evaluated; it never counts as passed.",
    },
    evidence: exactly({
      policy: { ...text, description: "Digest of the policy." },
      plans: listOf(exactly({ project: text, digest: text, terraform: textOrNull })),
    }),
    projects: listOf({ $ref: "#/$defs/project" }),
    findings: listOf({ $ref: "#/$defs/finding" }, "Sorted by project, address, rule, file and line."),
    unread: listOf(exactly({ file: text, reason: text }), "Files that were in scope and could not be read."),
    stats: exactly({ files_read: count, duration_ms: { type: "number", minimum: 0 } }),
  }),
  $defs: { location, cause, attribute, change, project, finding },
};

/** The published file's text. */
export function reviewSchemaText(): string {
  return `${JSON.stringify(reviewSchema, null, 2)}\n`;
}
