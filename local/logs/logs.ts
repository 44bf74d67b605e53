import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import path from 'node:path';
import * as v from 'valibot';
import { type LocalService, startJsonService } from '../serving/service.ts';
import { assertSigned, type Credentials, Refusal } from '../signature.ts';
import { createTrailGroup } from './trail-group.ts';

interface Settings {
  readonly port: number;
  readonly directory: string;
  readonly credentials: Credentials;
  /** The file of the trail, which is read as this log group. */
  readonly trail: { readonly group: string; readonly file: string };
}

const Stream = v.object({
  logGroupName: v.pipe(v.string(), v.regex(/^[\w./#-]{1,512}$/)),
  logStreamName: v.pipe(v.string(), v.regex(/^[^:*]{1,512}$/)),
});

const LogEvent = v.object({ timestamp: v.pipe(v.number(), v.integer()), message: v.string() });

const LogEvents = v.object({ ...Stream.entries, logEvents: v.pipe(v.array(LogEvent), v.minLength(1)) });

const FirehoseRecord = v.object({
  DeliveryStreamName: v.pipe(v.string(), v.regex(/^[\w.-]{1,64}$/)),
  Record: v.object({ Data: v.pipe(v.string(), v.base64()) }),
});

const parse = <Schema extends v.GenericSchema>(schema: Schema, body: Buffer, refusedAs: string) => {
  const { success, output } = v.safeParse(schema, JSON.parse(body.toString() || '{}'));
  if (!success) throw new Refusal(400, refusedAs, 'A parameter is missing or has another form.');
  return output;
};

// Names may have any characters, and no name is to be the path of something else.
const fileName = (name: string): string => `${encodeURIComponent(name).replaceAll('.', '%2E')}.jsonl`;

/**
 * A small CloudWatch Logs and Firehose, for signed requests only. Each stream is a file of JSON lines: of CloudWatch Logs in
 * `cloudwatch/<group>/`, with time and message of each event, of Firehose in `firehose/`, with the records as they come, which are
 * also at `GET /firehose/<name>`. FilterLogEvents reads the trail alone. Log groups and delivery streams are there as soon as somebody writes to them; streams of log groups have to be made.
 */
export const startLogs = ({ port, directory, credentials, trail }: Settings): Promise<LocalService> => {
  const fileOf = ({ logGroupName, logStreamName }: v.InferOutput<typeof Stream>): string =>
    path.join(
      directory,
      'cloudwatch',
      encodeURIComponent(logGroupName).replaceAll('.', '%2E'),
      fileName(logStreamName),
    );

  const linesOf = async (stream: v.InferOutput<typeof Stream>): Promise<readonly string[]> => {
    const text = await readFile(fileOf(stream), 'utf8').catch(() => undefined);
    if (text === undefined) {
      throw new Refusal(400, 'ResourceNotFoundException', 'The specified log stream does not exist.');
    }
    return text.split('\n').filter(Boolean);
  };

  const filterTrail = createTrailGroup(trail.file);

  const logs: Readonly<Record<string, (body: Buffer) => Promise<object>>> = {
    CreateLogStream: async (body) => {
      const file = fileOf(parse(Stream, body, 'InvalidParameterException'));
      await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
      await writeFile(file, '', { flag: 'wx', mode: 0o600 }).catch(() => {
        throw new Refusal(400, 'ResourceAlreadyExistsException', 'The specified log stream already exists');
      });
      return {};
    },
    PutLogEvents: async (body) => {
      const { logEvents, ...stream } = parse(LogEvents, body, 'InvalidParameterException');
      await linesOf(stream);
      await appendFile(fileOf(stream), logEvents.map((event) => `${JSON.stringify(event)}\n`).join(''));
      return {};
    },
    FilterLogEvents: async (body) => {
      const { logGroupName } = parse(v.object({ logGroupName: v.string() }), body, 'InvalidParameterException');
      if (logGroupName === trail.group) return filterTrail(body);
      throw new Refusal(400, 'ResourceNotFoundException', 'Here, only the log group of the trail is searched.');
    },
    GetLogEvents: async (body) => {
      const lines = await linesOf(parse(Stream, body, 'InvalidParameterException'));
      return { events: lines.map((line) => JSON.parse(line)) };
    },
  };

  const firehose: typeof logs = {
    PutRecord: async (body) => {
      const { DeliveryStreamName, Record } = parse(FirehoseRecord, body, 'InvalidArgumentException');
      await mkdir(path.join(directory, 'firehose'), { recursive: true, mode: 0o700 });
      const data = Buffer.from(Record.Data, 'base64');
      await appendFile(path.join(directory, 'firehose', fileName(DeliveryStreamName)), data, { mode: 0o600 });
      return { RecordId: `${Date.now()}`, Encrypted: false };
    },
  };

  // Firehose itself tells nobody what it was given.
  const recordsOf = (name: string): Promise<string> =>
    readFile(path.join(directory, 'firehose', fileName(name)), 'utf8').catch(() => '');

  const answer = async (request: IncomingMessage, body: Buffer): Promise<object | string> => {
    const [, stream] = /^\/firehose\/([\w.-]{1,64})$/.exec(request.url ?? '') ?? [];
    if (request.method === 'GET' && stream !== undefined) return recordsOf(stream);
    const [prefix, operation = ''] = String(request.headers['x-amz-target']).split('.');
    const service = prefix === 'Firehose_20150804' ? 'firehose' : 'logs';
    const url = new URL(request.url ?? '/', `http://${request.headers.host ?? 'localhost'}`);
    await assertSigned(request, url, { credentials, service, body });
    const served = service === 'firehose' ? firehose : logs;
    const act = Object.hasOwn(served, operation) ? served[operation] : undefined;
    if (!act) throw new Refusal(400, 'UnknownOperationException', 'The logs of this stack have no such operation.');
    return act(body);
  };

  return startJsonService({ port, version: '1.1', answer });
};
