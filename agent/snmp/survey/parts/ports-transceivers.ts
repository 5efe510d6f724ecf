import { textOf } from "../../ports.ts";
import type { Ask } from "../ask.ts";
import type { Known } from "../part.ts";
import { readAliases } from "./entity-ports.ts";
import { readInterfaces } from "./interfaces.ts";
import { wholeOf } from "./values.ts";

/** Makers' tables of transceivers by ifIndex, with the column that says what it is. */
const P = "1.3.6.1.4.1";
const BY_PORT: readonly { readonly enterprise: number; readonly kind: string }[] = [
  { enterprise: 11, kind: `${P}.11.2.14.11.5.1.82.1.1.1.1.3` }, // hpicfXcvrModel
  { enterprise: 11, kind: `${P}.11.2.14.11.15.2.70.1.1.1.2` }, // hpnicfTransceiverType
  { enterprise: 25506, kind: `${P}.25506.2.70.1.1.1.2` }, // hh3cTransceiverType
];
/** Such tables have rows for empty cages and copper sockets too. */
const NOTHING =
  /^(?:|-+|n\/?a|none|unknown|not? ?(?:present|available|connector|installed).*|[\d_/]*BASE_?TX?)$/i;

/** ENTITY-MIB (RFC 6933). */
const ENTITY = "1.3.6.1.2.1.47.1.1.1.1";
const DESCRIPTION = `${ENTITY}.2`;
const CONTAINED_IN = `${ENTITY}.4`;
const NAME = `${ENTITY}.7`;
const MODEL = `${ENTITY}.13`;
/** Larger stacks are left alone: the walk would cost more than the rest of the ports. */
const MOST_PORTS = 200;
const MOST_TRANSCEIVERS = 128;
/** A plugged transceiver is called so; its cage, slot or socket is called that too, with a word more. */
const TRANSCEIVER = /\b(?:SFP|SFP\+|SFP28|XFP|QSFP\w*|GBIC|CFP\d?|XENPAK|transceiver)(?:\b|\+)/i;
const CAGE =
  /\d[- ]?ports?\b(?!:)|\bports?\s*\d*$|cage|container|\b(?:slot|bay|module)\s*\d*$|holder|receptacle|sensor|empty|not present/i;

/** ifIndex → what is plugged in. */
export async function readTransceivers(
  ask: Ask,
  { enterprises }: Known,
): Promise<ReadonlyMap<number, string>> {
  const tables = await Promise.all(
    BY_PORT.filter(({ enterprise }) => enterprises.has(enterprise)).map(({ kind }) => ask.table({ kind })),
  );
  const found = new Map<number, string>();
  for (const table of tables) {
    for (const [index, { kind }] of table) {
      const text = textOf(kind, 64);
      if (text !== undefined && !NOTHING.test(text)) found.set(Number(index), text);
    }
  }
  return found.size > 0 ? found : readEntities(ask);
}

async function readEntities(ask: Ask): Promise<ReadonlyMap<number, string>> {
  const found = new Map<number, string>();
  const aliases = await readAliases(ask);
  if (aliases.size === 0 || aliases.size > MOST_PORTS) return found;
  const rows = await ask.table({ description: DESCRIPTION });
  const plugged = [...rows]
    .map(([index, { description }]) => ({ index, description: textOf(description, 128) ?? "" }))
    .filter(({ description }) => TRANSCEIVER.test(description) && !CAGE.test(description))
    .slice(0, MOST_TRANSCEIVERS);
  const read = await Promise.all(
    plugged.map(async ({ index }) => {
      const { model, name, parent } = await ask.get({
        model: `${MODEL}.${index}`,
        name: `${NAME}.${index}`,
        parent: `${CONTAINED_IN}.${index}`,
      });
      const text = textOf(model, 64);
      // Without a model it may be the place for one.
      if (text === undefined) return undefined;
      const [own, around] = [aliases.get(Number(index)), aliases.get(wholeOf(parent, 1) ?? 0)];
      const ifIndex = own ?? around ?? (await readInterfaces(ask)).indexOfName(textOf(name, 128));
      return ifIndex === undefined ? undefined : { ifIndex, text };
    }),
  );
  for (const one of read) if (one !== undefined) found.set(one.ifIndex, one.text);
  return found;
}
