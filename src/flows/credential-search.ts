/** What a review takes for a credential: what Bakegate knows, and what the policy adds. */
import { ownNameSinks, withOwnSinks } from "../credentials/own-sinks.ts";
import type { SinkCatalogue } from "../credentials/sinks.ts";
import type { OwnCredentials, OwnPattern } from "../model/policy.ts";
import { credentialSinks } from "./knowledge.ts";

export interface CredentialSearch {
  readonly sinks: SinkCatalogue;
  /** The names alone that the policy calls secret, looked for in every text; null: it names none. */
  readonly ownNames: SinkCatalogue | null;
  readonly patterns: readonly OwnPattern[];
}

export function credentialSearch(own: OwnCredentials): CredentialSearch {
  return { sinks: withOwnSinks(credentialSinks(), own), ownNames: ownNameSinks(own), patterns: own.patterns };
}
