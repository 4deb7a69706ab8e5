import fc from 'fast-check';

import {
	buildDocument,
	type OutgoingMessage,
} from '../../../nodes/CapitoleMobile/sms/document/document';
import type { Charset } from '../../../nodes/CapitoleMobile/sms/document/charset';
import { authenticatedForm } from '../../../nodes/CapitoleMobile/transport/login';
import { readDocument, type ReadDocument } from '../../../dev/emulator/document';
import { readForm } from '../../../dev/emulator/form';
import { decodeBytes } from '../../../dev/emulator/reader';
import { ISSUE_TEXT, WIRE_TEXTS } from './wireTexts';
import { PLAIN } from '../compositionSamples';

const CHARSETS: readonly Charset[] = ['iso-8859-15', 'utf-8', 'ascii'];
const CREDENTIALS = { username: 'demo', password: 'demo-password' };
const NUMBER = '33611223344';
const formFor = (
	message: Partial<OutgoingMessage>,
	charset: Charset,
	credentials = CREDENTIALS,
	recipients: readonly string[] = [NUMBER],
): string =>
	authenticatedForm(buildDocument({ ...PLAIN, ...message }, recipients, charset), credentials);

/** The bytes of the form's only field, read independently of our code. */
function xmlOf(form: string): Buffer {
	const { xmlBytes, violations } = readForm(
		'POST',
		'application/x-www-form-urlencoded',
		Buffer.from(form),
	);
	expect(violations).toEqual([]);
	return xmlBytes ?? Buffer.alloc(0);
}

/** The document that saxes reads from a form, in the encoding its declaration names. */
function readBack(form: string): ReadDocument {
	const { text, violations } = decodeBytes(xmlOf(form), 'declared');
	expect(violations).toEqual([]);
	return readDocument(text);
}

describe.each(CHARSETS)('a document in %s', (charset) => {
	it('carries any text of ISO-8859-15, any sender and ID, and any credentials', () => {
		const letters = WIRE_TEXTS.map(([, text]) => text).join('');
		const latin9 = fc
			.array(fc.constantFrom(...letters, '&', '<', ']]>', '&#', ';'), { maxLength: 40 })
			.map((pieces) => pieces.join(''));
		const anything = fc
			.string({ unit: 'grapheme', maxLength: 20 })
			.filter((text) => /^[\t\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u.test(text));
		fc.assert(
			fc.property(latin9, latin9, anything, anything, (text, sender, username, password) => {
				const { document } = readBack(formFor({ text, sender }, charset, { username, password }));
				expect(document).toMatchObject({ text, sender: sender || null, username, password });
			}),
			{ numRuns: 300 },
		);
	});

	it('carries a sender and an ID that look like entities', () => {
		const { document } = readBack(formFor({ sender: 'AT&T; &amp;', id: 'R&amp;D &#' }, charset));
		expect(document).toMatchObject({ sender: 'AT&T; &amp;', id: 'R&amp;D &#' });
	});

	it('writes characters of a password outside the charset as references, never as question marks', () => {
		const password = '密码 пароль 😀 ’“ e\u0301';
		const form = formFor({}, charset, { username: 'Жан', password });
		expect(readBack(form).document).toMatchObject({ username: 'Жан', password });
		const [, body] = xmlOf(form).toString('latin1').split('<SMS>');
		expect(body).not.toContain('?');
	});

	it("has the elements of the provider's page in its order", () => {
		const form = formFor(
			{ sender: 'Ma Marque', route: 'M', long: true, prog: '2026-03-10 09:20:10', id: 'SOLDES26' },
			charset,
			CREDENTIALS,
			[NUMBER, '34622334455'],
		);
		expect(readBack(form).violations).toEqual([]);
		const xml = xmlOf(form).toString('latin1');
		expect(xml.slice(xml.indexOf('<SMS>'))).toBe(
			'<SMS><authentification><username>demo</username><password>demo-password</password></authentification>' +
				'<message><text>Bonjour</text><sender>Ma Marque</sender><route>M</route><long>yes</long>' +
				'<prog>2026-03-10 09:20:10</prog><id>SOLDES26</id></message>' +
				`<recipients><gsm>${NUMBER}</gsm><gsm>34622334455</gsm></recipients></SMS>`,
		);
	});
});

describe('buildDocument', () => {
	it('leaves out empty optional elements', () => {
		const document = buildDocument(PLAIN, [NUMBER], 'ascii');
		expect(document).not.toMatch(/<(sender|prog|id)\b/);
	});

	it('declares ISO-8859-15 and UTF-8, and nothing for ASCII', () => {
		const startIn = (charset: Charset) =>
			/^(?:<\?.*?\?>)?/.exec(buildDocument(PLAIN, [NUMBER], charset))?.[0];
		expect(CHARSETS.map(startIn)).toEqual([
			'<?xml version="1.0" encoding="ISO-8859-15"?>',
			'<?xml version="1.0" encoding="UTF-8"?>',
			'',
		]);
	});
});

describe("the bytes of the issue's text", () => {
	const bytesOf = (charset: Charset) => {
		const xml = xmlOf(formFor({ text: ISSUE_TEXT }, charset)).toString('latin1');
		return /<text>(.*)<\/text>/s.exec(xml)?.[1];
	};

	const REST = `&amp; \xe7 &lt;b&gt; "q" 'a' AT&amp;T; &amp;eacute; ]]&gt;`;
	it.each<[Charset, string, string]>([
		['iso-8859-15', 'the euro is A4, œ is BD', `\xc9t\xe9 \xe0 5\xa4, \xbduf ${REST}`],
		[
			'utf-8',
			'the euro is E2 82 AC, œ is C5 93',
			`\xc3\x89t\xc3\xa9 \xc3\xa0 5\xe2\x82\xac, \xc5\x93uf ${REST.replace('\xe7', '\xc3\xa7')}`,
		],
		[
			'ascii',
			'the euro is 8364 in Unicode, œ is 339',
			`&#201;t&#233; &#224; 5&#8364;, &#339;uf ${REST.replace('\xe7', '&#231;')}`,
		],
	])('are %s: %s', (charset, _, bytes) => {
		expect(bytesOf(charset)).toBe(bytes);
	});
});

describe('authenticatedForm', () => {
	it('replaces the placeholder of the credentials, not the same characters in the text', () => {
		const text = '<authentification/>';
		const { document } = readBack(formFor({ text, sender: text }, 'utf-8'));
		expect(document).toMatchObject({ ...CREDENTIALS, text, sender: text });
	});

	it('writes U+FFFD for characters of a password that XML forbids, to keep the document readable', () => {
		const { document } = readBack(
			formFor({}, 'iso-8859-15', { username: 'a\u0000b', password: 'c\u001bd' }),
		);
		expect(document).toMatchObject({ username: 'a\ufffdb', password: 'c\ufffdd' });
	});
});
