import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { entityRef } from "../../core/entities.ts";
import { fact } from "../../core/wire/block.ts";
import {
  BROKEN,
  card,
  CONTAINER,
  DESKTOP,
  LAPTOP,
  LO,
  netDev,
  treeFiles,
  type Tree,
} from "./fixtures/trees.ts";
import { assembleInventory } from "./assemble-inventory.ts";
import { createLinuxCards, parseNetDev } from "./linux-cards.ts";
import { readDisks, readDmi, readOsRelease } from "./linux-inventory.ts";
import { chooseMounts } from "./linux-mounts.ts";
import { linuxSource } from "./linux-source.ts";
import { readLinuxVitals } from "./linux-vitals.ts";
import { cpuPercent } from "./source.ts";

const KB = 1_024;
const cardsOf = (tree: Tree) => createLinuxCards(treeFiles(tree))(true);
const cardOf = (tree: Tree, name: string) => cardsOf(tree).find(({ fact }) => fact.part === name);
const pointsOf = (tree: Tree) => chooseMounts(tree["/proc/self/mountinfo"] ?? "").map(({ part }) => part);

describe("vitals of Linux", () => {
  test("memory that can be had counts as free, waiting for a disk as idle", () => {
    expect(readLinuxVitals(treeFiles(DESKTOP))).toEqual({
      cpu: { idle: 8_400, total: 10_000 },
      values: {
        memory_total: 8_046_788 * KB,
        memory_used: 3_000_000 * KB,
        swap_total: 2_097_148 * KB,
        swap_used: 97_148 * KB,
        load: 0.52,
        uptime: 86_400.25,
      },
    });
  });

  test("what is cut off or missing is absent, the rest is read", () => {
    expect(readLinuxVitals(treeFiles(BROKEN))).toEqual({
      cpu: undefined,
      values: { memory_total: 8_046_788 * KB },
    });
  });

  test.each([
    ["half busy", { idle: 100, total: 200 }, { idle: 150, total: 300 }, 50],
    ["all idle", { idle: 100, total: 200 }, { idle: 200, total: 300 }, 0],
    ["a third", { idle: 0, total: 0 }, { idle: 2, total: 3 }, 33.33],
    ["no time passed", { idle: 100, total: 200 }, { idle: 100, total: 200 }, undefined],
    ["idle time went back", { idle: 100, total: 200 }, { idle: 90, total: 300 }, undefined],
    ["the PC restarted", { idle: 100, total: 200 }, { idle: 1, total: 2 }, undefined],
  ])("processor load: %s", (_, before, after, percent) => expect(cpuPercent(before, after)).toBe(percent));

  test("processor load is within 0 and 100 or absent, whatever the times are", () => {
    const times = fc.record({ idle: fc.maxSafeNat(), total: fc.maxSafeNat() });
    fc.assert(
      fc.property(times, times, (before, after) => {
        const percent = cpuPercent(before, after);
        expect(percent === undefined || (percent >= 0 && percent <= 100)).toBe(true);
      }),
    );
  });
});

