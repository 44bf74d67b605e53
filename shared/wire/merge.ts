import { subjectAttribute } from '#shared/domain/users/identities.ts';
import type { Merge, MergedBefore } from '#shared/domain/users/merge.ts';
import type { User } from '#shared/domain/users/user.ts';

const toUser = ({ username, sub }: Pick<User, 'username' | 'sub'>) => ({ Username: username, Sub: sub });

const toMoved = ({ attributes, groups, identities, acceptedTerms }: Merge['plan']) => ({
  Attributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
  Groups: groups.map(({ name }) => name).sort(),
  Identities: identities.map(({ providerName, attribute = subjectAttribute, userId }) => ({
    ProviderName: providerName,
    ProviderAttributeName: attribute,
    ProviderAttributeValue: userId,
  })),
  AcceptedTerms: acceptedTerms.map(({ name }) => name),
});

const toDropped = ({ plan, dropped }: Merge) => ({
  Attributes: [...plan.droppedAttributes],
  Password: dropped.hasPassword,
  SoftwareToken: dropped.hasSoftwareToken,
  RecoveryCodes: dropped.hasRecoveryCodes,
  Passkeys: dropped.passkeys,
  Devices: dropped.devices,
});

/** A merge as it is answered. Of one that was made before, it is not known any more what moved. */
export const toMerge = (merge: Merge | MergedBefore) =>
  merge.status === 'MERGED_BEFORE'
    ? { Status: merge.status, Destination: toUser(merge.destination) }
    : {
        Status: merge.status,
        Source: toUser(merge.source),
        Destination: toUser(merge.destination),
        Moved: toMoved(merge.plan),
        Dropped: toDropped(merge),
      };
