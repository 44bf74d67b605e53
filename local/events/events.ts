import type { Credentials } from '../signature.ts';
import { startBus } from './bus.ts';
import { realClock, startDeliveries } from './deliveries.ts';
import { keepStream, startFeed } from './feed.ts';
import { openOutbox } from './outbox.ts';
import { type Webhook, webhookAt, webhookSecretIn } from './webhook.ts';

interface Settings {
  readonly database: { readonly endpoint: string; readonly region: string; readonly tableName: string };
  readonly directory: string;
  readonly credentials: Credentials;
  /** Where events go; without it, nobody gets any. */
  readonly url: string | undefined;
  readonly secret: string | undefined;
}

/** The laptop's events before its functions run. */
export interface PreparedEvents {
  /** Settings of the functions. */
  readonly env: Readonly<Record<string, string>>;
  /** To be called once the functions run. Gives the function that ends it. */
  readonly begin: (lambdaEndpoint: string) => () => Promise<void>;
  readonly stop: () => Promise<void>;
}

const report = (sentence: string): void => {
  process.stderr.write(`${sentence}\n`);
};

const toWebhook = async (settings: Settings, webhook: Webhook, streamArn: string): Promise<PreparedEvents> => {
  const { database, credentials } = settings;
  const outbox = await openOutbox({ ...database, tableName: `${database.tableName}-webhook` });
  const bus = await startBus({ outbox, credentials });
  return {
    env: { EVENT_BUS: 'default', EVENTS_ENDPOINT: bus.url },
    begin: (endpoint) => {
      const stopDeliveries = startDeliveries({ webhook, outbox, clock: realClock, report });
      const lambda = { endpoint, region: database.region, credentials };
      const stopFeed = startFeed({ database, streamArn, lambda, outbox, report });
      return async () => {
        await Promise.all([stopFeed(), stopDeliveries()]);
      };
    },
    stop: async () => {
      await bus.stop();
      outbox.close();
    },
  };
};

/** Has events sent to the webhook, if one is given. Without one the database keeps no stream, and nothing costs anything. */
export const prepareEvents = async (settings: Settings): Promise<PreparedEvents | undefined> => {
  const { database, directory, url, secret } = settings;
  const streamArn = await keepStream(database, url !== undefined);
  if (url === undefined || streamArn === undefined) return undefined;
  return toWebhook(settings, webhookAt(url, secret ?? webhookSecretIn(directory)), streamArn);
};
