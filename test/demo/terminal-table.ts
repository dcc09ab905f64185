/** A table in a terminal: columns aligned, and cells wrapped where they do not fit. */
import { paintedColumns, type Screen, wrapWords } from "./screen.ts";

const gap = "  ";

/** @param rows cells, painted; the first row is the header. */
export function tableLines(rows: readonly (readonly string[])[], { colors, width }: Screen): readonly string[] {
  const widths = fitted(
    widest(rows, (cell) => [cell]),
    widest(rows, (cell) => cell.split(" ")),
    width,
  );
  const rule = colors.dim(widths.map((each) => "─".repeat(each)).join(gap));
  return rows.flatMap((row, index) => {
    const cells = widths.map((each, column) => wrapWords(row[column] ?? "", each, ""));
    const height = Math.max(...cells.map((lines) => lines.length));
    const lines = Array.from({ length: height }, (_, at) =>
      cells
        .map((cell, column) => padded(cell[at] ?? "", widths[column] ?? 0))
        .join(gap)
        .trimEnd(),
    );
    return index === 0 ? [...lines, rule] : lines;
  });
}

/** Of each column the widest part of a cell. */
function widest(rows: readonly (readonly string[])[], parts: (cell: string) => readonly string[]): readonly number[] {
  const [header = []] = rows;
  return header.map((_, column) => Math.max(1, ...rows.flatMap((row) => parts(row[column] ?? "")).map(paintedColumns)));
}

/** Takes from the widest column that can give until the table fits, or none can. */
function fitted(wanted: readonly number[], least: readonly number[], width: number): readonly number[] {
  const widths = [...wanted];
  const room = width - gap.length * (widths.length - 1);
  while (sum(widths) > room) {
    const giving = widths.map((each, column) => (each > (least[column] ?? 0) ? each : 0));
    const most = Math.max(...giving);
    if (most === 0) break;
    widths[giving.indexOf(most)] = most - 1;
  }
  return widths;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

function padded(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - paintedColumns(text)));
}
