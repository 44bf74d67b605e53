import type { CreateUserPoolDomainRequest, DomainDescriptionType } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import type { CustomDomain, DomainFacts, PoolDomain } from '#shared/domain/user-pool-domains/pool-domain.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { ArnType, integer, type RequestOf, text, UserPoolIdType } from './shapes.ts';
import type { Wire } from './wire.ts';

/** A prefix, or the name of a custom domain. */
export const DomainType = text({ min: 1, max: 63, pattern: '^[a-z0-9](?:[a-z0-9\\-.]{0,61}[a-z0-9])?$' });

const CustomDomainConfigType = v.object({
  CertificateArn: ArnType,
  SecurityPolicy: v.optional(v.picklist(['TLS_V1', 'TLS_V1_2_2021', 'TLS_V1_3_2025'])),
});

const RoutingType = v.object({
  Failover: v.optional(
    v.object({
      SecondaryRegion: text({ min: 5, max: 32 }),
      PrimaryRoute53HealthCheckId: text({ max: 64 }),
    }),
  ),
});

/** The request of CreateUserPoolDomain and UpdateUserPoolDomain. */
export const DomainRequest = v.object({
  Domain: DomainType,
  UserPoolId: UserPoolIdType,
  ManagedLoginVersion: v.optional(integer()),
  CustomDomainConfig: v.optional(CustomDomainConfigType),
  Routing: v.optional(RoutingType),
}) satisfies RequestOf<CreateUserPoolDomainRequest>;

/** The facts that a request gives of a domain. Throws InvalidParameterException for a failover. */
export const toDomainFacts = ({
  ManagedLoginVersion,
  CustomDomainConfig: custom,
  Routing,
}: v.InferOutput<typeof DomainRequest>): DomainFacts => {
  if (Routing?.Failover) {
    const message = 'Routing.Failover is not supported: a deployment is in one Region.';
    throw new CognitoException('InvalidParameterException', message);
  }
  return {
    managedLoginVersion: ManagedLoginVersion,
    custom: custom && { certificateArn: custom.CertificateArn, securityPolicy: custom.SecurityPolicy },
  };
};

/** The name that DNS records of custom domains point to. */
const distributionOf = (issuerOrigin: string): string => new URL(issuerOrigin).host;

/** The answer to a domain that was made or changed. */
export const toDomainAnswer = ({ managedLoginVersion, custom }: PoolDomain, issuerOrigin: string) => ({
  ManagedLoginVersion: managedLoginVersion,
  ...(custom && { CloudFrontDomain: distributionOf(issuerOrigin) }),
});

const toConfig = ({ certificateArn, securityPolicy }: CustomDomain) => ({
  CertificateArn: certificateArn,
  SecurityPolicy: securityPolicy,
});

// yyyymmddHHMMSS, in UTC.
const toVersion = (at: number): string => new Date(at).toISOString().replaceAll(/\D/g, '').slice(0, 14);

/** A domain as DescribeUserPoolDomain answers it. */
export const toDomainDescription = (
  domain: PoolDomain,
  { accountId, issuerOrigin }: { readonly accountId: string; readonly issuerOrigin: string },
): Wire<DomainDescriptionType> => ({
  UserPoolId: domain.poolId,
  AWSAccountId: accountId,
  Domain: domain.name,
  CloudFrontDistribution: distributionOf(issuerOrigin),
  Version: toVersion(domain.updatedAt),
  Status: 'ACTIVE',
  CustomDomainConfig: domain.custom ? toConfig(domain.custom) : { CertificateArn: undefined },
  ManagedLoginVersion: domain.managedLoginVersion,
});
