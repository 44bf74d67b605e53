import {
  AddCustomAttributesCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { stack } from '#tests/support/stack.ts';
import type { Scenario } from '../scenario.ts';
import { admin, freshPool } from '../subjects.ts';

const freshArn = async (): Promise<string> => {
  const { GATEHOUSE_REGION, GATEHOUSE_ACCOUNT_ID } = stack().env;
  return `arn:aws:cognito-idp:${GATEHOUSE_REGION}:${GATEHOUSE_ACCOUNT_ID}:userpool/${await freshPool()}`;
};

export const schemaAndTags: readonly Scenario[] = [
  {
    operation: 'AddCustomAttributes',
    prepare: async () => {
      const UserPoolId = await freshPool();
      const CustomAttributes = [{ Name: 'plan', AttributeDataType: 'String' as const }];
      return () => admin.send(new AddCustomAttributesCommand({ UserPoolId, CustomAttributes }));
    },
  },
  {
    operation: 'TagResource',
    prepare: async () => {
      const ResourceArn = await freshArn();
      return () => admin.send(new TagResourceCommand({ ResourceArn, Tags: { team: 'identity' } }));
    },
  },
  {
    operation: 'UntagResource',
    prepare: async () => {
      const ResourceArn = await freshArn();
      await admin.send(new TagResourceCommand({ ResourceArn, Tags: { team: 'identity' } }));
      return () => admin.send(new UntagResourceCommand({ ResourceArn, TagKeys: ['team'] }));
    },
  },
  {
    operation: 'ListTagsForResource',
    prepare: async () => {
      const ResourceArn = await freshArn();
      return () => admin.send(new ListTagsForResourceCommand({ ResourceArn }));
    },
  },
];
