import { scoreLog } from '../../../evals/index.ts';
import type { Log } from '../../../index.ts';
import { createElement } from '../create-element.ts';
import { describeError } from '../describe-error.ts';
import { formatScore, formatTime } from '../format.ts';
import type { Login } from '../kept-login.ts';
import { isExpired, type PageContext } from '../load-into.ts';
import { createModelName } from '../model-marks.ts';
import { createNotice } from '../notice.ts';
import type { LogEntry } from './log-entry.ts';
import { createMetaList } from './meta-list.ts';

export interface LogDialogOptions {
  readonly context: PageContext;
  readonly login: Login;
  readonly entry: LogEntry;
  /** Is given the scored copy. */
  onScored(copy: Log): void;
  onClose(): void;
}

/** Shows a whole log over the page: its text, its notes, its meta, and a form to score it. */
export function openLogDialog({
  context,
  login,
  entry,
  onScored,
  onClose,
}: LogDialogOptions): void {
  const { log, createdAt, score } = entry;
  const title = createElement(
    'h2',
    { id: 'log-title' },
    'Log ',
    createElement('code', {}, log._id),
  );
  const input = createElement('input', {
    id: 'score',
    type: 'number',
    min: 0,
    max: 10,
    step: 1,
    required: true,
    inputmode: 'numeric',
    value: score,
    'aria-describedby': 'score-hint',
  });
  const reason = createElement('input', { id: 'reason', type: 'text', autocomplete: 'off' });
  const save = createElement('button', { type: 'submit', class: 'primary' }, 'Save score');
  const message = createElement('div', { class: 'dialog-message' });
  let isBusy = false;

  async function send(): Promise<void> {
    if (isBusy) return;
    isBusy = true;
    save.textContent = 'Saving…';
    message.replaceChildren();
    const given = Number(input.value);
    const { client } = context.session;
    try {
      const copy = await scoreLog(client, log, given, {
        scorer: login.email,
        ...(reason.value.trim() !== '' && { reason: reason.value.trim() }),
      });
      // The list behind is told first, so that the focus returns to what is there then.
      onScored(copy);
      dialog.close();
    } catch (error) {
      if (isExpired(error)) {
        dialog.close();
        return context.onExpired();
      }
      const { title: what, text } = describeError(error, 'log');
      message.append(createNotice({ title: what, text, isError: true }));
    } finally {
      isBusy = false;
      save.textContent = 'Save score';
    }
  }

  const form = createElement(
    'form',
    {
      class: 'score-form',
      submit: (event) => {
        event.preventDefault();
        void send();
      },
    },
    createElement(
      'div',
      {},
      createElement('label', { for: 'score' }, 'Score'),
      input,
      createElement('p', { id: 'score-hint', class: 'subtle hint' }, 'From 0 to 10.'),
    ),
    createElement(
      'div',
      {},
      createElement('label', { for: 'reason' }, 'Reason'),
      reason,
      createElement('p', { class: 'subtle hint' }, 'If you like; it is kept in the meta.'),
    ),
    save,
  );

  const dialog = createElement(
    'dialog',
    {
      class: 'sheet',
      'aria-labelledby': title.id,
      close: () => {
        dialog.remove();
        onClose();
      },
    },
    createElement(
      'header',
      {},
      title,
      createElement(
        'button',
        { type: 'button', class: 'quiet', click: () => dialog.close() },
        'Close',
      ),
    ),
    createElement(
      'p',
      { class: 'subtle facts' },
      createModelName(log.modelUsed),
      createElement('time', { datetime: createdAt }, formatTime(createdAt)),
      createElement('span', {}, score === undefined ? 'No score' : `Score ${formatScore(score)}`),
    ),
    form,
    message,
    createElement('h3', {}, 'Output'),
    createElement('p', { class: 'whole', dir: 'auto' }, log.output),
    log.notes !== undefined && createElement('h3', {}, 'Notes'),
    log.notes !== undefined && createElement('p', { class: 'whole', dir: 'auto' }, log.notes),
    ...createMetaList(log.meta),
  );
  context.signal.addEventListener('abort', () => dialog.close());
  document.body.append(dialog);
  dialog.showModal();
  input.focus();
}
