import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createSocket } from "node:dgram";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startChild } from "./child.ts";

/** Where Debian installs the two SNMP programs that prove we do not only talk to ourselves. */
export const SNMPD = "/usr/sbin/snmpd";
export const SNMPSIMD = "/usr/bin/snmpsimd";
export const hasSnmpd = existsSync(SNMPD);
export const hasSnmpsim = existsSync(SNMPSIMD);

export interface SnmpDaemon {
  readonly address: "127.0.0.1";
  readonly port: number;
  close(): Promise<void>;
}

export const V3 = {
  user: "officer",
  auth: { protocol: "sha", password: "auth-pass-12" },
  priv: { protocol: "aes", password: "priv-pass-12" },
} as const;

/** A real Net-SNMP daemon on a loopback port: community "public", and the v3 user above (SHA, AES-128, authPriv). */
export async function startSnmpd(
  extra: readonly string[] = [],
  wrapper: readonly string[] = [],
): Promise<SnmpDaemon> {
  const dir = await mkdtemp(join(tmpdir(), "cayda-snmpd-"));
  const port = await freeUdpPort();
  const config = join(dir, "snmpd.conf");
  const lines = [
    `agentaddress udp:127.0.0.1:${port}`,
    "rwcommunity public 127.0.0.1",
    `createUser ${V3.user} SHA ${V3.auth.password} AES ${V3.priv.password}`,
    `rouser ${V3.user} priv`,
    "sysLocation Hương Sơn, tầng 1",
    "sysContact officer@example.org",
    ...extra,
  ];
  await writeFile(config, `${lines.join("\n")}\n`);
  const command = [...wrapper, SNMPD, "-f", "-Lo", "-C", "-c", config, "-p", join(dir, "pid")];
  const child = startChild(command[0] ?? SNMPD, command.slice(1), { env: { SNMP_PERSISTENT_DIR: dir } });
  await child.waitFor(/NET-SNMP version/, 15_000);
  return {
    address: "127.0.0.1",
    port,
    close: async () => {
      await child.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** Debian's SNMP simulator serving a folder of recordings; the community is the recording's name. */
export async function startSnmpsim(recordings: string, cache: string): Promise<SnmpDaemon> {
  const port = await freeUdpPort();
  const child = startChild(SNMPSIMD, [
    `--data-dir=${recordings}`,
    `--cache-dir=${cache}`,
    `--agent-udpv4-endpoint=127.0.0.1:${port}`,
    "--process-user=nobody",
    "--process-group=nogroup",
    "--logging-method=stdout",
  ]);
  await child.waitFor(/Listening at|endpoint/i, 30_000);
  return { address: "127.0.0.1", port, close: async () => void (await child.stop()) };
}

/** A UDP port of loopback that was free a moment ago. */
export function freeUdpPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = createSocket("udp4");
    socket.once("error", reject);
    socket.bind(0, "127.0.0.1", () => {
      const { port } = socket.address();
      socket.close(() => resolve(port));
    });
  });
}
