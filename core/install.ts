import type { Language } from "./messages/speaker.ts";

/**
 * What makes a program of Cayda start with its machine, as texts and steps; who runs them is `agent/install.ts` and
 * `server/install/`. On Windows it is a task of the Task Scheduler (a service would need a host program of its own), on Linux
 * a systemd unit. Pure.
 */
export type InstallPlatform = "win32" | "linux";

type Environment = Readonly<Record<string, string | undefined>>;

export interface Service {
  /** Of the task or unit, e.g. `cayda-agent`. */
  readonly name: string;
  /** One line for whoever finds it in a list of tasks or units. */
  readonly title: string;
  /** Whole path of the program, and its arguments. */
  readonly program: string;
  readonly args: readonly string[];
  /** Where it runs, and below which all that it writes lies. */
  readonly home: string;
  /** Linux: the account that it runs as; undefined: root. */
  readonly user?: string | undefined;
  /** What the firewall of Windows lets in: echo requests of the own network, or connections to the program. */
  readonly lets: "ping" | "connections";
}

export type Step =
  | { readonly write: string; readonly text: string; readonly encoding: "utf8" | "utf16le" }
  | {
      readonly run: string;
      readonly args: readonly string[];
      /** What is not there yet cannot be stopped, and what is there already need not be made. */
      readonly mayFail: boolean;
    };

/** What performs steps: `run` answers the exit code, and what the program said. */
export interface Performer {
  write(path: string, text: string, encoding: "utf8" | "utf16le"): Promise<void>;
  run(program: string, args: readonly string[]): Promise<{ readonly code: number; readonly said: string }>;
}
export interface FailedStep {
  readonly command: string;
  readonly code: number;
  readonly said: string;
}

/** What is installed, where. */
export interface Installation {
  readonly platform: InstallPlatform;
  readonly env: Environment;
  /** `placesOf` of what is installed. */
  readonly places: { readonly program: string; readonly home: string };
  readonly version: string;
  readonly language: Language;
  readonly performer: Performer;
}

/** One after the other; the first that fails and must not is answered, and ends it. */
export async function perform(steps: readonly Step[], performer: Performer): Promise<FailedStep | undefined> {
  for (const step of steps) {
    if ("write" in step) {
      await performer.write(step.write, step.text, step.encoding);
      continue;
    }
    const { code, said } = await performer.run(step.run, step.args);
    if (code !== 0 && !step.mayFail) return { command: [step.run, ...step.args].join(" "), code, said };
  }
  return undefined;
}

type ExecFile = (
  program: string,
  args: readonly string[],
  options: { readonly windowsHide: boolean; readonly timeout: number },
  done: (
    error: { readonly code?: unknown; readonly message: string } | null,
    out: string,
    err: string,
  ) => void,
) => unknown;

/** `run` of a performer by Node's `execFile`: without a shell, for two minutes at most. */
export const runBy =
  (execFile: ExecFile): Performer["run"] =>
  (program, args) =>
    new Promise((resolve) => {
      execFile(program, args, { windowsHide: true, timeout: 120_000 }, (error, out, err) => {
        const code = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
        const said = `${out}${err}`.trim();
        resolve({ code, said: said === "" ? (error?.message ?? "") : said });
      });
    });

/** Folders of earlier versions; one whose files are still held goes with the next installation. */
export async function removeOthers(
  fs: {
    readdir(folder: string): Promise<readonly string[]>;
    rm(path: string, options: { readonly recursive: true; readonly force: true }): Promise<void>;
  },
  folder: string,
  version: string,
): Promise<void> {
  for (const name of await fs.readdir(folder))
    if (name !== version)
      await fs.rm(`${folder}/${name}`, { recursive: true, force: true }).catch(() => undefined);
}

/** Where its programs lie, which nobody but administrators may change, and the home below which it writes. */
export function placesOf(
  what: "agent" | "server",
  platform: InstallPlatform,
  env: Environment,
): { readonly program: string; readonly home: string } {
  if (platform === "win32") {
    const name = what === "agent" ? "Cayda Agent" : "Cayda";
    return {
      program: `${env["ProgramFiles"] ?? "C:\\Program Files"}\\${name}`,
      home: `${env["ProgramData"] ?? "C:\\ProgramData"}\\${name}`,
    };
  }
  const name = what === "agent" ? "cayda-agent" : "cayda";
  return { program: `/opt/${name}`, home: `/var/lib/${name}` };
}

/** Before its files are put in place: an older one is stopped. */
export function stopSteps(
  { name }: Pick<Service, "name">,
  platform: InstallPlatform,
  env: Environment,
): readonly Step[] {
  return platform === "win32"
    ? [may(system32("schtasks.exe", env), "/End", "/TN", name)]
    : [may(SYSTEMCTL, "stop", `${name}.service`)];
}

/** Its home is closed to others, it is made known to the system, and started. */
export function startSteps(service: Service, platform: InstallPlatform, env: Environment): readonly Step[] {
  return platform === "win32" ? windowsStart(service, env) : linuxStart(service);
}

/** It runs no more and does not come back; programs and data stay where they are. */
export function removeSteps(
  service: Pick<Service, "name">,
  platform: InstallPlatform,
  env: Environment,
): readonly Step[] {
  const stop = stopSteps(service, platform, env);
  if (platform === "win32")
    return [
      ...stop,
      must(system32("schtasks.exe", env), "/Delete", "/TN", service.name, "/F"),
      may(system32("netsh.exe", env), ...RULE, "delete", "rule", `name=${service.name}`),
    ];
  return [
    ...stop,
    must(SYSTEMCTL, "disable", `${service.name}.service`),
    must("/bin/rm", "-f", unitFile(service)),
    must(SYSTEMCTL, "daemon-reload"),
  ];
}

