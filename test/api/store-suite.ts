import { beforeEach, describe, expect, it } from 'vitest';
import type { LogRecord, PromptRecord, UserRecord } from '../../src/api/records.ts';
import type { RecordPages, Store } from '../../src/api/store.ts';

const createdAt = '2024-06-20T13:13:00.000Z';

function createUser(_id: string, email = `${_id}@example.com`): UserRecord {
  return { _id, email, name: 'Test User', createdAt };
}

function createPrompt(_id: string, ownerId = 'ada'): PromptRecord {
  const text = { title: `Prompt ${_id}`, content: 'Explain.', model: 'gpt-4o' };
  return { _id, ownerId, ...text, createdAt, updatedAt: createdAt };
}

function createLog(_id: string, promptId: string): LogRecord {
  return { _id, promptId, output: 'Short.', modelUsed: 'gpt-4o', createdAt };
}

async function toArray(list: RecordPages): Promise<unknown[]> {
  const texts: string[] = [];
  for await (const page of list) {
    expect(page).not.toEqual([]);
    texts.push(...page);
  }
  return texts.map((text) => JSON.parse(text));
}

/** What every store does, wherever it keeps its records. */
export function describeStore(name: string, create: () => Store | Promise<Store>): void {
  describe(name, () => {
    let store: Store;

    beforeEach(async () => {
      store = await create();
      await store.addUser(createUser('ada'), 'hash of ada');
      await store.addUser(createUser('bob'), 'hash of bob');
    });

    async function addAll(prompts: PromptRecord[], logs: LogRecord[] = []): Promise<void> {
      for (const prompt of prompts) expect(await store.addPrompt(prompt)).toBe(true);
      for (const log of logs) expect(await store.addLog(log)).toBe(true);
    }

    it('finds users by id and by email in any case', async () => {
      expect(await store.findUser('ada')).toEqual(createUser('ada'));
      expect(await store.findUserByEmail('ADA@Example.com')).toEqual(createUser('ada'));
      expect(await store.findPasswordHash('bob')).toBe('hash of bob');
      expect(await store.findUser('eve')).toBeUndefined();
      expect(await store.findUserByEmail('eve@example.com')).toBeUndefined();
      expect(await store.findPasswordHash('eve')).toBeUndefined();
    });

    it('adds no second user with an id or an email', async () => {
      expect(await store.addUser(createUser('ada', 'eve@example.com'), 'hash')).toBe(false);
      expect(await store.addUser(createUser('eve', 'Ada@example.com'), 'hash')).toBe(false);
      expect(await store.findUserByEmail('eve@example.com')).toBeUndefined();
      expect(await store.findPasswordHash('ada')).toBe('hash of ada');
    });

    it('finds the user and the prompt that were added first', async () => {
      expect(await store.findFirstPrompt()).toBeUndefined();
      await addAll([createPrompt('b', 'bob'), createPrompt('a')]);

      expect(await store.findFirstUser()).toEqual(createUser('ada'));
      expect(await store.findFirstPrompt()).toEqual(createPrompt('b', 'bob'));
    });

    it('lists the prompts of one owner in the order of adding', async () => {
      const [one, two] = [createPrompt('b'), createPrompt('a')];
      await addAll([one, createPrompt('c', 'bob'), two]);

      expect(await toArray(store.listPrompts('ada'))).toEqual([one, two]);
      expect(await toArray(store.listPrompts('eve'))).toEqual([]);
      expect(await store.addPrompt(createPrompt('a', 'bob'))).toBe(false);
      expect(await store.findPrompt('a')).toEqual(two);
    });

    it('searches the prompts of one owner', async () => {
      const found = { ...createPrompt('a'), tags: ['Übung', 'school'] };
      await addAll([createPrompt('b'), found, { ...found, _id: 'c', ownerId: 'bob' }]);

      expect(await toArray(store.searchPrompts('ada', ['übu', 'expl']))).toEqual([found]);
      expect(await toArray(store.searchPrompts('ada', ['übu', 'nothing']))).toEqual([]);
      await store.updatePrompt('a', { tags: ['other'] });
      expect(await toArray(store.searchPrompts('ada', ['übu']))).toEqual([]);
      await store.updatePrompt('b', { content: 'Übersetze.' });
      expect(await toArray(store.searchPrompts('ada', ['über']))).toMatchObject([{ _id: 'b' }]);
    });

    it('begins with the prompts that have more of the words in their titles', async () => {
      const create = (_id: string, title: string, content: string) => ({
        ...createPrompt(_id),
        title,
        content,
      });
      await addAll([
        create('a', 'Other', 'Steam engine.'),
        create('b', 'Steam', 'Engine.'),
        create('c', 'The\nSteam Engine', 'Other.'),
        create('d', 'Engine', 'Steam.'),
      ]);

      const ids = async (...words: string[]) =>
        (await toArray(store.searchPrompts('ada', words))).map(
          (prompt) => (prompt as PromptRecord)._id,
        );
      expect(await ids('steam', 'engine')).toEqual(['c', 'b', 'd', 'a']);
      expect(await ids('engine')).toEqual(['c', 'd', 'a', 'b']);
      await store.updatePrompt('a', { title: 'Steam engine' });
      expect(await ids('steam', 'engine')).toEqual(['a', 'c', 'b', 'd']);
    });

    it('keeps every character and every field', async () => {
      const text = 'é\u0000\ud800"\u2028\u{10ffff}';
      const prompt = { ...createPrompt('🙂 é'), content: text, tags: null, rating: { stars: 4 } };
      const log = { ...createLog('ö', '🙂 é'), output: text, score: 7.5, notes: null };
      await addAll([prompt], [log]);

      expect(await store.findPrompt('🙂 é')).toEqual(prompt);
      expect(await store.findLog('ö')).toEqual(log);
      expect(await toArray(store.listLogs('ada'))).toEqual([log]);
    });

    it('updates a prompt in its place', async () => {
      await addAll([createPrompt('a'), createPrompt('b')]);
      const updated = { ...createPrompt('a'), title: 'New', tags: ['x'] };

      expect(await store.updatePrompt('a', { title: 'New', tags: ['x'] })).toEqual(updated);
      expect(await toArray(store.listPrompts('ada'))).toEqual([updated, createPrompt('b')]);
      expect(await store.updatePrompt('c', { title: 'New' })).toBeUndefined();
    });

    it('lists logs by owner and by prompt in the order of adding', async () => {
      const logs = [createLog('3', 'b'), createLog('2', 'a'), createLog('1', 'b')];
      const foreign = createLog('4', 'c');
      await addAll(
        [createPrompt('a'), createPrompt('b'), createPrompt('c', 'bob')],
        [foreign, ...logs],
      );

      expect(await toArray(store.listLogs('ada'))).toEqual(logs);
      expect(await toArray(store.listLogsByPrompt('b'))).toEqual([logs[0], logs[2]]);
      expect(await store.findLog('4')).toEqual(foreign);
      expect(await store.addLog(createLog('4', 'a'))).toBe(false);
    });

    it('adds a log for the owner of its prompt, and for nobody else', async () => {
      await addAll([createPrompt('a')]);
      expect(await store.addLog(createLog('1', 'a'), 'bob')).toBe(false);
      expect(await store.addLog(createLog('1', 'a'), 'eve')).toBe(false);
      expect(await store.addLog(createLog('1', 'a'), '')).toBe(false);
      expect(await store.addLog(createLog('1', 'b'), 'ada')).toBe(false);
      expect(await store.addLog(createLog('1', 'a'), 'ada')).toBe(true);
      expect(await store.addLog(createLog('1', 'a'), 'ada')).toBe(false);
      expect(await toArray(store.listLogs('ada'))).toEqual([createLog('1', 'a')]);
    });

    it('deletes a log once', async () => {
      await addAll([createPrompt('a')], [createLog('1', 'a'), createLog('2', 'a')]);

      expect(await store.deleteLog('1')).toBe(true);
      expect(await store.deleteLog('1')).toBe(false);
      expect(await toArray(store.listLogs('ada'))).toEqual([createLog('2', 'a')]);
      expect(await toArray(store.listLogsByPrompt('a'))).toEqual([createLog('2', 'a')]);
    });

    it('deletes a prompt with its logs, and takes none for it afterwards', async () => {
      const kept = createLog('3', 'b');
      await addAll(
        [createPrompt('a'), createPrompt('b')],
        [createLog('1', 'a'), createLog('2', 'a'), kept],
      );

      expect(await store.deletePrompt('a')).toBe(true);
      expect(await store.deletePrompt('a')).toBe(false);
      expect(await toArray(store.listPrompts('ada'))).toEqual([createPrompt('b')]);
      expect(await toArray(store.listLogs('ada'))).toEqual([kept]);
      expect(await toArray(store.listLogsByPrompt('a'))).toEqual([]);
      expect(await store.findLog('1')).toBeUndefined();
      expect(await store.addLog(createLog('5', 'a'))).toBe(false);
    });

    const toNewUser = (user: UserRecord) => ({ user, passwordHash: `hash of ${user._id}` });

    it('adds many records at once, each of which may refer to those before it', async () => {
      const users = [createUser('eve')].map(toNewUser);
      const prompts = [createPrompt('a', 'eve'), createPrompt('b')];
      const logs = [createLog('1', 'b'), createLog('2', 'a'), createLog('3', 'b')];

      expect(await store.addAll({ users, prompts, logs })).toBeUndefined();
      expect(await store.findPasswordHash('eve')).toBe('hash of eve');
      expect(await toArray(store.listPrompts('eve'))).toEqual([prompts[0]]);
      expect(await toArray(store.listLogsByPrompt('b'))).toEqual([logs[0], logs[2]]);
    });

    it.each([
      ['user', { users: [createUser('bob', 'other@example.com')] }],
      ['user', { users: [createUser('eve', 'BOB@example.com')] }],
      ['user', { users: [createUser('eve'), createUser('eve', 'other@example.com')] }],
      ['prompt', { prompts: [createPrompt('a')] }],
      ['prompt', { prompts: [createPrompt('new', 'nobody')] }],
      ['log', { logs: [createLog('1', 'a')] }],
      ['log', { logs: [createLog('new', 'gone')] }],
    ] as const)('adds nothing at all when a %s is refused: %j', async (kind, refused) => {
      await addAll([createPrompt('a')], [createLog('1', 'a')]);
      const users = [createUser('ann'), ...('users' in refused ? refused.users : [])];
      const prompts = [createPrompt('b'), ...('prompts' in refused ? refused.prompts : [])];
      const logs = [createLog('2', 'b'), ...('logs' in refused ? refused.logs : [])];
      const { _id: id } = { user: users, prompt: prompts, log: logs }[kind].at(-1) ?? {};

      const refusal = await store.addAll({ users: users.map(toNewUser), prompts, logs });
      expect(refusal).toEqual({ kind, id });
      expect(await store.findUser('ann')).toBeUndefined();
      expect(await store.findUserByEmail('ann@example.com')).toBeUndefined();
      expect(await toArray(store.listPrompts('ada'))).toEqual([createPrompt('a')]);
      expect(await toArray(store.listLogs('ada'))).toEqual([createLog('1', 'a')]);
      expect(await store.findLog('2')).toBeUndefined();
      expect(await store.addUser(createUser('ann'), 'hash')).toBe(true);
    });
  });
}
