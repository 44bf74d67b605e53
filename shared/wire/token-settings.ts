import * as v from 'valibot';
import type { TrustedIssuer } from '#shared/domain/tokens/token-trust.ts';
import type { PoolTokens, UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { JwksType, JwksUriType } from './client-oauth.ts';
import { ClientIdType, list, ScopeType, text } from './shapes.ts';

const AccessTokenFormatType = v.picklist(['COGNITO', 'RFC9068']);

const ClaimNameType = text({ min: 1, max: 256 });

const ClaimValuesType = list(text({ min: 1, max: 512 }), { min: 1, max: 20 });
const IssuerType = text({ min: 1, max: 512, pattern: 'https?://\\S+' });
const AudiencesType = list(text({ min: 1, max: 512 }), { min: 1, max: 10 });
const ClientIdsType = list(ClientIdType, { min: 1, max: 20 });
const TrustedScopesType = list(ScopeType, { min: 1, max: 50 });
const mostConditions = 10;
const mostIssuers = 10;

const ClaimConditionType = v.object({ Claim: ClaimNameType, Values: ClaimValuesType });

const TrustedIssuerType = v.object({
  Issuer: IssuerType,
  JwksUri: v.optional(JwksUriType),
  Jwks: v.optional(JwksType),
  Audiences: AudiencesType,
  ClientIds: ClientIdsType,
  Conditions: list(ClaimConditionType, { min: 1, max: mostConditions }),
  Scopes: v.optional(TrustedScopesType),
  UsernameClaim: v.optional(ClaimNameType),
  UseOnce: v.optional(v.boolean()),
});

/** The token settings of Gatehouse's own, as a request gives them. */
export const tokenSettings = {
  AccessTokenFormat: v.optional(AccessTokenFormatType),
  TrustedIssuers: v.optional(list(TrustedIssuerType, { max: mostIssuers })),
};

type Given = { readonly [Member in keyof typeof tokenSettings]?: v.InferOutput<(typeof tokenSettings)[Member]> };

const fromTrustedIssuer = (given: v.InferOutput<typeof TrustedIssuerType>): TrustedIssuer => ({
  issuer: given.Issuer,
  ...(given.JwksUri !== undefined && { jwksUri: given.JwksUri }),
  ...(given.Jwks !== undefined && { jwks: given.Jwks }),
  audiences: given.Audiences,
  clientIds: given.ClientIds,
  conditions: given.Conditions.map(({ Claim, Values }) => ({ claim: Claim, values: Values })),
  ...(given.Scopes && { scopes: given.Scopes }),
  ...(given.UsernameClaim !== undefined && { usernameClaim: given.UsernameClaim }),
  ...(given.UseOnce && { useOnce: given.UseOnce }),
});

const toTrustedIssuer = (trust: TrustedIssuer) => ({
  Issuer: trust.issuer,
  JwksUri: trust.jwksUri,
  Jwks: trust.jwks,
  Audiences: trust.audiences,
  ClientIds: trust.clientIds,
  Conditions: trust.conditions.map(({ claim, values }) => ({ Claim: claim, Values: values })),
  Scopes: trust.scopes,
  UsernameClaim: trust.usernameClaim,
  UseOnce: trust.useOnce,
});

/** A pool's settings, as an export has them. */
export const TokensRecordType = v.object({
  accessTokenFormat: v.exactOptional(v.literal('RFC9068')),
  trustedIssuers: v.exactOptional(
    list(
      v.object({
        issuer: IssuerType,
        jwksUri: v.exactOptional(JwksUriType),
        jwks: v.exactOptional(JwksType),
        audiences: AudiencesType,
        clientIds: ClientIdsType,
        conditions: list(v.object({ claim: ClaimNameType, values: ClaimValuesType }), { min: 1, max: mostConditions }),
        scopes: v.exactOptional(TrustedScopesType),
        usernameClaim: v.exactOptional(ClaimNameType),
        useOnce: v.exactOptional(v.literal(true)),
      }),
      { max: mostIssuers },
    ),
  ),
});

/** A pool's settings, as a request gives them. What it leaves out gets its default. */
export const fromTokenSettings = ({ AccessTokenFormat, TrustedIssuers = [] }: Given): PoolTokens => ({
  ...(AccessTokenFormat === 'RFC9068' && { accessTokenFormat: AccessTokenFormat }),
  ...(TrustedIssuers.length > 0 && { trustedIssuers: TrustedIssuers.map(fromTrustedIssuer) }),
});

/** A pool's settings, with defaults filled in. */
export const toTokenSettings = ({ id, tokens }: Pick<UserPool, 'id' | 'tokens'>) => ({
  UserPoolId: id,
  AccessTokenFormat: tokens?.accessTokenFormat ?? 'COGNITO',
  TrustedIssuers: (tokens?.trustedIssuers ?? []).map(toTrustedIssuer),
});
