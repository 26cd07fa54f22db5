import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { expect, it } from 'vitest';
import { ada, createDesk } from './cli-kit.ts';
import { cli } from './serve-process.ts';

it('serves tools before there is a login, and uses the one that is made meanwhile', async () => {
  await using desk = await createDesk();
  const { PATH = '' } = process.env;
  const env = { PATH, HOME: desk.folder, XDG_CONFIG_HOME: join(desk.folder, 'config') };
  const agent = new Client({ name: 'agent', version: '1.0.0' });
  await agent.connect(
    new StdioClientTransport({ command: process.execPath, args: [cli, 'mcp'], env }),
  );
  try {
    const { tools } = await agent.listTools();
    expect(tools.map(({ name }) => name)).toContain('compare_prompts');
    const call = async () =>
      JSON.stringify(await agent.callTool({ name: 'list_prompts', arguments: {} }));
    expect(await call()).toContain(
      'Tell the user: Failed to log in: nobody is logged in. Run npx promptcrafter-client login',
    );
    const file = join(desk.folder, 'config/promptcrafter/profiles.json');
    await mkdir(join(file, '..'), { recursive: true });
    await writeFile(file, 'nonsense');
    expect(await call()).toContain('is damaged. Remove it, and log in again.');
    await rm(file);

    const args = ['login', '--email', ada.email, '--base-url', desk.server.url];
    const stdin = `${ada.password}\n`;
    expect(await desk.run([...args, '--password-stdin'], { stdin, env: {} })).toMatchObject({
      code: 0,
    });
    expect(await call()).toContain('History tutor');
  } finally {
    await agent.close();
  }
});
