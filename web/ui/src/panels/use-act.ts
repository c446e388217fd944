/** The way of one act: what it would do is asked for, then it is carried out once, then it is followed to its end. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Act, Action, Plan } from '../api/acts';
import { carryOut, follow, planOf } from '../api/acts';
import { reasonOf } from '../api/http';
import { refreshActions } from '../live/actions';

const LOOK_AGAIN = 1_000;

/** `randomUUID` is there by https alone. */
const newKey = (): string => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

export interface Acting {
  plan: Plan | null;
  action: Action | null;
  busy: boolean;
  /** Why it cannot be done, or is not known. */
  why: string | null;
  ask: (act: Act) => void;
  /** Has done what was asked about last. */
  go: () => void;
  /** Throws the plan away. */
  back: () => void;
}

export function useAct(): Acting {
  const [plan, setPlan] = useState<Plan | null>(null);
  const [action, setAction] = useState<Action | null>(null);
  const [busy, setBusy] = useState(false);
  const [why, setWhy] = useState<string | null>(null);
  const asked = useRef<{ act: Act; words: string; key: string } | null>(null);
  const failed = (error: unknown): void => {
    setWhy(reasonOf(error));
    setBusy(false);
  };

  useEffect(() => {
    if (action === null) return undefined;
    void refreshActions();
    if (action.stage !== 'begun') return undefined;
    const timer = window.setTimeout(() => follow(action.id).then(setAction, (error: unknown) => setWhy(reasonOf(error))), LOOK_AGAIN);
    return () => clearTimeout(timer);
  }, [action]);

  return {
    plan,
    action,
    busy,
    why,
    ask: (act) => {
      const words = JSON.stringify(act);
      // The same thing keeps its key: where an answer was lost, sending it again does nothing more.
      if (asked.current?.words !== words) asked.current = { act, words, key: newKey() };
      setBusy(true);
      setWhy(null);
      setPlan(null);
      planOf(act).then((found) => {
        setPlan(found);
        setBusy(false);
      }, failed);
    },
    go: () => {
      if (asked.current === null) return;
      setBusy(true);
      setWhy(null);
      carryOut(asked.current.act, asked.current.key, plan?.confirm ?? null).then(setAction, failed);
    },
    back: () => {
      setPlan(null);
      setWhy(null);
    },
  };
}
