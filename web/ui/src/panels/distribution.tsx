/* Where the money is: cash against the gross value of open positions by symbol, from figures that the bots sent. */
import type { Decimal, Position } from '../api/types';
import { compact, exact, percent } from '../format/number';
import { Blank, Card } from '../parts/card';
import type { Share } from '../parts/spark';
import { Ring } from '../parts/spark';

export interface Spread {
  shares: readonly Share[];
  /** Gross value of the positions over equity; above 1 it is borrowed. */
  leverage: number | null;
  why: string | null;
}

const MOST = 4;

interface Holdings {
  currency: string | null;
  equity: Decimal | null;
  available: Decimal | null;
  positions: readonly Position[];
}

const nothing = (why: string): Spread => ({ shares: [], leverage: null, why });

/**
 * Cash is what is available; what is neither available nor in a position is reserved (margin, open orders). Without a word on what is
 * available, cash is the equity that is in no position.
 */
export function spread({ currency, equity, available, positions }: Holdings): Spread {
  if (equity === null || currency === null) return nothing('no balance reported yet');
  if (positions.some((p) => p.currency !== currency)) return nothing(`positions are in currencies other than ${currency}`);
  const whole = Number(equity);
  const bySymbol = new Map<string, number>();
  for (const p of positions) {
    const price = p.current_price ?? p.entry_price;
    if (price === null || p.quantity === null) return nothing(`no price of ${p.symbol} yet`);
    bySymbol.set(p.symbol, (bySymbol.get(p.symbol) ?? 0) + Math.abs(Number(p.quantity) * Number(price)));
  }
  const symbols = [...bySymbol].map(([name, value]) => ({ name, value })).sort((a, b) => b.value - a.value);
  const gross = symbols.reduce((sum, share) => sum + share.value, 0);
  const cash = Math.max(0, available === null ? whole - gross : Number(available));
  const reserved = available === null ? 0 : whole - cash - gross;
  const shares = [{ name: 'Cash', value: cash }, ...folded(symbols)];
  if (reserved > whole * 0.005) shares.push({ name: 'Reserved', value: reserved });
  return { shares: shares.filter((share) => share.value > 0), leverage: whole > 0 ? gross / whole : null, why: null };
}

function folded(symbols: Share[]): Share[] {
  if (symbols.length <= MOST) return symbols;
  const rest = symbols.slice(MOST - 1);
  return [...symbols.slice(0, MOST - 1), { name: `${rest.length} others`, value: rest.reduce((sum, share) => sum + share.value, 0) }];
}

export function Distribution({ of, class: cls }: { of: Holdings; class?: string }) {
  const { shares, leverage, why } = spread(of);
  const whole = shares.reduce((sum, share) => sum + share.value, 0);
  const words = shares.map((share) => `${share.name} ${percent(share.value / whole, { decimals: 0 })}`).join(', ');
  return (
    <Card title="Distribution" note={leverage !== null && leverage > 1 ? `positions are ${leverage.toFixed(1)}× the equity` : 'gross value'} class={cls ?? ''}>
      {shares.length === 0 ? (
        <Blank title="Nothing to divide.">{why ?? 'the equity is zero'}</Blank>
      ) : (
        <div class="ring">
          <Ring shares={shares} label={words}>
            <text x="21" y="21.4"><title>{exact(of.equity, of.currency)}</title>{compact(of.equity)}</text>
            <text x="21" y="26.4" class="unit">{of.currency}</text>
          </Ring>
          <ul class="legend">
            {shares.map((share, i) => (
              <li key={share.name}>
                <i class={`share-${Math.min(i + 1, 6)}`} />
                <span>{share.name}</span>
                <b>{percent(share.value / whole, { decimals: share.value / whole < 0.01 ? 2 : 0 })}</b>
              </li>
            ))}
          </ul>
        </div>
      )}
    </Card>
  );
}
