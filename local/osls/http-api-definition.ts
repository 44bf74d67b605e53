import { transactionsPath } from '../gateway/cors.ts';
import type { CrossOrigin, FunctionEntry } from './framework.ts';

export interface Route {
  /** `POST /op/SignUp`, or `*` for requests that no other route takes. */
  readonly route: string;
  readonly functionName: string;
}

/** The routes of the functions, in their order. */
export const routesOf = (functions: Readonly<Record<string, FunctionEntry>>): Route[] =>
  Object.values(functions).flatMap(({ name, events = [] }) =>
    events.flatMap(({ httpApi }) => (httpApi ? [{ route: httpApi, functionName: name }] : [])),
  );

// Both APIs answer requests that no other route takes.
const isFallback = ({ route }: Route): boolean => route === '*';

const isOperation = ({ route }: Route): boolean => route.startsWith('POST /op/');

/** True for routes of the API with the operations. */
export const isForOperations = (route: Route): boolean => isFallback(route) || isOperation(route);

const isTransaction = ({ route }: Route): boolean => route.includes(` ${transactionsPath}`);

/** True for routes of the API with the transactions of apps' own pages, whose functions say what other origins may read. */
export const isForTransactions = (route: Route): boolean => isFallback(route) || isTransaction(route);

/** True for routes of the API with pages and with endpoints that have paths of their own. */
export const isForPages = (route: Route): boolean =>
  isFallback(route) || (!isOperation(route) && !isTransaction(route));

// By name, not by reference: the functions know the API's address, so the API must not wait for the functions.
const integration = (functionName: string) => ({
  type: 'AWS_PROXY',
  httpMethod: 'POST',
  payloadFormatVersion: '2.0',
  credentials: { 'Fn::GetAtt': ['ApiGatewayInvokeRole', 'Arn'] },
  uri: {
    'Fn::Sub': `arn:\${AWS::Partition}:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/arn:\${AWS::Partition}:lambda:\${AWS::Region}:\${AWS::AccountId}:function:${functionName}/invocations`,
  },
});

const COMPONENT = 'x-amazon-apigateway-integrations';

const operation = (path: string, functionName: string) => ({
  ...(path.includes('{') && {
    parameters: [...path.matchAll(/\{(\w+)\+?\}/g)].map(([, name]) => ({
      name,
      in: 'path',
      required: true,
      schema: { type: 'string' },
    })),
  }),
  responses: { default: { description: 'The answer of the function' } },
  'x-amazon-apigateway-integration': { $ref: `#/components/${COMPONENT}/${functionName}` },
});

/**
 * The HTTP API as one OpenAPI document. Then a function costs the stack one resource. As resources of their own, its
 * routes and integrations would also count against the 500 that a stack may have. Without `cors`, the API lets the headers of
 * functions through, and their answers to OPTIONS: it drops both where it has headers of its own.
 */
export const httpApiDefinition = (title: string, routes: readonly Route[], cors: CrossOrigin | undefined) => {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const { route, functionName } of routes) {
    const [method = '', path = '/$default'] = route.split(' ');
    const key = method === '*' ? 'x-amazon-apigateway-any-method' : method.toLowerCase();
    const entry = { ...(method === '*' && { isDefaultRoute: true }), ...operation(path, functionName) };
    paths[path] = { ...paths[path], [key]: entry };
  }
  return {
    openapi: '3.0.1',
    info: { title, version: '1' },
    paths,
    // One for each function, however many routes it has: an HTTP API takes 300.
    components: {
      [COMPONENT]: Object.fromEntries(routes.map(({ functionName }) => [functionName, integration(functionName)])),
    },
    ...(cors && {
      'x-amazon-apigateway-cors': {
        allowOrigins: cors.allowedOrigins,
        allowMethods: cors.allowedMethods,
        allowHeaders: cors.allowedHeaders,
        exposeHeaders: cors.exposedResponseHeaders,
        maxAge: cors.maxAge,
      },
    }),
  };
};
