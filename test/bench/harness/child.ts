import { type ChildProcess, fork } from 'node:child_process';

/** A process that is asked one question at a time. */
export class Child<Question extends object, Answer> {
  readonly #process: ChildProcess;
  #settle: { resolve(answer: Answer): void; reject(error: Error): void } | undefined;

  constructor(file: URL, args: readonly string[] = [], nodeOptions: readonly string[] = []) {
    this.#process = fork(file, args, { execArgv: [...nodeOptions] });
    this.#process.on('message', (answer) => this.#settle?.resolve(answer as Answer));
    this.#process.on('exit', (code) =>
      this.#settle?.reject(new Error(`${file.pathname} ${args.join(' ')} ended with ${code}`)),
    );
  }

  ask(question: Question): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
      this.#process.send(question);
    });
  }

  async stop(): Promise<void> {
    this.#settle = undefined;
    if (this.#process.exitCode !== null) return;
    const gone = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.kill();
    await gone;
  }
}

/** The other side: answers what it is asked. An error ends the process. */
export function answerParent<Question, Answer>(
  answer: (question: Question) => Promise<Answer>,
): void {
  process.on('message', (question) => {
    answer(question as Question).then(
      (reply) => process.send?.(reply),
      (error) => {
        console.error(error);
        process.exit(1);
      },
    );
  });
}
