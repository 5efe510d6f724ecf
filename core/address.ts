/**
 * IPv4, IPv6 or a host name, at most 253 characters; never something that a program could take for an option. Here and
 * not only in a schema, because the agent's main process does without the schema library.
 */
export const ADDRESS = /^[A-Za-z0-9:][A-Za-z0-9:._%-]{0,252}$/;
