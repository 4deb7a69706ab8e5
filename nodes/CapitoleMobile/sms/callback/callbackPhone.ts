import { readPhoneNumber } from '../recipients/phoneNumber';

/** A longer text is not read: no number with all its separators reaches this. */
const MAX_CHARACTERS = 64;

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
 * | `0690123456`, `+33690123456` | `590690123456` |
 * | `33123456789`, `1234567`: digits, though the node would not send to them | as it is |
 * | `336XXXXXXXX` | as it is, see the assumption |
 * | letters, decimals, fewer than 7 digits, more than 15 | null |
 *
 * @returns the digits, or null when the text is not a phone number
 */
export function readCallbackPhone(text: string): string | null {
	if (text.length > MAX_CHARACTERS) return null;
	const reading = readPhoneNumber(text);
	if (reading.valid) return reading.number;
	const written = text.trim();
	// @assumption MASKED_NUMBER: the provider's page writes its sample number as 336XXXXXXXX, so a number that ends in X is a masked one and is kept as it is.
	if (/^\d{2,}X+$/i.test(written) && written.length <= 15) return written.toUpperCase();
	// A number that the node would not send to is kept all the same: the provider wrote it.
	return /^(?:\+|00)?([1-9]\d{6,14})$/.exec(written)?.[1] ?? null;
}
