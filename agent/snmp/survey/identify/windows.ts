/**
 * Windows tells its version as "Windows Version 6.3 (Build 17763 Multiprocessor Free)", and what it is by the last
 * number of sysObjectID (1 workstation, 2 server, 3 domain controller).
 */
export interface WindowsSystem {
  readonly version: string;
  readonly hardware?: string;
  readonly isServer: boolean;
}

const OBJECT_ID = /^1\.3\.6\.1\.4\.1\.311\.1\.1\.3\.1\.(\d)$/;

export function windowsOf(description: string, objectId: string): WindowsSystem | undefined {
  const said = /\bSoftware: Windows.{0,20}? Version (\d{1,2}\.\d{1,2}) \(Build (\d{3,6})/.exec(description);
  const [, role] = OBJECT_ID.exec(objectId) ?? [];
  if (said === null) return undefined;
  const [, kernel = "", buildText = ""] = said;
  const build = Number(buildText);
  const isServer = role === "2" || role === "3";
  const [, hardware] = /^Hardware: (.{2,60}?) AT\/AT COMPATIBLE/.exec(description) ?? [];
  const name = (isServer ? serverOf : clientOf)(build) ?? `Build ${build}`;
  // Windows 10 and later go on saying 6.3 here; the build tells.
  const core = build >= 10_240 ? "10.0" : kernel;
  return { version: `${name} (NT ${core})`, isServer, ...(hardware === undefined ? {} : { hardware }) };
}

type Builds = readonly (readonly [first: number, name: string])[];

/** First builds of releases (learn.microsoft.com, "Windows release information"), newest first. */
const SERVERS: Builds = [
  [26_100, "Server 2025"],
  [25_398, "Server 23H2"],
  [20_348, "Server 2022"],
  [19_042, "Server 20H2"],
  [19_041, "Server 2004"],
  [18_363, "Server 1909"],
  [18_362, "Server 1903"],
  [17_763, "Server 2019 (1809)"],
  [17_134, "Server 1803"],
  [16_299, "Server 1709"],
  [14_393, "Server 2016 (1607)"],
  [9_600, "Server 2012 R2"],
  [9_200, "Server 2012"],
  [7_601, "Server 2008 R2 SP1"],
  [7_600, "Server 2008 R2"],
  [6_002, "Server 2008 SP2"],
  [6_001, "Server 2008"],
  [3_790, "Server 2003"],
  [2_195, "2000 Server"],
  [1_381, "NT 4.0 Server"],
];
const CLIENTS: Builds = [
  [26_200, "11 (25H2)"],
  [26_100, "11 (24H2)"],
  [22_631, "11 (23H2)"],
  [22_621, "11 (22H2)"],
  [22_000, "11 (21H2)"],
  [19_045, "10 (22H2)"],
  [19_044, "10 (21H2)"],
  [19_043, "10 (21H1)"],
  [19_042, "10 (20H2)"],
  [19_041, "10 (2004)"],
  [18_363, "10 (1909)"],
  [18_362, "10 (1903)"],
  [17_763, "10 (1809)"],
  [17_134, "10 (1803)"],
  [16_299, "10 (1709)"],
  [15_063, "10 (1703)"],
  [14_393, "10 (1607)"],
  [10_586, "10 (1511)"],
  [10_240, "10 (1507)"],
  [9_600, "8.1"],
  [9_200, "8"],
  [7_601, "7 SP1"],
  [7_600, "7"],
  [6_002, "Vista SP2"],
  [6_001, "Vista SP1"],
  [6_000, "Vista"],
  [3_790, "XP x64"],
  [2_600, "XP"],
  [2_195, "2000"],
  [1_381, "NT 4.0"],
];

const serverOf = (build: number) => SERVERS.find(([first]) => build >= first)?.[1];
const clientOf = (build: number) => CLIENTS.find(([first]) => build >= first)?.[1];
