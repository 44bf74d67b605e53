import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { LIMITS } from '#local/packaging/limits.ts';
import type { Template } from '#local/packaging/template.ts';

/** A stack as the recorder keeps it. */
interface RecordedStack {
  template: Template;
  templateBody: string;
  parameters: Readonly<Record<string, string>>;
  status: string;
}

interface Reply {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const account = '123456789012';
const maximumTemplateBody = 51_200;

class Refusal extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

const invalid = (message: string): Refusal => new Refusal('ValidationError', message);

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');

const xml = (action: string, result: string): Reply => ({
  status: 200,
  headers: { 'content-type': 'text/xml' },
  body: `<${action}Response><${action}Result>${result}</${action}Result></${action}Response>`,
});

const refused = ({ code, message }: Refusal): Reply => ({
  status: 400,
  headers: { 'content-type': 'text/xml' },
  body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${escaped(message)}</Message></Error></ErrorResponse>`,
});

const parametersIn = (form: URLSearchParams): Record<string, string> => {
  const found: Record<string, string> = {};
  for (let at = 1; form.has(`Parameters.member.${at}.ParameterKey`); at += 1) {
    found[form.get(`Parameters.member.${at}.ParameterKey`) ?? ''] =
      form.get(`Parameters.member.${at}.ParameterValue`) ?? '';
  }
  return found;
};

/**
 * The parts of STS, CloudFormation, S3 and ECR that a deployment uses, on a port of this machine. It keeps what it is
 * sent, and refuses what CloudFormation refuses. It makes no stacks.
 */
export const startRecorder = async () => {
  const stacks = new Map<string, RecordedStack>();
  const objects = new Map<string, Buffer>();
  const metadata = new Map<string, string>();
  const calls: string[] = [];
  /** Logical ids of resources that an update changed, in order of updates. */
  const updates: (readonly string[])[] = [];
  const bucketOf = (stackName: string): string => `${stackName}-bucket`;
  const consoleBucketOf = (stackName: string): string => `${stackName}-console`;

  const templateOf = (form: URLSearchParams): string => {
    const body = form.get('TemplateBody');
    if (body !== null) {
      if (body.length > maximumTemplateBody) throw invalid('Template body is too long');
      return body;
    }
    const path = new URL(form.get('TemplateURL') ?? '').pathname.slice(1);
    const found = objects.get(path);
    if (!found) throw invalid(`S3 error: The specified key does not exist: ${path}`);
    return found.toString();
  };

  const assertAcceptable = (body: string, sent: Readonly<Record<string, string>>): Template => {
    const template: Template = JSON.parse(body);
    const declared = template.Parameters ?? {};
    const surplus = Object.keys(sent).filter((name) => !Object.hasOwn(declared, name));
    if (surplus.length > 0) throw invalid(`Parameters: [${surplus.join(', ')}] do not exist in the template`);
    const references = body.split('{{resolve:').length - 1;
    if (references > LIMITS.dynamicReferences) throw invalid('Template contains more than 60 dynamic references');
    return template;
  };

  const assertCode = (stackName: string, template: Template): void => {
    for (const { Type, Properties } of Object.values(template.Resources)) {
      const code = { 'AWS::Lambda::Function': Properties?.Code, 'AWS::Lambda::LayerVersion': Properties?.Content }[
        Type
      ];
      if (code === undefined) continue;
      const key = String(Object(code).S3Key);
      if (!objects.has(`${bucketOf(stackName)}/${key}`)) throw invalid(`The code ${key} is not in the bucket.`);
    }
  };

  const assertEmpty = (bucket: string): void => {
    if ([...objects.keys()].some((key) => key.startsWith(`${bucket}/`)))
      throw invalid('The bucket you tried to delete is not empty');
  };

  const named = (form: URLSearchParams): [string, RecordedStack] => {
    const name = form.get('StackName') ?? '';
    const stack = stacks.get(name);
    if (!stack) throw invalid(`Stack with id ${name} does not exist`);
    return [name, stack];
  };

  const event = (name: string, status: string): string =>
    `<member><EventId>${status}</EventId><StackName>${name}</StackName><LogicalResourceId>${name}</LogicalResourceId><ResourceType>AWS::CloudFormation::Stack</ResourceType><ResourceStatus>${status}</ResourceStatus></member>`;

  const cloudFormation: Readonly<Record<string, (form: URLSearchParams) => string>> = {
    DescribeStacks: (form) => {
      const [name, { status, parameters, template }] = named(form);
      const given = Object.entries(parameters).map(
        ([key, value]) =>
          `<member><ParameterKey>${key}</ParameterKey><ParameterValue>${escaped(value)}</ParameterValue></member>`,
      );
      const outputs = Object.keys(template.Outputs ?? {}).map(
        (key) => `<member><OutputKey>${key}</OutputKey><OutputValue>known later</OutputValue></member>`,
      );
      return `<Stacks><member><StackName>${name}</StackName><StackStatus>${status}</StackStatus><Parameters>${given.join('')}</Parameters><Outputs>${outputs.join('')}</Outputs></member></Stacks>`;
    },
    CreateStack: (form) => {
      const name = form.get('StackName') ?? '';
      const [templateBody, parameters] = [templateOf(form), parametersIn(form)];
      const template = assertAcceptable(templateBody, parameters);
      stacks.set(name, { template, templateBody, parameters, status: 'CREATE_COMPLETE' });
      return `<StackId>${name}</StackId>`;
    },
    UpdateStack: (form) => {
      const [name, stack] = named(form);
      const [templateBody, parameters] = [templateOf(form), parametersIn(form)];
      const template = assertAcceptable(templateBody, parameters);
      assertCode(name, template);
      const before = stack.template.Resources;
      const changed = Object.entries(template.Resources)
        .filter(([id, resource]) => JSON.stringify(resource) !== JSON.stringify(before[id]))
        .map(([id]) => id);
      const sameParameters = JSON.stringify(parameters) === JSON.stringify(stack.parameters);
      if (changed.length === 0 && sameParameters) throw invalid('No updates are to be performed.');
      // What is no longer to be there is deleted, and no bucket is that has something in it.
      if (parameters.Console === 'off') assertEmpty(consoleBucketOf(name));
      updates.push(changed);
      stacks.set(name, { template, templateBody, parameters, status: 'UPDATE_COMPLETE' });
      return `<StackId>${name}</StackId>`;
    },
    DescribeStackEvents: (form) => {
      const [name, { status }] = named(form);
      return `<StackEvents>${event(name, status)}${event(name, status.replace('COMPLETE', 'IN_PROGRESS'))}</StackEvents>`;
    },
    DescribeStackResource: (form) => {
      const [name, { template, parameters }] = named(form);
      const id = form.get('LogicalResourceId') ?? '';
      const { Condition } = template.Resources[id] ?? {};
      // Of conditions, it knows the one that such a question may be about.
      const isMade = template.Resources[id] && (Condition === undefined || parameters.Console === 'on');
      if (!isMade) throw invalid(`Resource ${id} does not exist for stack ${name}`);
      const bucket = id === 'ConsoleBucket' ? consoleBucketOf(name) : bucketOf(name);
      return `<StackResourceDetail><LogicalResourceId>${id}</LogicalResourceId><PhysicalResourceId>${bucket}</PhysicalResourceId></StackResourceDetail>`;
    },
    ListStackResources: (form) => {
      const [name, { template }] = named(form);
      const members = Object.entries(template.Resources).map(
        ([id, { Type }]) =>
          `<member><LogicalResourceId>${id}</LogicalResourceId><PhysicalResourceId>${name}-${id}</PhysicalResourceId><ResourceType>${Type}</ResourceType></member>`,
      );
      return `<StackResourceSummaries>${members.join('')}</StackResourceSummaries>`;
    },
    GetTemplate: (form) => `<TemplateBody>${escaped(named(form)[1].templateBody)}</TemplateBody>`,
    ValidateTemplate: (form) => {
      assertAcceptable(templateOf(form), {});
      return '';
    },
    DeleteStack: (form) => {
      const [name] = named(form);
      for (const bucket of [bucketOf(name), consoleBucketOf(name)]) assertEmpty(bucket);
      stacks.delete(name);
      return '';
    },
    GetCallerIdentity: () => `<Account>${account}</Account><Arn>arn:aws:iam::${account}:user/tester</Arn>`,
  };

  // Of one upload in parts, by its number: what is over 5 MB comes so.
  const uploads = new Map<string, { readonly digest: string; readonly parts: Map<number, Buffer> }>();

  const inParts = (method: string, place: string, query: URLSearchParams, body: Buffer, digest: string): Reply => {
    const [bucket = '', ...key] = place.split('/');
    const named = `<Bucket>${bucket}</Bucket><Key>${escaped(key.join('/'))}</Key>`;
    const headers = { 'content-type': 'application/xml' };
    if (query.has('uploads')) {
      const id = `${uploads.size + 1}`;
      uploads.set(id, { digest, parts: new Map() });
      const answer = `<InitiateMultipartUploadResult>${named}<UploadId>${id}</UploadId></InitiateMultipartUploadResult>`;
      return { status: 200, headers, body: answer };
    }
    const upload = uploads.get(query.get('uploadId') ?? '');
    if (!upload) return { status: 404, body: '' };
    if (method === 'PUT') {
      upload.parts.set(Number(query.get('partNumber')), body);
      return { status: 200, body: '', headers: { etag: `"${createHash('md5').update(body).digest('hex')}"` } };
    }
    const parts = [...upload.parts].sort(([one], [other]) => one - other).map(([, part]) => part);
    objects.set(place, Buffer.concat(parts));
    metadata.set(place, upload.digest);
    return {
      status: 200,
      headers,
      body: `<CompleteMultipartUploadResult>${named}<ETag>"${parts.length}"</ETag></CompleteMultipartUploadResult>`,
    };
  };

  const s3 = (method: string, url: URL, body: Buffer, digest: string): Reply => {
    const place = decodeURIComponent(url.pathname.slice(1)).replace(/\/$/, '');
    const [bucket = ''] = place.split('/');
    const { searchParams: query } = url;
    if (query.has('uploads') || query.has('uploadId')) return inParts(method, place, query, body, digest);
    if (method === 'PUT') {
      objects.set(place, body);
      metadata.set(place, digest);
      return { status: 200, body: '', headers: { etag: `"${createHash('md5').update(body).digest('hex')}"` } };
    }
    if (method === 'GET' && url.searchParams.get('list-type') === '2') {
      const under = `${bucket}/${url.searchParams.get('prefix') ?? ''}`;
      const found = [...objects.keys()].filter((key) => key.startsWith(under));
      const contents = found.map((key) => `<Contents><Key>${escaped(key.slice(bucket.length + 1))}</Key></Contents>`);
      const listing = `<ListBucketResult><IsTruncated>false</IsTruncated>${contents.join('')}</ListBucketResult>`;
      return { status: 200, body: listing, headers: { 'content-type': 'application/xml' } };
    }
    if (method === 'POST' && url.searchParams.has('delete')) {
      for (const [, key = ''] of body.toString().matchAll(/<Key>([^<]*)<\/Key>/g)) objects.delete(`${bucket}/${key}`);
      return { status: 200, body: '<DeleteResult/>', headers: { 'content-type': 'application/xml' } };
    }
    if (place === bucket) return { status: 200, body: '' };
    if (method === 'DELETE') {
      objects.delete(place);
      return { status: 204, body: '' };
    }
    const found = objects.get(place);
    if (!found) return { status: 404, body: '<Error><Code>NoSuchKey</Code></Error>' };
    return { status: 200, body: found.toString(), headers: { 'x-amz-meta-filesha256': metadata.get(place) ?? '' } };
  };

  const answer = async (request: IncomingMessage): Promise<Reply> => {
    const body = await buffer(request);
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (request.headers['x-amz-target']) {
      calls.push(`ECR ${String(request.headers['x-amz-target']).split('.').at(-1)}`);
      return { status: 400, body: '{"__type":"RepositoryNotFoundException"}' };
    }
    const form = new URLSearchParams(body.toString('latin1'));
    const action = url.pathname === '/' && request.method === 'POST' ? form.get('Action') : null;
    if (action === null) {
      calls.push(`S3 ${request.method} ${decodeURIComponent(url.pathname)}`);
      return s3(request.method ?? 'GET', url, body, String(request.headers['x-amz-meta-filesha256'] ?? ''));
    }
    calls.push(action);
    const work = cloudFormation[action];
    if (!work) throw new Error(`The recorder knows no ${action}.`);
    try {
      return xml(action, work(new URLSearchParams(body.toString())));
    } catch (error) {
      if (error instanceof Refusal) return refused(error);
      throw error;
    }
  };

  const server = createServer((request, response) => {
    answer(request).then(
      ({ status, body, headers }) => response.writeHead(status, headers).end(request.method === 'HEAD' ? '' : body),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    stacks,
    objects,
    calls,
    updates,
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};
