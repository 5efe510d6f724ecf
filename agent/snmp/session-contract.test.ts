import { describeSnmpSession } from "../../test/contracts/snmp-session.ts";
import { seededRandom } from "../../test/fakes/snmp-device/faults.ts";
import { realClock } from "../../test/support/real-clock.ts";
import { createEngine } from "./engine/engine.ts";
import { createSessionOpener } from "./session.ts";

describeSnmpSession({ name: "net-snmp", opener: createSessionOpener, versions: ["1", "2c", "3"] });

describeSnmpSession({
  name: "our engine",
  opener: (settings) =>
    createEngine({
      ...settings,
      clock: realClock,
      random: seededRandom(7),
    }),
  versions: ["1", "2c", "3"],
});
