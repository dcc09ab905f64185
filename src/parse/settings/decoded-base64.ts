/** Text out of base64. */

/** Longer ones are files, in UTF-16 units. */
const longest = 1_000_000;

/** Null: it is no base64, or what comes out is no text. Line ends within it are passed over. */
export function decodedBase64(text: string): string | null {
  if (text.length < 4 || text.length > longest) return null;
  const written = text.replaceAll(/\s/g, "");
  if (written.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(written)) return null;
  const bytes = Uint8Array.from(atob(written), (sign) => sign.charCodeAt(0));
  try {
    const decoded = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what holds them is no text
    return /[\u0000-\u0008\u000e-\u001f]/.test(decoded) ? null : decoded;
  } catch {
    return null;
  }
}
