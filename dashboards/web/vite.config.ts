import { defineConfig } from "vite";

const here = import.meta.dirname;

/**
 * Everything is bundled: no address outside the server is ever asked. Chrome 109 is the last browser that Windows 7
 * and 8 get.
 */
export default defineConfig({
  root: here,
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: `${here}/dist`,
    emptyOutDir: true,
    target: "chrome109",
    cssTarget: "chrome109",
    // A font or picture inside the style sheet would be refused by our own content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
