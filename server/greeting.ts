/**
 * In the data folder: what the server says at its start (addresses, the one-time link, what is to be mended), for a person who
 * has no window to read it in, because the server starts with the machine.
 */
export const GREETING = "greeting.txt";
