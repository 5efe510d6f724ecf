import { startInfluxd } from "../support/influxd.ts";
import { influxPlace } from "./support/influx.ts";
import { fakeClock } from "../support/fake-clock.ts";
import { DAY, HOUR, legalDayOf, MINUTE, startOfLegalDay } from "../../core/clock.ts";
const T = Date.UTC(2026, 10, 23, 8), D = startOfLegalDay(legalDayOf(T) - 2);
const d = await startInfluxd();
try {
  const p = await influxPlace(d.url, fakeClock(T));
  const s = await p.open();
  const at = Array.from({length:160},(_, i)=>D-3*HOUR+i*10*MINUTE).filter((_, i) => i % 17 !== 3 && (i < 60 || i > 75));
  await s.append({block:"a",site:"x",receivedAt:T,samples:[{entity:"port:sw1/1",at,fields:{in_octets: at.map((_, i) => (i < 90 ? i * i * 1_000 : (i - 90) * 50_000)),speed: at.map((_, i) => (i % 50 === 0 ? 1e8 : 1e9))}}]});
  const ranges = [
      { from: D - 5 * HOUR, to: D + 30 * HOUR, stepMs: HOUR },
      { from: D - DAY, to: D + 30.5 * HOUR, stepMs: 6 * HOUR },
      { from: D - DAY, to: D + 2 * DAY, stepMs: DAY },
      { from: D + 2.5 * HOUR, to: D + 12 * HOUR, stepMs: HOUR },
      { from: D, to: D + 2 * HOUR, stepMs: 10 * MINUTE },
  ];
  const series = [...["rate", "max_rate", "increase", "last", "avg"].map((aggregate) => ({ field: "in_octets", aggregate })), ...["avg", "min", "max", "p95", "last"].map((aggregate) => ({ field: "speed", aggregate }))] as any;
  const ask = () => Promise.all(ranges.map((r) => s.range({entity:"port:sw1/1",series,...r})));
  const a = await ask(); await s.rollUp(T+3*DAY); const b = await ask();
  for (const [i, one] of a.entries()) for (const [j, v] of one.values.entries()) for (const [k, x] of v.entries()) { const y=b[i]?.values[j]?.[k]; if (Math.abs((x??0)-(y??0))>1||(x===null)!==(y===null)) console.log(i,j,k,new Date(one.at[k]!).toISOString(),x,y); }
  await s.close(); p.remove();
} finally { await d.close(); }
