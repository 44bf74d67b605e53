/** What an authenticator app reads from a QR code: `service` is the name that the app is to show, `secretCode` is base32. */
export const setupUri = (service: string, account: string, secretCode: string): string => {
  const label = `${encodeURIComponent(service)}:${encodeURIComponent(account)}`;
  return `otpauth://totp/${label}?secret=${secretCode}&issuer=${encodeURIComponent(service)}`;
};
