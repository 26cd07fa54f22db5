import type { EvalCase, EvaluateOptions, Run, TaskInput } from '../../../src/evals/index.ts';
import { evaluate } from '../../../src/evals/index.ts';
import type { Prompt } from '../../../src/index.ts';
import { PromptCrafterClient } from '../../../src/index.ts';
import { createTestApi } from '../../../src/testing/index.ts';

/** An API with two prompts, a client, and a model that is a function. */
export async function createLab() {
  let time = Date.parse('2026-11-26T08:00:00.000Z');
  const api = createTestApi({
    now: () => {
      time += 1_000;
      return time;
    },
  });
  api.seed({
    users: [{}],
    prompts: [
      { _id: 'prompt101', title: 'Plain', content: 'Answer {question}', model: 'gpt-4o' },
      { _id: 'prompt102', title: 'Kind', content: 'Kindly answer {question}', model: 'gpt-4o' },
    ],
  });
  const client = new PromptCrafterClient({
    fetch: api.fetch,
    token: await api.token(),
    baseUrl: 'http://localhost',
    maxRetries: 0,
  });
  const asked: TaskInput[] = [];
  const [plain, kind] = (await client.getPrompts()) as [Prompt, Prompt];
  return {
    api,
    client,
    plain,
    kind,
    asked,
    /** Evaluates both prompts on some cases, unless options say something else. */
    run: <Case extends EvalCase = EvalCase>(
      options: Partial<EvaluateOptions<Case>> = {},
    ): Promise<Run> =>
      evaluate<Case>({
        client,
        prompts: [plain, kind],
        cases: toCases(3) as readonly EvalCase[] as readonly Case[],
        task: async (input) => {
          asked.push(input as unknown as TaskInput);
          return { output: `${input.text} (${input.trial})`, modelUsed: 'stand-in' };
        },
        scorers: { length: ({ output }) => Math.min(10, output.length / 10) },
        ...options,
      }),
    /** The logs as a client reads them. */
    readLogs: (promptId: string) => client.getLogsByPrompt(promptId),
  };
}

export function toCases(count: number): EvalCase[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `case-${index + 1}`,
    variables: { question: `number ${index + 1}` },
    expected: index + 1,
  }));
}
