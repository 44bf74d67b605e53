const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const form = /^(?:Sun|Mon|Tue|Wed|Thu|Fri|Sat) ([A-Z][a-z]{2}) (\d{1,2}) (\d{2}):(\d{2}):(\d{2}) UTC (\d{4})$/;

/** Epoch milliseconds of a TIMESTAMP such as `Tue May 6 00:09:40 UTC 2025`; undefined for any other form. */
export const parseTimestamp = (text: string): number | undefined => {
  const [, month = '', day, hour, minute, second, year] = form.exec(text) ?? [];
  const index = months.indexOf(month);
  if (index < 0) return undefined;
  return Date.UTC(Number(year), index, Number(day), Number(hour), Number(minute), Number(second));
};
