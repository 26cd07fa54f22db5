import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CreateLogInput, PromptCrafterClient } from '../../src/index.ts';
import { exportLogs, importLogs, type LogFormat } from '../../src/transfer/index.ts';
import { base, promptId, run, start, toJsonl } from './import-kit.ts';
import { MemoryJournal } from './memory-journal.ts';

async function exportText(client: PromptCrafterClient, format: LogFormat): Promise<string> {
  let text = '';
  for await (const piece of exportLogs(client, { format })) text += piece;
  return text;
}

const withoutIds = (log: object) => ({ ...log, _id: '', createdAt: '' });

describe('an export', () => {
  it.each(['jsonl', 'csv'] as const)(
    'in %s, imported and exported again, is the same but for ids and times',
    async (format) => {
      const nasty = fc.oneof(
        fc.string({ unit: 'binary', minLength: 1 }),
        fc.string({ unit: fc.constantFrom(...'\'"=+-@,;\r\n\t \u0000＝\ufeffa'), minLength: 1 }),
      );
      const logs = fc.array(
        fc.record(
          {
            promptId: fc.constant(promptId),
            output: nasty,
            modelUsed: nasty,
            notes: fc.oneof(fc.constant(''), nasty),
            score: fc.integer({ min: 0, max: 10 }),
            meta: fc.dictionary(
              fc.string().filter((key) => key !== 'v' && key !== '__proto__'),
              fc.jsonValue() as never,
            ),
          },
          { requiredKeys: ['promptId', 'output', 'modelUsed'] },
        ),
        { minLength: 1, maxLength: 8 },
      );
      await fc.assert(
        fc.asyncProperty(logs, async (inputs) => {
          const [one, two] = [await start(), await start()];
          for (const input of inputs) await one.client.createLog(input as CreateLogInput);
          const text = await exportText(one.client, format);

          const result = await run(two.client, text, { format, inOrder: true });

          expect(result).toMatchObject({ ok: true, stored: inputs.length, rejectedRecords: [] });
          expect(two.api.logs.map(withoutIds)).toEqual(one.api.logs.map(withoutIds));
        }),
        { numRuns: 100 },
      );
    },
  );

  it('holds no cell that a spreadsheet takes for a formula', async () => {
    const { client } = await start();
    for (const output of ['=1+1', '@SUM(A1)', '\t=1', "'=1", '-1', '"=1"']) {
      await client.createLog({ ...base, output });
    }
    const lines = (await exportText(client, 'csv')).split('\r\n').slice(1, -1);

    expect(lines.map((line) => line.split(',')[2])).toEqual([
      ...["'=1+1", "'@SUM(A1)", "'\t=1", "''=1", "'-1", '"""=1"""'],
    ]);
  });

  it('is empty for a prompt without logs, and fails for a prompt that is not there', async () => {
    const { client } = await start();
    const read = async (id: string) => {
      let text = '';
      for await (const piece of exportLogs(client, { promptId: id, format: 'csv' })) text += piece;
      return text;
    };

    expect(await read(promptId)).toBe('_id,promptId,output,modelUsed,notes,score,createdAt\r\n');
    await expect(read('prompt999')).rejects.toMatchObject({ status: 404 });
  });
});

