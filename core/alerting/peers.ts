/** A PC that can be pinged by the others of its LAN. */
interface PeerHost {
  readonly id: string;
  readonly address: string;
}

/**
 * Whom a PC pings on a day (`legalDayOf`). The PCs stand in a circle, and each looks at those so many places further on: so
 * each is looked at by as many as it looks at. The distances change every day, so that in time every pair has its turn.
 */
export function choosePeers(
  hosts: readonly PeerHost[],
  day: number,
  self: string,
  count: number,
): readonly PeerHost[] {
  const circle = hosts.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const own = circle.findIndex(({ id }) => id === self);
  const others = circle.length - 1;
  if (own < 0 || others < 1) return [];
  const many = Math.min(count, others);
  const first = (((day * many) % others) + others) % others;
  return Array.from(
    { length: many },
    (_, at) => circle[(own + 1 + ((first + at) % others)) % circle.length],
  ).filter((host) => host !== undefined);
}
