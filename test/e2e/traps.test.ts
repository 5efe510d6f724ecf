import { createSocket } from "node:dgram";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import type { AgentState } from "../../agent/state.ts";
import { communityTlv } from "../../agent/snmp/codec/message.ts";
import { PDU, pduTlv } from "../../agent/snmp/codec/pdu.ts";
import type { DeviceView, Overview } from "../../core/wire/views.ts";
import { startSnmpDevices } from "../fakes/snmp-device/devices.ts";
import { makeSwitch } from "../fakes/snmp-device/switch.ts";
import { realClock } from "../support/real-clock.ts";
import { freeUdpPort } from "../support/snmpd.ts";
import { startCayda } from "./support/cayda.ts";
import { until } from "./support/client.ts";

/** The real server and agent: a setting of the server, an inform of a switch, a line on the switch's page. */
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

test("a switch's inform is acknowledged and stands on its page", async () => {
  const port = await freeUdpPort();
  const cayda = await startCayda({ env: { CAYDA_TRAPS: String(port) } });
  closers.push(() => cayda.close());
  const { tree, machine } = makeSwitch({ clock: realClock, ports: 8 });
  const fakes = await startSnmpDevices({
    clock: realClock,
    devices: [{ community: "public", tree, machine }],
  });
  closers.push(fakes.close);
  const { units } = await cayda.client.get<Overview>("/api/overview");
  const site = units.flatMap((unit) => unit.sites)[0]?.id ?? "";
  const { id } = await cayda.client.post<{ id: string }>(`/api/sites/${site}/devices`, {
    name: "SW",
    address: "127.0.0.1",
    port: fakes.device.port,
    credential: { version: "2c", community: "public" },
  });

  const socket = createSocket("udp4");
  closers.push(() => socket.close());
  let acknowledged = 0;
  socket.on("message", () => (acknowledged += 1));
  const inform = pduTlv({
    type: PDU.inform,
    requestId: 7,
    status: 0,
    index: 0,
    varbinds: [
      { oid: "1.3.6.1.6.3.1.1.4.1.0", type: "oid", value: "1.3.6.1.6.3.1.1.5.3" },
      { oid: "1.3.6.1.2.1.2.2.1.1.3", type: "integer", value: 3 },
    ],
  });
  // As devices do: again and again, until somebody says that it was heard.
  await until(
    "acknowledgement",
    async () => {
      socket.send(communityTlv(1, Buffer.from("public"), inform), port, "127.0.0.1");
      await realClock.sleep(500);
      return acknowledged;
    },
    (count) => count > 0,
    120,
  );
  const { events } = await until(
    "event",
    () => cayda.client.get<DeviceView>(`/api/devices/${id}`),
    (view) => view.events.some(({ type }) => type === "trap"),
    120,
  );
  expect(events.filter(({ type }) => type === "trap")).toMatchObject([
    { late: false, detail: { kind: "linkDown", ifIndex: 3 } },
  ]);
  const state = JSON.parse(readFileSync(join(cayda.dataDir, "agent", "state.json"), "utf8")) as AgentState;
  expect(state.engineBoots).toBe(1);
});