describe("volumes of Linux", () => {
  test("a desktop shows its disks once each, also a stick, and no shares, snaps, discs or RAM", () => {
    expect(pointsOf(DESKTOP)).toEqual(["/", "/boot/efi", "/mnt/Dữ liệu", "/run/media/lan/USB"]);
  });

  test("a container shows its overlay as / and the data folder, not the files bound into /etc", () => {
    expect(pointsOf(CONTAINER)).toEqual(["/", "/data"]);
  });

  test("subvolumes of one btrfs are one volume", () => {
    expect(pointsOf(LAPTOP)).toEqual(["/", "/boot/efi"]);
  });

  test("datasets of one ZFS pool are one volume", () => {
    const mounts = `28 1 0:25 / / rw - zfs rpool/ROOT/debian rw
40 28 0:26 / /var/log rw - zfs rpool/var/log rw
41 28 0:27 / /tank rw - zfs tank rw
42 28 0:28 / /tank/a rw - zfs tank/a rw`;
    expect(chooseMounts(mounts).map(({ part }) => part)).toEqual(["/", "/tank"]);
  });

  test("a disk mounted for docker itself is a volume, a layer below it is not", () => {
    const mounts = `28 1 8:1 / / rw - ext4 /dev/sda1 rw
29 28 8:17 / /var/lib/docker rw - ext4 /dev/sdb1 rw
30 28 8:33 / /var/lib/docker/volumes/x rw - ext4 /dev/sdc1 rw`;
    expect(chooseMounts(mounts).map(({ part }) => part)).toEqual(["/", "/var/lib/docker"]);
  });

  test("of two mounts at one point the later one is seen", () => {
    const mounts = `1 1 0:2 / / rw - rootfs rootfs rw
28 1 8:1 / / rw - ext4 /dev/sda1 rw
29 28 8:17 / /data rw - ext4 /dev/sdb1 rw
30 28 0:40 / /data rw - nfs4 10.0.0.5:/data rw`;
    expect(chooseMounts(mounts).map(({ part }) => part)).toEqual(["/"]);
  });

  test("a PC whose root lies on another machine is not asked for it", () => {
    expect(chooseMounts("28 1 0:25 / / rw - nfs4 10.0.0.5:/root rw")).toEqual([]);
  });

  test("without a table the root is still looked at", () => {
    expect(chooseMounts("")).toEqual([{ part: "/", path: "/" }]);
  });

  test("a path is measured as it is and named as it can be shown", () => {
    expect(
      chooseMounts(String.raw`29 28 8:17 / /mnt/My\040\011Disk\134 rw - ext4 /dev/sdb1 rw`),
    ).toContainEqual({
      part: String.raw`/mnt/My Disk\ `.trim(),
      path: "/mnt/My \tDisk\\",
    });
  });
});

