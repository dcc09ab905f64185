/** Writes JSON that is safe to print: the same data, with every hidden character as a `\u` escape of JSON itself. */

const HIDDEN = /[\u007f-\u00a0\p{Cf}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

function unicodeEscape(character: string): string {
  let escapes = "";
  for (let index = 0; index < character.length; index += 1) {
    escapes += `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`;
  }
  return escapes;
}

/** The document, indented by two spaces, with a newline at its end. Parsing it gives back exactly what was handed in. */
export function jsonText(document: unknown): string {
  return `${JSON.stringify(document, null, 2).replace(HIDDEN, unicodeEscape)}\n`;
}
