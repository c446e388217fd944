/* The style sheet's colours for a canvas, which cannot read them itself. */

let probe: HTMLElement | null = null;

/** What `var(--name)` is now, as the browser computes it. */
export function colour(name: string): string {
  if (!probe) {
    probe = document.createElement('i');
    probe.hidden = true;
    document.body.append(probe);
  }
  probe.style.color = `var(--${name})`;
  const computed = getComputedStyle(probe).color;
  return computed;
}

/** The same colour, seen through. */
export function faded(rgb: string, alpha: number): string {
  const parts = rgb.match(/[\d.]+/g);
  return parts && parts.length >= 3 ? `rgba(${parts[0]}, ${parts[1]}, ${parts[2]}, ${alpha})` : rgb;
}
