/** Secrets of a key vault by their names: people keep user names and addresses beside the passwords. */

const plainName = /(?:user|user-?name|login|e-?mail|host|host-?name|endpoint|url|uri|(?:client|tenant|subscription|account)-?id)$/i;

/** What stands beside the properties of such a secret, for the catalogue of sinks to ask. */
export const vaultSecret = { name: "key vault", value: "secret" } as const;

/** Whether the name of a secret says that its value is none: `windows-admin-username`. */
export function holdsNoSecret(name: string): boolean {
  return plainName.test(name.slice(-100));
}
