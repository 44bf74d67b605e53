import { maskDestination } from '#shared/domain/messages/masking.ts';
import type { ContactAttribute } from '#shared/domain/user-pools/settings.ts';
import type { CodeDelivery } from './messages.ts';

/** Where a message goes, as the API tells it. */
export const maskedDelivery = (attribute: ContactAttribute, destination: string): CodeDelivery => ({
  AttributeName: attribute,
  DeliveryMedium: attribute === 'email' ? 'EMAIL' : 'SMS',
  Destination: maskDestination(attribute, destination),
});
