import { decode, encode } from 'iconv-lite';

/** A secret shorter than this is only looked for as a word of its own, see `redact.ts`. */
export const SHORTEST_LITERAL = 4;

const EURO_BYTES = 'iso-8859-15';
// How Windows-1252, which browsers and editors take Latin-1 for, reads the bytes 0x80 to 0x9F.
const WINDOWS_1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

/** One byte a letter, as byte-wise decoding of percent-escapes gives it. */
const asLatin1 = (bytes: Buffer): string => bytes.toString('latin1');
const asWindows1252 = (text: string): string =>
	text.replace(/[\x80-\x9f]/g, (control) => WINDOWS_1252.charAt(control.charCodeAt(0) - 0x80));

/**
 * How a secret may read after a detour through other encodings: itself, composed and decomposed, its
 * UTF-8 read as ISO-8859-1, -15 or Windows-1252 (once, and twice as PHP's utf8_encode makes of UTF-8),
 * its ISO-8859 bytes read as UTF-8, and with `?` for what an alphabet lacks. Each also with spaces for
 * its `+`, as forms are decoded.
 *
 * Escapes are not among them: `unescapedLayers` undoes those in the text.
 */
export function secretForms(secret: string): string[] {
	const forms = new Set<string>();
	for (const text of [secret, secret.normalize('NFC'), secret.normalize('NFD')]) {
		forms.add(text);
		const utf8 = Buffer.from(text, 'utf8');
		const misread = asLatin1(utf8);
		const twice = asLatin1(Buffer.from(misread, 'utf8'));
		for (const form of [misread, twice]) forms.add(form).add(asWindows1252(form));
		forms.add(decode(utf8, EURO_BYTES));
		const singleBytes = [encode(text, EURO_BYTES), Buffer.from(text, 'latin1')];
		for (const bytes of singleBytes) {
			for (const form of [asLatin1(bytes), bytes.toString('utf8')]) forms.add(form);
		}
		forms.add(text.replace(/[^\0-\x7f]/g, '?')).add(text.replace(/[^\0-\x7f]/gu, '?'));
	}
	for (const form of [...forms]) forms.add(form.replaceAll('+', ' '));
	return [...forms].filter((form) => form === secret || tells(form));
}

/**
 * Base64 of a secret, as HTTP Basic authentication sends it, without its padding; both alphabets,
 * UTF-8 and ISO-8859-15.
 */
export function base64Forms(secret: string): string[] {
	const forms = [Buffer.from(secret, 'utf8'), encode(secret, EURO_BYTES)].flatMap((bytes) => [
		bytes.toString('base64').replace(/=+$/, ''),
		bytes.toString('base64url'),
	]);
	return [...new Set(forms)].filter((form) => form !== '');
}

/** Whether a form still says something: "????" is no secret. */
function tells(form: string): boolean {
	return /[^?\uFFFD]/.test(form);
}
