import type { SnmpCredential } from "../../../core/wire/assignment.ts";
import type { KeyMaker } from "../usm/keys.ts";
import { createCipher, createSigner } from "../usm/protect.ts";
import { privacyOf, type Dialect } from "../usm/protocols.ts";
import type { Level, Protection } from "./message.ts";

export type V3Credential = Extract<SnmpCredential, { version: "3" }>;

/** A user of version 3 as a credential names them. */
export interface V3User {
  readonly name: Uint8Array;
  readonly context: Uint8Array;
  readonly level: Level;
  /** In which the cipher may be meant, in the order in which they are tried. One at least. */
  readonly dialects: readonly Dialect[];
  /** The user's keys for one engine. Takes milliseconds for a password that was not seen lately. */
  protectionFor(engineId: Uint8Array, dialect: Dialect): Protection;
}

export function createUser({ user, auth, priv, context = "" }: V3Credential, keys: KeyMaker): V3User {
  const privacy = auth && priv && privacyOf(auth.protocol, priv.protocol);
  return {
    name: Buffer.from(user),
    context: Buffer.from(context),
    level: auth === undefined ? 0 : privacy === undefined ? 1 : 2,
    dialects: privacy?.dialects ?? ["blumenthal"],
    protectionFor: (engineId, dialect) => ({
      signer: auth && createSigner(auth.protocol, keys.local(auth.protocol, auth.password, engineId)),
      cipher:
        auth &&
        priv &&
        privacy &&
        createCipher(
          privacy.cipher,
          keys.privacy(
            { auth: auth.protocol, cipher: privacy.cipher, dialect, password: priv.password },
            engineId,
          ),
        ),
    }),
  };
}
