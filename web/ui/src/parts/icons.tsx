/* Line drawings, 24 by 24, in the colour of the text around them. */
interface Props {
  size?: number;
}

const icon = (path: string) =>
  function Icon({ size = 20 }: Props) {
    return (
      <svg width={size} height={size} viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">
        <path d={path} />
      </svg>
    );
  };

export const DeckIcon = icon('M4 13l8-8 8 8v7h-5v-5H9v5H4z');
export const StopIcon = icon('M8.2 3h7.6L21 8.2v7.6L15.8 21H8.2L3 15.8V8.2zM9 9h6v6H9z');
export const BotsIcon = icon('M5 9h14v10H5zM12 9V5M9.5 13.5h.01M14.5 13.5h.01M2.5 13v3M21.5 13v3M11 4.5h2');
export const TradesIcon = icon('M4 17l5-6 4 3 7-9M15 5h5v5');
export const MetricsIcon = icon('M3 12h4l3-7 4 14 3-7h4');
export const ConfigIcon = icon('M4 7h9M17 7h3M15 5v4M4 17h3M11 17h9M9 15v4M4 12h13M19 10v4');
export const SystemIcon = icon('M4 5h16v6H4zM4 13h16v6H4zM7 8h.01M7 16h.01');
export const BellIcon = icon('M6 17h12c-1.2-1.3-1.6-2.6-1.6-6a4.4 4.4 0 0 0-8.8 0c0 3.4-.4 4.7-1.6 6zM10.2 20a2 2 0 0 0 3.6 0M12 6.5V4');
export const CloseIcon = icon('M6 6l12 12M18 6L6 18');
export const DownIcon = icon('M6 9l6 6 6-6');
export const WarnIcon = icon('M12 4l9 16H3zM12 10v4M12 17h.01');

export function Mark() {
  return (
    <svg width="22" height="22" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.6" aria-hidden="true">
      <circle cx="12" cy="12" r="9" />
      <path d="M12 4.5v2M12 17.5v2M4.5 12h2M17.5 12h2" />
      <path d="M15.5 8.5l-2.2 4.8-4.8 2.2 2.2-4.8z" fill="currentColor" stroke="none" />
    </svg>
  );
}
