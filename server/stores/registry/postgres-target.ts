/** Where the database is and who we are there. */
export interface PostgresTarget {
  /** Name or address; or the folder of the Unix socket. */
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  /** Undefined: what PGPASSWORD or ~/.pgpass say, or none. */
  readonly password: string | undefined;
  /** As libpq's sslmode; `require` encrypts and trusts any certificate. */
  readonly tls: "disable" | "require" | "verify-ca" | "verify-full";
  /** Certificates of authorities (PEM) instead of the usual ones. */
  readonly ca: string | undefined;
  /** Settings of the session as libpq's `options` (`-c search_path=cayda`). */
  readonly options: string | undefined;
}
