import { once } from '#shared/config/once.ts';
import { type MessageTemplate, templateName } from '#shared/domain/messages/message-template.ts';
import { messageTemplateEntries, pageKeys } from '../page-keys.ts';
import { fromItem, type Item, table, toItem } from '../table.ts';
import type { Write } from '../write.ts';

const type = 'MessageTemplate';

const toTemplate = (item: Item): MessageTemplate => fromItem<MessageTemplate>(type, item);

/** A pool's own templates of messages, one item for each kind and language. */
export const messageTemplateRepository = once(() => ({
  /** By its kind and language, such as `SignUp de`. */
  find: async (poolId: string, name: string): Promise<MessageTemplate | undefined> => {
    const item = await table().get(pageKeys.messageTemplate(poolId, name));
    return item && toTemplate(item);
  },

  /** Of all kinds, in all languages. */
  all: async (poolId: string): Promise<readonly MessageTemplate[]> =>
    (await table().partition(pageKeys.uiPartition(poolId), messageTemplateEntries)).map(toTemplate),

  put: (poolId: string, template: MessageTemplate): Write => ({
    put: toItem(type, pageKeys.messageTemplate(poolId, templateName(template)), template),
  }),

  remove: (poolId: string, name: string): Write => ({ remove: pageKeys.messageTemplate(poolId, name) }),
}));
