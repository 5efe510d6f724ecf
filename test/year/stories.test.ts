import { expect, test } from "vitest";
import { HOUR } from "../../core/clock.ts";
import { officeDay, tellStory, type Moment } from "./story.ts";
import type { World } from "./world.ts";

/** What happens in offices over days, told as the officer would tell it, and what Cayda says of it. */

const between = ({ hour }: Moment, from: number, to: number): boolean => hour >= from && hour < to;
/** Nobody is there, and the breaker is off. */
function dark(world: World): void {
  world.power = false;
  for (const pc of world.pcs) [pc.on, pc.agent] = [false, false];
  world.sw.answers = false;
  world.sw2.answers = false;
  world.printer.on = false;
}
/** The switches were turned on at this hour, of the first day or of each. */
function turnedOn(world: World, { now, hour, day }: Moment, at: number, on = day): void {
  const bootAt = now - Math.max(0, (day - on) * 24 + hour - at) * HOUR;
  world.sw.bootAt = bootAt;
  world.sw2.bootAt = bootAt;
}

test("an office whose breaker is off at night and at the weekend is told of nothing, over more than a week", () => {
  const { told } = tellStory("2026-11-09", 8, (world, moment) => {
    const weekend = moment.day % 7 >= 5;
    officeDay(world, moment);
    turnedOn(world, moment, 7.3);
    if (weekend || !between(moment, 7.3, 17)) dark(world);
  });
  expect(told).toEqual([]);
});

test("nor is one in which everybody switches off at lunch, in the same minute", () => {
  const { told } = tellStory("2026-11-09", 5, (world, moment) => {
    officeDay(world, moment);
    if (between(moment, 11.5, 13.1)) for (const pc of world.pcs) [pc.on, pc.agent] = [false, false];
  });
  expect(told).toEqual([]);
});

test("nor is a small office whose three PCs are switched off together a quarter of an hour before lunch and the evening", () => {
  const { told } = tellStory("2026-11-09", 5, (world, moment) => {
    for (const [i, pc] of world.pcs.entries()) {
      const late = i / 60;
      const isOn = i < 3 && (between(moment, 7.4, 11.25 + late) || between(moment, 13.1, 16.75 + late));
      [pc.on, pc.agent] = [isOn, isOn];
    }
  });
  expect(told).toEqual([]);
});

test("a printer that is off every night and comes on when somebody needs it is normal; one that goes in the afternoon is told once", () => {
  const { told } = tellStory("2026-11-09", 5, (world, moment) => {
    officeDay(world, moment, [0]);
    world.printer.on = between(moment, 9.75, 11.5) || between(moment, 13.5, 16.5);
    // On Wednesday its cable is pulled at two, and put back on Thursday in the morning.
    if (moment.day === 2 && moment.hour >= 14) world.printer.on = false;
  });
  expect(told).toEqual([
    expect.stringMatching(/^2 14:3\d first printer_offline device:PR1$/u),
    expect.stringMatching(/^3 9:5\d resolved printer_offline device:PR1$/u),
  ]);
});

test("the last working day before Tết ends like any other, nine days later work begins, and nobody hears of it", () => {
  // 2026-02-12 is a Thursday; Tết is from the 14th to the 22nd.
  const { told } = tellStory("2026-02-12", 13, (world, moment) => {
    officeDay(world, moment);
    turnedOn(world, moment, 7.3);
    if ((moment.day >= 2 && moment.day <= 10) || !between(moment, 7.3, 17)) dark(world);
  });
  expect(told).toEqual([]);
});

test("a PC that is always on and is switched off for Tết is missed once, not every four hours of nine days", () => {
  const { told } = tellStory("2026-02-09", 15, (world, moment) => {
    officeDay(world, moment, [0]);
    if (moment.day >= 14) turnedOn(world, moment, 7.3, 14);
    const isAway = moment.day > 4 || moment.hour >= 17;
    if (moment.day >= 4 && moment.day < 14 && isAway) dark(world);
    if (moment.day === 14 && moment.hour < 7.3) dark(world);
  });
  expect(told).toEqual([
    expect.stringMatching(/^4 17:0\d first site_down site:site2$/u),
    expect.stringMatching(/^4 17:3\d escalated site_down site:site2$/u),
    expect.stringMatching(/^14 7:[234]\d resolved site_down site:site2$/u),
  ]);
});

test("a power cut in the night, with all PCs off, is no news in the morning", () => {
  const { told } = tellStory("2026-11-09", 4, (world, moment) => {
    officeDay(world, moment);
    // Back at three: the switches have been running for hours when somebody asks them.
    if (moment.day >= 1) turnedOn(world, moment, 3, 1);
    if (moment.day === 1 && between(moment, 1, 3)) dark(world);
  });
  expect(told).toEqual([]);
});

