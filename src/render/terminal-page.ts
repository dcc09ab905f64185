/** What the parts of the terminal output share: colours and width. */
import type { Colors } from "picocolors/types.js";

export interface Page {
  readonly colors: Colors;
  /** Columns. */
  readonly width: number;
}
