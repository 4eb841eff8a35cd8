// Words and numbers in the language of the page. The words come with the page: they are translated on the server.

export class Words {
  private readonly numbers: Intl.NumberFormat;
  private readonly monthYear: Intl.DateTimeFormat;
  private readonly dayMonthYear: Intl.DateTimeFormat;

  constructor(
    private readonly texts: Record<string, string>,
    readonly language: string,
  ) {
    // Digits are 0 to 9 in every language, as in the data and on the server's pages.
    const written = `${language}-u-nu-latn`;
    this.numbers = new Intl.NumberFormat(written);
    this.monthYear = new Intl.DateTimeFormat(written, { month: "long", year: "numeric", timeZone: "UTC" });
    this.dayMonthYear = new Intl.DateTimeFormat(written, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  }

  /** The text of this key with its places filled: %(name)s. */
  say(key: string, values: Record<string, string | number> = {}): string {
    const text = this.texts[key];
    if (text === undefined) throw new Error(`the page brings no words for "${key}"`);
    return text.replace(/%\((\w+)\)s/g, (_, name: string) => {
      const value = values[name];
      return typeof value === "number" ? this.number(value) : (value ?? "");
    });
  }

  /** Whether the page has words for this key. */
  has(key: string): boolean {
    return key in this.texts;
  }

  number(value: number): string {
    return this.numbers.format(value);
  }

  month(text: string): string {
    return this.monthYear.format(Date.parse(`${text}-01T00:00:00Z`));
  }

  day(iso: string): string {
    return this.dayMonthYear.format(Date.parse(`${iso}T00:00:00Z`));
  }
}
