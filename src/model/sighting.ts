/** A credential that was seen: its kind and place, with the text kept where nothing can print it. */
import type { Place } from "./place.ts";

/** Holds a credential's text. It never shows in JSON, logs, templates or `util.inspect`. */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** In UTF-16 units. */
  get length(): number {
    return this.#text.length;
  }

  /** The credentials' texts as one. */
  static join(secrets: readonly Secret[]): Secret {
    return new Secret(secrets.map((secret) => secret.#text).join("\n"));
  }

  /** The text with every occurrence of the credential replaced; where that would make it stand there again, the replacement alone. */
  mask(text: string, replacement = "(credential)"): string {
    if (!this.occursIn(text)) return text;
    const masked = text.split(this.#text).join(replacement);
    return this.occursIn(masked) ? replacement : masked;
  }

  occursIn(text: string): boolean {
    return this.#text.length > 0 && text.includes(this.#text);
  }

  /** Hands the text to a one-way function; the only way out. */
  digest<T>(hash: (text: string) => T): T {
    return hash(this.#text);
  }

  toString(): string {
    return "(credential)";
  }

  toJSON(): string {
    return "(credential)";
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return "(credential)";
  }
}

/**
 * `in-url`: in a URL or a connection string. `sensitive-default`: the default of a variable or parameter that is declared sensitive, or whose
 * name says that it holds a credential. `in-plan`: only a plan shows it. `placeholder`: a stand-in for one.
 */
export type SightingKind = "hard-coded" | "token" | "private-key" | "in-url" | "sensitive-default" | "in-plan" | "placeholder";

export interface Sighting {
  readonly kind: SightingKind;
  /** What it is, in the field's words: `password`, `AWS secret access key`, `GitHub token`, `RSA private key`. */
  readonly what: string;
  readonly place: Place;
  /** The resource (or `provider.aws`, `variable.db_password`) that holds it, where there is one. */
  readonly address: string | null;
  /** The argument it ends up in: `password`, `environment_vars`. */
  readonly attribute: string | null;
  /** From the literal to its sink: `prod.tfvars:3`, `var.db_password`, `aws_db_instance.main.password`. */
  readonly way: readonly string[];
  readonly secret: Secret;
}

/** A sighting with what may leave the process. */
export interface FingerprintedSighting extends Sighting {
  /** Equal for equal texts within this run and meaningless outside it: tells whether the base held the same credential. */
  readonly identity: string;
  /** 12 hex digits of a slow hash of the text, salted with kind, file and sink: the same on every machine. */
  readonly fingerprint: string;
}

/** A credential that a real plan holds in clear. */
export interface PlannedSighting {
  readonly kind: "in-plan";
  /** `value`: among the values of a change. `constant`: in the plan's copy of the configuration, in an argument that holds a credential. */
  readonly from: "value" | "constant";
  readonly what: string;
  readonly address: string;
  readonly attribute: string;
  /** Of the resource's block; null: a plan knows no places, and came without its code. */
  readonly place: Place | null;
  readonly way: readonly string[];
  readonly secret: Secret;
}

export interface PlannedCredential extends PlannedSighting {
  /** As in {@link FingerprintedSighting}. */
  readonly identity: string;
  readonly fingerprint: string;
}
