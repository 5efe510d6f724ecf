import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TARGETS, type Target } from "./bundle.ts";
import type { Lock } from "./closure.ts";

/** Where a package of Node keeps it. */
const binary = (target: Target): string => join("bin", TARGETS[target].os === "win32" ? "node.exe" : "node");

/** Node for another kind of machine, in a folder that `remove` takes away. */
interface FetchedNode {
  readonly node: string;
  readonly remove: () => void;
}

/** The one that `npm ci` brought here; undefined: this machine is of another kind. */
export function nodeHere(root: string, target: Target): string | undefined {
  const path = join(root, "node_modules", TARGETS[target].package, binary(target));
  return existsSync(path) ? path : undefined;
}

/**
 * Has npm fetch the very package that our lock file names, and hold it against the lock's hash. Rejects with what npm said last,
 * or that nobody knows where npm is (not run by `npm run`).
 */
export async function fetchNode(root: string, target: Target): Promise<FetchedNode> {
  const { package: name, os, cpu } = TARGETS[target];
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as Lock;
  const { version, integrity } = lock.packages[`node_modules/${name}`] ?? {};
  const npm = process.env["npm_execpath"];
  if (version === undefined || integrity === undefined || npm === undefined)
    throw new Error(npm === undefined ? "npm run bundle" : `package-lock.json: ${name}`);
  const folder = mkdtempSync(join(tmpdir(), "cayda-node-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    const dependencies = { [name]: version };
    const packages = { "": { dependencies }, [`node_modules/${name}`]: { version, integrity } };
    writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, dependencies }));
    writeFileSync(
      join(folder, "package-lock.json"),
      JSON.stringify({ lockfileVersion: 3, requires: true, packages }),
    );
    await runNpm(npm, folder, ["ci", "--ignore-scripts", `--os=${os}`, `--cpu=${cpu}`]);
    return { node: join(folder, "node_modules", name, binary(target)), remove };
  } catch (error) {
    remove();
    throw error;
  }
}

function runNpm(npm: string, cwd: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [npm, ...args, "--no-audit", "--no-fund"], { cwd }, (error, _out, said) => {
      if (error === null) resolve();
      else reject(new Error(said.trim().split("\n").at(0) ?? error.message, { cause: error }));
    });
  });
}
