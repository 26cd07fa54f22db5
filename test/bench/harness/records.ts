/** The log that is sent. */
export const input = {
  promptId: 'prompt104',
  output: 'The quick brown fox jumps over the lazy dog, and then it does so again. '.repeat(2),
  modelUsed: 'gpt-4o',
  notes: 'Too wordy: asks twice.',
  score: 7,
};

/** A log of a list. */
export const toRecord = (index: number) => ({
  _id: `66b0c1${index.toString(16).padStart(18, '0')}`,
  ...input,
  score: index % 11,
  createdAt: '2025-08-05T12:34:56.789Z',
});
