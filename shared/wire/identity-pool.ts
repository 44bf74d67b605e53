import type {
  GetPrincipalTagAttributeMapResponse,
  IdentityPoolShortDescription,
  IdentityPool as Shape,
} from '@aws-sdk/client-cognito-identity';
import type { IdentityPool, PrincipalTagMap } from '#shared/domain/identity-pools/identity-pool.ts';
import { tagsOfMap } from '#shared/domain/identity-pools/principal-tags.ts';
import type { Wire } from './wire.ts';

/** An identity pool as the API answers it. */
export const toIdentityPool = ({ id, name, settings, tags }: IdentityPool): Wire<Shape> => ({
  IdentityPoolId: id,
  IdentityPoolName: name,
  ...settings,
  IdentityPoolTags: { ...tags },
});

/** An identity pool in a list. */
export const toIdentityPoolShortDescription = ({ id, name }: IdentityPool): Wire<IdentityPoolShortDescription> => ({
  IdentityPoolId: id,
  IdentityPoolName: name,
});

/** A map of principal tags as the API answers it. */
export const toPrincipalTagMap = (
  named: { readonly IdentityPoolId: string; readonly IdentityProviderName: string },
  tagMap: PrincipalTagMap,
): Wire<GetPrincipalTagAttributeMapResponse> => ({
  ...named,
  UseDefaults: tagMap.useDefaults,
  PrincipalTags: { ...tagsOfMap(tagMap) },
});
