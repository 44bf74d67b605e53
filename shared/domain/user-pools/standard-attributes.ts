import type { AttributeSchema } from './attribute-schema.ts';

const attribute = (name: string, rest: Partial<AttributeSchema> = {}): AttributeSchema => ({
  name,
  type: 'String',
  developerOnly: false,
  mutable: true,
  required: false,
  ...rest,
});

const text = (name: string): AttributeSchema => attribute(name, { min: '0', max: '2048' });
const flag = (name: string): AttributeSchema => attribute(name, { type: 'Boolean' });

/** The attributes that every pool has, with their defaults. */
export const standardAttributes: readonly AttributeSchema[] = [
  text('profile'),
  text('address'),
  attribute('birthdate', { min: '10', max: '10' }),
  text('gender'),
  text('preferred_username'),
  attribute('updated_at', { type: 'Number', min: '0' }),
  text('website'),
  text('picture'),
  attribute('identities'),
  attribute('sub', { mutable: false, required: true, min: '1', max: '2048' }),
  text('phone_number'),
  flag('phone_number_verified'),
  text('zoneinfo'),
  text('locale'),
  text('email'),
  flag('email_verified'),
  text('given_name'),
  text('family_name'),
  text('middle_name'),
  text('name'),
  text('nickname'),
];

/** Attributes that only the service sets: no client can get the right to write them. */
export const ownedByService: ReadonlySet<string> = new Set([
  'sub',
  'identities',
  'email_verified',
  'phone_number_verified',
]);
