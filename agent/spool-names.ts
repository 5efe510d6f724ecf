import { diskBytes } from "./spool-files.ts";

/** File names, oldest first, and the room that the files take. */
export interface BoundedNames {
  readonly names: readonly string[];
  bytes(): number;
  isOver(): boolean;
  insert(name: string): void;
  remove(name: string): void;
}

export function boundedNames(sorted: readonly string[], maxBytes: number): BoundedNames {
  const names = [...sorted];
  let bytes = names.reduce((sum, name) => sum + diskBytes(name), 0);
  return {
    names,
    bytes: () => bytes,
    isOver: () => bytes > maxBytes,
    insert(name) {
      // Nearly always the newest; a clock that was set back makes an exception.
      let at = names.length;
      while (at > 0 && (names[at - 1] ?? "") > name) at -= 1;
      names.splice(at, 0, name);
      bytes += diskBytes(name);
    },
    remove(name) {
      const at = names[0] === name ? 0 : names.lastIndexOf(name);
      if (at < 0) return;
      names.splice(at, 1);
      bytes -= diskBytes(name);
    },
  };
}
