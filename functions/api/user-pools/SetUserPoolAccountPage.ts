/**
 * Switches the account page of a pool on or off (`Status`), and sets which app client its visitors have who name none
 * (`ClientId`), what it shows (`Sections`), how old a sign-in may be for what is delicate (`FreshMinutes`) and which levels of
 * authentication that asks for (`AcrValues`). What is not given gets its default. An operation of
 * Gatehouse's own: its target is `Gatehouse.SetUserPoolAccountPage`.
 */

import * as v from 'valibot';
import { assertAccountLevels } from '#shared/domain/user-pools/account-page.ts';
import { signed } from '#shared/operations/signed.ts';
import { getAppClient } from '#shared/services/app-clients/app-clients.ts';
import { changeUserPool } from '#shared/services/user-pools/user-pools.ts';
import { accountPageMembers, fromAccountPage, toAccountPage } from '#shared/wire/account-page.ts';
import { UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({ UserPoolId: UserPoolIdType, ...accountPageMembers });

export const { definition, handler } = signed({
  name: 'SetUserPoolAccountPage',
  request,
  throws: ['ConcurrentModificationException', 'FeatureUnavailableInTierException'],
  run: async ({ UserPoolId, ...given }): Promise<ReturnType<typeof toAccountPage>> => {
    const accountPage = fromAccountPage(given);
    if (accountPage.clientId !== undefined) await getAppClient(UserPoolId, accountPage.clientId);
    return toAccountPage(
      await changeUserPool(UserPoolId, (before) => {
        assertAccountLevels(before, accountPage);
        return { accountPage };
      }),
    );
  },
});
