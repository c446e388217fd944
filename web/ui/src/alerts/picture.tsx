/** A picture that came as Base64. It is painted, not loaded: the page's policy lets no data address be an image. */
import { useEffect, useRef, useState } from 'preact/hooks';

export function bytesOf(base64: string): Uint8Array<ArrayBuffer> | null {
  try {
    const text = atob(base64);
    const bytes = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
    return bytes;
  } catch {
    return null;
  }
}

export function Picture({ png, label }: { png: string; label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    const bytes = bytesOf(png);
    let gone = false;
    if (bytes === null) return setFailed(true);
    createImageBitmap(new Blob([bytes], { type: 'image/png' })).then(
      (image) => {
        const to = canvas.current;
        if (gone || to === null) return;
        to.width = image.width;
        to.height = image.height;
        to.getContext('2d')?.drawImage(image, 0, 0);
        setFailed(false);
      },
      () => setFailed(true),
    );
    return () => {
      gone = true;
    };
  }, [png]);
  return failed ? <p class="muted">The picture cannot be shown.</p> : <canvas ref={canvas} class="picture" width={800} height={400} role="img" aria-label={label} />;
}