describe("network cards of Linux", () => {
  test("a desktop's card: status, speed, duplex and counters, 64-bit ones wrapped at 2^53", () => {
    expect(cardsOf(DESKTOP)).toEqual([
      {
        fact: { part: "enp3s0", name: "enp3s0", ifIndex: 2, ifType: 6, mac: "a4:bb:6d:12:34:56", mtu: 1_500 },
        values: {
          admin_status: 1,
          oper_status: 1,
          speed: 1e9,
          duplex: 3,
          counter_bits: 64,
          in_octets: 2 ** 53 - 1,
          out_octets: 987_654_321,
          in_ucast: 1_950_000,
          out_ucast: 1_500_000,
          in_mcast: 50_000,
          in_errors: 3,
          out_errors: 1,
          in_discards: 7,
          out_discards: 2,
          fcs_errors: 5,
          alignment_errors: 3,
          late_collisions: 0,
          link_changes: 9,
        },
      },
    ]);
  });

  test("a laptop shows its real cards first, then bridge and veth; no VPN, no traffic shaper, no loopback", () => {
    expect(cardsOf(LAPTOP).map(({ fact }) => [fact.part, fact.ifType])).toEqual([
      ["enp0s25", 6],
      ["wlp2s0", 71],
      ["docker0", 209],
      ["veth12ab34c", 6],
    ]);
  });

  test("a pulled cable has neither speed nor duplex", () => {
    expect(cardOf(LAPTOP, "enp0s25")?.values).toMatchObject({
      admin_status: 1,
      oper_status: 2,
      speed: undefined,
      duplex: undefined,
      link_changes: 14,
    });
  });

  test("Wi-Fi, which tells no speed, has none; a bridge that does not know its duplex says so", () => {
    expect(cardOf(LAPTOP, "wlp2s0")?.values).toMatchObject({ oper_status: 1, speed: undefined });
    expect(cardOf(LAPTOP, "docker0")?.values).toMatchObject({ duplex: 1, speed: 1e10 });
  });

  test("a container's veth is a card", () => {
    expect(cardsOf(CONTAINER).map(({ fact }) => fact.part)).toEqual(["eth0"]);
  });

  test("loopback is shown only when there is nothing else, so that there is always a card", () => {
    const lonely = { ...LO, "/proc/self/net/dev": netDev("    lo: 1 1 0 0 0 0 0 0 1 1 0 0 0 0 0 0") };
    expect(cardsOf(lonely).map(({ fact, values }) => [fact.part, fact.mac, values.oper_status])).toEqual([
      ["lo", undefined, 1],
    ]);
  });

  test.each([
    ["1000", 1e9],
    ["2500", 2.5e9],
    ["-1", undefined],
    ["0", undefined],
    ["4294967295", undefined],
    ["fast", undefined],
  ])("speed %j is %d", (speed, expected) => {
    const tree = { ...DESKTOP, ...card("enp3s0", { speed }) };
    expect(cardOf(tree, "enp3s0")?.values.speed).toBe(expected);
  });

  test.each([
    ["up", "1", 1],
    ["down", "0", 2],
    ["testing", "1", 3],
    ["unknown", "1", 1],
    ["unknown", "0", 2],
    ["unknown", "?", 4],
    ["dormant", "1", 5],
    ["notpresent", "0", 6],
    ["lowerlayerdown", "0", 7],
    ["constructor", "1", undefined],
  ])("operstate %j with carrier %j is status %d", (operstate, carrier, expected) => {
    const tree = { ...DESKTOP, ...card("enp3s0", { operstate, carrier }) };
    expect(cardOf(tree, "enp3s0")?.values.oper_status).toBe(expected);
  });

  test("a card that is switched off is not asked for its carrier", () => {
    const tree = { ...DESKTOP, ...card("enp3s0", { flags: "0x1002", operstate: "down" }) };
    expect(cardOf(tree, "enp3s0")?.values).toMatchObject({
      admin_status: 2,
      oper_status: 2,
      speed: undefined,
    });
  });

  test("without the table of counters the cards still have their status", () => {
    const { "/proc/self/net/dev": _, ...tree } = DESKTOP;
    expect(cardOf(tree, "enp3s0")?.values).toMatchObject({ oper_status: 1, speed: 1e9 });
    expect(cardOf(tree, "enp3s0")?.values.in_octets).toBeUndefined();
  });

  test("a driver that counts more multicasts than packets leaves unicasts unknown", () => {
    const counters = parseNetDev(netDev(" eth0: 100 5 0 0 0 0 0 9 1 1 0 0 0 0 0 0")).get("eth0");
    expect(counters).toMatchObject({ in_mcast: 9, in_ucast: undefined });
  });

  test("a name never leads out of its folder", () => {
    const lines = ["..", "../x", ".", "a b", ""].map((name) => ` ${name}: 1 1 0 0 0 0 0 0 1 1 0 0 0 0 0 0`);
    expect(parseNetDev(netDev(...lines)).size).toBe(0);
  });

  test("a machine with hundreds of virtual cards keeps the real ones and is cut at 64", () => {
    const names = Array.from({ length: 300 }, (_, index) => `veth${index}`);
    const tree = Object.assign(
      {
        "/proc/self/net/dev": netDev(
          ...[...names, "eth9"].map((name) => `${name}: 1 1 0 0 0 0 0 0 1 1 0 0 0 0 0 0`),
        ),
      },
      ...names.map((name) => card(name, { type: "1" })),
      card("eth9", { type: "1", "device/uevent": "" }),
    ) as Tree;
    const cards = cardsOf(tree).map(({ fact }) => fact.part);
    expect(cards).toHaveLength(64);
    expect(cards[0]).toBe("eth9");
  });
});

