/** Comments as blanks, so that every place stays where it is. */

export interface CommentSigns {
  /** Begins a comment up to the line's end. */
  readonly line: string;
  readonly open: string;
  readonly close: string;
}

/** Linear. What follows a comment that is never closed is a comment. */
export function withoutComments(text: string, signs: CommentSigns): string {
  const pieces: string[] = [];
  let from = 0;
  let line = text.indexOf(signs.line);
  let block = text.indexOf(signs.open);
  while (line !== -1 || block !== -1) {
    const isLine = line !== -1 && (block === -1 || line < block);
    const start = isLine ? line : block;
    const closing = isLine ? text.indexOf("\n", start + signs.line.length) : text.indexOf(signs.close, start + signs.open.length);
    const end = closing === -1 ? text.length : isLine ? closing : closing + signs.close.length;
    pieces.push(text.slice(from, start), text.slice(start, end).replaceAll(/[^\n]/g, " "));
    from = end;
    if (line !== -1 && line < end) line = text.indexOf(signs.line, end);
    if (block !== -1 && block < end) block = text.indexOf(signs.open, end);
  }
  pieces.push(text.slice(from));
  return pieces.join("");
}
