/** The sections of the account page, in their order there. */
export const accountSections = [
  'PROFILE',
  'CONTACTS',
  'PASSWORD',
  'FACTORS',
  'RECOVERY_CODES',
  'PASSKEYS',
  'DEVICES',
  'SESSIONS',
  'LINKS',
  'TERMS',
] as const;

export type AccountSection = (typeof accountSections)[number];
