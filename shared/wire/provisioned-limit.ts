import type { LimitType } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { type Category, isCategory } from '#shared/domain/limits/categories.ts';
import { unlimited } from '#shared/domain/limits/limit.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { map, StringType } from './shapes.ts';
import type { Wire } from './wire.ts';

export const LimitDefinitionType = v.object({
  LimitClass: v.picklist(['API_CATEGORY']),
  Attributes: map(StringType, StringType),
});

type Definition = v.InferOutput<typeof LimitDefinitionType>;

/** What a limit is of: a category, and one app client where it is not of the whole deployment. */
export interface LimitOf {
  readonly category: Category;
  readonly clientId: string | undefined;
}

// As the API has it: a longer one is no key of the store.
const clientIdForm = /^[\w+]{1,128}$/;

const invalid = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

/** What the attributes of a definition name. Throws InvalidParameterException. */
export const limitOf = ({ Attributes: { Category: category, ClientId: clientId, ...others } }: Definition): LimitOf => {
  if (category === undefined) throw invalid('LimitDefinition.Attributes has no Category.');
  if (!isCategory(category)) throw invalid('LimitDefinition.Attributes.Category is no category of operations.');
  if (Object.keys(others).length > 0) {
    throw invalid('LimitDefinition.Attributes is to have Category and, for one app client, ClientId.');
  }
  if (clientId !== undefined && !clientIdForm.test(clientId)) {
    throw invalid('LimitDefinition.Attributes.ClientId is no id of an app client.');
  }
  return { category, clientId };
};

/** A limit as it is answered. Without one, the number is the greatest that there is. */
export const toLimitType = (definition: Definition, perSecond: number | undefined): Wire<LimitType> => ({
  LimitDefinition: definition,
  ProvisionedLimitValue: perSecond ?? unlimited,
  FreeLimitValue: unlimited,
});
