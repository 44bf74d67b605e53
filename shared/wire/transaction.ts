/** What a page of an app posts to its transaction. */
import * as v from 'valibot';
import { integer, map, text } from './shapes.ts';

const Value = text({ max: 2048, sensitive: true });

/** What a page can do. Which of it counts is the step's to say. */
const TransactionActionType = v.picklist([
  'answer',
  'confirm',
  'continue',
  'goTo',
  'newAccount',
  'passkey',
  'resend',
  'resetPassword',
  'sendCode',
  'signIn',
  'signUp',
]);

/** Where a page can go by itself. */
const TransactionGoalType = v.picklist(['forgotPassword', 'signIn', 'signUp']);

/** One step of a page. `turn` is that of the step that it answers. */
export const TransactionRequest = v.object({
  turn: integer({ min: 0, max: 1_000_000 }),
  action: TransactionActionType,
  to: v.optional(TransactionGoalType),
  username: v.optional(Value),
  password: v.optional(Value),
  preferred: v.optional(Value),
  newPassword: v.optional(Value),
  code: v.optional(Value),
  choice: v.optional(Value),
  email: v.optional(Value),
  phoneNumber: v.optional(Value),
  sub: v.optional(Value),
  terms: v.optional(Value),
  offer: v.optional(Value),
  credential: v.optional(text({ max: 16_384, sensitive: true })),
  attributes: v.optional(map(text({ min: 1, max: 32 }), text({ max: 2048 }), { max: 50, sensitive: true })),
  contextData: v.optional(text({ max: 24_576, sensitive: true })),
});

/** A step of a page, as it was posted. */
export type TransactionRequest = v.InferOutput<typeof TransactionRequest>;
