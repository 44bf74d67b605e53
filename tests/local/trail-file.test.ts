import { channel } from 'node:diagnostics_channel';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keepTrail, trailFile } from '#local/audit-trail/trail-file.ts';
import { auditChannel } from '#shared/observability/call.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'gatehouse-trail-'));
  file = path.join(folder, 'trail.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const put = (line: string): void => channel(auditChannel).publish(`${line}\n`);

const linesOf = (name: string): string[] => readFileSync(name, 'utf8').split('\n').slice(0, -1);

describe('the file of the trail', () => {
  it('has each line that was put on the trail, in order, for its owner alone', async () => {
    const trail = keepTrail(file);
    const lines = Array.from({ length: 1000 }, (_none, index) => `{"index":${index}}`);
    lines.forEach(put);
    await trail.stop();
    put('{"index":"too late"}');
    expect(linesOf(file)).toEqual(lines);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('goes on after an earlier run, also one whose last line was cut short', async () => {
    appendFileSync(file, '{"index":1}\n{"ind');
    const trail = keepTrail(file);
    put('{"index":2}');
    await trail.stop();
    expect(linesOf(file)).toEqual(['{"index":1}', '{"ind', '{"index":2}']);
  });

  it('begins another file when one is full, and keeps so many', async () => {
    const limits = { fileBytes: 10, files: 3 };
    for (const index of [1, 2, 3, 4, 5]) {
      const trail = keepTrail(file, limits);
      put(`{"index":${index}}`);
      await trail.stop();
    }
    expect(linesOf(file)).toEqual(['{"index":5}']);
    expect(linesOf(trailFile(file, 1))).toEqual(['{"index":4}']);
    expect(linesOf(trailFile(file, 2))).toEqual(['{"index":3}']);
    expect(existsSync(trailFile(file, 3))).toBe(false);
  });
});
