import { onPages } from './oauth.ts';
import { configure, makeOperator, makeOperatorPools } from './operators.ts';
import { makeClient, type TestPool, type TestUser } from './pools.ts';
import { stack } from './stack.ts';

/** Where browsers have the console. */
export const consoleUrl = (): string => `${stack().endpoint}/console/`;

/**
 * Groups of the pool of operators, each with another role: `administrators`, `auditors` (they read), `help-desk` (support),
 * `shop` (administrators of one pool), and `others`, who are no operators.
 */
export type ConsoleGroup = 'administrators' | 'auditors' | 'help-desk' | 'shop' | 'others';

export interface ConsoleOperators {
  /** The pool of operators, with the app client by which they sign in to the console. */
  readonly operators: TestPool;
  /** Another pool, which they administer, and a user of it. */
  readonly shop: TestPool;
  readonly customer: TestUser;
  /** A new operator, by the usual password. */
  readonly makeOperator: (group: ConsoleGroup) => Promise<TestUser>;
}

/**
 * Has operators administer the deployment by the console. A deployment has one configuration of them, so tests that call this
 * are in the project `console`.
 */
export const makeConsoleOperators = async (): Promise<ConsoleOperators> => {
  const { operators, shop, customer, configuration } = await makeOperatorPools();
  const urls = [consoleUrl()];
  const client = await makeClient(operators.poolId, { ...onPages, CallbackURLs: urls, LogoutURLs: urls });
  await configure({ ...configuration, ClientIds: [client.clientId] });
  return {
    operators: { ...operators, ...client },
    shop,
    customer,
    makeOperator: (group) => makeOperator(operators, group),
  };
};
