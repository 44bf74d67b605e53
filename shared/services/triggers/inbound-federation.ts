import * as v from 'valibot';
import type { CallTrigger } from './call.ts';
import type { InboundFederation, TextMap } from './triggers.ts';

// Functions pass on what they were shown, numbers among it.
const text = v.pipe(
  v.union([v.string(), v.number(), v.boolean()]),
  v.transform((value) => String(value)),
);

const answer = v.object({
  userAttributesToMap: v.nullish(v.record(v.string(), v.nullish(text))),
});

/**
 * Shows what a provider told of a user, before anything is made of it. What the function answers replaces all of it; an
 * empty answer leaves it.
 */
export const inboundFederation = async (call: CallTrigger, on: InboundFederation): Promise<TextMap | undefined> => {
  const { userAttributesToMap: given } = await call({
    source: 'InboundFederation_ExternalProvider',
    occasion: on,
    username: on.username,
    request: { providerName: on.providerName, providerType: on.providerType, attributes: on.attributes },
    blank: { userAttributesToMap: {} },
    response: answer,
  });
  const texts = Object.entries(given ?? {}).flatMap(([name, value]) => (value == null ? [] : [[name, value] as const]));
  return texts.length > 0 ? Object.fromEntries(texts) : undefined;
};
