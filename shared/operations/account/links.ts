import type { UserIdentity } from '#shared/domain/users/user.ts';
import { linksPage } from '#shared/pages/managed/account/list-pages.tsx';
import { unlinkOwnProvider } from '#shared/services/federation/links.ts';
import { users } from '#shared/services/users/users.ts';
import { expiredPage } from '../page-forms.ts';
import { type AccountPart, holderOf } from './visit.ts';

const idOf = ({ providerName, attribute, userId }: UserIdentity): string =>
  JSON.stringify([providerName, attribute ?? '', userId]);

/** Linked sign-ins, by the rules of DisableProviderForUser: never the last way to sign in. */
export const linksPart: AccountPart = {
  section: 'LINKS',
  isDelicate: true,
  isThere: ({ live }) => (live.user.identities ?? []).length > 0,
  show: async (visit, view) => {
    const { pool, userKey } = holderOf(visit);
    const { user } = await users().getByKey(pool, userKey);
    return linksPage(
      view,
      (user.identities ?? []).map((identity) => ({
        id: idOf(identity),
        provider: identity.providerName,
        createdAt: identity.createdAt,
      })),
    );
  },
  act: async (visit, form) => {
    const holder = holderOf(visit);
    const identity = (holder.user.identities ?? []).find((one) => idOf(one) === form.get('of'));
    if (!identity) return { wrong: expiredPage };
    const { providerName, attribute, userId } = identity;
    await unlinkOwnProvider(holder, { providerName, attribute, value: userId });
    return { told: 'account.removed' };
  },
};
