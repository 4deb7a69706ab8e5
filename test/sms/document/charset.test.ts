import fc from 'fast-check';

import {
	charsetOf,
	DECLARED_ENCODING,
	encodeDocument,
	percentEncode,
	type Charset,
} from '../../../nodes/CapitoleMobile/sms/document/charset';
import { percentDecode } from '../../../dev/emulator/form';

const CHARSETS = Object.keys(DECLARED_ENCODING) as Charset[];

/** Decodes numeric references, independently of our code. */
const dereference = (text: string): string =>
	text.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
const decoded = (bytes: Buffer, charset: Charset): string =>
	new TextDecoder(charset === 'ascii' ? 'us-ascii' : charset, { fatal: true }).decode(bytes);

describe('encodeDocument', () => {
	it('encodes each character of ISO-8859-15 as its byte', () => {
		for (let byte = 0; byte < 256; byte++) {
			const character = new TextDecoder('iso-8859-15').decode(Uint8Array.of(byte));
			expect(encodeDocument(character, 'iso-8859-15')).toEqual(Buffer.of(byte));
		}
	});

	it.each([
		['iso-8859-15', '€', [0xa4]],
		['iso-8859-15', '¤', [...Buffer.from('&#164;')]],
		['iso-8859-15', '’', [...Buffer.from('&#8217;')]],
		['iso-8859-15', '😀', [...Buffer.from('&#128512;')]],
		['utf-8', '€', [0xe2, 0x82, 0xac]],
		['utf-8', '😀', [0xf0, 0x9f, 0x98, 0x80]],
		['ascii', 'é', [...Buffer.from('&#233;')]],
		['ascii', '😀', [...Buffer.from('&#128512;')]],
	] as const)(
		'writes in %s the character %s as its bytes or as a reference',
		(charset, character, bytes) => {
			expect([...encodeDocument(character, charset)]).toEqual(bytes);
		},
	);

	it.each(CHARSETS)('loses no character in %s', (charset) => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (text) => {
				fc.pre(!/\p{Cs}/u.test(text) && !/^\ufeff/.test(text) && !text.includes('&#'));
				expect(dereference(decoded(encodeDocument(text, charset), charset))).toBe(text);
			}),
			{ numRuns: 300 },
		);
	});
});

describe('percentEncode', () => {
	it('writes any bytes as ASCII that decodes to them', () => {
		fc.assert(
			fc.property(fc.uint8Array(), (bytes) => {
				const escaped = percentEncode(bytes);
				expect(escaped).toMatch(/^(?:[A-Za-z0-9._~-]|%[0-9A-F]{2})*$/);
				const violations = new Set<string>();
				expect([...percentDecode(Buffer.from(escaped), violations)]).toEqual([...bytes]);
				expect([...violations]).toEqual([]);
			}),
		);
	});
});

describe('charsetOf', () => {
	it.each([
		['<?xml version="1.0" encoding="ISO-8859-15"?><SMS/>', 'iso-8859-15'],
		['<?xml version="1.0" encoding="UTF-8"?><SMS/>', 'utf-8'],
		['<SMS/>', 'ascii'],
		['<SMS><text>&lt;?xml version="1.0" encoding="UTF-8"?></text></SMS>', 'ascii'],
	])('finds in %s the charset %s', (document, charset) => {
		expect(charsetOf(document)).toBe(charset);
	});
});
