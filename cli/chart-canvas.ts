import asciichart from 'asciichart';
import pc from 'picocolors';

/** A point by column, 0 at the left, and by height, from 0 at the bottom to 1 at the top. */
export interface PlacedPoint {
  readonly column: number;
  readonly height: number;
}

interface Cell {
  readonly symbol: string;
  /** Number of the series that it belongs to. */
  readonly series: number;
}

const markers = ['●', '▲', '■', '◆', '○', '△'] as const;
const colours = [pc.cyan, pc.magenta, pc.yellow, pc.green, pc.blue, pc.red] as const;

/** The sign of a series' measured points. */
export function markerOf(series: number): string {
  return markers[series % markers.length]!;
}

export function coloured(series: number, text: string): string {
  return colours[series % colours.length]!(text);
}

/**
 * Draws series as text of `columns` by `rows` + 1 characters: straight lines between points, a marker at each.
 * Points must come in the order of their columns. Later series cover earlier ones; markers cover lines.
 */
export function drawSeries(
  all: readonly (readonly PlacedPoint[])[],
  columns: number,
  rows: number,
): string[] {
  const cells: (Cell | undefined)[][] = Array.from({ length: rows + 1 }, () =>
    Array(columns).fill(undefined),
  );
  for (const [series, points] of all.entries()) drawLine(cells, points, series);
  for (const [series, points] of all.entries()) {
    for (const { column, height } of points) {
      cells[rows - Math.round(height * rows)]![column] = { symbol: markerOf(series), series };
    }
  }
  return cells.map(rowText);
}

/** The plotter knows series that begin at its left edge only: each is plotted alone and moved to where it begins. */
function drawLine(cells: (Cell | undefined)[][], points: readonly PlacedPoint[], series: number): void {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined || last.column === first.column) return;
  const length = last.column - first.column + 1;
  const heights = Array.from({ length }, (_, index) => heightAt(points, first.column + index));
  const settings = { min: 0, max: 1, height: cells.length - 1, offset: 1, format: () => ' ' };
  for (const [row, line] of asciichart.plot(heights, settings).split('\n').entries()) {
    for (const [index, symbol] of [...line].slice(1).entries()) {
      if (symbol !== ' ') cells[row]![first.column + index] = { symbol, series };
    }
  }
}

function heightAt(points: readonly PlacedPoint[], column: number): number {
  const right = points.findIndex((point) => point.column >= column);
  const end = points[right]!;
  const start = points[right - 1] ?? end;
  if (end.column === start.column) return end.height;
  const share = (column - start.column) / (end.column - start.column);
  return start.height + (end.height - start.height) * share;
}

/** One colour change a run of cells: a terminal on a slow line notices the difference. */
function rowText(row: readonly (Cell | undefined)[]): string {
  let text = '';
  let run = '';
  row.forEach((cell, column) => {
    run += cell?.symbol ?? ' ';
    const next = row[column + 1];
    if (column + 1 < row.length && next?.series === cell?.series) return;
    text += cell === undefined ? run : coloured(cell.series, run);
    run = '';
  });
  return text.trimEnd();
}
