import { build } from "esbuild";

/**
 * The agent as one file, `agent/dist/agent.cjs`: what office PCs get. node-cron asks for import.meta.url when it
 * loads, which a CommonJS bundle lacks; hence the define and the banner.
 */
export async function bundleAgent(outfile: string): Promise<void> {
  await build({
    entryPoints: ["agent/main.ts"],
    outfile,
    bundle: true,
    minify: true,
    platform: "node",
    target: "node24",
    format: "cjs",
    define: { "import.meta.url": "__url" },
    banner: { js: "const __url=require('node:url').pathToFileURL(__filename).href;" },
    logLevel: "warning",
  });
}

if (import.meta.main) await bundleAgent("agent/dist/agent.cjs");
