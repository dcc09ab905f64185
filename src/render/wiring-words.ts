/** What is said of each finding about the wiring, and how each gap is mended. */
import type { WiringReason } from "../model/wiring.ts";

interface Words {
  readonly message: string;
  /** What to do, before the address of the page; null: nothing. */
  readonly mend: string | null;
}

const REQUIRE =
  "Open the branch's rule, or make one (New ruleset, New branch ruleset, target {branch}, Active): turn on Require status checks to pass, add {check}, and choose the App as its source";
const ACCEPT = "In the App's settings, under Permissions & events, grant them; then accept them on the installation's page";
const SUBSCRIBE = "On the App's page press App settings, then Permissions & events, and subscribe to them";
const LOOK = "Somebody who may administer the repository can see it";

export const WORDS: Readonly<Record<WiringReason, Words>> = {
  installed: { message: "The App is installed on the repository", mend: null },
  "not-installed": {
    message: "The App is not installed on the repository, or there is no such repository",
    mend: "Check the name, and install the App for this repository",
  },
  suspended: { message: "The installation is suspended: nothing is reviewed", mend: "Press Unsuspend on the installation's page" },
  "permissions-granted": { message: "All permissions that it needs are granted", mend: null },
  "permissions-missing": { message: "Permissions are missing: {missing}", mend: ACCEPT },
  "queue-permission-missing": { message: "A permission is missing that a merge queue would need: {missing}", mend: ACCEPT },
  "events-subscribed": { message: "It is subscribed to all events that it needs", mend: null },
  "events-missing": { message: "It is not subscribed to {missing}, and does not hear of what they tell", mend: SUBSCRIBE },
  "queue-event-missing": { message: "It is not subscribed to {missing}: a merge queue would wait for the check for ever", mend: SUBSCRIBE },
  "policy-valid": { message: "The configuration and its policies are valid", mend: null },
  "policy-default": { message: "There is no configuration: the defaults hold", mend: null },
  "policy-advisory": { message: "The configuration says `mode: advisory`: everything is reported, nothing is blocked", mend: null },
  "policy-elsewhere": {
    message: "The configuration's `branches` leave {branch} out: its pull requests are not reviewed",
    mend: "Add it to `branches` in `.github/bakegate.yml`, or ask doctor about a repository whose default branch is reviewed",
  },
  "policy-invalid": {
    message: "The configuration is invalid, and no pull request passes until it is corrected",
    mend: "Correct it, and check with `bakegate policy validate`",
  },
  "policy-hidden": {
    message: "The configuration could not be read",
    mend: "Grant the App `contents: read`, and check that the branch holds a commit",
  },
  protected: { message: "{branch} is protected", mend: null },
  "not-protected": {
    message: "{branch} is not protected: whoever has write access can push to it",
    mend: "Make a ruleset for it: New ruleset, New branch ruleset, target {branch}, Active",
  },
  "protection-hidden": { message: "Whether {branch} is protected is not shown to the App", mend: LOOK },
  "branch-missing": {
    message: "There is no branch {branch} yet, so its protection cannot be told",
    mend: "Push a first commit to it, then ask again",
  },
  "check-required": { message: "{check} is required on {branch}", mend: null },
  "check-not-required": { message: "{check} is not required on {branch}: what it blocks can be merged all the same", mend: REQUIRE },
  "check-hidden": { message: "Whether {check} is required on {branch} is not shown to the App", mend: LOOK },
  pinned: { message: "{check} counts only where the App {app} reports it", mend: null },
  "not-pinned": {
    message: "{check} counts whoever reports it: anybody with write access can forge a status of that name",
    mend: "Beside the check {check}, choose the App {app} in place of any source",
  },
  "pinned-elsewhere": {
    message: "{check} is expected from the App with the id {others}, and this one is {app} with the id {id}: nothing can be merged",
    mend: "Beside the check {check}, choose the App {app} as its source",
  },
  "pin-hidden": { message: "From which App {check} is expected is not shown", mend: LOOK },
  "up-to-date": { message: "What is merged into {branch} is what was checked", mend: null },
  "not-up-to-date": {
    message:
      "A pull request can be merged into {branch} without its newest commits: two good ones can add up to a bad one, which is seen only after the merge",
    mend: "Turn on Require branches to be up to date before merging, or a merge queue",
  },
  "up-to-date-hidden": { message: "Whether a pull request has to be up to date with {branch} is not shown to the App", mend: LOOK },
  reviewed: { message: "Approvals that a pull request into {branch} needs: {approvals}", mend: null },
  "not-reviewed": {
    message: "A pull request into {branch} needs no approval: its author alone can change the policy",
    mend: "Turn on Require a pull request before merging, with at least one approval",
  },
  "reviews-hidden": { message: "What approvals a pull request into {branch} needs is not shown to the App", mend: LOOK },
  "approvals-fresh": { message: "An approval does not outlive the commit that it was given for", mend: null },
  "approvals-stale": {
    message: "An approval still counts after new commits were pushed",
    mend: "Turn on Dismiss stale pull request approvals when new commits are pushed",
  },
  "no-bypass": { message: "Nobody may merge into {branch} without {check}", mend: null },
  bypass: {
    message: "Some may get by what {branch} requires",
    mend: "Take away who need not be there from the bypass list; in classic protection, turn on Do not allow bypassing the above settings",
  },
  "bypass-hidden": { message: "Who may merge into {branch} without {check} is not shown to the App", mend: `${LOOK}, under Bypass list` },
  "node-fits": { message: "Node {version}", mend: null },
  "node-old": { message: "Node {version} does not run Bakegate, which needs {wanted}", mend: "Install it from https://nodejs.org" },
  "program-found": { message: "`{program}` {version}", mend: null },
  "program-missing": { message: "`{program}` is not installed; reviews do without it", mend: null },
  "program-needed": { message: "`{program}` is not installed; `bakegate review` needs it", mend: null },
  "program-broken": {
    message: "`{program}` is there and does not say its version",
    mend: "Start `{program} --version` by hand, and mend what it says",
  },
  "environment-complete": { message: "The environment of `bakegate serve` is complete", mend: null },
  "environment-empty": {
    message: "The environment of the App is not set; only `bakegate serve` and `bakegate doctor OWNER/REPO` need it",
    mend: null,
  },
  "environment-faulty": {
    message: "The environment of the App is not complete",
    mend: "Set what is named; the README says where each comes from",
  },
};

/** How each program is got. */
export const GET_PROGRAM: ReadonlyMap<string, string> = new Map([
  ["git", "Install git 2.25 or newer: `apt-get install git`, `brew install git`, or https://git-scm.com/downloads"],
  ["terraform", "To have it: https://developer.hashicorp.com/terraform/install"],
  ["packer", "To have it: `apt-get install packer`, or https://developer.hashicorp.com/packer/install"],
  ["rspec", "To have it with serverspec: `apt-get install ruby-serverspec`, or `gem install serverspec`"],
]);
