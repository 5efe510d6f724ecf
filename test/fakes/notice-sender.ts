import { uuidv7 } from "../../core/uuid.ts";
import type { AlertStates, NewDelivery, Outbox } from "../../server/alerts-port.ts";
import { createDeliverer } from "../../server/jobs/deliver.ts";
import { createNotifier } from "../../server/notify/table.ts";
import { registryTarget } from "../../server/registry-target.ts";
import { openRegistry } from "../../server/stores/registry/registry.ts";
import { realClock } from "../support/real-clock.ts";
import { noticeOf, portErrors } from "./notices.ts";

/**
 * A server as far as notices are concerned, which ends itself by SIGKILL at the given step between a decision and what
 * follows from it: `node test/fakes/notice-sender.ts FOLDER FIRST COUNT STEP`. It decides COUNT notices from number FIRST on
 * (each saved with its deliveries), sends what is due, and says the number of each notice whose decision is durable. With
 * step 0 it is not killed and ends when the outbox is empty. CAYDA_REGISTRY: in PostgreSQL, where it waits for its turn.
 */
const [dir = "", from = "0", many = "0", at = "0"] = process.argv.slice(2);
const [first, count, last] = [Number(from), Number(many), Number(at)];
let step = 0;
const maybeDie = () => {
  step += 1;
  if (step === last) process.kill(process.pid, "SIGKILL");
};
const log = {
  info: () => {},
  warn: () => {},
  error: (event: string, fields?: object) => console.error(event, fields),
};
const { registry } = await openRegistry(dir, {
  clock: realClock,
  newId: () => uuidv7(realClock.now(), (bytes) => crypto.getRandomValues(bytes)),
  log,
  postgres: registryTarget({ url: process.env["CAYDA_REGISTRY"] }),
  waiting: () => process.stdout.write("waiting\n"),
});
/** As the registry, with a chance to die before and after each change. */
const dying = <A extends readonly unknown[]>(work: (...args: A) => Promise<void>) => {
  return async (...args: A): Promise<void> => {
    maybeDie();
    await work(...args);
    maybeDie();
  };
};
const save: AlertStates["saveAlerts"] = dying((change) => registry.saveAlerts(change));
const outbox: Pick<Outbox, "attempt" | "delivered"> = {
  attempt: dying((...args) => registry.attempt(...args)),
  delivered: dying((...args) => registry.delivered(...args)),
};
const notifier = createNotifier({
  clock: realClock,
  allow: ["127.0.0.1"],
  renew: (channel, secrets) => registry.renewChannelSecret(channel, secrets),
});
const deliverer = createDeliverer({
  registry: { ...registry, ...outbox },
  notifier: {
    ...notifier,
    tell: async (...args) => {
      const outcome = await notifier.tell(...args);
      maybeDie();
      return outcome;
    },
  },
  names: async () => () => undefined,
  base: () => null,
  clock: realClock,
  log,
  // Tries again at once: the sinks are on loopback.
  random: () => 0,
});
const round = async () => {
  await deliverer.round();
  await deliverer.idle();
};
const channels = await registry.channels();
const [subscription] = await registry.subscriptions();
for (let n = first; n < first + count; n += 1) {
  const state = portErrors({ id: `alert-${n}`, subject: { kind: "port", key: `port:sw1/${n}`, site: "s1" } });
  const notice = { ...noticeOf(state), id: `alert-${n}.1`, alert: state.id };
  const deliveries = channels.map(({ id }): NewDelivery => ({
    notice: notice.id,
    person: subscription?.person ?? "",
    channel: id,
    due: 0,
  }));
  await save({ site: "s1", at: realClock.now(), changed: [state], gone: [], notices: [notice], deliveries });
  process.stdout.write(`decided ${n}\n`);
  if (n % 2 === 1) await round();
}
for (let rounds = 0; rounds < 200; rounds += 1) {
  await round();
  if ((await registry.dueDeliveries(Number.MAX_SAFE_INTEGER, 1)).length === 0) break;
  await realClock.sleep(20);
}
await registry.close();
process.stdout.write("ended\n");
