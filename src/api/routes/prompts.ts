import { answerList } from '../answer-list.ts';
import { createApiError } from '../api-errors.ts';
import { readBody, readPathId } from '../read-request.ts';
import type { PromptRecord } from '../records.ts';
import { createPromptSchema, updatePromptSchema } from '../request-schemas.ts';
import { toSearchWords } from '../search.ts';
import { assertAdded, type RouteContext, type RouteHandlers, type Services } from '../services.ts';

type PromptOperation =
  | 'getPrompts'
  | 'createPrompt'
  | 'getPromptById'
  | 'updatePrompt'
  | 'deletePrompt'
  | 'searchPrompts';

export function createPromptRoutes(services: Services): RouteHandlers<PromptOperation> {
  const { store } = services;

  async function findOwnPrompt(context: RouteContext, id: string): Promise<PromptRecord> {
    const prompt = await store.findPrompt(id);
    if (!prompt) throw createApiError('promptNotFound');
    if (prompt.ownerId !== context.var.user._id) throw createApiError('foreignPrompt');
    return prompt;
  }

  return {
    async getPrompts(context) {
      return answerList(context, store.listPrompts(context.var.user._id));
    },

    async createPrompt(context) {
      const fields = await readBody(context, createPromptSchema);
      const createdAt = new Date(services.now()).toISOString();
      const prompt: PromptRecord = {
        _id: services.createId('prompt'),
        ownerId: context.var.user._id,
        ...fields,
        createdAt,
        updatedAt: createdAt,
      };
      assertAdded(await store.addPrompt(prompt), prompt._id);
      return context.json(prompt, 201);
    },

    async getPromptById(context) {
      return context.json(await findOwnPrompt(context, readPathId(context, 'malformedPromptId')));
    },

    async updatePrompt(context) {
      const id = readPathId(context, 'malformedPromptId');
      const changes = await readBody(context, updatePromptSchema);
      await findOwnPrompt(context, id);
      const updatedAt = new Date(services.now()).toISOString();
      const prompt = await store.updatePrompt(id, { ...changes, updatedAt });
      if (!prompt) throw createApiError('promptNotFound');
      return context.json(prompt);
    },

    async deletePrompt(context) {
      const { _id } = await findOwnPrompt(context, readPathId(context, 'malformedPromptId'));
      if (!(await store.deletePrompt(_id))) throw createApiError('promptNotFound');
      return context.body(null, 204);
    },

    async searchPrompts(context) {
      const words = toSearchWords(context.req.query('q') ?? '');
      if (words.length === 0) throw createApiError('missingQuery');
      return answerList(context, store.searchPrompts(context.var.user._id, words));
    },
  };
}
