import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { seededRandom } from "../fakes/snmp-device/faults.ts";
import { objectsOf, spoil } from "./spoilt-device.ts";
import { visitSpoilt } from "./survey-run.ts";

/** A short form of `survey.ts`, the same every time. */
const files = globSync("test/fakes/snmp-device/recordings/*.snmprec");

test.each([1, 3, 10, 50])(
  "a device of which one object in %d is spoilt is surveyed to the end",
  async (every) => {
    expect(files.length).toBeGreaterThan(0);
    for (let seed = 1; seed <= 12; seed += 1) {
      const random = seededRandom(seed);
      for (const file of files) {
        const { wrong, objects } = await visitSpoilt(
          spoil(objectsOf(readFileSync(file, "utf8")), every, random),
        );
        expect(objects).toBeGreaterThan(0);
        expect(wrong, `${file}, seed ${seed}`).toEqual([]);
      }
    }
  },
);
