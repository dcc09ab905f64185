/** Deployment windows: `Mon-Thu 09:00-16:00 Europe/London`. */

const days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** What is wrong with a window, in words that follow it in a sentence; null: nothing. Time zones are those of the IANA database. */
export function windowProblem(text: string): string | null {
  const match = /^(\S{3,27}) (\d\d):(\d\d)-(\d\d):(\d\d) (\S{1,50})$/.exec(text);
  if (match === null) return 'is not a window: write days, hours and time zone, as in "Mon-Thu 09:00-16:00 Europe/London"';
  for (const part of (match[1] ?? "").split(",")) {
    for (const day of part.split("-")) {
      if (!days.includes(day)) return "names days other than Mon, Tue, Wed, Thu, Fri, Sat and Sun; write Mon-Thu or Mon,Wed";
    }
    if (part.split("-").length > 2) return "names a range of days with more than two ends";
  }
  const [from, to] = [minutes(match[2], match[3]), minutes(match[4], match[5])];
  if (from === null || to === null) return "names a time that does not exist; hours go from 00:00 to 24:00";
  if (from >= to) return "ends before it starts; a window lies within one day";
  return isTimeZone(match[6] ?? "") ? null : "names a time zone that is not known; write one such as Europe/London or UTC";
}

function minutes(hour: string | undefined, minute: string | undefined): number | null {
  const value = Number(hour) * 60 + Number(minute);
  return Number(minute) < 60 && value <= 24 * 60 ? value : null;
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
