/** Says in a sentence why a resource is replaced, and what a doubt rests on. */
import { isWithin } from "../model/attribute-path.ts";
import type { Sentence } from "../model/finding.ts";
import type { AttributeChange, Cause, Doubt, JudgedChange } from "../model/resource-change.ts";
import { counted, grouped } from "./phrase.ts";
import { type ShownValue, shownChange } from "./value.ts";

function put(value: ShownValue, name: string): { readonly template: string; readonly values: Record<string, string> } {
  return value.kind === "words" ? { template: value.text, values: {} } : { template: `{${name}}`, values: { [name]: value.text } };
}

/** `instance_type`: `t3.micro` → `t3.large` */
export function attributeSentence(attribute: AttributeChange, max: number): Sentence {
  const shown = shownChange(attribute, max);
  if (shown.kind === "text") return { template: `{path}: ${shown.words}`, values: { path: attribute.path } };
  const before = put(shown.before, "before");
  const after = put(shown.after, "after");
  return {
    template: `{path}: ${before.template} → ${after.template}`,
    values: { path: attribute.path, ...before.values, ...after.values },
  };
}

/** Leaves that are named of an argument that forces a replacement. */
const MOST_LEAVES = 2;

/** The leaves that differ at, below or above a path that forces the replacement, shown as far as there is room. */
function leavesAt(path: string, change: JudgedChange, max: number): Sentence {
  const leaves = change.attributes.filter((each) => isWithin(each.path, path) || isWithin(path, each.path));
  if (leaves.length === 0) return { template: "{path} changes", values: { path } };
  const shown = leaves.slice(0, MOST_LEAVES).map((leaf) => attributeSentence(leaf, max));
  const hidden = leaves.length - shown.length;
  if (hidden > 0) shown.push({ template: `${grouped(hidden)} more in {path}`, values: { path } });
  return joinSentences(shown, ", ");
}

function causeSentence(cause: Cause, change: JudgedChange, max: number): Sentence {
  const via = cause.via ?? "";
  switch (cause.kind) {
    case "attribute":
      if (cause.path === null) return { template: "an attribute that cannot change in place; the plan does not say which", values: {} };
      if (cause.via === null) return leavesAt(cause.path, change, max);
      return joinSentences([leavesAt(cause.path, change, max), { template: "from {via}", values: { via } }], ", ");
    case "upstream":
      return cause.path === null
        ? { template: "fed by {via}", values: { via } }
        : { template: "{path} comes from {via}", values: { path: cause.path, via } };
    case "tainted":
      return { template: "tainted: an earlier apply failed or somebody marked it", values: {} };
    case "requested":
      return { template: "asked for with `-replace`", values: {} };
    case "triggered":
      return cause.via === null
        ? { template: "triggered by `replace_triggered_by`", values: {} }
        : { template: "triggered by {via}", values: { via } };
  }
}

/** Several sentences as one; the values keep apart. */
export function joinSentences(sentences: readonly Sentence[], separator: string): Sentence {
  const values: Record<string, string | number | readonly string[]> = {};
  const templates = sentences.map((sentence, index) =>
    sentence.template.replace(/\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (_, name: string) => {
      const value = Object.hasOwn(sentence.values, name) ? sentence.values[name] : undefined;
      const unique = sentences.length === 1 ? name : `${name}_${index}`;
      if (value !== undefined) values[unique] = value;
      return `{${unique}}`;
    }),
  );
  return { template: templates.join(separator), values };
}

/** Why a resource is replaced, at most `most` reasons; never empty. */
export function causeSentences(change: JudgedChange, max: number, most: number): Sentence[] {
  if (change.action === "undecided") return [unsettledCause(change)];
  const sentences = change.because.slice(0, most).map((cause) => causeSentence(cause, change, max));
  const hidden = change.because.length - sentences.length;
  if (hidden > 0) sentences.push({ template: `and ${counted(hidden, "more reason")}`, values: {} });
  if (sentences.length > 0) return sentences;
  if (change.reason === null) return [{ template: "the plan gives no reason", values: {} }];
  return [{ template: "{reason}", values: { reason: change.reason } }];
}

/** Of a replacement that is certain while its evidence is not whole. */
function unsettledCause(change: JudgedChange): Sentence {
  const open = [...new Set(change.doubts.flatMap((doubt) => doubt.path ?? doubt.subject ?? []))];
  if (open.length === 0) return { template: "certain, though the code does not settle by which argument", values: {} };
  return { template: "certain, though the code does not settle whether by {open} or another argument", values: { open } };
}

const DOUBTS: Record<Doubt["kind"], string> = {
  "unknown-value": "is not known from the code",
  "unknown-resource-type": "is not in the catalogue of replacement facts",
  "unknown-attribute": "is not in the catalogue of replacement facts",
  conditional: "replaces or updates by rules of the provider that the code does not settle",
  "unknown-instances": "decides how many instances there are, and is not known from the code",
  "unknown-module": "is a module that is not in the repository",
  "invalid-configuration": "stands in configuration that cannot be read",
  "other-provider": "is another one than in the base, or set otherwise",
  unsupported: "is outside what is evaluated",
};

/** What a doubt says: "`instance_type` rests on `var.size`, which is not known from the code". */
export function doubtSentence(doubt: Doubt, change: JudgedChange): Sentence {
  const words = DOUBTS[doubt.kind];
  // Of the resource as a whole: the same words for each that it holds for.
  const whole = doubt.path === null && (doubt.subject === null || doubt.subject === change.type || doubt.subject === change.address);
  if (whole && (doubt.kind === "invalid-configuration" || doubt.kind === "unsupported"))
    return { template: words.charAt(0).toUpperCase() + words.slice(1), values: {} };
  if (doubt.path !== null && doubt.subject !== null && doubt.subject !== doubt.path) {
    return { template: `{path} rests on {subject}, which ${words}`, values: { path: doubt.path, subject: doubt.subject } };
  }
  return { template: `{subject} ${words}`, values: { subject: doubt.subject ?? doubt.path ?? change.type } };
}
