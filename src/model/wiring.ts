/** How the App is wired to a repository: what GitHub says of it, what was asked, and what was answered. */
import type { Evidence } from "./finding.ts";
import type { RepositoryName } from "./repository-name.ts";
import type { ObjectId } from "./tree.ts";

/** `read` is contained in `write`, and both in `admin`. */
export type Access = "read" | "write" | "admin";

/** What the App asks for; app.yml gives the reason for each. Names are those of GitHub's API. */
export const requiredPermissions: Readonly<Record<string, Access>> = {
  contents: "read",
  checks: "write",
  pull_requests: "write",
  issues: "write",
  actions: "write",
  merge_queues: "read",
  metadata: "read",
};

/** Events that the App asks for; installation events are sent without. */
export const requiredEvents: readonly string[] = [
  "pull_request",
  "push",
  "issue_comment",
  "check_run",
  "check_suite",
  "merge_group",
  "workflow_run",
];

/** Of no use where the branch has no merge queue; an older Enterprise Server does not know them. */
export const queueNeeds: { readonly permission: string; readonly event: string } = { permission: "merge_queues", event: "merge_group" };

/** Something that GitHub may keep from the App. `why` is a sentence, with GitHub's own words where it gave any. */
export type Seen<T> = { readonly kind: "known"; readonly value: T } | { readonly kind: "hidden"; readonly why: string };

/** The App on an account, as GitHub describes it. */
export interface Installation {
  readonly id: number;
  /** Its settings page; null: GitHub does not say. */
  readonly webUrl: string | null;
  readonly suspended: boolean;
  readonly permissions: Readonly<Record<string, string>>;
  readonly events: readonly string[];
}

/** What stands between a pull request and a branch. */
export type Protection =
  | { readonly kind: "classic" }
  /** `owner`: whose settings hold it. `id` is null on servers that do not name it. */
  | { readonly kind: "ruleset"; readonly id: number | null; readonly owner: RulesetOwner };

export type RulesetOwner =
  | { readonly kind: "repository" }
  | { readonly kind: "organization"; readonly name: string }
  | { readonly kind: "enterprise" };

/** A check without which nothing is merged. */
export interface RequiredCheck {
  readonly context: string;
  /** Id of the App that has to report it; null: whoever reports it counts. */
  readonly source: Seen<number | null>;
}

export interface RequiredReviews {
  readonly approvals: number;
  /** An approval does not outlive the commit that it was given for: it is dismissed, or the last push needs one of its own. */
  readonly fresh: boolean;
}

/** Who need not keep to a protection. */
export interface Bypass {
  readonly actor:
    | { readonly kind: "administrators" }
    | { readonly kind: "organization-owners" }
    | { readonly kind: "deploy-keys" }
    | { readonly kind: "role"; readonly id: number }
    | { readonly kind: "team" | "app" | "user"; readonly name: string };
  /** `everything`: the check and whatever else is required. `in-pull-requests`: the same, but for pushes. `reviews`: only the required reviews. */
  readonly extent: "everything" | "in-pull-requests" | "reviews";
}

/** One protection, of whichever kind, and what it requires. */
export interface ProtectionFacts {
  readonly protection: Protection;
  readonly checks: readonly RequiredCheck[];
  /** A branch has to hold the newest base before it is merged. */
  readonly strict: Seen<boolean>;
  readonly reviews: Seen<RequiredReviews | null>;
  readonly mergeQueue: Seen<boolean>;
  readonly bypass: Seen<readonly Bypass[]>;
}

/** What GitHub says of a repository on which the App is installed. */
export interface WiringFacts {
  readonly repository: RepositoryName;
  /** Web address of the repository, without a slash at its end. */
  readonly webUrl: string;
  readonly branch: string;
  /** The branch's commit; null: there is no such branch yet. */
  readonly tip: Seen<ObjectId | null>;
  readonly app: { readonly id: number; readonly slug: string };
  readonly installation: Installation;
  /** Null: there is none. */
  readonly classic: Seen<ProtectionFacts | null>;
  readonly rulesets: Seen<readonly ProtectionFacts[]>;
}

/** The policy at the tip of the branch. */
export type PolicyState =
  | {
      readonly kind: "valid";
      /** False: there is no configuration, and the defaults hold. */
      readonly written: boolean;
      readonly advisory: boolean;
      /** False: `branches` leaves the branch out. */
      readonly reviewsBranch: boolean;
    }
  /** Each fault with its place. */
  | { readonly kind: "invalid"; readonly faults: readonly string[] }
  | { readonly kind: "hidden"; readonly why: string };

