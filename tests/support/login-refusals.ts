/** What identity pools answer to logins that prove nothing, and to whoever brings none. */
export const loginRefusal = (message: string) => ({ name: 'NotAuthorizedException', message });

export const unsupportedLogin = loginRefusal('Token is not from a supported provider of this identity pool.');

export const loginOfOtherIssuer = loginRefusal("Invalid login token. Issuer doesn't match providerName");

export const loginNotVerified = loginRefusal("Invalid login token. Couldn't verify signed token.");

/** A login that is none for a reason of its own. */
export const invalidLogin = (why: string) => loginRefusal(`Invalid login token. ${why}`);
