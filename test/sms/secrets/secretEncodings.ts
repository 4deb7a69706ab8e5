import { encode } from 'iconv-lite';

/** A way a text may be written when it comes back from somewhere. */
export type Encode = (text: string) => string;

const percent = (bytes: Uint8Array, isUpper: boolean, isKept: (byte: number) => boolean): string =>
	[...bytes]
		.map((byte) => {
			if (isKept(byte)) return String.fromCharCode(byte);
			const hex = byte.toString(16).padStart(2, '0');
			return `%${isUpper ? hex.toUpperCase() : hex}`;
		})
		.join('');
const isUnreserved = (byte: number): boolean => /[A-Za-z0-9_.~-]/.test(String.fromCharCode(byte));
const never = (): boolean => false;
const references = (write: (codePoint: number) => string, all: boolean): Encode => {
	return (text) =>
		[...text]
			.map((character) => {
				const point = character.codePointAt(0) ?? 0;
				const isSpecial = point > 126 || '&<>"\''.includes(character);
				return all || isSpecial ? write(point) : character;
			})
			.join('');
};

/** Escapings that can be undone whatever the text is. */
export const ESCAPES: Record<string, Encode> = {
	plain: (text) => text,
	'XML entities': (text) =>
		text
			.replaceAll('&', '&amp;')
			.replaceAll('<', '&lt;')
			.replaceAll('>', '&gt;')
			.replaceAll('"', '&quot;')
			.replaceAll("'", '&apos;'),
	'XML text only': (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;'),
	'decimal references': references((point) => `&#${point};`, false),
	'decimal references for all': references((point) => `&#${point};`, true),
	'padded decimal references': references((point) => `&#${String(point).padStart(7, '0')};`, true),
	'hexadecimal references': references((point) => `&#x${point.toString(16)};`, false),
	'capital hexadecimal references': references(
		(point) => `&#X${point.toString(16).toUpperCase()};`,
		true,
	),
	encodeURIComponent: (text) => encodeURIComponent(text),
	'form encoding': (text) => new URLSearchParams({ x: text }).toString().slice(2),
	'percent, UTF-8, small letters': (text) => percent(Buffer.from(text), false, isUnreserved),
	'percent, UTF-8, every byte': (text) => percent(Buffer.from(text), true, never),
	JSON: (text) => JSON.stringify(text).slice(1, -1),
	'JSON, ASCII only': (text) =>
		JSON.stringify(text)
			.slice(1, -1)
			.replace(/[^\0-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
	addslashes: (text) => text.replace(/['"\\]/g, '\\$&'),
};

/** Encodings that keep only what an alphabet has; for texts of ISO-8859-15. */
export const DETOURS: Record<string, Encode> = {
	'percent, ISO-8859-15': (text) => percent(encode(text, 'iso-8859-15'), true, isUnreserved),
	'form encoding, ISO-8859-15': (text) =>
		percent(
			encode(text, 'iso-8859-15'),
			false,
			(byte) => byte === 32 || isUnreserved(byte),
		).replaceAll(' ', '+'),
	'UTF-8 read as Latin-1': (text) => Buffer.from(text).toString('latin1'),
	'UTF-8 read as Windows-1252': (text) => new TextDecoder('windows-1252').decode(Buffer.from(text)),
	'UTF-8 read as ISO-8859-15': (text) => new TextDecoder('iso-8859-15').decode(Buffer.from(text)),
	'ISO-8859-15 read as UTF-8': (text) => encode(text, 'iso-8859-15').toString('utf8'),
	'utf8_encode of UTF-8, percent': (text) =>
		percent(Buffer.from(Buffer.from(text).toString('latin1')), true, isUnreserved),
};
