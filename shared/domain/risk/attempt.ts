/** A point on the earth, in degrees. */
export interface Coordinates {
  readonly latitude: number;
  readonly longitude: number;
}

/** One sign-in, as far as it is known where it comes from. What is absent is not known. */
export interface RiskAttempt {
  /** When, in seconds since the epoch. */
  readonly at: number;
  /** The IP address of the person, not of a server that signs in for them. */
  readonly address?: string | undefined;
  /** The number of the network (autonomous system) that the address belongs to. */
  readonly network?: number | undefined;
  /** By its two letters. */
  readonly country?: string | undefined;
  readonly coordinates?: Coordinates | undefined;
  readonly agent: {
    /** The User-Agent header. */
    readonly raw?: string | undefined;
    /** Such as `Chrome 126`. */
    readonly browser?: string | undefined;
    /** Such as `Windows 10`. */
    readonly system?: string | undefined;
  };
  /** Whether the device key that came is of one of the user's devices; undefined where none came. */
  readonly deviceKey?: boolean | undefined;
}
