/** A sign-in in the columns of the published data set (das-group/rba-dataset). */
export interface SignIn {
  /** In seconds. */
  readonly timestamp: number;
  readonly userId: number;
  readonly roundTripTime: number;
  readonly ipAddress: string;
  readonly country: string;
  readonly region: string;
  readonly city: string;
  readonly asn: number;
  readonly userAgent: string;
  readonly browser: string;
  readonly os: string;
  readonly deviceType: 'desktop' | 'mobile' | 'tablet' | 'bot';
  readonly loginSuccessful: boolean;
  readonly isAttackIp: boolean;
  readonly isAccountTakeover: boolean;
}

/** Not a column: which device of the user it was; 0 for a foreign one. It stands for what a device key tells. */
export interface Generated {
  readonly columns: SignIn;
  readonly device: number;
}

/** Who attacks, and what they know of the user. */
export type Attacker = 'naive' | 'vpn' | 'targeted' | 'very targeted';
