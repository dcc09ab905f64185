/** Rule: what could not be decided is never a quiet pass. */
import type { Observation } from "../../../model/finding.ts";
import type { Doubt, JudgedChange } from "../../../model/resource-change.ts";
import type { ReviewSubject } from "../../../model/subject.ts";
import type { ChangeRule, ReasonWords } from "../../rule.ts";

/** What the doubt puts at stake. */
type Stake = "server" | "stateful" | "elsewhere";

/** What the doubt rests on. */
type Ground = "value" | "conditional" | "type" | "attribute" | "instances" | "module" | "provider" | "code";

const stakes: Readonly<Record<Stake, { readonly message: string; readonly level: "block" | "warn" }>> = {
  server: { message: "Whether `{address}` would change in place is undecided", level: "block" },
  stateful: { message: "Whether `{address}` would keep its data is undecided", level: "block" },
  elsewhere: { message: "What would happen to `{address}` is undecided", level: "warn" },
};

const realPlan = "hand in a real plan (`terraform show -json`, with `--plan`)";

const grounds: Readonly<Record<Ground, { readonly because: string; readonly remedy: string }>> = {
  value: {
    because: "{paths} rests on {subjects}, whose value does not stand in the code",
    remedy: `Write the value down (a default, a \`.tfvars\` file, a literal), or ${realPlan}.`,
  },
  conditional: {
    because: "the provider has a rule of its own for a change of {paths}, and the code does not settle it",
    remedy: `Where the provider looks at another argument (\`user_data_replace_on_change\`), give that a literal value; else ${realPlan}.`,
  },
  type: {
    because: "its type is not in the catalogue of provider facts",
    remedy: `Only Terraform and its provider can tell: ${realPlan}.`,
  },
  attribute: {
    because: "what a change of {paths} does is not known",
    remedy: `Only Terraform and its provider can tell: ${realPlan}. An \`except\` for the attribute in the policy settles it for good.`,
  },
  instances: {
    because: "how many there will be rests on {subjects}",
    remedy: `Give \`count\` or \`for_each\` a value that stands in the code, or ${realPlan}.`,
  },
  module: {
    because: "the module {subjects} is not in this repository",
    remedy: `What a module outside of the repository does is not read here: ${realPlan}.`,
  },
  provider: {
    because: "{subjects} is another one than in the base, or set otherwise",
    remedy: `What stands there only Terraform and its provider can tell: ${realPlan}.`,
  },
  code: {
    because: "{subjects} could not be evaluated",
    remedy: `Mend what is reported of the file, write it more simply, or ${realPlan}.`,
  },
};

export const undecided: ChangeRule = {
  on: "change",
  id: "immutable/undecided",
  level: "block",
  page: {
    title: "What is undecided does not pass quietly",
    why:
      "A review from code alone does not know everything: a value that comes from a data source, a provider's rule that looks at the running machine, a module that lives elsewhere. Where every " +
      "possible outcome is allowed, the change passes; where every one is forbidden, it is blocked. Where it depends, that is said together with what would settle it. It blocks where a server's " +
      "image, size or boot script, or a data store, is at stake, and warns elsewhere.",
    bad: 'variable "size" {} # no value anywhere in the code\n\nresource "aws_instance" "web" {\n  ami           = "ami-0a1b2c3d"\n  instance_type = var.size\n}',
    good: 'variable "size" {\n  default = "t3.micro"\n}\n\nresource "aws_instance" "web" {\n  ami           = "ami-0a1b2c3d"\n  instance_type = var.size\n}',
  },
  reasons: reasonTable(),
  *judge(change, _project, subject) {
    if (change.verdict !== "undecided") return;
    const ground = groundOf(change);
    const paths = pathsOf(change);
    const observation: Observation = {
      reason: `${stakeOf(change, subject)}-${ground}`,
      place: change.place,
      address: change.address,
      attribute: paths[0] ?? null,
      evidence: { paths: paths.length === 0 ? [change.address] : paths, subjects: subjectsOf(change), possible: change.possible },
    };
    yield observation;
  },
};

function reasonTable(): Readonly<Record<string, ReasonWords>> {
  const table: Record<string, ReasonWords> = {};
  for (const [stake, { message, level }] of Object.entries(stakes)) {
    for (const [ground, { because, remedy }] of Object.entries(grounds)) {
      table[`${stake}-${ground}`] = { message: `${message}: ${because}`, remedy, ...(level === "block" ? {} : { level }) };
    }
  }
  return table;
}

const losing: ReadonlySet<string> = new Set(["replace", "delete", "forget"]);

function stakeOf(change: JudgedChange, subject: ReviewSubject): Stake {
  switch (subject.workloads.classOf(change.type)) {
    case "stateful":
      return change.possible.length === 0 || change.possible.some((action) => losing.has(action)) ? "stateful" : "elsewhere";
    case "server":
      return mayMutate(change, subject) ? "server" : "elsewhere";
    case "pointer":
    case "config":
      return "elsewhere";
  }
}

/** A defining attribute is in doubt, or nobody knows which one is. */
function mayMutate(change: JudgedChange, subject: ReviewSubject): boolean {
  if (change.action === "undecided" && change.possible.length > 0 && !change.possible.includes("update")) return false;
  const paths = pathsOf(change);
  if (change.doubts.some((doubt) => doubt.path === null) || paths.length === 0) return true;
  const changed = change.attributes.map((attribute) => attribute.path);
  return [...paths, ...changed].some((path) => subject.workloads.attributeClass(change.type, path) === "defining");
}

/** The doubts' paths; where there are none, those that a judgement left open. */
function pathsOf(change: JudgedChange): readonly string[] {
  const doubted = change.doubts.flatMap((doubt) => (doubt.path === null ? [] : [doubt.path]));
  const open = change.judgements.filter((judgement) => judgement.verdict === "undecided").map((judgement) => judgement.path);
  return [...new Set(doubted.length > 0 ? doubted : open)];
}

function subjectsOf(change: JudgedChange): readonly string[] {
  const subjects = change.doubts.flatMap((doubt) => (doubt.subject === null ? [] : [doubt.subject]));
  return subjects.length > 0 ? [...new Set(subjects)] : pathsOf(change).length > 0 ? pathsOf(change) : [change.address];
}

/** The ground that is hardest to mend names the finding. */
function groundOf(change: JudgedChange): Ground {
  const kinds = change.doubts.map(groundOfDoubt);
  for (const ground of ["module", "code", "provider", "type", "instances", "attribute", "conditional", "value"] as const) {
    if (kinds.includes(ground)) return ground;
  }
  return change.notes.some((note) => note.code === "unclassed") ? "attribute" : "value";
}

function groundOfDoubt(doubt: Doubt): Ground {
  switch (doubt.kind) {
    case "unknown-value":
      return "value";
    case "conditional":
      return "conditional";
    case "unknown-resource-type":
      return "type";
    case "unknown-attribute":
      return "attribute";
    case "unknown-instances":
      return "instances";
    case "unknown-module":
      return "module";
    case "other-provider":
      return "provider";
    case "invalid-configuration":
    case "unsupported":
      return "code";
  }
}
