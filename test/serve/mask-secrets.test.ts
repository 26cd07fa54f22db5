import { expect, it } from 'vitest';
import { maskSecrets } from '../../src/serve/mask-secrets.ts';

it.each([
  ['postgres://ada:secret@db.example.com/prompts', 'postgres://***@db.example.com/prompts'],
  ['postgres://ada:se@cr/et?@db.example.com:5432/x', 'postgres://***@db.example.com:5432/x'],
  ['postgres://:secret@/prompts', 'postgres://***@/prompts'],
  ['postgres://ada:sec\nret@db/prompts', 'postgres://***@db/prompts'],
  ['postgres://db/prompts?user=ada&password=secret', 'postgres://db/prompts?user=ada&password=***'],
  ['postgres://db/prompts?PASSWORD=secret&x=1', 'postgres://db/prompts?PASSWORD=***&x=1'],
  ["host=db password='se cret' user=ada", 'host=db password=*** user=ada'],
  ["host=db password = 'se cret", 'host=db password = ***'],
  ['host=db password=secret user=ada', 'host=db password=*** user=ada'],
  ['data/ada@home.db', 'data/ada@home.db'],
  ['http://127.0.0.1:8787', 'http://127.0.0.1:8787'],
])('shows no password of %j', (text, shown) => {
  expect(maskSecrets(text)).toBe(shown);
});
