/** What `session.ts` uses of net-snmp 3.29.2, which brings no types. Written from its source; nothing more is declared. */
declare module "net-snmp" {
  export interface LibraryVarBind {
    readonly oid: string;
    /** BER tag, e.g. 70 for Counter64. */
    readonly type: number;
    /** Buffers are slices of the datagram: copy what is kept. */
    readonly value: number | string | boolean | Buffer | null;
  }

  type Answer<T> = (error: Error | null, varbinds?: T) => void;

  export interface LibrarySession {
    /** Sent again this often; read anew for each request. */
    retries: number;
    get(oids: string[], answer: Answer<LibraryVarBind[]>): void;
    getNext(oids: string[], answer: Answer<LibraryVarBind[]>): void;
    /** One array for each repeater, in the order of `oids`; shorter when the reply was. */
    getBulk(
      oids: string[],
      nonRepeaters: number,
      maxRepetitions: number,
      answer: Answer<(LibraryVarBind | LibraryVarBind[])[]>,
    ): void;
    cancelRequests(error: Error): void;
    close(): void;
    on(event: "error", listener: (error: Error) => void): void;
  }

  interface User {
    readonly name: string;
    readonly level: number;
    readonly authProtocol?: string | undefined;
    readonly authKey?: string | undefined;
    readonly privProtocol?: string | undefined;
    readonly privKey?: string | undefined;
  }

  interface SessionOptions {
    readonly port: number;
    readonly version?: number;
    readonly transport: "udp4" | "udp6";
    readonly timeout: number;
    readonly retries: number;
    readonly backwardsGetNexts: boolean;
    readonly context?: string;
    readonly dgramModule: { createSocket(type: string): unknown };
  }

  const snmp: {
    createSession(address: string, community: string, options: SessionOptions): LibrarySession;
    createV3Session(address: string, user: User, options: SessionOptions): LibrarySession;
    readonly Version1: 0;
    readonly Version2c: 1;
    readonly SecurityLevel: { readonly noAuthNoPriv: 1; readonly authNoPriv: 2; readonly authPriv: 3 };
    readonly AuthProtocols: Readonly<
      Record<"md5" | "sha" | "sha224" | "sha256" | "sha384" | "sha512", string>
    >;
    readonly PrivProtocols: Readonly<Record<string, string>>;
  };
  export default snmp;
}
