/** What a model answers on some day. */
export interface DemoAnswer {
  readonly output: string;
  readonly notes?: string;
}

/** How one model does at a prompt over the weeks. */
export interface DemoTrend {
  readonly model: string;
  readonly count: number;
  /** The score that it begins with, about, and the one that it ends with. */
  readonly from: number;
  readonly to: number;
}

/** One case as both models answered it: `[output, score]`. */
export interface DemoCase {
  readonly id: string;
  readonly input: string;
  readonly answers: Readonly<Record<string, readonly [output: string, score: number]>>;
}

/** An evaluation of the prompt over all of its cases. */
export interface DemoRun {
  readonly name: string;
  /** How many days before the end of the demo it was. */
  readonly daysAgo: number;
  /** By how much its scores differ from those of the cases. */
  readonly shift: number;
}

/** A prompt of the demo, and what its logs are made of. */
export interface DemoPrompt {
  readonly id: string;
  readonly title: string;
  readonly content: string;
  readonly model: string;
  readonly tags: readonly string[];
  readonly trends?: readonly DemoTrend[];
  readonly answers?: Readonly<Record<'good' | 'fair' | 'poor', readonly DemoAnswer[]>>;
  readonly cases?: readonly DemoCase[];
  readonly runs?: readonly DemoRun[];
}
