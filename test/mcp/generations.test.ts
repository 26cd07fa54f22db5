import { describe, expect, it } from 'vitest';
import { createTestApi } from '../../src/testing/index.ts';
import { createClient, generations, openAgent, readPages } from './mcp-kit.ts';

describe.each(generations)('an agent that speaks %s', (generation) => {
  it('is told how to begin, lists the tools and calls them', async () => {
    const api = createTestApi();
    api.seed({ prompts: [{ _id: 'prompt104', title: 'Rainbows' }] });
    const agent = await openAgent(await createClient(api), { generation });
    expect(agent.getInstructions()).toContain('Begin with list_prompts.');
    expect((await agent.listTools()).map(({ name }) => name)).toEqual([
      'list_prompts',
      'get_prompt',
      'list_logs',
      'get_log',
      'summarize_scores',
      'compare_prompts',
    ]);
    const { data } = await agent.call('list_prompts');
    expect(data).toMatchObject([{ _id: 'prompt104', title: 'Rainbows' }]);
  });

  it('reads a long log to its end', async () => {
    const api = createTestApi();
    const output = 'Sunlight, sorted by colour. 🌈\n'.repeat(3_000);
    api.seed({ prompts: [{ _id: 'prompt104' }], logs: [{ _id: 'log106', output }] });
    const { call } = await openAgent(await createClient(api), { generation });
    const pages = await readPages(call, 'get_log', { promptId: 'prompt104', logId: 'log106' });
    expect(pages.length).toBeGreaterThan(4);
    const parts = pages.map(({ data }) => (data as { output?: string }).output ?? '');
    expect(parts.join('') === output).toBe(true);
  });

  it('gets the refusals of the API and of its own arguments as results', async () => {
    const api = createTestApi();
    const { call } = await openAgent(await createClient(api), { generation });
    expect(await call('get_prompt', { promptId: 'prompt999' })).toMatchObject({
      isError: true,
      text: 'The API answered 404: "No prompt found with the specified ID.". Look it up with list_prompts or list_logs.',
    });
    const mistaken = await call('list_logs', { promptid: 'prompt104' });
    expect(mistaken.isError).toBe(true);
    expect(mistaken.text).toMatch(/no argument promptid; there are promptId, model/);
  });
});
