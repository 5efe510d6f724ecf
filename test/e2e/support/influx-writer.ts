import { realClock } from "../../support/real-clock.ts";
import { silent } from "../../support/log.ts";
import { openInfluxStore } from "../../../server/stores/influx/open.ts";
import { blockAt } from "./influx-blocks.ts";
import { plainTags } from "./influx.ts";

/** Writes numbered blocks and prints each number once the block is acknowledged, until somebody ends it. */
const [dir = "", url = "", database = "", first = "0", everyMs = "2"] = process.argv.slice(2);
const store = await openInfluxStore({
  dir,
  target: { url, database, auth: { mode: "none" } },
  tags: plainTags,
  clock: realClock,
  log: silent,
  random: Math.random,
});
for (let i = Number(first); ; i += 1) {
  await store.append(blockAt(i));
  process.stdout.write(`ack ${i}\n`);
  await realClock.sleep(Number(everyMs));
}
