/* How long something still holds. */
import { now } from '../clock';
import { millis, roughly } from '../format/time';

/** "2 h left"; "over" once it is. Follows the clock where it is drawn. */
export function leftWords(until: string | null): string {
  const end = millis(until);
  if (end === null) return '';
  const left = end - now.value;
  return left <= 0 ? 'over' : `${roughly(left)} left`;
}