describe("hardware of Linux", () => {
  test("maker, model, serial and BIOS come from the kernel's copy of the firmware tables", () => {
    expect(readDmi(treeFiles(DESKTOP))).toEqual({
      maker: "Dell Inc.",
      model: "OptiPlex 3050",
      serial: "7XK2ABC",
      biosVersion: "1.14.2",
      biosDate: "2019-03-15",
    });
  });

  test("a Lenovo is called what people call it; a day that does not exist is no date", () => {
    expect(readDmi(treeFiles(LAPTOP))).toEqual({ maker: "LENOVO", model: "ThinkPad T480 (20L5CTO1WW)" });
  });

  test("a PC put together by a shop is named after its board", () => {
    const tree = {
      "/sys/class/dmi/id/sys_vendor": "System manufacturer\n",
      "/sys/class/dmi/id/product_name": "To Be Filled By O.E.M.\n",
      "/sys/class/dmi/id/product_serial": "System Serial Number\n",
      "/sys/class/dmi/id/board_vendor": "ASUSTeK COMPUTER INC.\n",
      "/sys/class/dmi/id/board_name": "PRIME H310M-E\n",
    };
    expect(readDmi(treeFiles(tree))).toEqual({ maker: "ASUSTeK COMPUTER INC.", model: "PRIME H310M-E" });
  });

  test("disks are those built in, with kind and size", () => {
    expect(readDisks(treeFiles(DESKTOP))).toEqual([
      { device: "sda", name: "KINGSTON SA400S3", kind: "ssd", bytes: 256_060_514_304 },
      { device: "sdb", name: "ST1000DM010-2EP1", kind: "hdd", bytes: 1_000_204_886_016 },
    ]);
    expect(readDisks(treeFiles(LAPTOP))).toEqual([
      {
        device: "nvme0n1",
        name: "SAMSUNG MZVLB512HAJQ-000L7",
        kind: "nvme",
        bytes: 512_110_190_592,
        serial: "S3TNNX0K123456",
      },
    ]);
  });

  test("the distribution's name and version", () => {
    expect(readOsRelease(treeFiles(DESKTOP))).toEqual({ name: "Ubuntu", version: "22.04" });
    expect(readOsRelease(treeFiles({}))).toEqual({});
  });
});

describe("hostile content", () => {
  const junk = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constant("\u0000".repeat(50_000)),
    fc.constant("9".repeat(50_000)),
    fc.constantFrom(...Object.values(DESKTOP), ...Object.values(CONTAINER)),
  );
  /** A real tree in which each file may be gone, cut off, exchanged or have junk inserted. */
  const spoilt = fc.constantFrom(DESKTOP, CONTAINER, LAPTOP, BROKEN).chain((tree) =>
    fc
      .array(
        fc.tuple(
          fc.constantFrom(...Object.keys(tree)),
          fc.nat(3),
          fc.double({ min: 0, max: 1, noNaN: true }),
          junk,
        ),
        {
          maxLength: 12,
        },
      )
      .map((changes): Tree => {
        const changed: Record<string, string> = Object.assign({}, tree);
        for (const [path, way, where, text] of changes) {
          const before = changed[path] ?? "";
          const cut = before.slice(0, Math.floor(where * before.length));
          if (way === 0) delete changed[path];
          else changed[path] = way === 1 ? cut : way === 2 ? text : cut + text + before.slice(cut.length);
        }
        return changed;
      }),
  );

  test("never throws, and whatever is read is fit to be sent", () => {
    fc.assert(
      fc.property(spoilt, (tree) => {
        const files = treeFiles(tree);
        const source = linuxSource(files);
        const cards = source.cards(true);
        const numbers = [
          ...Object.values(source.vitals().values),
          ...cards.flatMap(({ values }) => Object.values(values)),
        ];
        for (const value of numbers)
          expect(value === undefined || (Number.isFinite(value) && value >= 0)).toBe(true);
        for (const { part } of source.mounts()) entityRef("volume", "d", part);
        for (const { fact } of cards) entityRef("port", "d", fact.part);
        const ports = cards.map(({ fact }) => fact);
        fact.parse({ type: "ports", device: "d", at: Date.UTC(2026, 10, 23), ports });
        const base = {
          hostname: "pc",
          machine: readDmi(files),
          disks: readDisks(files),
          os: readOsRelease(files),
        };
        const inventory = assembleInventory({ base });
        fact.parse({ type: "inventory", device: "d", at: Date.UTC(2026, 10, 23), inventory });
        expect(inventory?.disks?.length ?? 0).toBe(base.disks.length);
      }),
      { numRuns: 300 },
    );
  });
});
