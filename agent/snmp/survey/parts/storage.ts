import type { StorageVolume } from "../../../../core/survey.ts";
import { readHostStorage, STORAGE_TYPE, type HostStorage } from "../host-storage.ts";
import type { ReadPart } from "../part.ts";
import { poolOf, readPools } from "../pools.ts";

/** Disks and flash: those of the maker's own objects and those of HOST-RESOURCES-MIB. */
export const readStorage: ReadPart<readonly StorageVolume[]> = async (ask, known) => {
  const [own, host] = await Promise.all([
    readPools(ask, known, ({ storage }) => storage, "Storage"),
    readHostStorage(ask),
  ]);
  const names = new Set(own.map(({ name }) => name));
  const volumes = host.filter(isVolume).flatMap((row) => poolOf(row.name, row) ?? []);
  return [...own, ...volumes.filter(({ name }) => !names.has(name))];
};

const isVolume = ({ type }: HostStorage): boolean =>
  type === STORAGE_TYPE.fixedDisk || type === STORAGE_TYPE.flashMemory;
