import { mayRead, mayWrite } from '#shared/domain/app-clients/app-client.ts';
import type { Parameters } from '#shared/domain/oauth/parameters.ts';
import { autoVerifiedAttributes, type ContactAttribute } from '#shared/domain/user-pools/settings.ts';
import { assertWritable, isContactAttribute, isVerified } from '#shared/domain/users/attributes.ts';
import type { User } from '#shared/domain/users/user.ts';
import { type ContactsPage, contactsPage } from '#shared/pages/managed/account/contacts-page.tsx';
import { updateAttributes } from '#shared/services/users/attribute-updates.ts';
import { users } from '#shared/services/users/users.ts';
import { proveAttribute, sendVerificationCode } from '#shared/services/users/verifications.ts';
import { expiredPage, type Typed } from '../page-forms.ts';
import { type AccountHolder, type AccountPart, holderOf, type Outcome } from './visit.ts';

const contacts = ['email', 'phone_number'] as const;

const shownContacts = (
  { pool, client }: AccountHolder,
  user: User,
  typed: Typed,
  about: string | undefined,
): ContactsPage['contacts'] =>
  contacts
    .filter((name) => mayRead(client, name) && pool.schema.some((attribute) => attribute.name === name))
    .map((name) => {
      const schema = pool.schema.find((attribute) => attribute.name === name);
      const value = user.attributes[name];
      const verified = isVerified(user.attributes, name);
      return {
        name,
        value,
        isVerified: verified,
        pending: user.pending[name],
        canVerify: value !== undefined && !verified && autoVerifiedAttributes(pool).includes(name),
        isWritable: mayWrite(client, pool, name) && schema?.mutable === true && !schema.developerOnly,
        typed: name === about ? typed[name] : undefined,
      };
    })
    .filter(({ value, pending, isWritable }) => value !== undefined || pending !== undefined || isWritable);

const change = async (holder: AccountHolder, attribute: ContactAttribute, value: string): Promise<Outcome> => {
  const { pool, client, userKey } = holder;
  assertWritable(client, pool, [attribute]);
  await updateAttributes({
    pool,
    read: () => users().getByKey(pool, userKey),
    changes: { [attribute]: value },
    clientId: client.id,
    clientMetadata: undefined,
    provesFirst: true,
  });
  return {};
};

const send = async (holder: AccountHolder, attribute: ContactAttribute): Promise<Outcome> => {
  const { user } = await users().getByKey(holder.pool, holder.userKey);
  await sendVerificationCode({ ...holder, user, clientMetadata: undefined }, attribute);
  return { told: 'code.sent' };
};

const prove = async (holder: AccountHolder, attribute: ContactAttribute, code: string): Promise<Outcome> => {
  await proveAttribute(holder, attribute, code);
  return { told: 'account.proved' };
};

const newValue = (form: Parameters, attribute: string): string => (form.get(`new[${attribute}]`) ?? '').trim();

/**
 * E-mail and phone number, by the rules of UpdateUserAttributes, GetUserAttributeVerificationCode and VerifyUserAttribute. A
 * new one counts once its code is given, in every pool.
 */
export const contactsPart: AccountPart = {
  section: 'CONTACTS',
  isDelicate: true,
  isThere: () => true,
  show: async (visit, view, { typed = {}, about }) => {
    const holder = holderOf(visit);
    const { user } = await users().getByKey(holder.pool, holder.userKey);
    return contactsPage(view, { contacts: shownContacts(holder, user, typed, about), about });
  },
  act: async (visit, form) => {
    const holder = holderOf(visit);
    const attribute = form.get('of') ?? '';
    if (!isContactAttribute(attribute)) return { wrong: expiredPage };
    switch (form.get('act')) {
      case 'change':
        return change(holder, attribute, newValue(form, attribute));
      case 'send':
        return send(holder, attribute);
      case 'verify':
        return prove(holder, attribute, form.get(`code[${attribute}]`) ?? '');
      default:
        return { wrong: expiredPage };
    }
  },
  typed: (_visit, form) => Object.fromEntries(contacts.map((name) => [name, newValue(form, name)])),
};
