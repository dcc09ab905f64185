/** Points in time as Go's `time` reads and writes them in RFC 3339, without a clock. */

export interface Timestamp {
  /** Nanoseconds since 1970 in UTC. */
  readonly nanoseconds: bigint;
  /** Of the time zone it is written in. */
  readonly offsetSeconds: number;
}

/** The parts of a timestamp in its own time zone. */
export interface Moment {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  /** Sunday is 0. */
  readonly weekday: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly offsetSeconds: number;
}

const secondsPerDay = 86_400;
const billion = 1_000_000_000n;

const pattern = /^([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(\.[0-9]+)?(?:Z|([+-])([0-9]{2}):([0-9]{2}))$/;

/** Null: not RFC 3339. */
export function parseTimestamp(text: string): Timestamp | null {
  const found = text.length > 100 ? null : pattern.exec(text);
  if (found === null) return null;
  const part = (i: number) => Number(found[i] ?? "0");
  const offset = (part(9) * 60 + part(10)) * 60 * (found[8] === "-" ? -1 : 1);
  if (part(9) > 23 || part(10) > 59) return null;
  return timestampOf([part(1), part(2), part(3), part(4), part(5), part(6)], found[7], offset);
}

/** Null: the calendar has no such time. `fraction` has its point in front. */
export function timestampOf(parts: readonly number[], fraction: string | undefined, offsetSeconds: number): Timestamp | null {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month) || hour > 23 || minute > 59 || second > 59) return null;
  const seconds = daysSince1970(year, month, day) * secondsPerDay + hour * 3600 + minute * 60 + second - offsetSeconds;
  const nanoseconds = BigInt((fraction ?? ".").slice(1, 10).padEnd(9, "0"));
  return { nanoseconds: BigInt(seconds) * billion + nanoseconds, offsetSeconds };
}

/** Without fraction, as `time.RFC3339` has it. */
export function timestampText(timestamp: Timestamp): string {
  const { year, month, day, hour, minute, second } = momentOf(timestamp);
  const date = `${yearText(year)}-${padded(month)}-${padded(day)}`;
  return `${date}T${padded(hour)}:${padded(minute)}:${padded(second)}${offsetText(timestamp.offsetSeconds, ":", "Z")}`;
}

export function momentOf(timestamp: Timestamp): Moment {
  const local = floorDivide(timestamp.nanoseconds, billion) + BigInt(timestamp.offsetSeconds);
  const days = Number(floorDivide(local, BigInt(secondsPerDay)));
  const rest = Number(local - BigInt(days) * BigInt(secondsPerDay));
  const { year, month, day } = dateOf(days);
  const weekday = (((days + 4) % 7) + 7) % 7;
  const [hour, minute, second] = [Math.floor(rest / 3600), Math.floor(rest / 60) % 60, rest % 60];
  return { year, month, day, weekday, hour, minute, second, offsetSeconds: timestamp.offsetSeconds };
}

/** `+02:00`, `+0200`, or what stands for UTC. */
export function offsetText(offsetSeconds: number, separator: string, utc: string): string {
  if (offsetSeconds === 0) return utc;
  const minutes = Math.floor(Math.abs(offsetSeconds) / 60);
  return `${offsetSeconds < 0 ? "-" : "+"}${padded(Math.floor(minutes / 60))}${separator}${padded(minutes % 60)}`;
}

export function yearText(year: number): string {
  return year < 0 ? `-${String(-year).padStart(4, "0")}` : String(year).padStart(4, "0");
}

export function padded(number: number): string {
  return String(number).padStart(2, "0");
}

function daysIn(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** In the proleptic Gregorian calendar; years start in March, so that the leap day is the last one. */
function daysSince1970(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468;
}

function dateOf(daysAfter1970: number): Pick<Moment, "year" | "month" | "day"> {
  const days = daysAfter1970 + 719_468;
  const era = Math.floor(days / 146_097);
  const dayOfEra = days - era * 146_097;
  const leapDays = Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b < 0n ? quotient - 1n : quotient;
}
