/** French overseas mobiles as written nationally, by their first digits. */
const OVERSEAS: ReadonlyArray<readonly [RegExp, string]> = [
	[/^0(690|691|7090)/, '590'],
	[/^0694/, '594'],
	[/^0(696|697|7091)/, '596'],
	[/^0(692|693|7092|639)/, '262'],
];

/**
 * A phone number from a callback, as international digits without `+`: the form in which numbers are
 * sent, so that a callback can be matched to its message.
 *
 * | received | result |
 * |---|---|
 * | `33610203040`, `+33610203040`, `0033610203040` | `33610203040` |
 * | ` 33610203040` (an unescaped `+` reads as a space) | `33610203040` |
 * | `33 6 10.20-30 40`, `+33 (0)6 10 20 30 40` | `33610203040` |
 * | `0610203040`, `610203040` | `33610203040` |
 * | `0690123456` | `590690123456` |
 * | `336XXXXXXXX` | as it is, see the assumption |
 * | letters, fewer than 7 digits, more than 15 | null |
 *
 * @returns the digits, or null when the text is not a phone number
 */
export function readCallbackPhone(text: string): string | null {
	if (text.length > 64) return null;
	const written = text.replace(/\(0\)/, '').replace(/[\s.\-/()\u00A0\u202F]/g, '');
	// @assumption MASKED_NUMBER: the provider's page writes its sample number as 336XXXXXXXX, so a number ending in X is a masked one and is kept as it is.
	if (/^\d{2,}X+$/i.test(written) && written.length <= 15) return written.toUpperCase();
	const digits = written.replace(/^(\+|00)/, '');
	if (!/^\d{7,15}$/.test(digits)) return null;
	if (digits === written && /^0[1-9]\d{8}$/.test(digits)) {
		const country = OVERSEAS.find(([start]) => start.test(digits))?.[1] ?? '33';
		return country + digits.slice(1);
	}
	if (digits === written && /^[67]\d{8}$/.test(digits)) return '33' + digits;
	return digits.startsWith('0') ? null : digits;
}
