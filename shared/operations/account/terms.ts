import { termsPage } from '#shared/pages/managed/account/list-pages.tsx';
import { expiredPage } from '../page-forms.ts';
import { type AccountPart, holderOf } from './visit.ts';

/** The terms that the user accepted, as AdminListAcceptedTerms has them. */
export const termsPart: AccountPart = {
  section: 'TERMS',
  isDelicate: false,
  isThere: ({ live }) => (live.user.acceptedTerms ?? []).length > 0,
  show: async (visit, view) => {
    const { user } = holderOf(visit);
    return termsPage(
      view,
      (user.acceptedTerms ?? []).map(({ name, link, acceptedAt }) => ({ kind: name, link, acceptedAt })),
    );
  },
  act: async () => ({ wrong: expiredPage }),
};
