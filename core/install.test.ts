import { expect, test } from "vitest";
import { xmlMistake } from "../test/support/xml.ts";
import {
  perform,
  placesOf,
  removeSteps,
  startSteps,
  stopSteps,
  systemdUnit,
  taskXml,
  type Service,
  type Step,
} from "./install.ts";

const WINDOWS = { ProgramFiles: "D:\\Apps", ProgramData: "D:\\Data", SystemRoot: "D:\\Win" };
const service = (over: Partial<Service> = {}): Service => ({
  name: "cayda-agent",
  title: "Cayda: đo máy này & mạng",
  program: "D:\\Apps\\Cayda Agent\\1.0.0\\node.exe",
  args: ["D:\\Apps\\Cayda Agent\\1.0.0\\agent.cjs", "run"],
  home: "D:\\Data\\Cayda Agent",
  lets: "ping",
  ...over,
});
const linux = (over: Partial<Service> = {}) =>
  service({ program: "/opt/cayda/1/node", args: ["/opt/cayda/1/a.ts"], home: "/var/lib/cayda", ...over });
const ran = (steps: readonly Step[]) =>
  steps.flatMap((step) => ("run" in step ? [step.run, ...step.args].join(" ") : []));

test("places are those of the system, whatever its drive", () => {
  expect(placesOf("agent", "win32", WINDOWS)).toEqual({
    program: "D:\\Apps\\Cayda Agent",
    home: "D:\\Data\\Cayda Agent",
  });
  expect(placesOf("server", "linux", {})).toEqual({ program: "/opt/cayda", home: "/var/lib/cayda" });
});

test("the task runs as SYSTEM, without a limit, and is looked after again and again", () => {
  const text = taskXml(service());
  expect(xmlMistake(text)).toBeUndefined();
  expect(text).toContain("<Description>Cayda: đo máy này &amp; mạng</Description>");
  expect(text).toContain("<Command>D:\\Apps\\Cayda Agent\\1.0.0\\node.exe</Command>");
  expect(text).toContain("<Arguments>&quot;D:\\Apps\\Cayda Agent\\1.0.0\\agent.cjs&quot; run</Arguments>");
  for (const part of [
    "<UserId>S-1-5-18</UserId>",
    "<ExecutionTimeLimit>PT0S</ExecutionTimeLimit>",
    "<MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>",
    "<StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>",
  ])
    expect(text).toContain(part);
  expect(text.match(/<Interval>PT5M<\/Interval>/g)).toHaveLength(2);
});

test("on Windows nothing but programs of the system is run, the home is closed first, and the task is UTF-16 with its mark", () => {
  const steps = startSteps(service(), "win32", WINDOWS);
  for (const line of ran([...stopSteps(service(), "win32", WINDOWS), ...steps]))
    expect(line.startsWith("D:\\Win\\System32\\"), line).toBe(true);
  expect(ran(steps)[0]).toContain("icacls.exe D:\\Data\\Cayda Agent /inheritance:r");
  expect(ran(steps).at(-1)).toContain("schtasks.exe /Run /TN cayda-agent");
  expect(ran(steps).filter((line) => line.includes("remoteip=localsubnet"))).toHaveLength(1);
  const written = steps.flatMap((step) => ("write" in step ? [step] : []));
  expect(written).toHaveLength(1);
  expect(written[0]).toMatchObject({ encoding: "utf16le", write: "D:\\Data\\Cayda Agent\\cayda-agent.xml" });
  expect(written[0]?.text.startsWith("\uFEFF<?xml")).toBe(true);
});

test("on Linux an account of its own is made, and the unit restarts what ends", () => {
  const lines = ran(startSteps(linux({ user: "cayda" }), "linux", {}));
  expect(lines[0]).toContain("useradd --system");
  expect(lines).toContain("/bin/chmod -R a+rX /opt/cayda/1");
  expect(lines.at(-1)).toBe("/usr/bin/systemctl restart cayda-agent.service");
  expect(ran(startSteps(linux(), "linux", {})).join("\n")).not.toContain("useradd");
  const unit = systemdUnit(linux({ user: "cayda", args: ["/opt/c d/a.ts", "100%", "$x"] }));
  expect(unit).toContain('ExecStart=/opt/cayda/1/node "/opt/c d/a.ts" 100%% $$x\n');
  expect(unit).toContain("User=cayda\n");
  expect(unit).toContain("Restart=always\n");
  expect(systemdUnit(linux())).not.toContain("User=");
});

test("the first step that must not fail ends it, with what the system said; what may fail does not", async () => {
  const done: string[] = [];
  const performer = {
    write: (path: string) => Promise.resolve(void done.push(`write ${path}`)),
    run: (program: string) => {
      done.push(program);
      return Promise.resolve(
        program === "bad" ? { code: 5, said: "Access is denied." } : { code: 0, said: "" },
      );
    },
  };
  const steps: readonly Step[] = [
    { run: "bad", args: ["/End"], mayFail: true },
    { write: "task.xml", text: "", encoding: "utf8" },
    { run: "bad", args: ["/Create", "x"], mayFail: false },
    { run: "never", args: [], mayFail: false },
  ];
  expect(await perform(steps, performer)).toEqual({
    command: "bad /Create x",
    code: 5,
    said: "Access is denied.",
  });
  expect(done).toEqual(["bad", "write task.xml", "bad"]);
  expect(await perform(steps.slice(0, 2), performer)).toBeUndefined();
});

test("what is taken off is stopped, and its name is free again", () => {
  expect(ran(removeSteps(service(), "win32", WINDOWS)).map((line) => line.replace(/^.*\\/, ""))).toEqual([
    "schtasks.exe /End /TN cayda-agent",
    "schtasks.exe /Delete /TN cayda-agent /F",
    "netsh.exe advfirewall firewall delete rule name=cayda-agent",
  ]);
  expect(ran(removeSteps(service(), "linux", {}))).toContain(
    "/bin/rm -f /etc/systemd/system/cayda-agent.service",
  );
});
