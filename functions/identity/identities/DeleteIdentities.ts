/**
 * Deletes identities with their logins: who logs in by one of these then gets a new identity.
 *
 * @see https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_DeleteIdentities.html
 */

import type {
  DeleteIdentitiesInput,
  DeleteIdentitiesResponse,
  UnprocessedIdentityId,
} from '@aws-sdk/client-cognito-identity';
import * as v from 'valibot';
import { logger } from '#shared/observability/powertools.ts';
import { signedIdentity } from '#shared/operations/identity.ts';
import { deleteIdentity } from '#shared/services/identity-pools/identities.ts';
import { IdentityIdList } from '#shared/wire/identity-pool-shapes.ts';
import type { RequestOf } from '#shared/wire/shapes.ts';

const request = v.object({ IdentityIdsToDelete: IdentityIdList }) satisfies RequestOf<DeleteIdentitiesInput>;

const failed = (IdentityId: string, error: unknown): UnprocessedIdentityId => {
  logger.error('not deleted', { error: error instanceof Error ? error : new Error(String(error)) });
  return { IdentityId, ErrorCode: 'InternalServerError' };
};

export const { definition, handler } = signedIdentity({
  name: 'DeleteIdentities',
  request,
  throws: [],
  run: async ({ IdentityIdsToDelete }): Promise<DeleteIdentitiesResponse> => {
    const outcomes = await Promise.all(
      [...new Set(IdentityIdsToDelete)].map((id) =>
        deleteIdentity(id).then(
          () => undefined,
          (error: unknown) => failed(id, error),
        ),
      ),
    );
    return { UnprocessedIdentityIds: outcomes.filter((outcome) => outcome !== undefined) };
  },
});
