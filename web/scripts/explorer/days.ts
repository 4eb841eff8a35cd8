// Calendar days and months as numbers. A day counts from the epoch of the tables, a month from the epoch's month. All in UTC:
// these are calendar dates without a zone.

const DAY = 86_400_000;

export class Calendar {
  private readonly epoch: number;
  private readonly firstMonth: number;
  readonly lastDay: number;
  readonly months: number;
  /** The month of every day. */
  readonly monthOfDay: Uint16Array;

  constructor(epoch: string, lastDay: number) {
    this.epoch = Date.parse(`${epoch}T00:00:00Z`);
    const start = new Date(this.epoch);
    this.firstMonth = start.getUTCFullYear() * 12 + start.getUTCMonth();
    this.lastDay = lastDay;
    this.monthOfDay = new Uint16Array(lastDay + 1);
    for (let day = 0; day <= lastDay; day++) {
      const date = new Date(this.epoch + day * DAY);
      this.monthOfDay[day] = date.getUTCFullYear() * 12 + date.getUTCMonth() - this.firstMonth;
    }
    this.months = (this.monthOfDay[lastDay] ?? 0) + 1;
  }

  /** The day of an ISO date; may lie outside of what is held. NaN for what is no date. */
  day(iso: string): number {
    return Math.round((Date.parse(`${iso}T00:00:00Z`) - this.epoch) / DAY);
  }

  iso(day: number): string {
    return new Date(this.epoch + day * DAY).toISOString().slice(0, 10);
  }

  /** The number of a month written YYYY-MM. */
  month(text: string): number {
    return Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7)) - 1 - this.firstMonth;
  }

  monthText(month: number): string {
    const whole = this.firstMonth + month;
    return `${String(Math.floor(whole / 12)).padStart(4, "0")}-${String((whole % 12) + 1).padStart(2, "0")}`;
  }

  firstDayOf(month: number): number {
    return this.day(`${this.monthText(month)}-01`);
  }

  lastDayOf(month: number): number {
    return this.firstDayOf(month + 1) - 1;
  }
}
