import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
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

interface RestartableDaemon extends SnmpDaemon {
  /** Stops and starts it again at the same place, with the memory that it kept on disk (engine id and boots). */
  restart(): Promise<void>;
}

export const V3 = {
  user: "officer",
  auth: { protocol: "sha", password: "auth-pass-12" },
  priv: { protocol: "aes", password: "priv-pass-12" },
} as const;

/** Net-SNMP's names of what credentials name; its AES-192 and AES-256 are Blumenthal's, those with a C are Reeder's. */
export const AUTH_NAMES = {
  md5: "MD5",
  sha: "SHA",
  sha224: "SHA-224",
  sha256: "SHA-256",
  sha384: "SHA-384",
  sha512: "SHA-512",
} as const;
export const PRIV_NAMES = {
  des: "DES",
  aes: "AES",
  aes192b: "AES-192",
  aes192r: "AES-192-C",
  aes256b: "AES-256",
  aes256r: "AES-256-C",
} as const;
type AuthName = keyof typeof AUTH_NAMES;
type PrivName = keyof typeof PRIV_NAMES;

export interface SnmpdUser {
  readonly user: string;
  readonly auth: { readonly protocol: AuthName; readonly password: string };
  readonly priv?: { readonly protocol: PrivName; readonly password: string };
}

/** A user for every pair of algorithms that Net-SNMP 5.9 has, with and without privacy; passwords as those of `V3`. */
export const EVERY_USER: readonly SnmpdUser[] = (Object.keys(AUTH_NAMES) as AuthName[]).flatMap((auth) =>
  [undefined, ...(Object.keys(PRIV_NAMES) as PrivName[])].map((priv) => ({
    user: `${auth}-${priv ?? "none"}`,
    auth: { protocol: auth, password: "auth-pass-12" },
    ...(priv !== undefined && { priv: { protocol: priv, password: "priv-pass-12" } }),
  })),
);

/** Lines of snmpd.conf that let these users read everything, at their own level and no lower. */
export const userLines = (users: readonly SnmpdUser[]): string[] =>
  users.flatMap(({ user, auth, priv }) => [
    `createUser ${user} ${AUTH_NAMES[auth.protocol]} ${auth.password}${
      priv === undefined ? "" : ` ${PRIV_NAMES[priv.protocol]} ${priv.password}`
    }`,
    `rouser ${user} ${priv === undefined ? "auth" : "priv"}`,
  ]);

/** A real Net-SNMP daemon on a loopback port: community "public", and the v3 user above (SHA, AES-128, authPriv). */
export async function startSnmpd(
  extra: readonly string[] = [],
  wrapper: readonly string[] = [],
): Promise<RestartableDaemon> {
  const dir = await mkdtemp(join(tmpdir(), "cayda-snmpd-"));
  const port = await freeUdpPort();
  // Beside it: what snmpd keeps, it writes to a file of the same name.
  const config = join(dir, "configured", "snmpd.conf");
  await mkdir(join(dir, "configured"));
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
  const start = async () => {
    const child = startChild(command[0] ?? SNMPD, command.slice(1), { env: { SNMP_PERSISTENT_DIR: dir } });
    await child.waitFor(/NET-SNMP version/, 15_000);
    return child;
  };
  let child = await start();
  return {
    address: "127.0.0.1",
    port,
    restart: async () => {
      await child.stop();
      child = await start();
    },
    close: async () => {
      await child.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** Debian's SNMP simulator serving a folder of recordings; the community is the recording's name. */
export async function startSnmpsim(
  recordings: string,
  cache: string,
  /** It indexes every recording before it listens. */
  startMs = 30_000,
): Promise<SnmpDaemon> {
  const port = await freeUdpPort();
  const child = startChild(SNMPSIMD, [
    `--data-dir=${recordings}`,
    `--cache-dir=${cache}`,
    `--agent-udpv4-endpoint=127.0.0.1:${port}`,
    "--process-user=nobody",
    "--process-group=nogroup",
    "--logging-method=stdout",
  ]);
  await child.waitFor(/Listening at|endpoint/i, startMs);
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
