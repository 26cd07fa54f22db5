import { beforeEach, describe, expect, it } from 'vitest';
import { type ContractKit, expectError } from './contract-kit.ts';

export function describeSearch(kit: ContractKit): void {
  const { call } = kit;

  describe('searchPrompts', () => {
    const search = async (query: string, token = kit.ada) => {
      const { status, json } = await call('GET', `/search?${new URLSearchParams({ q: query })}`, {
        token,
      });
      expect(status).toBe(200);
      return (json as { _id: string }[]).map(({ _id }) => _id);
    };

    beforeEach(async () => {
      await kit.api.seed({
        prompts: [
          {
            _id: 'history',
            title: 'Industrial Revolution',
            content: 'Explain it.',
            tags: ['ks3'],
          },
          { _id: 'advert', title: 'Advert', content: 'Sell a KETTLE, revolutionary.', tags: [] },
          { _id: 'cafe', title: 'Café crème', content: 'Übersetze 日本語 🙂', tags: null },
          { _id: 'foreign', title: 'Revolution', ownerId: 'bob@example.com' },
        ],
      });
    });

    it.each([
      ['revolution', ['history', 'advert']],
      ['REVOL', ['history', 'advert']],
      ['volut', ['history', 'advert']],
      ['revolution kettle', ['advert']],
      ['ks3 explain industrial', ['history']],
      ['  explain   ks3 ', ['history']],
      ['KS3', ['history']],
      ['crème', ['cafe']],
      ['cafe\u0301', ['cafe']],
      ['ÜBERSETZE', ['cafe']],
      ['日本', ['cafe']],
      ['🙂', ['cafe']],
      ['revolution nothing', []],
      ['.*', []],
      ['%', []],
    ])('finds by "%s"', async (query, ids) => {
      expect(await search(query)).toEqual(ids);
    });

    it('gives what has more of the words in its title first, then what is older', async () => {
      await kit.api.seed({
        prompts: [
          { _id: 'content', title: 'Other', content: 'Steam engines.' },
          { _id: 'tags', title: 'Other', tags: ['steam', 'engine'] },
          { _id: 'one', title: 'Steam', content: 'An engine.' },
          { _id: 'both', title: 'Engines\nof STEAM' },
          { _id: 'other one', title: 'Engines', content: 'Of steam, steam, steam.' },
          { _id: 'late', title: 'Other', content: 'A steam engine.' },
        ],
      });

      expect(await search('steam engine')).toEqual([
        'both',
        'one',
        'other one',
        'content',
        'tags',
        'late',
      ]);
      expect(await search('steam')).toEqual([
        ...['one', 'both'],
        ...['content', 'tags', 'other one', 'late'],
      ]);
    });

    it('finds by more words than anybody types', async () => {
      const words = Array.from({ length: 900 }, (_, index) => `w${index}`);
      await kit.api.seed({
        prompts: [
          { _id: 'all', content: words.toReversed().join(' ') },
          { _id: 'most', content: words.filter((word) => word !== 'w899').join(' ') },
        ],
      });

      expect(await search(words.join(' '))).toEqual(['all']);
    });

    it("leaves out other users' prompts", async () => {
      expect(await search('revolution', kit.bob)).toEqual(['foreign']);
    });

    it.each(['', '?q=', '?q=%20%20', '?query=word', '?q=a&q=b'])(
      'refuses /search%s',
      async (query) => {
        const answer = await call('GET', `/search${query}`, { token: kit.ada });
        expectError(answer, 400, 'Missing or malformed query string.');
      },
    );
  });
}
