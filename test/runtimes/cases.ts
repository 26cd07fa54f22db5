import { bodyCases } from './cases/bodies.ts';
import type { CaseGroup } from './cases/case.ts';
import { createOnceCases } from './cases/create-once.ts';
import { errorCases } from './cases/errors.ts';
import { evalsCases } from './cases/evals.ts';
import { inputCases } from './cases/inputs.ts';
import { methodCases } from './cases/methods.ts';
import { networkCases } from './cases/network.ts';
import { observeCases } from './cases/observe.ts';
import { promptCases } from './cases/prompts.ts';
import { queueCases } from './cases/queues.ts';
import { retryCases } from './cases/retries.ts';
import { reusedConnectionCases } from './cases/reused-connections.ts';
import { tokenCases } from './cases/tokens.ts';
import { waitCases } from './cases/waits.ts';

/** Every case, with what it must come to in each runtime. */
export const caseGroups: readonly CaseGroup[] = [
  { title: 'Methods', cases: methodCases },
  { title: 'Errors', cases: errorCases },
  { title: 'Network', cases: networkCases },
  { title: 'Timeouts and aborts', cases: waitCases },
  { title: 'Retries', cases: retryCases },
  { title: 'Effectively once', cases: createOnceCases },
  { title: 'Log queues', cases: queueCases },
  { title: 'Reused connections', cases: reusedConnectionCases },
  { title: 'Bodies', cases: bodyCases },
  { title: 'Inputs', cases: inputCases },
  { title: 'Tokens', cases: tokenCases },
  { title: 'Prompts and meta', cases: promptCases },
  { title: 'Observer', cases: observeCases },
  { title: 'Evaluation', cases: evalsCases },
];
