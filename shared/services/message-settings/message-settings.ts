/** How a pool's messages look and what they say, as administrators set it: read from the store, not from a cache. */
import { messageTemplateRepository } from '#shared/data/messages/message-template-repository.ts';
import type { Write } from '#shared/data/write.ts';
import type { PoolRecordLine } from '#shared/domain/exports/pool-record.ts';
import type { MessageBranding } from '#shared/domain/messages/message-branding.ts';
import {
  hasWordsFor,
  type MessageTemplate,
  templateName,
  templatesWith,
} from '#shared/domain/messages/message-template.ts';
import { assertTemplate } from '#shared/domain/messages/template-rules.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { getAppClient } from '../app-clients/app-clients.ts';
import { forgetTemplate } from '../messages/message-templates.ts';
import { changeUserPool, getUserPool } from '../user-pools/user-pools.ts';

// They are part of the pool, which every request reads.
const mostClients = 20;

const tooMany = (): CognitoException =>
  new CognitoException(
    'LimitExceededException',
    `A pool has messages of their own look for at most ${mostClients} app clients.`,
  );

const ofClients = (pool: UserPool, clientId: string, branding: MessageBranding): UserPool['messageBrandingOf'] => {
  const { [clientId]: _former, ...others } = pool.messageBrandingOf ?? {};
  if (Object.keys(branding).length === 0) return others;
  if (Object.keys(others).length >= mostClients) throw tooMany();
  return { ...others, [clientId]: branding };
};

/**
 * Sets how messages look: those of an app client, or of the pool. Without anything, a client has the look of the pool again.
 * Throws ResourceNotFoundException, LimitExceededException, and ConcurrentModificationException after the last try.
 */
export const setMessageBranding = async (
  poolId: string,
  clientId: string | undefined,
  branding: MessageBranding,
): Promise<void> => {
  if (clientId === undefined) {
    await changeUserPool(poolId, () => ({ messageBranding: branding }));
    return;
  }
  // The look of a client that is gone can still be taken away.
  if (Object.keys(branding).length > 0) await getAppClient(poolId, clientId);
  await changeUserPool(poolId, (pool) => ({ messageBrandingOf: ofClients(pool, clientId, branding) ?? {} }));
};

/** What SetMessageBranding set. Throws ResourceNotFoundException. */
export const getMessageBranding = async (poolId: string, clientId: string | undefined): Promise<MessageBranding> => {
  const { pool } = await getUserPool(poolId);
  if (clientId === undefined) return pool.messageBranding ?? {};
  await getAppClient(poolId, clientId);
  return pool.messageBrandingOf?.[clientId] ?? {};
};

/**
 * Replaces the template of a kind and language. One without words is removed. Throws InvalidParameterException,
 * ResourceNotFoundException, and ConcurrentModificationException after the last try.
 */
export const setMessageTemplate = async (poolId: string, template: MessageTemplate): Promise<void> => {
  assertTemplate(template);
  const isThere = hasWordsFor(template, 'email') || hasWordsFor(template, 'sms');
  const name = templateName(template);
  const repository = messageTemplateRepository();
  const write = isThere ? repository.put(poolId, template) : repository.remove(poolId, name);
  // The pool says which templates there are, so that messages read none where there are none.
  await changeUserPool(poolId, (pool) => ({ messageTemplates: templatesWith(pool, name, isThere) }), [write]);
  forgetTemplate(poolId, name);
};

/** The templates of a pool in all languages. Throws ResourceNotFoundException. */
export const getMessageTemplates = async (poolId: string): Promise<readonly MessageTemplate[]> => {
  const { pool } = await getUserPool(poolId);
  return pool.messageTemplates?.length ? messageTemplateRepository().all(poolId) : [];
};

/** The templates of a pool, as exports carry them; undefined where it has none. */
export const carriedMessageTemplates = async ({
  id,
  messageTemplates = [],
}: Pick<UserPool, 'id' | 'messageTemplates'>): Promise<PoolRecordLine['messageTemplates']> =>
  messageTemplates.length === 0 ? undefined : messageTemplateRepository().all(id);

/** The writes of the templates in a record. Throws InvalidParameterException. */
export const restoredMessageTemplates = (poolId: string, { messageTemplates = [] }: PoolRecordLine): readonly Write[] =>
  messageTemplates.map((template) => {
    assertTemplate(template);
    return messageTemplateRepository().put(poolId, template);
  });
