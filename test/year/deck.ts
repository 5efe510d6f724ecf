import { seededRandom } from "../fakes/snmp-device/faults.ts";
import { FAULTS, type FaultKind } from "./faults.ts";

/** What only sites with managed switches have (every second one) comes as often there as the rest does at all. */
const MANAGED_SHARE = 3;

/**
 * The kinds of faults of a site, in the order in which they strike it. Shuffled, but dealt like cards, each site going on about
 * where another stops: so every kind comes about equally often over the district, and a figure of one of them means something.
 */
export function createDeck(site: {
  readonly seed: number;
  readonly number: number;
  readonly sites: number;
  readonly managed: boolean;
  readonly only: readonly FaultKind[] | undefined;
}): () => FaultKind {
  const { seed, number, sites, managed, only = FAULTS } = site;
  const random = seededRandom(seed * 104_729 + (managed ? 1 : 0));
  const cards = only
    .filter((kind) => FAULTS.includes(kind) && (managed || kind.managed !== true))
    .flatMap((kind) =>
      Array.from({ length: managed && kind.managed === true ? MANAGED_SHARE : 1 }, () => kind),
    )
    .map((kind) => ({ kind, at: random() }))
    .toSorted((a, b) => a.at - b.at);
  let next = Math.floor((cards.length * Math.floor(number / 2)) / Math.max(1, Math.ceil(sites / 2)));
  return () => {
    const card = cards[next % cards.length];
    if (card === undefined) throw new Error("no kinds of faults");
    next += 1;
    return card.kind;
  };
}