/** A program that a command may start. */
export interface Program {
  readonly name: string;
  readonly state:
    | { readonly kind: "found"; readonly version: string }
    | { readonly kind: "missing" }
    /** It is there and does not say its version. */
    | { readonly kind: "broken"; readonly why: string };
}

/** The machine that the command runs on. */
export interface MachineFacts {
  readonly node: { readonly version: string; readonly wanted: string };
  readonly programs: readonly Program[];
  /** The App's environment; null: it was not looked at. */
  readonly environment:
    | { readonly kind: "complete" }
    | { readonly kind: "empty" }
    | { readonly kind: "faulty"; readonly faults: readonly string[] }
    | null;
}

/** `wrong`: it does not do what it is there for. `warn`: it does, with a gap. `unknown`: GitHub does not show it. `note`: good to know. */
export type WiringState = "ok" | "note" | "warn" | "unknown" | "wrong";

export type WiringQuestion =
  | "app-installed"
  | "permissions"
  | "events"
  | "policy-valid"
  | "branch-protected"
  | "check-required"
  | "check-pinned"
  | "up-to-date"
  | "reviews-required"
  | "stale-approvals"
  | "bypass"
  | "node"
  | "program"
  | "environment";

/** Why the answer is what it is; the words for each stand in the renderer. */
export type WiringReason =
  | "installed"
  | "not-installed"
  | "suspended"
  | "permissions-granted"
  | "permissions-missing"
  | "queue-permission-missing"
  | "events-subscribed"
  | "events-missing"
  | "queue-event-missing"
  | "policy-valid"
  | "policy-default"
  | "policy-advisory"
  | "policy-elsewhere"
  | "policy-invalid"
  | "policy-hidden"
  | "protected"
  | "not-protected"
  | "protection-hidden"
  | "branch-missing"
  | "check-required"
  | "check-not-required"
  | "check-hidden"
  | "pinned"
  | "not-pinned"
  | "pinned-elsewhere"
  | "pin-hidden"
  | "up-to-date"
  | "not-up-to-date"
  | "up-to-date-hidden"
  | "reviewed"
  | "not-reviewed"
  | "reviews-hidden"
  | "approvals-fresh"
  | "approvals-stale"
  | "no-bypass"
  | "bypass"
  | "bypass-hidden"
  | "node-fits"
  | "node-old"
  | "program-found"
  | "program-missing"
  | "program-needed"
  | "program-broken"
  | "environment-complete"
  | "environment-empty"
  | "environment-faulty";

/** Where something is mended. */
export type SettingsPage =
  | { readonly kind: "install" }
  /** The App's public page, which leads its owner to its settings. */
  | { readonly kind: "app" }
  | { readonly kind: "installation" }
  | { readonly kind: "rulesets" }
  | { readonly kind: "protection"; readonly protection: Protection };

/** What stands below an answer, a line each. */
export type WiringDetail =
  /** Somebody else's words: a fault, or what GitHub said. */
  { readonly kind: "said"; readonly text: string } | { readonly kind: "bypass"; readonly bypass: Bypass; readonly protection: Protection };

export interface WiringAnswer {
  readonly question: WiringQuestion;
  readonly state: WiringState;
  readonly reason: WiringReason;
  /** What fills the words. */
  readonly evidence: Evidence;
  readonly details: readonly WiringDetail[];
  readonly page: SettingsPage | null;
}

/** The repository that was asked about, and what its pages' addresses are made of. */
export interface WiringSubject {
  readonly repository: RepositoryName;
  /** Null: nothing is known of a repository on which the App is not installed. */
  readonly webUrl: string | null;
  readonly branch: string | null;
  readonly app: { readonly id: number; readonly slug: string };
  readonly installationUrl: string | null;
  /** Web address of the GitHub server. */
  readonly server: string;
}

export interface WiringReport {
  /** Null: only the machine was looked at. */
  readonly subject: WiringSubject | null;
  readonly answers: readonly WiringAnswer[];
}

/** From best to worst; what is not known comes before what is. */
const states: readonly WiringState[] = ["ok", "note", "warn", "unknown", "wrong"];

/** The worst of the answers. */
export function worstState(answers: readonly WiringAnswer[]): WiringState {
  let worst = 0;
  for (const { state } of answers) worst = Math.max(worst, states.indexOf(state));
  return states[worst] ?? "ok";
}
