/** A view that is loaded when it is first opened; once there, it is there at once. */
import type { Signal } from '@preact/signals';
import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { Blank, Bones, Card } from './card';

type State<P> = { is: 'waiting' } | { is: 'failed' } | { is: 'there'; View: ComponentType<P> };

export interface LateView<P> {
  readonly state: Signal<State<P>>;
  load(): Promise<void>;
}

export function late<P>(fetch: () => Promise<ComponentType<P>>): LateView<P> {
  const state = signal<State<P>>({ is: 'waiting' });
  let underway: Promise<void> | null = null;
  return {
    state,
    load() {
      underway ??= fetch().then(
        (View) => void (state.value = { is: 'there', View }),
        () => {
          state.value = { is: 'failed' };
          underway = null;
        },
      );
      return underway;
    },
  };
}

export function Late<P extends object>({ of, props, title }: { of: LateView<P>; props: P; title: string }) {
  useEffect(() => void of.load(), [of]);
  const state = of.state.value;
  if (state.is === 'there') return <state.View {...props} />;
  return (
    <>
      <div class="head c12"><h1>{title}</h1></div>
      <Card title={title} class="c12">
        {state.is === 'waiting' ? <Bones rows={6} /> : (
          <Blank title="This page could not be loaded.">
            The server may be down or newer than this page. <button type="button" class="button" onClick={() => location.reload()}>Load anew</button>
          </Blank>
        )}
      </Card>
    </>
  );
}
