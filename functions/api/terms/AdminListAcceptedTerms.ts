/** Lists the terms that a user agreed to at a sign-up on the pages: which document, in which version, and when. */

import * as v from 'valibot';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { users } from '#shared/services/users/users.ts';
import { UsernameType, UserPoolIdType } from '#shared/wire/shapes.ts';
import { toAcceptedTermsType } from '#shared/wire/terms.ts';

const request = v.object({ UserPoolId: UserPoolIdType, Username: UsernameType });

export const { definition, handler } = signedOnPool({
  name: 'AdminListAcceptedTerms',
  request,
  throws: ['UserNotFoundException'],
  run: async ({ Username }, { pool }) => {
    const { user } = await users().get(pool, Username);
    return { AcceptedTerms: (user.acceptedTerms ?? []).map(toAcceptedTermsType) };
  },
});
