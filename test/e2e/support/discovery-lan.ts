import { createInterface } from "node:readline";
import { startSnmpDevices } from "../../fakes/snmp-device/devices.ts";
import { makeSwitch } from "../../fakes/snmp-device/switch.ts";
import { integer, ipAddress, octets } from "../../fakes/snmp-device/values.ts";
import { startNetbios } from "../../fakes/netbios.ts";
import { realClock } from "../../support/real-clock.ts";
import { FIVE, LAN } from "./discovery-plan.ts";

/**
 * Runs inside the far namespace of `discovery.test.ts`: the devices of a small LAN at their standard ports. A line on
 * stdin is answered with what was asked of the devices so far.
 */
function treeOf(number: number, own: readonly string[], ports: number) {
  const mac = (last: number) => Uint8Array.from([0xf4, 0x8e, 0x38, 0, number, last]);
  const { tree, machine } = makeSwitch({
    clock: realClock,
    ports,
    name: "Switch",
    port: (port) => ({ mac: mac(port) }),
  });
  tree.set("1.3.6.1.2.1.17.1.1.0", octets(mac(0)));
  for (const address of own) tree.set(`1.3.6.1.2.1.4.20.1.1.${address}`, ipAddress(address));
  tree.set("1.3.6.1.2.1.47.1.1.1.1.5.1", integer(3));
  tree.set("1.3.6.1.2.1.47.1.1.1.1.11.1", octets(`SER-000${number}`));
  return { tree, machine };
}

const device = (address: string, community: string, what: ReturnType<typeof treeOf>) => ({
  name: address,
  address,
  port: 161,
  community,
  ...what,
});

const five = treeOf(1, FIVE, 8);
const fakes = await startSnmpDevices({
  clock: realClock,
  logSize: 100_000,
  devices: [
    ...FIVE.map((address) => device(address, LAN.community, five)),
    device(LAN.plain, LAN.community, treeOf(2, [LAN.plain], 4)),
    device(LAN.late, "khac", treeOf(3, [LAN.late], 4)),
    {
      name: LAN.guarded,
      address: LAN.guarded,
      port: 161,
      users: [{ name: LAN.user, auth: { protocol: "sha", password: "dung-mat-khau" } }],
      ...treeOf(4, [], 2),
    },
  ],
});
const pc = await startNetbios(
  { mac: "f4:8e:38:00:00:77", names: [{ name: "VP-20", kind: 0 }] },
  { address: LAN.pc, port: 137 },
);
process.stdout.write("READY\n");

createInterface({ input: process.stdin }).on("line", () => {
  const wrong = fakes.log.entries().filter(({ outcome }) => outcome === "report: wrongDigests");
  const writes = fakes.log.entries().filter(({ type }) => type === "set");
  const asked = { wrongDigests: wrong.length, writes: writes.length, netbios: pc.requests() };
  process.stdout.write(`ASKED ${JSON.stringify(asked)}\n`);
});
process.once("SIGTERM", () => void Promise.all([fakes.close(), pc.close()]).then(() => process.exit(0)));
