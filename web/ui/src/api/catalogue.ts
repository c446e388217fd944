/*
 * What each performance figure is called, how it is written, and by which convention it is reckoned. A figure that the server sends
 * and this list does not know is shown under its own name.
 */
import type { Performance } from './types';
import { sampling } from './figures';

export type Kind = 'gain' | 'money' | 'percent' | 'signed' | 'ratio' | 'count' | 'seconds' | 'text' | 'time';

export interface Figure {
  name: string;
  label: string;
  kind: Kind;
  /** The convention, in words. */
  means: (performance: Performance) => string;
}

export interface Group {
  title: string;
  figures: readonly Figure[];
}

const said = (words: string) => () => words;

const f = (name: string, label: string, kind: Kind, means: string | ((performance: Performance) => string)): Figure => ({
  name,
  label,
  kind,
  means: typeof means === 'string' ? said(means) : means,
});

const annual = (words: string) => (performance: Performance) => {
  const free = performance.conventions['risk_free_rate'];
  const every = sampling(performance);
  return [words, every && `returns ${every}`, typeof free === 'number' && `risk-free rate ${free * 100} %`].filter(Boolean).join('; ');
};

const sampled = (words: string) => (performance: Performance) => {
  const every = performance.conventions['sampling'];
  return every ? `${words}; ${every} returns` : words;
};

export const GROUPS: readonly Group[] = [
  {
    title: 'Returns',
    figures: [
      f('total_return', 'Total return', 'signed', 'time-weighted since the start, unrealised profit included; deposits are not profit'),
      f('total_pnl', 'Total profit', 'gain', 'net of fees, of closed trades'),
      f('daily_return', 'Return today', 'signed', 'since the start of the day'),
      f('daily_pnl', 'Profit today', 'gain', 'since the start of the day, unrealised change included'),
      f('annualized_return', 'Annualised return', 'signed', annual('compounded')),
      f('volatility', 'Volatility', 'percent', annual('sample deviation of returns, annualised')),
      f('sharpe_ratio', 'Sharpe ratio', 'ratio', annual('mean excess return over its sample deviation, annualised')),
      f('sortino_ratio', 'Sortino ratio', 'ratio', annual('downside deviation over all periods against 0, annualised')),
      f('calmar_ratio', 'Calmar ratio', 'ratio', 'annualised return over maximum drawdown'),
      f('current_drawdown', 'Drawdown now', 'signed', 'from the highest equity so far'),
      f('max_drawdown', 'Maximum drawdown', 'signed', 'the deepest fall from a high, unrealised profit included'),
    ],
  },
  {
    title: 'Trades',
    figures: [
      f('total_trades', 'Closed trades', 'count', 'since the start'),
      f('winning_trades', 'Won', 'count', 'closed with a net profit above zero'),
      f('losing_trades', 'Lost', 'count', 'closed with a net profit below zero'),
      f('win_rate', 'Win rate', 'percent', 'net winners of closed trades'),
      f('success_rate', 'Success rate', 'percent', 'operations that succeeded of those attempted over 24 h, at least 20'),
      f('profit_factor', 'Profit factor', 'ratio', 'gross profit over gross loss'),
      f('expectancy', 'Expectancy', 'gain', 'mean net profit of a closed trade'),
      f('average_win', 'Average win', 'gain', 'mean net profit of the winners'),
      f('average_loss', 'Average loss', 'gain', 'mean net loss of the losers'),
      f('largest_win', 'Largest win', 'gain', 'net'),
      f('largest_loss', 'Largest loss', 'gain', 'net'),
      f('sqn', 'System quality (SQN)', 'ratio', 'mean over sample deviation of net results, times the root of their number (at most 100)'),
      f('current_streak', 'Streak now', 'count', 'winners in a row; losers are negative'),
      f('longest_winning_streak', 'Longest winning streak', 'count', 'closed trades in a row'),
      f('longest_losing_streak', 'Longest losing streak', 'count', 'closed trades in a row'),
      f('average_duration_seconds', 'Average duration', 'seconds', 'from opening to closing'),
    ],
  },
  {
    title: 'Risk',
    figures: [
      f('exposure', 'Exposure', 'percent', 'gross value of open positions over equity'),
      f('value_at_risk_95', 'VaR 95 %', 'signed', sampled('historical: the interpolated 5th percentile of period returns')),
      f('conditional_value_at_risk_95', 'CVaR 95 %', 'signed', sampled('the mean of the returns at or below the VaR')),
      f('parametric_value_at_risk_95', 'VaR 95 %, parametric', 'signed', sampled('from mean and sample deviation, normal')),
      f('parametric_conditional_value_at_risk_95', 'CVaR 95 %, parametric', 'signed', sampled('from mean and sample deviation, normal')),
      f('risk_per_trade', 'Risk per trade', 'percent', 'mean of |entry − stop| × quantity over equity at entry; needs stops'),
      f('dynamic_risk_factor', 'Dynamic risk factor', 'ratio', (performance) => {
        const reason = performance.figures['risk_reason'];
        return typeof reason === 'string' ? reason : 'what the bot scales its size by';
      }),
    ],
  },
];

const KNOWN = new Set(GROUPS.flatMap((group) => group.figures.map((figure) => figure.name)));
/** Said beside another figure. */
const ASIDE = new Set(['risk_reason']);

/** What the server sends beyond this list. */
export const unknownTo = (performance: Performance): string[] =>
  Object.keys(performance.figures).filter((name) => !KNOWN.has(name) && !ASIDE.has(name));
