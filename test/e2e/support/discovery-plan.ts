/** Who is on the LAN of `discovery.test.ts`, and where it is looked for. */
export const RANGE = { text: "10.99.0.10-30", first: "10.99.0.10", last: "10.99.0.30", count: 21 } as const;

/** One switch at five addresses. */
export const FIVE = ["10.99.0.10", "10.99.0.11", "10.99.0.12", "10.99.0.13", "10.99.0.17"] as const;

export const LAN = {
  community: "cua-xa",
  /** Answers over SNMP; taken away later. */
  plain: "10.99.0.14",
  /** Knows the user, but not this password. */
  guarded: "10.99.0.15",
  user: "giam-sat",
  /** Comes later, and answers to the second community. */
  late: "10.99.0.16",
  /** Tells its NetBIOS name. */
  pc: "10.99.0.20",
  /** Drops everything; only its card shows. */
  silent: "10.99.0.21",
  /** Answers too, but nobody asked to look there. */
  outside: "10.99.0.40",
} as const;

export const ADDRESSES = [...FIVE, LAN.plain, LAN.guarded, LAN.late, LAN.pc, LAN.silent, LAN.outside];
