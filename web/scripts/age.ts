// The age of the data, added to absolute dates: the page itself stays reproducible.

const DAY = 86_400_000;

/**
 * "9 months old": days up to two months, months up to two years, then years. Other languages than English say how long ago,
 * as the browser knows to say it, with the digits of the page.
 */
export function ageInWords(then: Date, now: Date, language = "en"): string {
  const days = Math.floor((now.getTime() - then.getTime()) / DAY);
  const months = Math.floor(days / 30.44);
  const [count, unit]: [number, "day" | "month" | "year"] =
    days < 61 ? [days, "day"] : months < 24 ? [months, "month"] : [Math.floor(days / 365.25), "year"];
  if (language === "en") return count < 1 ? "today" : `${count} ${unit}${count === 1 ? "" : "s"} old`;
  const words = new Intl.RelativeTimeFormat(`${language}-u-nu-latn`, { numeric: count < 1 ? "auto" : "always" });
  return words.format(-count, unit);
}

/** Adds the age behind every `<time datetime="..." data-age>` whose date has passed. */
export function addAges(root: ParentNode, now: Date): void {
  for (const time of root.querySelectorAll<HTMLTimeElement>("time[data-age][datetime]")) {
    const then = new Date(time.dateTime);
    if (Number.isNaN(then.getTime()) || then > now) continue;
    time.insertAdjacentText("afterend", ` (${ageInWords(then, now, document.documentElement.lang)})`);
  }
}
