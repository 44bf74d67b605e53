import type { AttributeSchema } from '../user-pools/attribute-schema.ts';
import { reasonAgainstValue } from './attributes.ts';
import type { OwnName } from './names.ts';
import type { User } from './user.ts';

/**
 * What stands in the way of a change of the pool: a user whose name somebody else has, or who does not fit the schema.
 */
export type Obstacle =
  | {
      readonly kind: 'NAME_TAKEN';
      /** `username`, or the attribute whose value is the name. */
      readonly attribute: OwnName['kind'];
      /** The name, in the form in which it has to be unique. */
      readonly name: string;
      /** Who has the name, or is to have it. */
      readonly takenBy: string | undefined;
    }
  | { readonly kind: 'MISSING_ATTRIBUTE'; readonly attribute: string }
  | { readonly kind: 'VALUE_DOES_NOT_FIT'; readonly attribute: string; readonly reason: string };

// Other users are asked for what is missing when they first sign in.
const isComplete = ({ status }: User): boolean => status !== 'FORCE_CHANGE_PASSWORD' && status !== 'EXTERNAL_PROVIDER';

/** The user's values that do not fit the new schema. */
export const misfitsOf = (schema: readonly AttributeSchema[], user: User): readonly Obstacle[] =>
  schema.flatMap((one): readonly Obstacle[] => {
    const attribute = one.name;
    const value = user.attributes[attribute];
    if (!value) return one.required && isComplete(user) ? [{ kind: 'MISSING_ATTRIBUTE', attribute }] : [];
    const reason = reasonAgainstValue(value, one);
    return reason === undefined ? [] : [{ kind: 'VALUE_DOES_NOT_FIT', attribute, reason }];
  });
