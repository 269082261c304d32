declare module 'asciichart' {
  /** What the package's plot takes of its settings; it ships no types. */
  interface PlotSettings {
    readonly min: number;
    readonly max: number;
    readonly height: number;
    readonly offset: number;
    readonly format: (value: number) => string;
  }
  const asciichart: { plot(heights: readonly number[], settings: PlotSettings): string };
  export default asciichart;
}
