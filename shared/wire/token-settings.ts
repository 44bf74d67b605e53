import * as v from 'valibot';
import type { PoolTokens, UserPool } from '#shared/domain/user-pools/user-pool.ts';

const AccessTokenFormatType = v.picklist(['COGNITO', 'RFC9068']);

/** The token settings of Gatehouse's own, as a request gives them. */
export const tokenSettings = { AccessTokenFormat: v.optional(AccessTokenFormatType) };

type Given = { readonly [Member in keyof typeof tokenSettings]?: v.InferOutput<(typeof tokenSettings)[Member]> };

/** A pool's settings, as a request gives them. What it leaves out gets the API's value. */
export const fromTokenSettings = ({ AccessTokenFormat }: Given): PoolTokens => ({
  ...(AccessTokenFormat === 'RFC9068' && { accessTokenFormat: AccessTokenFormat }),
});

/** A pool's settings, with defaults filled in. */
export const toTokenSettings = ({ id, tokens }: Pick<UserPool, 'id' | 'tokens'>) => ({
  UserPoolId: id,
  AccessTokenFormat: tokens?.accessTokenFormat ?? 'COGNITO',
});
