import type { ModelMark } from '../model-marks.ts';

/** The colours and the font of the style sheet, as a canvas can use them. */
export interface ChartTheme {
  readonly ink: string;
  readonly subtle: string;
  readonly line: string;
  readonly surface: string;
  readonly font: { readonly family: string; readonly size: number };
  colorOf(mark: ModelMark): string;
  /** The same, seen through. */
  faintColorOf(mark: ModelMark): string;
}

export function readChartTheme(): ChartTheme {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string) => style.getPropertyValue(name).trim();
  return {
    ink: read('--ink'),
    subtle: read('--subtle'),
    line: read('--line'),
    surface: read('--surface'),
    font: { family: getComputedStyle(document.body).fontFamily, size: 12 },
    colorOf: ({ color }) => read(color),
    faintColorOf: ({ color }) => `${read(color)}59`,
  };
}

/** What the tooltips of both charts look like. */
export function toTooltipStyle({ ink, subtle, line, surface, font }: ChartTheme) {
  return {
    backgroundColor: surface,
    borderColor: line,
    borderWidth: 1,
    titleColor: ink,
    bodyColor: subtle,
    titleFont: { ...font, weight: 600 },
    bodyFont: font,
    padding: 10,
    cornerRadius: 8,
    displayColors: false,
  } as const;
}
