import type { Client } from "pg";
import type { PostgresPool, PostgresPoolClient } from "kysely";
import { SECOND, type Clock } from "../../../core/clock.ts";
import type { Log } from "../../../core/log.ts";
import { FaultError, type Fault } from "../../../core/result.ts";
import { dial } from "./postgres-dial.ts";
import { aboutOf, faultOf, placeOf } from "./postgres-faults.ts";
import { becomeOwner, isStillOwner, ownerName } from "./postgres-owner.ts";
import type { PostgresTarget } from "./postgres-target.ts";

export interface LinkOptions {
  readonly target: PostgresTarget;
  /**
   * `owner`: the one server that works on this registry. `reader`: a program that only looks things up; whatever it would
   * write is refused by the database.
   */
  readonly role: "owner" | "reader";
  readonly clock: Clock;
  readonly log: Log;
  /**
   * Told why the owner-to-be waits: another server owns the registry, or the database is away. Without it nobody waits, and
   * opening rejects with that fault.
   */
  readonly waiting?: ((fault: Fault) => void) | undefined;
  /** Told once that another server owns the registry now: from here on every statement is refused. */
  readonly lost?: ((fault: Fault) => void) | undefined;
  /** Told that a new connection stands in for one that broke: of a commit under way nobody knows whether it was made. */
  readonly renewed: () => void;
}

/** How often a server that waits looks whether it is needed. */
const LOOK_EVERY = SECOND;
/** After the database itself was away the owner comes back first: its jobs ask every two seconds. */
const DIAL_AGAIN = 5 * SECOND;
/** Between two attempts to reach a database that is away everybody is told so at once. */
const PAUSE = SECOND / 4;
/** A statement that takes longer went to a machine that is no more: TCP itself would wait for a quarter of an hour. */
const LONGEST = 120 * SECOND;
/** Until the database noticed that our own earlier connection is dead. */
const OWN_GHOST_TRIES = 50;

interface Held {
  readonly client: Client;
  readonly face: PostgresPoolClient;
}

export interface Link extends PostgresPool {
  /** Makes the first connection. Rejects with FaultError `registry_…`, see `postgres-faults.ts`. */
  open(): Promise<void>;
}

/**
 * The registry's one connection to PostgreSQL, for Kysely in the place of a pool. One, for three reasons. Transactions come
 * one after another, as they do in SQLite, for which all of this code was written: read committed is then as good as
 * serializable. The connection also holds the lock of the owner, so a server that has lost the lock has lost its way to write:
 * it cannot finish what it began, however late it notices. And there is no second connection that could hold on to a lock
 * while the first one is gone.
 */
export function makeLink(options: LinkOptions): Link {
  const { target, log } = options;
  const name = ownerName();
  let held: Held | undefined;
  /** Resolves when whoever has the connection lets it go. */
  let turn: Promise<void> = Promise.resolve();
  let pass = () => {};
  let ended: Error | undefined;
  const drop = (client: Client) => {
    if (held?.client === client) held = undefined;
    client.end().catch(() => undefined);
  };
  const hold = (client: Client): void => {
    // Without a listener a connection that breaks would end the program.
    client.on("error", (error) => {
      log.warn("registry_connection_lost", { server: placeOf(target), reason: error.message });
      drop(client);
    });
    client.on("end", () => drop(client));
    held = { client, face: faceOf(client, target, drop, () => pass()) };
  };
  const again = makeAgain(options, name, (lost) => {
    ended = lost;
  });
  const live = async (): Promise<Held> => {
    if (ended !== undefined) throw ended;
    if (held === undefined) hold(await again());
    if (held === undefined) throw new FaultError("registry_unreachable", aboutOf(target));
    return held;
  };
  return {
    options: {},
    open: async () => hold(await first(options, name)),
    async connect() {
      const before = turn;
      const mine = Promise.withResolvers<void>();
      turn = mine.promise;
      await before;
      try {
        const { face } = await live();
        pass = mine.resolve;
        return face;
      } catch (error) {
        mine.resolve();
        throw error;
      }
    },
    async end() {
      ended ??= new Error("the registry is closed");
      await turn;
      // The database takes a moment to notice that somebody left: whoever comes next finds the registry free at once.
      await held?.client.query("SELECT pg_advisory_unlock_all()").catch(() => undefined);
      await held?.client.end().catch(() => undefined);
    },
  };
}