describe('an import', () => {
  it('refuses records one by one, with line, reason and text', async () => {
    const { api, client } = await start();
    const lines = [
      JSON.stringify(base),
      '',
      '{ "promptId": ',
      JSON.stringify({ ...base, score: 11 }),
      JSON.stringify({ ...base, latency: 5 }),
      JSON.stringify({ ...base, promptId: 'prompt999' }),
      JSON.stringify({ ...base, notes: null, score: null }),
    ];
    const result = await run(client, lines.join('\n'));

    expect(result).toMatchObject({ ok: false, stored: 2, rejected: 4 });
    expect(api.logs).toHaveLength(2);
    expect(result.rejectedRecords.sort((a, b) => a.line - b.line)).toEqual([
      { line: 3, reason: 'the line is no JSON', text: lines[2] },
      { line: 4, reason: 'score must be an integer from 0 to 10', text: lines[3] },
      {
        line: 5,
        reason: 'must not have latency: the API has no such field, put it into meta',
        text: lines[4],
      },
      { line: 6, reason: 'Prompt ID does not exist or is not accessible', text: lines[5] },
    ]);
  });

  it('reads a table as spreadsheets write it', async () => {
    const { api, client } = await start();
    const text =
      '\ufeffmodelUsed,output,promptId,score\r\n' +
      `gpt-4o,"Two\r\nlines, ""quoted""",${promptId},7\n` +
      `gpt-4o,"'=1",${promptId},\n\n` +
      `gpt-4o,5" pipe,${promptId},1\n` +
      `gpt-4o,few\n` +
      `gpt-4o,Yes.,${promptId},x\n` +
      `gpt-4o,"open,${promptId},1`;
    const result = await run(client, text, { format: 'csv', inOrder: true });

    expect(api.logs.map(({ output, score }) => [output, score])).toEqual([
      ['Two\r\nlines, "quoted"', 7],
      ['=1', undefined],
    ]);
    expect(result.rejectedRecords.map(({ line, reason }) => [line, reason])).toEqual([
      [6, 'there is a quote in a field without quotes'],
      [7, 'there are 2 fields for 4 columns'],
      [8, 'score must be a number'],
      [9, 'a quoted field has no end'],
    ]);
  });

  it.each([
    ['output,modelUsed\n', 'its first line lacks the columns promptId'],
    ['', 'its first line lacks the columns promptId, output, modelUsed'],
    ['promptId,output,modelUsed,latency\n', "a log has no column 'latency'"],
    ['promptId,output,modelUsed,output\n', "the column 'output' is there twice"],
  ])('refuses the table %j', async (text, reason) => {
    const { client } = await start();

    await expect(run(client, text, { format: 'csv' })).rejects.toThrow(reason);
  });

  it('refuses bytes that are no UTF-8 instead of changing them', async () => {
    const { api, client } = await start();
    const good = new TextEncoder().encode(toJsonl([base]));
    const bad = good.map((byte) => (byte === 'Y'.charCodeAt(0) ? 0xff : byte));
    const rejected: number[] = [];
    const chunks = [...bad, ...good].map((byte) => Uint8Array.of(byte));
    await importLogs(client, chunks, { onRejected: ({ line }) => void rejected.push(line) });

    expect([rejected, api.logs.length]).toEqual([[1], 1]);
  });

  it('stores each record once, whatever the network does', async () => {
    const { api, client } = await start();
    const inputs = Array.from({ length: 60 }, (_, at) => ({
      ...base,
      output: `Answer ${at % 20}`,
    }));
    const faults = [
      'reset-after-store',
      'reset',
      'cut-off',
      { status: 503, afterStore: true },
    ] as const;
    api.failRandomly({ faults, on: 'createLog', seed: 7, rate: 0.4 });
    const result = await run(client, toJsonl(inputs));

    expect(result).toMatchObject({ ok: true, stored: 60 });
    expect(api.logs.map(({ output }) => output).sort()).toEqual(
      inputs.map(({ output }) => output).sort(),
    );
  });

  it('keeps the order of the source if it is asked to, also through failures', async () => {
    const { api, client } = await start();
    const inputs = Array.from({ length: 20 }, (_, at) => ({ ...base, output: `Answer ${at}` }));
    api.failRandomly({ faults: ['reset-after-store'], on: 'createLog', seed: 7, rate: 0.2 });
    await run(client, toJsonl(inputs), { inOrder: true });

    expect(api.logs.map(({ output }) => output)).toEqual(inputs.map(({ output }) => output));
  });

  it('stops at a token that is refused, and after an outage that is too long', async () => {
    const { api, client } = await start();
    client.setToken('wrong');
    await expect(run(client, toJsonl([base]))).rejects.toMatchObject({ status: 401 });
    client.setToken(await api.token());
    api.fail({ with: { status: 503 }, times: Number.POSITIVE_INFINITY });

    await expect(run(client, toJsonl([base]), { outageTimeout: 400 })).rejects.toThrow(
      'nothing got through for',
    );
  });

  it('rejects with the reason of an abort', async () => {
    const { api, client } = await start();
    api.fail({ with: 'hang', times: Number.POSITIVE_INFINITY });
    const controller = new AbortController();
    const running = run(client, toJsonl([base]), { signal: controller.signal });
    controller.abort('enough');

    await expect(running).rejects.toBe('enough');
  });
});

