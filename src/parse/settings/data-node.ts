/** A document of data, YAML or JSON, as a tree of maps, lists and texts with their offsets. */

export type DataNode = DataMap | DataList | DataText;

export interface DataMap {
  readonly kind: "map";
  readonly entries: DataEntry[];
}

export interface DataEntry {
  readonly name: string;
  /** Null: nothing is written there, or an alias of something that is no text. */
  value: DataNode | null;
  /** `!Join` before a map or list; null: none. A text has its own. */
  tag: string | null;
}

export interface DataList {
  readonly kind: "list";
  readonly items: DataNode[];
}

export interface DataText {
  readonly kind: "text";
  readonly text: string;
  /** How it is written. `literal` and `folded` are block scalars, `|` and `>`. */
  readonly style: "plain" | "quoted" | "literal" | "folded";
  /** UTF-16 offsets of the text without its quotes; of a block scalar, of its first line. The end is exclusive. */
  readonly start: number;
  readonly end: number;
  /** `!Ref`; null: none. */
  readonly tag: string | null;
}

/** What may still be read of a document, against hostile ones. */
export interface Room {
  /** Nodes that are left. */
  nodes: number;
  /** Why not everything was read; null: everything was. */
  cut: string | null;
}

/** More values than this stand in no file that people keep. */
const mostNodes = 300_000;
/** Collections nested deeper than this are left out. */
export const deepestData = 100;

export function fullRoom(): Room {
  return { nodes: mostNodes, cut: null };
}

/** False: nothing more fits in. */
export function takeNode(room: Room): boolean {
  if (room.nodes > 0) {
    room.nodes--;
    return true;
  }
  room.cut ??= `it holds more than ${mostNodes.toLocaleString("en")} values`;
  return false;
}

export function noteDepth(room: Room): void {
  room.cut ??= `it is nested more than ${deepestData} deep`;
}
