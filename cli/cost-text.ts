import type { Cost, Requests } from '../client/cost.ts';
import { counted, countText } from './formats.ts';

/** `1,234 requests sent, 30 of them for nothing: 20 Unavailable, 10 TimedOut (4,100 prompt tokens); 3 under way`. */
export function requestsText({ sent, open, unanswered, wastedPromptTokens }: Requests): string {
  const codes = Object.entries(unanswered);
  const failed = codes.reduce((total, [, calls]) => total + calls, 0);
  const byCode = codes.map(([code, calls]) => `${countText(calls)} ${code}`).join(', ');
  const tokens = wastedPromptTokens > 0 ? ` (${counted(wastedPromptTokens, 'prompt token')})` : '';
  const wasted = failed > 0 ? `, ${countText(failed)} of them for nothing: ${byCode}${tokens}` : '';
  const unheard = open > 0 ? `; nothing heard of ${countText(open)} yet` : '';
  return `${counted(sent, 'request')} sent${wasted}${unheard}`;
}

/** `1.23 US dollars, 0.04 of it for nothing`; why it is unknown; null where the family has no prices. */
export function costText({ prices, usd, wastedUsd }: Cost, { withoutCounts }: Requests): string | null {
  if (prices === null) return null;
  if (usd === null)
    return `unknown, since ${counted(withoutCounts, 'request')} came without counts of tokens`;
  const wasted = !wastedUsd ? '' : `, ${dollarsText(wastedUsd)} of it for nothing`;
  return `${dollarsText(usd)} US dollars${wasted}`;
}

/** In cents, and in two digits where that would hide all of it. */
export function dollarsText(usd: number): string {
  return usd >= 0.1 || usd === 0 ? usd.toFixed(2) : String(Number(usd.toPrecision(2)));
}
