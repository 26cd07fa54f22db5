import type { ChartData, ChartDataset, ChartOptions } from 'chart.js';
import type { Log } from 'promptcrafter-client';
import { formatAverage, formatDay, formatScore } from '../format.ts';
import { getModelMark } from '../model-marks.ts';
import { type ModelScores, type Period, toTime } from '../scores.ts';
import { type ChartTheme, toTooltipStyle } from './chart-theme.ts';

/** Every log as a faint mark, and a line for each model through its averages. */
export function toOverTimeConfig(
  logs: readonly Log[],
  models: readonly ModelScores[],
  periods: readonly Period[],
  theme: ChartTheme,
): { data: ChartData<'scatter'>; options: ChartOptions<'scatter'> } {
  const names = models.map(({ model }) => model);
  const datasets = [
    ...names.map((model) => toLine(model, periods, theme)),
    ...names.map((model) => toMarks(model, logs, theme)),
  ];
  const times = logs.flatMap((log) => toTime(log) ?? []);
  const first = periods[0]?.start ?? 0;
  const last = times.reduce(
    (latest, time) => Math.max(latest, time),
    periods.at(-1)?.middle ?? first,
  );
  return {
    data: { datasets },
    options: {
      animation: false,
      maintainAspectRatio: false,
      interaction: { mode: 'nearest', intersect: false },
      layout: { padding: { top: 8, right: 8 } },
      scales: {
        x: {
          type: 'linear',
          min: first,
          max: last + (last - first) * 0.02,
          afterBuildTicks(axis) {
            // Where there is less room, every second or third period has a tick.
            const step = Math.max(1, Math.ceil(periods.length / (axis.width / 64)));
            axis.ticks = periods
              .filter((_, index) => index % step === 0)
              .map(({ start }) => ({ value: start }));
          },
          border: { color: theme.line },
          grid: { display: false },
          ticks: {
            autoSkip: false,
            maxRotation: 0,
            color: theme.subtle,
            font: theme.font,
            callback: (value) => formatDay(Number(value)),
          },
        },
        y: {
          min: 0,
          max: 10,
          border: { display: false },
          grid: { color: theme.line },
          ticks: { stepSize: 2, padding: 8, color: theme.subtle, font: theme.font },
        },
      },
      plugins: {
        tooltip: {
          ...toTooltipStyle(theme),
          callbacks: {
            title([item]) {
              const time = item?.parsed.x ?? 0;
              const period = periods.find(({ middle }) => middle === time);
              return period ? `From ${formatDay(period.start)}` : formatDay(time);
            },
            label: ({ dataset, datasetIndex, parsed }) =>
              datasetIndex < names.length
                ? `${dataset.label}: ${formatAverage(parsed.y ?? 0)} on average`
                : `${dataset.label}: ${formatScore(parsed.y ?? 0)}`,
          },
        },
      },
    },
  };
}

function toLine(
  model: string,
  periods: readonly Period[],
  theme: ChartTheme,
): ChartDataset<'scatter'> {
  const mark = getModelMark(model);
  return {
    label: model,
    data: periods.flatMap(({ middle, averages }) =>
      averages
        .filter((entry) => entry.model === model)
        .map(({ average }) => ({ x: middle, y: average })),
    ),
    showLine: true,
    borderColor: theme.colorOf(mark),
    borderWidth: 2,
    borderDash: [...mark.dash],
    pointStyle: mark.shape,
    pointRadius: 5,
    pointHoverRadius: 7,
    pointBackgroundColor: theme.colorOf(mark),
    pointBorderColor: theme.surface,
    pointBorderWidth: 1.5,
    clip: 12,
  };
}

function toMarks(model: string, logs: readonly Log[], theme: ChartTheme): ChartDataset<'scatter'> {
  const mark = getModelMark(model);
  return {
    label: model,
    data: logs.flatMap((log) => {
      const x = toTime(log);
      return log.modelUsed === model && log.score !== undefined && x !== undefined
        ? { x, y: log.score }
        : [];
    }),
    pointStyle: mark.shape,
    pointRadius: 3,
    pointBackgroundColor: theme.faintColorOf(mark),
    pointBorderColor: theme.faintColorOf(mark),
    pointBorderWidth: 1,
    clip: 12,
  };
}
