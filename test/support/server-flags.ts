import manifest from "../../package.json" with { type: "json" };

/** What `npm start` gives to Node: whoever measures the server, or a part of it, measures it with these. */
export const SERVER_FLAGS: readonly string[] = manifest.scripts.start
  .split(" ")
  .filter((word) => word.startsWith("--"));
