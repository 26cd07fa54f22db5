import { chmod, mkdir, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { StoreUnavailableError } from '../../../src/api/store.ts';
import { protectFile, resolveDataFile } from '../../../src/serve/sqlite/data-file.ts';
import { openSqliteStore } from '../../../src/serve/sqlite/sqlite-store.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

async function createFolder(): Promise<string> {
  const folder = await createTemporaryFolder();
  onTestFinished(() => folder[Symbol.asyncDispose]());
  return folder.path;
}

const readMode = async (file: string) => ((await stat(file)).mode & 0o777).toString(8);

describe('the name of a data file', () => {
  it.each(['data.db', './data.db', ':memory:', ' ', 'a b?mode=memory#c', 'C:data.db', '%20.db'])(
    'is a name, whatever SQLite makes of it: "%s"',
    (name) => {
      expect(resolveDataFile(name)).toBe(resolve(name));
    },
  );

  it('can be the URL of a file', () => {
    const file = resolve('a folder/dätä #1?.db');

    expect(resolveDataFile(pathToFileURL(file).href)).toBe(file);
    expect(resolveDataFile(`FILE://${file.replaceAll(' ', '%20').split('#')[0]}`)).toContain('d');
  });

  it.each([
    'file:uri.db',
    'file:gone.db?mode=memory',
    'FILE:uri.db',
    'sqlite:data.db',
    'sqlite:///data.db',
    'postgres://ada:secret@db/prompts',
    'file:///data.db?mode=ro',
    'file:///data.db#part',
    'file://example.com/data.db',
    '',
  ])('is refused where it is none: "%s"', (name) => {
    expect(() => resolveDataFile(name)).toThrow(/^it (is a URL|has no name)/);
  });
});

describe('a data file', () => {
  it('is for its owner alone, new or old, and so is what lies beside it', async () => {
    const folder = await createFolder();
    const old = join(folder, 'old.db');
    await openSqliteStore(old, () => {}).close();
    await chmod(old, 0o664);
    for (const file of [old, join(folder, 'new:1.db')]) {
      const store = openSqliteStore(file, () => {});
      await store.keepSetting({ name: 'a', value: 'b' });
      for (const end of ['', '-wal', '-shm', '-lock']) {
        expect(await readMode(`${file}${end}`), `${file}${end}`).toBe('600');
      }
      await store.close();
    }
  });

  it('may be one that a link leads to', async () => {
    const folder = await createFolder();
    const file = join(folder, 'real.db');
    await writeFile(file, '', { mode: 0o644 });
    await symlink(file, join(folder, 'link.db'));
    protectFile(join(folder, 'link.db'));

    expect(await readMode(file)).toBe('600');
  });
});

describe('a data file that disappears', () => {
  async function openFile() {
    const file = join(await createFolder(), 'data.db');
    const reports: unknown[] = [];
    const store = openSqliteStore(file, (error) => reports.push(error));
    onTestFinished(() => store.close());
    let settings = 0;
    const write = () => {
      settings += 1;
      return store.keepSetting({ name: `${settings}`, value: '' });
    };
    await write();
    return { file, store, write, reports };
  }

  it.each([
    ['is deleted', (file: string) => rm(file)],
    ['is moved away', (file: string) => rename(file, `${file}-old`)],
    [
      'is replaced',
      async (file: string) => {
        await writeFile(`${file}-new`, 'Something else.');
        await rename(`${file}-new`, file);
      },
    ],
    [
      'is gone with its folder',
      async (file: string) => {
        await rename(join(file, '..'), join(file, '../../gone'));
        onTestFinished(() => rm(join(file, '../../gone'), { recursive: true }));
      },
    ],
    ['has lost its log of changes', (file: string) => rm(`${file}-wal`)],
  ])('takes no change once it %s, and says so once', async (_, disappear) => {
    const { file, store, write, reports } = await openFile();
    await expect(store.check()).resolves.toBeUndefined();
    await disappear(file);

    await expect(store.check()).rejects.toBeInstanceOf(StoreUnavailableError);
    await expect(write()).rejects.toBeInstanceOf(StoreUnavailableError);
    await expect(write()).rejects.toThrow('it is not where it was');
    expect(reports).toHaveLength(1);
  });

  it('takes changes again when it is back', async () => {
    const { file, store, write } = await openFile();
    await rename(file, `${file}-away`);
    await expect(write()).rejects.toThrow('it is not where it was');
    await rename(`${file}-away`, file);

    await write();
    await expect(store.check()).resolves.toBeUndefined();
  });

  it('was noticed though a folder of its name is there', async () => {
    const { file, write } = await openFile();
    await rm(file);
    await mkdir(file);

    await expect(write()).rejects.toBeInstanceOf(StoreUnavailableError);
  });
});
