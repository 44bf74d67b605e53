/** A pool's own templates of messages. They are cached for ten seconds. */
import { messageTemplateRepository } from '#shared/data/messages/message-template-repository.ts';
import { hasWordsFor, type MessageTemplate, type TemplateMedium } from '#shared/domain/messages/message-template.ts';
import { cached } from '../cache/cache.ts';

const idOf = (poolId: string, name: string): string => `${poolId} ${name}`;

const known = cached((id) => {
  const at = id.indexOf(' ');
  return messageTemplateRepository().find(id.slice(0, at), id.slice(at + 1));
});

/** The first of these templates that has words for the medium. Nothing is read where no name is given. */
export const findTemplate = async (
  poolId: string,
  names: readonly string[],
  medium: TemplateMedium,
): Promise<MessageTemplate | undefined> => {
  for (const name of names) {
    const found = await known.find(idOf(poolId, name));
    if (found && hasWordsFor(found, medium)) return found;
  }
  return undefined;
};

/** To be called after a change: then it is read again at its next use. */
export const forgetTemplate = (poolId: string, name: string): void => known.forget(idOf(poolId, name));
