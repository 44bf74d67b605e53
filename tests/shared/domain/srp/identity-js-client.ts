import * as identityJs from 'amazon-cognito-identity-js';

// The package exports its SRP arithmetic but leaves it out of its types.
declare module 'amazon-cognito-identity-js' {
  interface BigInteger {
    readonly constructor: new (digits: string, radix: number) => BigInteger;
    readonly toString: (radix: number) => string;
  }

  type Answer<T> = (error: unknown, value: T) => void;

  class AuthenticationHelper {
    readonly N: BigInteger;
    constructor(poolName: string);
    padHex(value: BigInteger): string;
    getLargeAValue(answer: Answer<BigInteger>): void;
    getPasswordAuthenticationKey(
      userId: string,
      password: string,
      serverB: BigInteger,
      salt: BigInteger,
      answer: Answer<Uint8Array>,
    ): void;
    generateHashDevice(groupKey: string, deviceKey: string, answer: Answer<null>): void;
    getRandomPassword(): string;
    getSaltDevices(): string;
    getVerifierDevices(): string;
  }
}

const answered = <T>(ask: (answer: identityJs.Answer<T>) => void): Promise<T> =>
  new Promise((resolve, reject) => ask((error, value) => (error ? reject(error) : resolve(value))));

/** amazon-cognito-identity-js's own side of an exchange. */
export const startIdentityJs = async (poolName: string) => {
  const helper = new identityJs.AuthenticationHelper(poolName);
  const number = (hex: string): identityJs.BigInteger => new helper.N.constructor(hex, 16);
  const A = await answered<identityJs.BigInteger>((answer) => helper.getLargeAValue(answer));
  return {
    srpA: A.toString(16),
    /** Hex of the padded form of a number in hex. */
    padded: (hex: string): string => helper.padHex(number(hex)),
    keyFor: async (userId: string, password: string, srpB: string, salt: Uint8Array): Promise<Buffer> =>
      Buffer.from(
        await answered<Uint8Array>((answer) =>
          helper.getPasswordAuthenticationKey(
            userId,
            password,
            number(srpB),
            number(Buffer.from(salt).toString('hex')),
            answer,
          ),
        ),
      ),
  };
};

/**
 * What the package makes for a device that it remembers: the padded salt and verifier in hex, and the device's
 * password.
 */
export const deviceOfIdentityJs = async (groupKey: string, deviceKey: string) => {
  const helper = new identityJs.AuthenticationHelper(groupKey);
  await answered<null>((answer) => helper.generateHashDevice(groupKey, deviceKey, answer));
  return { password: helper.getRandomPassword(), salt: helper.getSaltDevices(), verifier: helper.getVerifierDevices() };
};
