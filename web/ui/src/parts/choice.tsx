interface Props<A extends string> {
  label: string;
  options: readonly A[];
  value: A;
  onChange: (value: A) => void;
  words?: Readonly<Partial<Record<A, string>>>;
}

/** One of a few: a row of buttons of which one is pressed. */
export function Choice<A extends string>({ label, options, value, onChange, words }: Props<A>) {
  return (
    <span class="seg" role="group" aria-label={label}>
      {options.map((option) => (
        <button key={option} type="button" aria-pressed={option === value} onClick={() => onChange(option)}>
          {words?.[option] ?? option}
        </button>
      ))}
    </span>
  );
}
