import { answerList } from '../answer-list.ts';
import { ApiError } from '../api-errors.ts';
import { findByPathId, readBody } from '../read-request.ts';
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

  function assertOwn(
    context: RouteContext,
    prompt: PromptRecord | undefined,
  ): asserts prompt is PromptRecord {
    if (!prompt) throw new ApiError('promptNotFound');
    if (prompt.ownerId !== context.var.user._id) throw new ApiError('foreignPrompt');
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
      const prompt = await findByPathId(context, store.findPrompt);
      assertOwn(context, prompt);
      return context.json(prompt);
    },

    async updatePrompt(context) {
      const prompt = await findByPathId(context, store.findPrompt);
      const changes = await readBody(context, updatePromptSchema, 'invalidUpdate');
      assertOwn(context, prompt);
      const updatedAt = new Date(services.now()).toISOString();
      const updated = await store.updatePrompt(prompt._id, { ...changes, updatedAt });
      if (!updated) throw new ApiError('promptNotFound');
      return context.json(updated);
    },

    async deletePrompt(context) {
      const prompt = await findByPathId(context, store.findPrompt);
      assertOwn(context, prompt);
      if (!(await store.deletePrompt(prompt._id))) throw new ApiError('promptNotFound');
      return context.body(null, 204);
    },

    async searchPrompts(context) {
      const words = toSearchWords(context.req.query('q') ?? '');
      if (words.length === 0) throw new ApiError('malformedQuery');
      return answerList(
        context,
        store.searchPrompts(context.var.user._id, words, context.req.raw.signal),
      );
    },
  };
}
