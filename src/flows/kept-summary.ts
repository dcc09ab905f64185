/** A file's summary as a text, to be kept; and back. */
import type { FileRead, FileSummary } from "../terraform/module-calls.ts";

/** The empty text for a file that calls nothing and reads nothing, as most do. */
export function summaryText(summary: FileSummary): string {
  const { calls, reads, backend } = summary;
  return calls.length === 0 && reads.length === 0 && !backend ? "" : JSON.stringify({ calls, reads, backend });
}

/** Of a file that calls nothing and reads nothing. */
export const nothing: FileSummary = { calls: [], reads: [], backend: false };

/** Null: it is no summary. */
export function summaryOf(text: string): FileSummary | null {
  if (text === "") return nothing;
  const value: unknown = JSON.parse(text);
  if (typeof value !== "object" || value === null || !("calls" in value) || !("reads" in value) || !("backend" in value)) return null;
  const { calls, reads, backend } = value;
  if (!Array.isArray(calls) || !Array.isArray(reads) || typeof backend !== "boolean") return null;
  return calls.every(isText) && reads.every(isRead) ? { calls, reads, backend } : null;
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isRead(value: unknown): value is FileRead {
  if (typeof value !== "object" || value === null || !("from" in value) || !("path" in value) || !("extent" in value)) return false;
  const { from, path, extent } = value;
  return (from === "module" || from === "root") && isText(path) && (extent === "whole" || extent === "tree" || extent === "unknown");
}
