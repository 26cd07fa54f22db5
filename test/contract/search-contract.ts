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

    it("leaves out other users' prompts", async () => {
      expect(await search('revolution', kit.bob)).toEqual(['foreign']);
    });

    it.each(['', '?q=', '?q=%20%20', '?query=word'])('refuses /search%s', async (query) => {
      const answer = await call('GET', `/search${query}`, { token: kit.ada });
      expectError(answer, 400, 'Search query is missing or empty');
    });
  });
}
