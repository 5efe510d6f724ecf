import type { StorageVolume } from "../../../../core/survey.ts";
import { hasHostStorage, readHostStorage, STORAGE_TYPE, type HostStorage } from "../host-storage.ts";
import type { PoolRule } from "../knowledge.ts";
import type { ReadPart } from "../part.ts";
import { poolOf, readPools, readRules } from "../pools.ts";

/** Disks and flash: those of the maker's own objects and those of HOST-RESOURCES-MIB. */
export const readStorage: ReadPart<readonly StorageVolume[]> = (ask, known) =>
  readPools(ask, known, {
    of: ({ storage }) => storage,
    defaultName: "Disk",
    lookAhead: () => Promise.all([hasHostStorage(ask), ask.has(DISK)]),
    async standard(own) {
      const names = new Set(own.map(({ name }) => name));
      const host = (await readHostStorage(ask))
        .filter(isVolume)
        .flatMap((row) => poolOf(row.name, row) ?? []);
      const all = [...own, ...host.filter(({ name }) => !names.has(name))].filter(
        ({ name }) => !PSEUDO.test(name),
      );
      return all.length > 0 ? all : readRules(ask, UCD, "Disk");
    },
  });

/** UCD-SNMP-MIB dskTable, where an administrator set it up; kilobytes. The columns end at 2 TB. */
const DISK = "1.3.6.1.4.1.2021.9.1"; // dskEntry
const UCD: readonly PoolRule[] = [
  {
    name: { oid: `${DISK}.2` },
    total: { oid: `${DISK}.6`, multiply: 1024, ignore: [0x7f_ff_ff_ff] },
    used: { oid: `${DISK}.8`, multiply: 1024, ignore: [0x7f_ff_ff_ff] },
  },
];
/** Kernel interfaces and images of installed software: they hold nothing, or are always full. */
const PSEUDO = /(?:^|\bon:? )\/(?:dev$|proc(?:\/|$)|sys(?:\/|$)|packages\/)|^(?:devfs|procfs)\b/;
/** What is smaller (devfs again) is no disk. */
const LEAST_BYTES = 65_536;

const isVolume = ({ type, total }: HostStorage): boolean =>
  (type === STORAGE_TYPE.fixedDisk || type === STORAGE_TYPE.flashMemory) && total >= LEAST_BYTES;
