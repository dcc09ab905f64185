/** Days of the calendar as maintainers write them: `2027-01-31`. */

const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** True for a real day of the Gregorian calendar, written `YYYY-MM-DD` and nothing else. */
export function isCalendarDate(text: string): boolean {
  return dateProblem(text) === null;
}

/** What is wrong with a date, in words that follow the date in a sentence; null: nothing. */
export function dateProblem(text: string): string | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) return "is not a date as YYYY-MM-DD";
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const length = monthDays[month - 1];
  if (length === undefined) return "is not a real date: there are 12 months";
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const last = month === 2 && leap ? 29 : length;
  if (day < 1 || day > last) return `is not a real date: that month has ${last} days`;
  return null;
}

/** Whole days from `today` to `date`, both `YYYY-MM-DD`: 0 on the last day, negative afterwards. */
export function daysBetween(today: string, date: string): number {
  return Math.round((Date.parse(`${date}T00:00:00Z`) - Date.parse(`${today}T00:00:00Z`)) / 86_400_000);
}
