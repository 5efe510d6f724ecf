/** What was asked for does not fit what is there; the message is for the person. */
export class InputError extends Error {}
