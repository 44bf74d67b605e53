import * as v from 'valibot';
import type { Framework, FunctionEntry, Hooks, Resource } from './framework.ts';
import { isForOperations, isForPages, isForTransactions, type Route, routesOf } from './http-api-definition.ts';
import { refusingPlainly } from './plain-refusal.ts';

const whole = v.pipe(
  v.union([v.string(), v.number()]),
  v.check((given) => /^[1-9]\d{0,5}$/.test(String(given)), 'is to be a whole number above 0'),
  v.transform(Number),
);

const Limits = v.object({
  rateLimit: whole,
  burstLimit: whole,
  openRateLimit: whole,
  openBurstLimit: whole,
  reservedConcurrency: v.union([v.literal('off'), whole], 'is to be "off" or a whole number above 0'),
  openFunctions: v.array(v.string()),
});

type Limits = v.InferOutput<typeof Limits>;

const throttle = (rate: number, burst: number) => ({ ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst });

/** The limits in `custom.limits` of serverless.yml. Throws a plain Error that names an invalid setting. */
export const parseLimits = (given: unknown): Limits => {
  const result = v.safeParse(Limits, given);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new Error(`The setting ${v.getDotPath(issue) ?? 'custom.limits'} ${issue.message}.`);
};

/**
 * Sets limits on the routes of the stages, and on how many calls at once there may be of functions that anybody may
 * call. They are numbers, not parameters of the stack: inside RouteSettings a parameter would be text. Throws a plain
 * Error for an open function without a route.
 */
export const putLimits = (
  resources: Readonly<Record<string, Resource>>,
  functions: Readonly<Record<string, FunctionEntry>>,
  limits: Limits,
): void => {
  const { HttpApiStage, PagesApiStage, TransactionsApiStage } = resources;
  if (!HttpApiStage || !PagesApiStage || !TransactionsApiStage) throw new Error('An HTTP API has no stage.');
  const open = limits.openFunctions.map((key) => {
    const entry = functions[key];
    // What is shown costs little: only what is posted is limited.
    const routes = entry ? routesOf({ [key]: entry }).filter(({ route }) => route.startsWith('POST ')) : [];
    const resource = resources[`${key.charAt(0).toUpperCase()}${key.slice(1)}LambdaFunction`];
    if (routes.length === 0 || !resource) throw new Error(`The open function ${key} has no route.`);
    return { routes, resource };
  });
  for (const stage of [HttpApiStage, PagesApiStage, TransactionsApiStage])
    stage.Properties.DefaultRouteSettings = {
      DetailedMetricsEnabled: false,
      ...throttle(limits.rateLimit, limits.burstLimit),
    };
  const settings = throttle(limits.openRateLimit, limits.openBurstLimit);
  const settingsOf = (isThere: (route: Route) => boolean) =>
    Object.fromEntries(open.flatMap(({ routes }) => routes.filter(isThere).map(({ route }) => [route, settings])));
  HttpApiStage.Properties.RouteSettings = settingsOf(isForOperations);
  PagesApiStage.Properties.RouteSettings = settingsOf(isForPages);
  TransactionsApiStage.Properties.RouteSettings = settingsOf(isForTransactions);
  if (limits.reservedConcurrency === 'off') return;
  for (const { resource } of open) resource.Properties.ReservedConcurrentExecutions = limits.reservedConcurrency;
};

/** Limits how many requests come through. So a flood can neither cost any amount nor use up all executions. */
export default class LimitsPlugin {
  readonly hooks: Hooks;

  constructor(framework: Framework) {
    const { service } = framework;
    this.hooks = {
      'after:aws:package:finalize:mergeCustomProviderResources': () =>
        refusingPlainly(framework, () => {
          const { Resources } = service.provider.compiledCloudFormationTemplate;
          putLimits(Resources, service.functions, parseLimits(service.custom.limits));
        }),
    };
  }
}
