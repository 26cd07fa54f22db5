import { answerList } from '../answer-list.ts';
import { ApiError } from '../api-errors.ts';
import { isStorableId } from '../ids.ts';
import { findById, findByPathId, readBody } from '../read-request.ts';
import type { LogRecord } from '../records.ts';
import { createLogSchema } from '../request-schemas.ts';
import { assertAdded, type RouteHandlers, type Services } from '../services.ts';

type LogOperation = 'getLogs' | 'getLogsByPrompt' | 'createLog' | 'deleteLog';

export function createLogRoutes(services: Services): RouteHandlers<LogOperation> {
  const { store } = services;
  return {
    async getLogs(context) {
      return answerList(context, store.listLogs(context.var.user._id));
    },

    async getLogsByPrompt(context) {
      const promptId = context.req.query('promptId') ?? '';
      const prompt = await findById(promptId, store.findPrompt, 'malformedPromptId');
      // A prompt that is not there and one without logs get the same answer.
      if (!prompt) throw new ApiError('noLogs');
      if (prompt.ownerId !== context.var.user._id) throw new ApiError('foreignLogs');
      return answerList(context, store.listLogsByPrompt(promptId), 'noLogs');
    },

    async createLog(context) {
      const { caller } = context.var;
      const fields = await readBody(context, createLogSchema);
      const log: LogRecord = {
        _id: services.createId('log'),
        ...fields,
        createdAt: new Date(services.now()).toISOString(),
      };
      // The store finds out whose prompt it is as it adds the log. Why it has not is looked up after that.
      const isAdded = isStorableId(log.promptId) && (await store.addLog(log, caller.id));
      if (!isAdded) {
        const prompt = await findById(log.promptId, store.findPrompt, 'invalidFields');
        // The answer does not show whether another user's prompt exists.
        if (prompt?.ownerId !== caller.id) throw new ApiError('promptNotAccessible');
        await caller.find();
      }
      assertAdded(isAdded, log._id);
      return context.json(log, 201);
    },

    async deleteLog(context) {
      const log = await findByPathId(context, store.findLog);
      const prompt = log && (await store.findPrompt(log.promptId));
      if (!log || !prompt) throw new ApiError('logNotFound');
      if (prompt.ownerId !== context.var.user._id) throw new ApiError('foreignLog');
      if (!(await store.deleteLog(log._id))) throw new ApiError('logNotFound');
      return context.body(null, 204);
    },
  };
}
