/** The list of rules. Adding a rule is one file under `rules/` and one line here. */
import type { Rule } from "./rule.ts";
import { hardCoded } from "./rules/credentials/hard-coded.ts";
import { inPlan } from "./rules/credentials/in-plan.ts";
import { inState } from "./rules/credentials/in-state.ts";
import { inUrl } from "./rules/credentials/in-url.ts";
import { leakedInHistory } from "./rules/credentials/leaked-in-history.ts";
import { placeholder } from "./rules/credentials/placeholder.ts";
import { privateKey } from "./rules/credentials/private-key.ts";
import { sensitiveDefault } from "./rules/credentials/sensitive-default.ts";
import { token } from "./rules/credentials/token.ts";
import { unpinnedImage } from "./rules/image/unpinned.ts";
import { untestedImage } from "./rules/image/untested.ts";
import { action } from "./rules/immutable/action.ts";
import { bootTimeConfiguration } from "./rules/immutable/boot-time-configuration.ts";
import { destroyFirst } from "./rules/immutable/destroy-first.ts";
import { drift } from "./rules/immutable/drift.ts";
import { floatingTemplate } from "./rules/immutable/floating-template.ts";
import { handsOnAccess } from "./rules/immutable/hands-on-access.ts";
import { ignoredChange } from "./rules/immutable/ignored-change.ts";
import { inPlaceUpdate } from "./rules/immutable/in-place-update.ts";
import { liveConfiguration } from "./rules/immutable/live-configuration.ts";
import { pointerWithoutRollout } from "./rules/immutable/pointer-without-rollout.ts";
import { protectionRemoved } from "./rules/immutable/protection-removed.ts";
import { provisioner } from "./rules/immutable/provisioner.ts";
import { statefulLoss } from "./rules/immutable/stateful-loss.ts";
import { suppressedReplacement } from "./rules/immutable/suppressed-replacement.ts";
import { undecided } from "./rules/immutable/undecided.ts";
import { configurationInvalid } from "./rules/review/configuration-invalid.ts";
import { exemptionExpired } from "./rules/review/exemption-expired.ts";
import { parsersDisagree } from "./rules/review/parsers-disagree.ts";
import { planIncomplete } from "./rules/review/plan-incomplete.ts";
import { planMismatch } from "./rules/review/plan-mismatch.ts";
import { planMissing } from "./rules/review/plan-missing.ts";
import { planStale } from "./rules/review/plan-stale.ts";
import { planUnreadable } from "./rules/review/plan-unreadable.ts";
import { ruleFailed } from "./rules/review/rule-failed.ts";
import { searchIncomplete } from "./rules/review/search-incomplete.ts";
import { syntaxError } from "./rules/review/syntax-error.ts";
import { unreadableFile } from "./rules/review/unreadable-file.ts";
import { waiverUnreadable } from "./rules/review/waiver-unreadable.ts";
import { unpinnedSupply } from "./rules/supply/unpinned.ts";

export const rules: readonly Rule[] = [
  action,
  destroyFirst,
  drift,
  inPlaceUpdate,
  pointerWithoutRollout,
  protectionRemoved,
  statefulLoss,
  undecided,
  configurationInvalid,
  exemptionExpired,
  parsersDisagree,
  planIncomplete,
  planMismatch,
  planMissing,
  planStale,
  planUnreadable,
  ruleFailed,
  searchIncomplete,
  syntaxError,
  unreadableFile,
  waiverUnreadable,
  bootTimeConfiguration,
  floatingTemplate,
  handsOnAccess,
  ignoredChange,
  liveConfiguration,
  provisioner,
  suppressedReplacement,
  unpinnedImage,
  untestedImage,
  unpinnedSupply,
  hardCoded,
  inPlan,
  inState,
  inUrl,
  leakedInHistory,
  placeholder,
  privateKey,
  sensitiveDefault,
  token,
];
