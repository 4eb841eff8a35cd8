// Months at which playback pauses: no month within half a year has more, and it has at least twice the mean of the year around.
import type { Sums } from "./engine";

const NO_HIGHER_WITHIN = 6;
const COMPARED_WITHIN = 12;
const TIMES = 2;

export function peaks(byMonth: Sums, measure: 0 | 1): Set<number> {
  const months = byMonth.length / 2;
  const value = (month: number) => byMonth[2 * month + measure] ?? 0;
  const found = new Set<number>();
  for (let month = 0; month < months; month++) {
    const here = value(month);
    if (here <= 0) continue;
    let isHighest = true;
    let sum = 0;
    let count = 0;
    for (let other = Math.max(0, month - COMPARED_WITHIN); other <= Math.min(months - 1, month + COMPARED_WITHIN); other++) {
      if (other === month) continue;
      sum += value(other);
      count++;
      if (Math.abs(other - month) <= NO_HIGHER_WITHIN && (value(other) > here || (value(other) === here && other < month))) isHighest = false;
    }
    if (isHighest && count > 0 && here * count >= TIMES * sum) found.add(month);
  }
  return found;
}
