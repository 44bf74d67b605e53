/**
 * Gives the certificate of the key by which a pool signs what it sends to SAML providers: the newest one, DER in base64.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetSigningCertificate.html
 */

import type {
  GetSigningCertificateRequest,
  GetSigningCertificateResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { signingCertificate } from '#shared/services/federation/saml/signing-key.ts';
import { type RequestOf, UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({ UserPoolId: UserPoolIdType }) satisfies RequestOf<GetSigningCertificateRequest>;

export const { definition, handler } = signedOnPool({
  name: 'GetSigningCertificate',
  request,
  throws: [],
  run: async (_asked, { pool }): Promise<GetSigningCertificateResponse> => ({
    Certificate: await signingCertificate(pool),
  }),
});
