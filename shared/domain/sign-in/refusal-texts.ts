/** What sign-ins are told that do not go on. */
export const expiredText = 'Temporary password has expired and must be reset by an administrator.';
export const riskText = 'Unable to login because of security reasons.';
export const addressText = 'Request not allowed due to security reasons.';
export const leakedText = 'Password reset required for user due to security reasons';
export const uncheckedText = 'The password could not be checked. Try again later.';
export const sameFactorText = 'The second factor is what the sign-in began with: sign in with the password.';
export const noCustomText = 'Custom auth lambda trigger is not configured for the user pool.';
export const noFactorText = 'A second factor is required, and the user can set none up while signing in.';

/** Refuses a sign-in for an authentication level for which the user lacks the factors. */
export const unreachableText = 'The user cannot reach the requested authentication level.';
