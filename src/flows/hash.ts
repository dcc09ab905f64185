/** The one-way functions that the core is handed. */
import { createHash, createHmac, randomBytes, scrypt } from "node:crypto";
import type { FingerprintedSighting, PlannedSighting, Secret, Sighting } from "../model/sighting.ts";

/** SHA-256, hex, of a text's UTF-8 or of bytes. */
export function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/** Cost of one fingerprint: about 30 ms and 16 MB, so that a short password cannot be found by trying. */
const cost = { N: 2 ** 14, r: 8, p: 1 };

/** Meaningless outside this process. */
const runKey = randomBytes(32);

/** Fingerprints kept at most, so that a process that runs for long does not grow. */
const mostKnown = 10_000;

type Fingerprint = Pick<FingerprintedSighting, "identity" | "fingerprint">;

/**
 * Fingerprints of sightings, equal on every machine for the same text, kind, file and sink.
 * Four at a time: that is what Node's thread pool takes.
 */
export async function fingerprintSightings<S extends Sighting | PlannedSighting>(
  sightings: readonly S[],
  at?: (done: number, total: number) => void,
): Promise<readonly (S & Fingerprint)[]> {
  const fingerprinted: (S & Fingerprint)[] = [];
  for (let start = 0; start < sightings.length; start += 4) {
    fingerprinted.push(...(await Promise.all(sightings.slice(start, start + 4).map(fingerprintSighting))));
    at?.(fingerprinted.length, sightings.length);
  }
  return fingerprinted;
}

/** Equal for equal texts within this process and meaningless outside it; unlike a fingerprint it costs nothing. */
export function identityOf(secret: Secret): string {
  return secret.digest((text) => createHmac("sha256", runKey).update(text).digest("hex"));
}

/** Fingerprints by salt and identity: base and head hold mostly the same ones. */
const known = new Map<string, Promise<string>>();

async function fingerprintSighting<S extends Sighting | PlannedSighting>(sighting: S): Promise<S & Fingerprint> {
  const salt = `bakegate:v1\0${sighting.kind}\0${sighting.place?.file ?? ""}\0${sighting.way.at(-1) ?? sighting.attribute ?? ""}`;
  const identity = identityOf(sighting.secret);
  const key = `${identity} ${salt}`;
  const fingerprint = known.get(key) ?? slowHash(sighting, salt);
  if (known.size < mostKnown) known.set(key, fingerprint);
  return { ...sighting, identity, fingerprint: await fingerprint };
}

function slowHash(sighting: Sighting | PlannedSighting, salt: string): Promise<string> {
  return new Promise((resolve, reject) => {
    sighting.secret.digest((text) =>
      scrypt(text, salt, 8, cost, (cause, key) => (cause ? reject(cause) : resolve(key.toString("hex").slice(0, 12)))),
    );
  });
}