const must = (run: string, ...args: readonly string[]): Step => ({ run, args, mayFail: false });
const may = (run: string, ...args: readonly string[]): Step => ({ run, args, mayFail: true });

/** By its whole path: nothing of the same name elsewhere is run with an administrator's rights. */
const system32 = (program: string, env: Environment): string =>
  `${env["SystemRoot"] ?? "C:\\Windows"}\\System32\\${program}`;
const RULE = ["advfirewall", "firewall"] as const;
/** SYSTEM and Administrators, whatever they are called in the language of this Windows. */
const ONLY_ADMINISTRATORS = ["*S-1-5-18:(OI)(CI)F", "*S-1-5-32-544:(OI)(CI)F"] as const;

function windowsStart(service: Service, env: Environment): readonly Step[] {
  const { name, home, program, lets } = service;
  const task = `${home}\\${name}.xml`;
  const allowed =
    lets === "ping"
      ? ["protocol=icmpv4:8,any", "remoteip=localsubnet"]
      : ["protocol=tcp", `program=${program}`];
  const rule = [...RULE, "add", "rule", `name=${name}`, "dir=in", "action=allow", "profile=any", ...allowed];
  return [
    must(system32("icacls.exe", env), home, "/inheritance:r", "/grant:r", ...ONLY_ADMINISTRATORS),
    { write: task, text: `\uFEFF${taskXml(service)}`, encoding: "utf16le" },
    must(system32("schtasks.exe", env), "/Create", "/TN", name, "/XML", task, "/F"),
    may(system32("netsh.exe", env), ...RULE, "delete", "rule", `name=${name}`),
    // A firewall of another maker may have taken the place of this one.
    may(system32("netsh.exe", env), ...rule),
    must(system32("schtasks.exe", env), "/Run", "/TN", name),
  ];
}

/**
 * A task that runs as SYSTEM from the start of Windows on, and is looked after every five minutes: an instance that runs is left
 * alone, one that ended is started again.
 */
export function taskXml({ title, program, args, home }: Service): string {
  const again =
    "<Repetition><Interval>PT5M</Interval><StopAtDurationEnd>false</StopAtDurationEnd></Repetition><Enabled>true</Enabled>";
  return `<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo><Description>${xml(title)}</Description></RegistrationInfo>
  <Triggers>
    <BootTrigger>${again}</BootTrigger>
    <RegistrationTrigger>${again}</RegistrationTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author"><UserId>S-1-5-18</UserId><RunLevel>HighestAvailable</RunLevel></Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <AllowHardTerminate>true</AllowHardTerminate>
    <StartWhenAvailable>true</StartWhenAvailable>
    <IdleSettings><StopOnIdleEnd>false</StopOnIdleEnd><RestartOnIdle>false</RestartOnIdle></IdleSettings>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <Priority>7</Priority>
    <RestartOnFailure><Interval>PT1M</Interval><Count>255</Count></RestartOnFailure>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>${xml(program)}</Command>
      <Arguments>${xml(args.map(quoted).join(" "))}</Arguments>
      <WorkingDirectory>${xml(home)}</WorkingDirectory>
    </Exec>
  </Actions>
</Task>
`;
}

const XML: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const xml = (text: string): string => text.replaceAll(/[&<>"]/g, (sign) => XML[sign] ?? sign);
/** As Windows cuts a command line; our arguments have neither quotes nor a backslash at their end. */
const quoted = (arg: string): string => (/\s/.test(arg) ? `"${arg}"` : arg);

const SYSTEMCTL = "/usr/bin/systemctl";
const unitFile = ({ name }: Pick<Service, "name">): string => `/etc/systemd/system/${name}.service`;

function linuxStart(service: Service): readonly Step[] {
  const { name, home, user, program } = service;
  const account =
    user === undefined
      ? []
      : [
          may("/usr/sbin/useradd", "--system", "--home-dir", home, "--shell", "/usr/sbin/nologin", user),
          must("/bin/chown", "-R", `${user}:`, home),
          // Whoever copied the folder may have kept it to themselves.
          must("/bin/chmod", "-R", "a+rX", program.slice(0, program.lastIndexOf("/"))),
        ];
  return [
    ...account,
    must("/bin/chmod", "0700", home),
    { write: unitFile(service), text: systemdUnit(service), encoding: "utf8" },
    must(SYSTEMCTL, "daemon-reload"),
    must(SYSTEMCTL, "enable", `${name}.service`),
    must(SYSTEMCTL, "restart", `${name}.service`),
  ];
}

/** V8 makes code while it runs, so memory that is both written and executed must be allowed. */
export function systemdUnit({ title, program, args, home, user }: Service): string {
  return `[Unit]
Description=${title}
After=network-online.target
Wants=network-online.target

[Service]
ExecStart=${[program, ...args].map(unitWord).join(" ")}
WorkingDirectory=${home}
${user === undefined ? "" : `User=${user}\n`}Restart=always
RestartSec=5
TimeoutStopSec=30
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
ReadWritePaths=${home}
AmbientCapabilities=CAP_NET_RAW

[Install]
WantedBy=multi-user.target
`;
}

/** Of ExecStart: a percent sign and a dollar mean something there. */
const unitWord = (word: string): string => {
  const text = word.replaceAll("%", "%%").replaceAll("$", "$$$$");
  return /[\s"'\\]/.test(text) ? `"${text.replaceAll(/["\\]/g, "\\$&")}"` : text;
};
