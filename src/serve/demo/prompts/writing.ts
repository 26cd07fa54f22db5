import type { DemoPrompt } from '../demo-prompt.ts';

export const minutes: DemoPrompt = {
  id: 'prompt107',
  title: 'Minutes in five lines',
  content:
    'Sum up the meeting in five lines: what was decided, who does what by when, and what is open. Names as they were said. Invent nothing.\n\n{transcript}',
  model: 'claude-sonnet-4',
  tags: ['writing'],
  trends: [
    { model: 'gpt-4o', count: 10, from: 6, to: 7.6 },
    { model: 'claude-sonnet-4', count: 10, from: 7.4, to: 9 },
  ],
  answers: {
    good: [
      {
        output:
          'Decided: the new search goes out on Thursday.\nMira writes the release notes by Wednesday noon.\nJonas asks the three test customers by Tuesday.\nOpen: whether the old address stays.\nNext meeting: Friday at ten.',
      },
      {
        output:
          'Decided: we keep both data centres until June.\nPriya compares the two offers by Monday.\nOle tells the customers in Oslo this week.\nOpen: who pays for the overlap.\nNext meeting: Tuesday at two.',
      },
    ],
    fair: [
      {
        output:
          'The team talked about the new search, the release notes and the test customers. There was broad agreement. Some questions remain.',
        notes: 'Who does what?',
      },
    ],
    poor: [{ output: 'Decided: Peter takes over the project.', notes: 'There is no Peter.' }],
  },
};

export const haiku: DemoPrompt = {
  id: 'prompt108',
  title: '天気の俳句',
  content: '今日の天気について俳句を一つ詠んでください。季語を一つ入れること。',
  model: 'claude-sonnet-4',
  tags: ['日本語', 'poetry'],
  trends: [
    { model: 'claude-sonnet-4', count: 6, from: 7, to: 9 },
    { model: 'gpt-4o', count: 5, from: 6, to: 7 },
  ],
  answers: {
    good: [{ output: '夕立の\n匂い残して\n風ひとつ', notes: 'Season word: 夕立.' }],
    fair: [{ output: '雨が降る\n傘をさしても\n濡れている', notes: 'No season word.' }],
    poor: [{ output: '今日の天気は晴れです。' }],
  },
};

/** A prompt that nobody has tried yet. */
export const photos: DemoPrompt = {
  id: 'prompt109',
  title: 'Alternative texts for product photos',
  content:
    'Describe the photo for somebody who cannot see it, in one sentence of at most 125 characters. Begin with the product, not with “Photo of”.',
  model: 'gpt-4o',
  tags: ['accessibility'],
};
