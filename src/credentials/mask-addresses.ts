/** Takes credentials out of addresses: the keys of `for_each` are values, and so are those of maps in an attribute's path. */
import type { ResourceChange } from "../model/resource-change.ts";
import { Secret } from "../model/sighting.ts";
import { looksGenerated } from "./looks-generated.ts";
import { holdsAny, holdsAsValue, maskText } from "./mask-credentials.ts";
import type { SinkCatalogue } from "./sinks.ts";

/** One credential key is `(credential)`, the next `(credential 2)`: instances stay apart, and one key is called the same everywhere. */
export class AddressMask {
  readonly #secrets: readonly Secret[];
  /** Outside of keys stand names that somebody chose: there a password that is a plain word would hide what is meant. */
  readonly #generated: readonly Secret[];
  /** What each key that was met is called. */
  readonly #names = new Map<string, string>();
  readonly #taken = new Set<string>();
  #count = 0;
  readonly #around = new Map<string, string>();
  readonly #known = new Map<string, string>();

  constructor(secrets: readonly Secret[]) {
    this.#secrets = secrets;
    this.#generated = secrets.filter((secret) => secret.digest((own) => looksGenerated(own)));
  }

  /** The address, or the path of an attribute, without any credential in it. */
  mask(address: string): string {
    const known = this.#known.get(address);
    if (known !== undefined) return known;
    const pieces: string[] = [];
    let end = 0;
    for (const match of address.matchAll(quotedKey)) {
      pieces.push(this.#outside(address.slice(end, match.index)), `["${this.#key(match[1] ?? "")}"]`);
      end = match.index + match[0].length;
    }
    pieces.push(this.#outside(address.slice(end)));
    const masked = pieces.join("");
    this.#known.set(address, masked);
    return masked;
  }

  /** {@link mask}; null stays null. */
  maskWhereAny(address: string | null): string | null {
    return address === null ? null : this.mask(address);
  }

  /** What stands around keys: the same few texts in thousands of instances. */
  #outside(text: string): string {
    const known = this.#around.get(text);
    if (known !== undefined) return known;
    const masked = maskText(text, this.#generated);
    this.#around.set(text, masked);
    return masked;
  }

  /** @param written as it stands between the quotes. */
  #key(written: string): string {
    const known = this.#names.get(written);
    if (known !== undefined) return known;
    const isOwnWord = ownWord.test(written) && !this.#taken.has(written);
    const isHidden = ownWord.test(written) || holdsAny(this.#secrets, unquoted(written)) || this.#holdsEscaped(written);
    const name = isOwnWord || !isHidden ? written : this.#free();
    this.#names.set(written, name);
    this.#taken.add(name);
    return name;
  }

  #holdsEscaped(written: string): boolean {
    return written.includes("\\") && maskText(written, this.#secrets) !== written;
  }

  #free(): string {
    for (;;) {
      this.#count++;
      const name = this.#count === 1 ? "(credential)" : `(credential ${this.#count})`;
      if (!this.#taken.has(name)) return name;
    }
  }
}

const quotedKey = /\["((?:[^"\\]|\\.)*)"\]/gs;
/** A key that reads as a masked one: because it is, or because somebody calls it so. */
const ownWord = /^\(credential(?: \d{1,9})?\)$/;

/** A key as the configuration means it. */
function unquoted(written: string): string {
  try {
    return String(JSON.parse(`"${written.replaceAll("$${", "${").replaceAll("%%{", "%{")}"`));
  } catch {
    // An escape that JSON does not know: the text is held against the credentials as it is written.
    return written;
  }
}

/** Keys that the instances themselves hand to an argument for credentials: `for_each = { … }` with `password = each.value`. */
export function credentialKeys(changes: readonly ResourceChange[], sinks: SinkCatalogue): readonly Secret[] {
  const found = new Set<string>();
  for (const change of changes) {
    for (const address of [change.address, change.previousAddress ?? ""]) {
      for (const match of address.matchAll(quotedKey)) {
        const key = unquoted(match[1] ?? "");
        if (!found.has(key) && holdsAsValue(change, key, sinks)) found.add(key);
      }
    }
  }
  return [...found].map((key) => new Secret(key));
}