describe('a journal', () => {
  const inputs = Array.from({ length: 40 }, (_, at) => ({ ...base, output: `Answer ${at % 10}` }));
  const text = toJsonl(inputs);
  const sorted = (outputs: readonly { output: string }[]) =>
    outputs.map(({ output }) => output).sort();

  it('lets an import go on that died at any of its writes', async () => {
    const { api, client } = await start();
    const journal = new MemoryJournal();
    let deaths = 0;
    for (let writes = 3; ; writes += 5) {
      journal.left = writes;
      try {
        // A new client knows nothing of what the dead process received.
        const token = await api.token();
        const fresh = new PromptCrafterClient({
          fetch: api.fetch,
          token,
          baseUrl: 'https://api.test',
        });
        await run(fresh, text, { journal });
        break;
      } catch {
        deaths += 1;
      }
    }

    expect(deaths).toBeGreaterThan(3);
    expect(sorted(api.logs)).toEqual(sorted(inputs));
    journal.left = Number.POSITIVE_INFINITY;
    expect(await run(client, text, { journal })).toMatchObject({
      ok: true,
      stored: 0,
      earlier: 40,
    });
    expect(api.logs).toHaveLength(40);
  });

  it('imports all again only where it is asked to', async () => {
    const { api, client } = await start();
    const journal = new MemoryJournal();
    await run(client, text, { journal });
    await run(client, text, { journal });
    expect(api.logs).toHaveLength(40);
    await run(client, text, { journal, again: true });

    expect(api.logs).toHaveLength(80);
  });

  it('takes lines that were added, and those that were refused and are corrected', async () => {
    const { api, client } = await start();
    const journal = new MemoryJournal();
    const wrong = { ...base, score: 11 };
    await run(client, toJsonl([base, wrong, base]), { journal });
    const corrected = toJsonl([base, { ...wrong, score: 10 }, base, { ...base, output: 'New.' }]);

    expect(await run(client, corrected, { journal })).toMatchObject({
      ok: true,
      stored: 2,
      earlier: 2,
    });
    expect(api.logs.map(({ output, score }) => [output, score])).toEqual([
      ...[
        ['Yes.', undefined],
        ['Yes.', undefined],
        ['Yes.', 10],
        ['New.', undefined],
      ],
    ]);
  });

  it.each([
    ['changed', toJsonl([{ ...base, output: 'Other.' }, ...inputs.slice(1)])],
    ['moved', toJsonl([...inputs.slice(1), base])],
    ['removed', toJsonl(inputs.slice(0, -1))],
  ])(
    'refuses a source in which lines were %s, before it sends anything',
    async (_case, changed) => {
      const { api, client } = await start();
      const journal = new MemoryJournal();
      await run(client, text, { journal });

      await expect(run(client, changed, { journal })).rejects.toThrow(
        'were changed, moved or removed',
      );
      expect(api.logs).toHaveLength(40);
      await run(client, changed, { journal, again: true });
      expect(api.logs.length).toBeGreaterThan(70);
    },
  );

  it('is not used for another API', async () => {
    const [one, two] = [await start(), await start()];
    const journal = new MemoryJournal();
    await run(one.client, text, { journal });
    const token = await two.api.token();
    const other = new PromptCrafterClient({
      fetch: two.api.fetch,
      token,
      baseUrl: 'https://other.test',
    });

    await expect(run(other, text, { journal })).rejects.toThrow(
      'is of another format, API or account',
    );
  });

  it('says of a record that nobody can know, and looks for it again', async () => {
    const { api, client } = await start();
    const journal = new MemoryJournal();
    api.fail({ with: 'reset-after-store', on: 'createLog' });
    api.fail({ with: { status: 403 }, on: 'getLogsByPrompt', times: 3 });
    const first = await run(client, toJsonl([base]), { journal });
    expect(first.rejectedRecords[0]?.reason).toContain('nobody can know whether it is stored');

    expect(await run(client, toJsonl([base]), { journal })).toMatchObject({ ok: true, stored: 1 });
    expect(api.logs).toHaveLength(1);
  });
});
