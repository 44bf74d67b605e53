import { assertStage } from '../packaging/stage.ts';
import type { Framework, Hooks, Resource } from './framework.ts';
import {
  httpApiDefinition,
  isForOperations,
  isForPages,
  isForTransactions,
  type Route,
  routesOf,
} from './http-api-definition.ts';
import { refusingPlainly } from './plain-refusal.ts';

const REPLACED = new Set(['AWS::ApiGatewayV2::Integration', 'AWS::ApiGatewayV2::Route']);

// Each route would have a permission of its own. Others are for who calls a function besides.
const isReplaced = ({ Type, Properties }: Resource): boolean =>
  REPLACED.has(Type) || (Type === 'AWS::Lambda::Permission' && Properties?.Principal === 'apigateway.amazonaws.com');

const shareOneLogGroup = ({ service }: Framework): void => {
  for (const entry of Object.values(service.functions)) entry.disableLogs = true;
};

const defineApisInOnePiece = (framework: Framework): void => {
  const { service: name, functions, provider } = framework.service;
  const { Resources } = provider.compiledCloudFormationTemplate;
  const { cors } = provider.httpApi ?? {};
  const { HttpApi, PagesApi, TransactionsApi } = Resources;
  if (!HttpApi || !PagesApi || !TransactionsApi || !cors)
    throw new Error('provider.httpApi.cors, at least one route and resources/http-apis.yml are to be there.');
  for (const [id, resource] of Object.entries(Resources)) if (isReplaced(resource)) delete Resources[id];
  const routes = routesOf(functions);
  const title = `${name}-${provider.stage}`;
  const define = (api: Resource, title: string, of: readonly Route[], own = false): void => {
    api.Properties = { Body: httpApiDefinition(title, of, own ? undefined : cors), FailOnWarnings: false };
  };
  define(HttpApi, title, routes.filter(isForOperations));
  define(PagesApi, `${title}-pages`, routes.filter(isForPages));
  define(TransactionsApi, `${title}-transactions`, routes.filter(isForTransactions), true);
};

const assertEveryFunctionHasRole = ({ service }: Framework): void => {
  for (const [name, { role }] of Object.entries(service.functions))
    if (!role) throw new Error(`The function ${name} names no role: see resources/roles.yml.`);
};

/** Keeps the stack far under CloudFormation's 500 resources: one document for each API, one log group, named roles. */
export default class SlimStack {
  readonly hooks: Hooks;

  constructor(framework: Framework) {
    this.hooks = {
      'before:package:setupProviderConfiguration': () =>
        refusingPlainly(framework, () => {
          assertStage(framework.service.provider.stage);
          assertEveryFunctionHasRole(framework);
          shareOneLogGroup(framework);
        }),
      'after:aws:package:finalize:mergeCustomProviderResources': () =>
        refusingPlainly(framework, () => defineApisInOnePiece(framework)),
    };
  }
}