test("a power cut in the afternoon is told once and to the next person; in the night nothing, in the morning its end", () => {
  const { told } = tellStory("2026-11-09", 3, (world, moment) => {
    officeDay(world, moment);
    if (moment.day >= 1) turnedOn(world, moment, 7.3, 1);
    const isCut = (moment.day === 0 && moment.hour >= 15) || (moment.day === 1 && moment.hour < 7.3);
    if (isCut) dark(world);
  });
  expect(told).toEqual([
    expect.stringMatching(/^0 15:0\d first site_down site:site2$/u),
    expect.stringMatching(/^0 15:3\d escalated site_down site:site2$/u),
    expect.stringMatching(/^1 7:[234]\d resolved site_down site:site2$/u),
  ]);
});

test("switches that were restarted together in office hours are told once, with their end", () => {
  const { told } = tellStory("2026-11-09", 1, (world, moment) => {
    officeDay(world, moment);
    if (moment.hour >= 10) turnedOn(world, moment, 10);
  });
  expect(told.map((line) => line.replace(/ \d+:\d\d /u, " "))).toEqual([
    "0 first device_restarted device:SW1",
    "0 resolved device_restarted device:SW1",
  ]);
});

test("a switch whose SNMP password was changed is told, and weeks later the dead switch behind it is told as well", () => {
  const { told } = tellStory("2026-11-02", 12, (world, moment) => {
    officeDay(world, moment, [0]);
    // Deaf, but it lets everybody through.
    if (moment.day >= 1) world.sw.answers = false;
    if (moment.day === 10 && moment.hour >= 10) world.sw2.answers = false;
  });
  const firsts = told.filter((line) => line.includes(" first "));
  expect(firsts).toEqual([
    expect.stringMatching(/^1 0:\d\d first device_down device:SW1$/u),
    expect.stringMatching(/^10 10:0\d first device_down device:SW2$/u),
  ]);
});

test("a switch that is switched off every night beside a PC that stays on is told twice, then only when it stays away", () => {
  const { told } = tellStory("2026-11-09", 6, (world, moment) => {
    officeDay(world, moment, [0]);
    const isOff = !between(moment, 7.3, 17.2) || moment.day === 4;
    if (isOff) [world.sw2.answers, world.sw.uplinkUp] = [false, false];
  });
  expect(told.map((line) => line.replace(/:\d\d /u, " "))).toEqual([
    "0 17 first port_down port:SW1/24",
    "0 19 escalated port_down port:SW1/24",
    "1 7 resolved port_down port:SW1/24",
    "1 17 first port_down port:SW1/24",
    "1 19 escalated port_down port:SW1/24",
    "2 7 resolved port_down port:SW1/24",
    "4 8 first port_down port:SW1/24",
    "4 10 escalated port_down port:SW1/24",
    "5 7 resolved port_down port:SW1/24",
  ]);
});

test("a line that comes and goes every twenty minutes all day is told three times, and once more after lunch", () => {
  const { told } = tellStory("2026-11-09", 2, (world, moment) => {
    officeDay(world, moment);
    const minute = Math.round(moment.hour * 60);
    if (moment.day === 0 && minute >= 480 && minute % 20 < 4) world.uplink = false;
  });
  expect(told.map((line) => line.replace(/:\d\d /u, " "))).toEqual([
    "0 8 first site_down site:site2",
    "0 8 resolved site_down site:site2",
    "0 8 first site_down site:site2",
    "0 8 resolved site_down site:site2",
    "0 8 first site_down site:site2",
    "0 9 escalated site_down site:site2",
    // At lunch nobody misses it.
    "0 11 resolved site_down site:site2",
    "0 13 first site_down site:site2",
    "0 14 escalated site_down site:site2",
    "1 8 resolved site_down site:site2",
  ]);
});

test("a week of lost packets on the line is told once a day at most", () => {
  const { told } = tellStory("2026-11-09", 7, (world, moment) => {
    officeDay(world, moment);
    if (moment.day >= 1) world.uplinkLoss = 0.25;
  });
  const reasons = told.filter((line) => line.includes("target_loss"));
  expect(reasons[0]).toMatch(/^1 .* first target_loss target:T2$/u);
  expect(reasons.filter((line) => line.includes(" first "))).toHaveLength(1);
  expect(reasons.length).toBeLessThanOrEqual(7);
  expect(told.filter((line) => !line.includes("target_loss"))).toEqual([]);
});
