/** Functions on timestamps. They have no clock: what asks for the time of a run is impure. */
import type { Value } from "../../model/value.ts";
import { fail } from "../evaluation.ts";
import { countValue, stringValue } from "../values.ts";
import { formattedDate } from "./date-format.ts";
import { parseDuration } from "./duration.ts";
import { pure, textArgument } from "./pure-function.ts";
import type { Timestamp } from "./timestamp.ts";
import { momentOf, parseTimestamp, timestampText } from "./timestamp.ts";

export const timeFunctions = [
  pure("formatdate", 2, (args) => {
    const timestamp = timestampArgument(args, 1);
    return stringValue(formattedDate(textArgument(args, 0), momentOf(timestamp)));
  }),
  pure("timeadd", 2, (args) => {
    const timestamp = timestampArgument(args, 0);
    const duration = parseDuration(textArgument(args, 1)) ?? fail("a duration is required, like 1h30m");
    return stringValue(timestampText({ ...timestamp, nanoseconds: timestamp.nanoseconds + duration }));
  }),
  pure("timecmp", 2, (args) => {
    const [a, b] = [timestampArgument(args, 0).nanoseconds, timestampArgument(args, 1).nanoseconds];
    return countValue(a < b ? -1 : a > b ? 1 : 0);
  }),
];

function timestampArgument(args: readonly Value[], i: number): Timestamp {
  return parseTimestamp(textArgument(args, i)) ?? fail("a timestamp is required, like 2006-01-02T15:04:05Z");
}
