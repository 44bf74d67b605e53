import { LIMITS, LONGEST_NAMES, LONGEST_STAGE } from './limits.ts';
import { rendered } from './rendered.ts';
import type { Template, TemplateResource } from './template.ts';

type Fault = (sentence: string) => void;
type Properties = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Properties =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const count = (text: string, part: string): number => text.split(part).length - 1;

const over = (what: string, has: number, most: number, unit: string, fault: Fault): void => {
  if (has > most) fault(`${what} has ${has} ${unit}, over ${most}.`);
};

const checkTemplate = (template: Template, fault: Fault): void => {
  const text = JSON.stringify(template);
  over('The template', count(text, '{{resolve:'), LIMITS.dynamicReferences, 'dynamic references', fault);
  over('The template', Buffer.byteLength(text), LIMITS.templateBytes, 'bytes', fault);
  over('The template', Object.keys(template.Parameters ?? {}).length, LIMITS.parameters, 'parameters', fault);
  over('The stack', Object.keys(template.Resources).length, LIMITS.resources, 'resources', fault);
};

const checkApi = (id: string, { Body }: Properties, fault: Fault): void => {
  if (!isObject(Body)) return;
  const { paths = {}, components = {} } = Body;
  const shared = isObject(components) ? (components['x-amazon-apigateway-integrations'] ?? {}) : {};
  const routes = Object.values(Object(paths)).flatMap((path) => Object.keys(Object(path)));
  const own = count(JSON.stringify(paths), '"x-amazon-apigateway-integration":{"type"');
  over(id, Object.keys(Object(shared)).length + own, LIMITS.integrations, 'integrations', fault);
  over(id, routes.length, LIMITS.routes, 'routes', fault);
};

const checkRole = (id: string, { Policies = [] }: Properties, fault: Fault): void => {
  const documents = [Policies].flat().map((policy) => (isObject(policy) ? rendered(policy.PolicyDocument) : ''));
  over(id, documents.join('').length, LIMITS.inlinePolicyCharacters, 'characters of inline policies', fault);
};

const checkFunction = (id: string, { Environment }: Properties, fault: Fault): void => {
  const variables = isObject(Environment) && isObject(Environment.Variables) ? Environment.Variables : {};
  const bytes = Object.entries(variables).reduce((sum, [name, value]) => sum + name.length + rendered(value).length, 0);
  over(id, bytes, LIMITS.environmentBytes, 'bytes of environment', fault);
};

const checkName = (id: string, { Type, Properties = {} }: TemplateResource, stage: string, fault: Fault): void => {
  const [property, most] = LONGEST_NAMES[Type] ?? [];
  if (property === undefined || most === undefined || Properties[property] === undefined) return;
  const name = rendered(Properties[property]).replace(stage, 'x'.repeat(LONGEST_STAGE));
  over(`${id}.${property}, for a stage of ${LONGEST_STAGE} characters,`, name.length, most, 'characters', fault);
};

// Such a name is unique in an account, across all Regions; a bucket's name is unique in the world.
const WITHOUT_REGION: Readonly<Record<string, string>> = {
  'AWS::CloudFront::CachePolicy': 'CachePolicyConfig',
  'AWS::CloudFront::Function': 'Name',
  'AWS::CloudFront::KeyValueStore': 'Name',
  'AWS::CloudFront::OriginRequestPolicy': 'OriginRequestPolicyConfig',
  'AWS::CloudFront::ResponseHeadersPolicy': 'ResponseHeadersPolicyConfig',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::S3::Bucket': 'BucketName',
};

const checkRegion = (id: string, { Type, Properties = {} }: TemplateResource, fault: Fault): void => {
  const name = Properties[WITHOUT_REGION[Type] ?? ''];
  if (name === undefined || JSON.stringify(name).includes('AWS::Region')) return;
  fault(`${id} has a name that an account has once, without the Region: two Regions could not have the same stage.`);
};

// The actions of these have no narrower resource.
const WITHOUT_ARN: ReadonlySet<string> = new Set([
  'cloudwatch:GetMetricData',
  'xray:PutTraceSegments',
  'xray:PutTelemetryRecords',
]);
// A phone number has no ARN, so the policy covers everything but topics.
const BY_EXCEPTION: ReadonlySet<string> = new Set(['sns:Publish']);

const statementsIn = ({ Policies, PolicyDocument }: Properties): Properties[] =>
  [...[Policies ?? []].flat().map((policy) => Object(policy).PolicyDocument), PolicyDocument]
    .flatMap((document) => [Object(document).Statement ?? []].flat())
    .filter(isObject);

const checkStatements = (id: string, properties: Properties, fault: Fault): void => {
  for (const { Effect, Action, Resource, NotResource } of statementsIn(properties)) {
    const actions = [Action ?? []].flat().map(String);
    const names = (JSON.stringify(Resource) ?? '').includes('"*"');
    const wide = actions.find((action) => names && !WITHOUT_ARN.has(action));
    const open = actions.find((action) => NotResource !== undefined && !BY_EXCEPTION.has(action));
    if (Effect !== 'Deny' && wide) fault(`${id} allows ${wide} on *, where an ARN can be named.`);
    if (Effect !== 'Deny' && open) fault(`${id} allows ${open} on everything but what NotResource names.`);
  }
};

const checkEdgeFunction = (id: string, { FunctionCode }: Properties, fault: Fault): void =>
  over(id, Buffer.byteLength(rendered(FunctionCode)), LIMITS.edgeFunctionBytes, 'bytes', fault);

const POLICY_TYPES: ReadonlySet<string> = new Set(['AWS::IAM::ManagedPolicy', 'AWS::IAM::Policy', 'AWS::IAM::Role']);

/** Where the template of a stage exceeds AWS's limits, or comes too near, one sentence each. */
export const limitFaultsOf = (template: Template, stage: string): string[] => {
  const faults: string[] = [];
  const fault: Fault = (sentence) => faults.push(sentence);
  checkTemplate(template, fault);
  for (const [id, resource] of Object.entries(template.Resources)) {
    const { Type, Properties = {} } = resource;
    if (Type === 'AWS::ApiGatewayV2::Api') checkApi(id, Properties, fault);
    if (Type === 'AWS::IAM::Role') checkRole(id, Properties, fault);
    if (POLICY_TYPES.has(Type)) checkStatements(id, Properties, fault);
    if (Type === 'AWS::Lambda::Function') checkFunction(id, Properties, fault);
    if (Type === 'AWS::CloudFront::Function') checkEdgeFunction(id, Properties, fault);
    checkName(id, resource, stage, fault);
    checkRegion(id, resource, fault);
  }
  return faults;
};
