import type { ChartData, ChartOptions } from 'chart.js';
import { formatAverage, formatCount, formatScore } from '../format.ts';
import { getModelMark } from '../model-marks.ts';
import type { ModelScores } from '../scores.ts';
import { type ChartTheme, toTooltipStyle } from './chart-theme.ts';

const largestRadius = 13;

/** A row for each model: the larger a circle, the more often the score was given. */
export function toByModelConfig(
  models: readonly ModelScores[],
  theme: ChartTheme,
): { data: ChartData<'scatter'>; options: ChartOptions<'scatter'> } {
  const most = Math.max(1, ...models.flatMap(({ tally }) => [...tally.values()]));
  const rows = models.map(({ model, tally }, row) => {
    const entries = [...tally];
    const mark = getModelMark(model);
    return {
      label: model,
      data: entries.map(([score]) => ({ x: score, y: row })),
      // The area stands for the number, not the radius.
      pointRadius: entries.map(([, count]) => largestRadius * Math.sqrt(count / most)),
      pointHoverRadius: entries.map(([, count]) => largestRadius * Math.sqrt(count / most)),
      pointBackgroundColor: theme.faintColorOf(mark),
      pointBorderColor: theme.colorOf(mark),
      pointBorderWidth: 1.5,
      clip: 16,
    };
  });
  const averages = {
    label: 'Average',
    data: models.map(({ average }, row) => ({ x: average, y: row })),
    pointStyle: 'line' as const,
    rotation: 90,
    pointRadius: 17,
    pointHoverRadius: 17,
    pointBorderColor: theme.ink,
    pointBorderWidth: 3,
    clip: 16 as const,
  };

  return {
    data: { datasets: [averages, ...rows] },
    options: {
      animation: false,
      maintainAspectRatio: false,
      layout: { padding: { right: 14, left: 14 } },
      scales: {
        x: {
          min: 0,
          max: 10,
          border: { color: theme.line },
          grid: { display: false },
          ticks: { stepSize: 2, color: theme.subtle, font: theme.font },
        },
        y: {
          min: -0.6,
          max: models.length - 0.45,
          reverse: true,
          border: { display: false },
          afterBuildTicks(axis) {
            axis.ticks = models.map((_, row) => ({ value: row }));
          },
          grid: { color: theme.line },
          ticks: {
            autoSkip: false,
            // Names stand above their rows, so that long ones take nothing from the circles.
            mirror: true,
            labelOffset: -27,
            padding: 0,
            color: theme.ink,
            font: theme.font,
            callback: (value) => models[Number(value)]?.model ?? '',
          },
        },
      },
      plugins: {
        tooltip: {
          ...toTooltipStyle(theme),
          callbacks: {
            title: ([item]) => models[item?.parsed.y ?? -1]?.model ?? '',
            label({ datasetIndex, parsed }) {
              const model = models[parsed.y ?? -1];
              if (datasetIndex === 0) return `${formatAverage(parsed.x ?? 0)} on average`;
              const count = model?.tally.get(parsed.x ?? -1) ?? 0;
              return `Score ${formatScore(parsed.x ?? 0)}: ${formatCount(count, 'log')}`;
            },
          },
        },
      },
    },
  };
}
