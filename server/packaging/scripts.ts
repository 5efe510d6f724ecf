/**
 * The files that a person clicks on or types: a line each that starts the folder's own Node, in plain ASCII (a command file with
 * other signs depends on the code page of the window). All that is said is said by the programs themselves.
 */
const SERVER = String.raw`--max-semi-space-size=8 --heap-growing-percent=30`;

/** By file name. */
export const serverScripts = (windows: boolean): Readonly<Record<string, string>> =>
  windows
    ? {
        "cayda.cmd": windowsScript(String.raw`${SERVER} "%~dp0server\command.ts" %*`),
        "install.cmd": windowsScript(String.raw`"%~dp0server\command.ts" install`, true),
        "uninstall.cmd": windowsScript(String.raw`"%~dp0server\command.ts" uninstall`, true),
      }
    : {
        "cayda.sh": linuxScript(`${SERVER} "$dir/server/command.ts" "$@"`),
        "install.sh": linuxScript('"$dir/server/command.ts" install'),
        "uninstall.sh": linuxScript('"$dir/server/command.ts" uninstall'),
      };

export const agentScripts = (windows: boolean): Readonly<Record<string, string>> =>
  windows
    ? {
        "cayda-agent.cmd": windowsScript(String.raw`"%~dp0agent.cjs" %*`),
        "install.cmd": windowsScript(String.raw`"%~dp0agent.cjs" install %*`, true),
        "uninstall.cmd": windowsScript(String.raw`"%~dp0agent.cjs" uninstall`, true),
      }
    : {
        "cayda-agent.sh": linuxScript('"$dir/agent.cjs" "$@"'),
        "install.sh": linuxScript('"$dir/agent.cjs" install "$@"'),
        "uninstall.sh": linuxScript('"$dir/agent.cjs" uninstall'),
      };

/** `stays`: a window that was opened by a click stays until it was read; with arguments nobody sits in front of it. */
function windowsScript(command: string, stays = false): string {
  const end = stays ? ["set code=%errorlevel%", 'if "%~1"=="" pause', "exit /b %code%"] : [];
  return ["@echo off", String.raw`"%~dp0node.exe" ${command}`, ...end, ""].join("\r\n");
}

/** A USB stick may have lost the right to run Node. */
const linuxScript = (command: string): string =>
  [
    "#!/bin/sh",
    'dir=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd) || exit 1',
    '[ -x "$dir/node" ] || chmod +x "$dir/node"',
    `exec "$dir/node" ${command}`,
    "",
  ].join("\n");
