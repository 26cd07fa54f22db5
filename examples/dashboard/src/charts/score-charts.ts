import {
  Chart,
  LinearScale,
  LineElement,
  PointElement,
  ScatterController,
  Tooltip,
} from 'chart.js';
import type { Log } from 'promptcrafter-client';
import type { ModelScores, Period } from '../scores.ts';
import { toByModelConfig } from './by-model-config.ts';
import { readChartTheme } from './chart-theme.ts';
import { toOverTimeConfig } from './over-time-config.ts';

// Only what is used is loaded: both charts are points, with lines through some of them.
Chart.register(ScatterController, LinearScale, PointElement, LineElement, Tooltip);

export interface ScoreCharts {
  show(logs: readonly Log[], models: readonly ModelScores[], periods: readonly Period[]): void;
}

/** Draws both charts, and again when the reader turns from light to dark. */
export function createScoreCharts(
  overTimeCanvas: HTMLCanvasElement,
  byModelCanvas: HTMLCanvasElement,
  signal: AbortSignal,
): ScoreCharts {
  let overTime: Chart<'scatter'> | undefined;
  let byModel: Chart<'scatter'> | undefined;
  let redraw = () => {};

  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => redraw(), { signal });
  // Canvas text does not change by itself once a font has come.
  void document.fonts.ready.then(() => redraw());
  signal.addEventListener('abort', () => {
    overTime?.destroy();
    byModel?.destroy();
  });

  return {
    show(logs, models, periods) {
      redraw = () => {
        if (signal.aborted) return;
        const theme = readChartTheme();
        overTime = draw(overTime, overTimeCanvas, toOverTimeConfig(logs, models, periods, theme));
        byModel = draw(byModel, byModelCanvas, toByModelConfig(models, theme));
      };
      redraw();
    },
  };
}

function draw(
  chart: Chart<'scatter'> | undefined,
  canvas: HTMLCanvasElement,
  { data, options }: ReturnType<typeof toOverTimeConfig>,
): Chart<'scatter'> {
  if (!chart) return new Chart(canvas, { type: 'scatter', data, options });
  chart.data = data;
  chart.options = options;
  chart.update('none');
  return chart;
}
