/** Tells a text that a generator made from one that somebody wrote as a word, a name or a number: for names that only hint at a credential. */

/** Shorter texts cannot be told apart, in UTF-16 units. */
const shortest = 8;
/** Longer ones are documents. */
const longest = 10_000;

/** Identifiers that clouds hand out: `subnet-0a1b2c3d4e5f60718`. */
const cloudId = /^[a-z]{1,12}-[0-9a-f]{8,17}$/;
const hexadecimal = /^[0-9a-f]+$/i;

/**
 * True for keys, tokens, UUIDs and generated passwords; false for words, slugs, versions and plain numbers. Linear.
 * @param minimumEntropy where the maintainers set one, it decides instead: bits for each character.
 */
export function looksGenerated(text: string, minimumEntropy: number | null = null): boolean {
  if (minimumEntropy !== null)
    return text.length >= shortest && text.length <= longest && !/\s/.test(text) && entropyOf(text) >= minimumEntropy;
  if (text.length < shortest || text.length > longest || /\s/.test(text) || cloudId.test(text)) return false;
  const joined = text.replaceAll("-", "");
  if (isLongHexadecimal(joined) || isInGroups(text)) return true;
  if (/[!#$%^&*?@~<>|]/.test(text) && /\d/.test(text) && /[A-Za-z]/.test(text)) return true;
  return text.split(/[-_./:,;+=]+/).some(generatedPart);
}

/** Shannon's entropy of the text's characters, in bits for each. Linear. */
export function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let length = 0;
  for (const count of counts.values()) length += count;
  let bits = 0;
  for (const count of counts.values()) bits -= (count / length) * Math.log2(count / length);
  return bits;
}

/** Runs of letters and digits change often, or all three kinds of characters stand in a long part. */
function generatedPart(part: string): boolean {
  if (part.length < shortest) return false;
  if (isLongHexadecimal(part)) return true;
  const classes = [...part].map(classOf);
  let changes = 0;
  for (let i = 1; i < classes.length; i++) if (isDigit(classes[i]) !== isDigit(classes[i - 1])) changes++;
  if (changes >= 3) return true;
  const kinds = new Set(classes);
  if (kinds.has("lower") && kinds.has("upper") && kinds.has("digit")) return part.length >= 12;
  // Capitals in the middle of small letters again and again: no words in camel case are so short.
  return part.length >= 16 && kinds.has("upper") && kinds.has("lower") && capitals(classes) * 3 >= part.length;
}

/** Keys of licences: `K7Q2M-9XW4T-3BVN8-HD5RC`. */
function isInGroups(text: string): boolean {
  return /^[A-Z0-9]{4,8}(?:-[A-Z0-9]{4,8}){3,9}$/.test(text) && /[A-Z]/.test(text) && (text.match(/\d/g)?.length ?? 0) >= 4;
}

function isLongHexadecimal(text: string): boolean {
  return text.length >= 16 && hexadecimal.test(text) && /\d/.test(text) && /[a-f]/i.test(text);
}

type CharacterClass = "lower" | "upper" | "digit" | "other";

function classOf(character: string): CharacterClass {
  if (character >= "a" && character <= "z") return "lower";
  if (character >= "A" && character <= "Z") return "upper";
  return character >= "0" && character <= "9" ? "digit" : "other";
}

function isDigit(kind: CharacterClass | undefined): boolean {
  return kind === "digit";
}

/** Changes between small and capital letters. */
function capitals(classes: readonly CharacterClass[]): number {
  let changes = 0;
  for (let i = 1; i < classes.length; i++) if ((classes[i] === "upper") !== (classes[i - 1] === "upper")) changes++;
  return changes;
}
