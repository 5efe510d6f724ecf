import { expect, test } from "vitest";
import { createLiveHub } from "./live-hub.ts";

test("changes of alerts are told once to whoever watches the site, however many there are", () => {
  const hub = createLiveHub();
  const both = hub.watch({ alertsOf: new Set(["s1", "s2"]) }, "an");
  const other = hub.watch({ site: "s2", alertsOf: new Set(["s2"]) }, "binh");
  hub.alertsChanged("s1");
  hub.alertsChanged("s1");
  expect([both?.drainAlerts(), other?.drainAlerts()]).toEqual([true, false]);
  expect(both?.drainAlerts()).toBe(false);
  hub.alertsChanged("s2");
  expect([both?.drainAlerts(), other?.drainAlerts()]).toEqual([true, true]);
});

test("who watches nothing in particular gets no values", () => {
  const hub = createLiveHub();
  const watch = hub.watch({ alertsOf: new Set(["s1"]) }, "an");
  hub.publish("s1", ["host:pc1"]);
  expect(watch?.drain()).toEqual([]);
  const site = hub.watch({ site: "s1", alertsOf: new Set(["s1"]) }, "an");
  hub.publish("s1", ["host:pc1"]);
  expect(site?.drain()).toEqual([{ site: "s1", entity: "host:pc1" }]);
});