/** Stands in for a connection that broke. Between two attempts everybody is told at once that the database is away. */
function makeAgain(
  { target, role, clock, log, lost, renewed }: LinkOptions,
  name: string,
  isLost: (error: FaultError) => void,
): () => Promise<Client> {
  let away: { readonly error: unknown; readonly until: number } | undefined;
  const connect = async (): Promise<Client> => {
    const client = await dial(target, name, role);
    try {
      if (role === "owner" && !(await stillOwner(client, name, clock))) {
        const error = new FaultError("registry_taken", { server: placeOf(target) });
        isLost(error);
        lost?.(error.fault);
        throw error;
      }
      return client;
    } catch (error) {
      client.end().catch(() => undefined);
      throw faultOf(error, target, true);
    }
  };
  return async () => {
    if (away !== undefined && clock.monotonic() < away.until) throw away.error;
    try {
      const client = await connect();
      renewed();
      log.info("registry_connected", { server: placeOf(target) });
      return client;
    } catch (error) {
      away = { error, until: clock.monotonic() + PAUSE };
      throw error;
    }
  };
}

/** As Kysely sees a connection; always the same one for a client, by which it knows it again. */
function faceOf(
  client: Client,
  target: PostgresTarget,
  drop: (client: Client) => void,
  pass: () => void,
): PostgresPoolClient {
  const query = async (text: string, values: readonly unknown[]) => {
    const timer = setTimeout(() => drop(client), LONGEST);
    try {
      return await client.query(text, values.map(toPostgres));
    } catch (error) {
      throw faultOf(error, target);
    } finally {
      clearTimeout(timer);
    }
  };
  return {
    // Its other form, with a cursor, nobody asks for.
    query: query as unknown as PostgresPoolClient["query"],
    release(destroy) {
      if (destroy === true) drop(client);
      pass();
    },
  };
}

/** PostgreSQL's text holds no NUL; nobody ever meant one. */
const toPostgres = (value: unknown): unknown =>
  typeof value === "string" && value.includes("\0") ? value.replaceAll("\0", "") : value;

/** The first connection, and with it the registry; whoever may wait for these, waits. */
async function first({ target, role, clock, log, waiting }: LinkOptions, name: string): Promise<Client> {
  let told: string | undefined;
  const wait = async (fault: Fault, ms: number): Promise<void> => {
    if (waiting === undefined) throw new FaultError(fault.code, fault.params);
    if (told !== fault.code) {
      log.warn("registry_waiting", { code: fault.code, ...fault.params });
      waiting(fault);
    }
    told = fault.code;
    await clock.sleep(ms);
  };
  const mayWork = async (client: Client) =>
    role === "reader" || (await becomeOwner(client, name, clock.now()));
  for (;;) {
    let client: Client | undefined;
    try {
      client = await dial(target, name, role);
      while (!(await mayWork(client)))
        await wait({ code: "registry_taken", params: { server: placeOf(target) } }, LOOK_EVERY);
      return client;
    } catch (error) {
      client?.end().catch(() => undefined);
      const known = faultOf(error, target, true);
      if (!(known instanceof FaultError) || known.fault.code !== "registry_unreachable") throw known;
      await wait(known.fault, DIAL_AGAIN);
    }
  }
}

/** The lock may still be held by our own connection that broke, of which the database did not hear yet. */
async function stillOwner(client: Client, name: string, clock: Clock): Promise<boolean> {
  for (let tries = 0; tries < OWN_GHOST_TRIES; tries += 1) {
    const answer = await isStillOwner(client, name);
    if (answer !== "own ghost") return answer === "yes";
    await clock.sleep(PAUSE);
  }
  return false;
}
