import type { AttributeSchema } from '../user-pools/attribute-schema.ts';
import { reasonAgainstValue } from './attribute-value.ts';
import type { OwnName } from './names.ts';
import type { User } from './user.ts';

/** What stands in the way of a change of the pool: a user whose name somebody else has, or whom the schema does not fit. */
export type Obstacle =
  | {
      readonly kind: 'NAME_TAKEN';
      /** `username`, or the attribute that the name is the value of. */
      readonly attribute: OwnName['kind'];
      /** The name, in the form in which it is to be unique. */
      readonly name: string;
      /** Who has it, or is to have it. */
      readonly takenBy: string | undefined;
    }
  | { readonly kind: 'MISSING_ATTRIBUTE'; readonly attribute: string }
  | { readonly kind: 'VALUE_DOES_NOT_FIT'; readonly attribute: string; readonly reason: string };

// They are asked for what is missing when they first sign in.
const isComplete = ({ status }: User): boolean => status !== 'FORCE_CHANGE_PASSWORD' && status !== 'EXTERNAL_PROVIDER';

/** Values of the user that are not what the schema is going to ask for. */
export const misfitsOf = (schema: readonly AttributeSchema[], user: User): readonly Obstacle[] =>
  schema.flatMap((one): readonly Obstacle[] => {
    const attribute = one.name;
    const value = user.attributes[attribute];
    if (!value) return one.required && isComplete(user) ? [{ kind: 'MISSING_ATTRIBUTE', attribute }] : [];
    const reason = reasonAgainstValue(value, one);
    return reason === undefined ? [] : [{ kind: 'VALUE_DOES_NOT_FIT', attribute, reason }];
  });
