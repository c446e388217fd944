/** A question that must be answered before anything else: the browser's own dialog, which keeps the focus and gives it back. */
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';

interface Props {
  title: string;
  onClose: () => void;
  children: ComponentChildren;
  /** Buttons, the one that acts last. */
  actions: ComponentChildren;
}

export function Dialog({ title, onClose, children, actions }: Props) {
  const id = useId();
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    box.current?.showModal();
    return () => {
      // What opened it may go with it; then the page itself is where reading goes on.
      queueMicrotask(() => {
        const next = before instanceof HTMLElement && before.isConnected ? before : document.getElementById('main');
        next?.focus({ preventScroll: true });
      });
    };
  }, []);
  return (
    <dialog ref={box} class="dialog" aria-labelledby={id} onCancel={(event) => { event.preventDefault(); onClose(); }}>
      <h2 id={id}>{title}</h2>
      <div class="dialog-body">{children}</div>
      <div class="dialog-actions">{actions}</div>
    </dialog>
  );
}

export function Reason({ value, onChange, required = false, label = 'Why' }: { value: string; onChange: (value: string) => void; required?: boolean; label?: string }) {
  const id = useId();
  return (
    <div class="reason">
      <label for={id}>{label} <span class="muted">{required ? '(stays in the history)' : '(optional, stays in the history)'}</span></label>
      <textarea id={id} rows={2} maxLength={500} value={value} required={required} onInput={(event) => onChange(event.currentTarget.value)} />
    </div>
  );
}
