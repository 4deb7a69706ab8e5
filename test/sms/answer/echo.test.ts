import fc from 'fast-check';

import {
	readEcho,
	sentText,
	type EchoReading,
} from '../../../nodes/CapitoleMobile/sms/answer/echo';
import type { Charset } from '../../../nodes/CapitoleMobile/sms/document/charset';
import { buildDocument } from '../../../nodes/CapitoleMobile/sms/document/document';
import { createQuoter } from '../../../nodes/CapitoleMobile/sms/secrets';
import { authenticatedForm } from '../../../nodes/CapitoleMobile/transport/login';
import { ECHO_LAYOUTS } from '../../../dev/emulator/echo';
import { percentDecode } from '../../../dev/emulator/form';
import { ISSUE_TEXT, WIRE_TEXTS } from '../document/wireTexts';
import { expectWithin } from '../../pace';

const CHARSETS: readonly Charset[] = ['iso-8859-15', 'utf-8', 'ascii'];
const CREDENTIALS = { username: 'zoé.demo', password: 'p<&ss€-wörd' };
const quote = createQuoter(CREDENTIALS);
const IP = '203.0.113.7';

const documentOf = (text: string, charset: Charset): string =>
	buildDocument(
		{ text, sender: 'Ma Marque', route: 'N', long: false, prog: '', id: '' },
		['33611223344'],
		charset,
	);

/** The content of the provider's variable `XML` after this document was posted. */
function receivedOf(document: string): Buffer {
	const form = authenticatedForm(document, CREDENTIALS);
	return percentDecode(Buffer.from(form.slice('XML='.length)), new Set());
}

const read = (body: Buffer, document: string, charset: Charset): EchoReading =>
	readEcho(body, document, charset, quote);

const withDocument = Object.entries(ECHO_LAYOUTS).filter(
	([name]) => name !== 'ipOnly' && name !== 'utf8Encoded',
);

describe.each(CHARSETS)('an echo of what was sent in %s', (charset) => {
	it.each(withDocument)('matches, with its IP address, when laid out as %s', (_, layout) => {
		for (const [, text] of WIRE_TEXTS) {
			const document = documentOf(text, charset);
			const echo = layout(IP, receivedOf(document));
			expect(read(echo, document, charset)).toMatchObject({
				serverIp: IP,
				matches: true,
				firstDifference: null,
			});
		}
	});

	it('reports the first changed letter by its position in the text sent', () => {
		const document = documentOf('Bonjour à tous, été comme hiver', charset);
		const changed = receivedOf(document).toString('latin1').replace('tous', 'toux');
		const { matches, firstDifference } = read(Buffer.from(changed, 'latin1'), document, charset);
		const shown = sentText(document, charset);
		expect(matches).toBe(false);
		expect(firstDifference?.position).toBe(shown.indexOf('tous') + 'tou'.length + 1);
		expect(firstDifference?.sent).toBe(shown.slice(shown.indexOf('s, ')).slice(0, 20));
		expect(firstDifference?.received).toMatch(/^x, /);
	});
});

describe('readEcho', () => {
	it('matches a document shown twice or without its declaration', () => {
		const document = documentOf(ISSUE_TEXT, 'iso-8859-15');
		const received = receivedOf(document).toString('latin1');
		const bare = received.replace(/^<\?.*?\?>/, '');
		for (const body of [`${received}\n${received}`, bare]) {
			expect(read(Buffer.from(body, 'latin1'), document, 'iso-8859-15').matches).toBe(true);
		}
	});

	it('never quotes a secret, even if the login was changed on the way', () => {
		const document = documentOf('Bonjour', 'iso-8859-15');
		const received = receivedOf(document).toString('latin1');
		const echoes = [
			received.replace('</authentification>', ''),
			received.replace('<authentification>', '<AUTHENTIFICATION>'),
			received.replace('<authentification>', '').replace('<username>', ''),
			received.replaceAll(/<\/?(authentification|username)>/g, ''),
			received.replaceAll(/<\/?(authentification|username|password)>/g, ''),
			received.slice(0, received.indexOf('</password>') - 3),
		];
		for (const echo of echoes) {
			const reading = read(Buffer.from(echo, 'latin1'), document, 'iso-8859-15');
			expect(reading.matches).toBe(false);
			expect(JSON.stringify(reading)).not.toMatch(/zoé|demo|p&lt|p<|ss€|ss¤|wörd/);
		}
	});

	it.each([
		['2001:db8::1', '2001:db8::1'],
		['votre IP: 198.51.100.23.', '198.51.100.23'],
		['1.2.3.4.5', null],
		['<b>203.0.113.7</b>', '203.0.113.7'],
	])('reads from "%s" the IP address %s', (around, ip) => {
		const document = documentOf('Version 1.2.3.4', 'ascii');
		const body = Buffer.concat([Buffer.from(`${around}\n`), receivedOf(document)]);
		expect(read(body, document, 'ascii').serverIp).toBe(ip);
	});

	it('returns a reading for any bytes', () => {
		const document = documentOf(ISSUE_TEXT, 'utf-8');
		const pieces = fc.oneof(
			fc.uint8Array().map((bytes) => Buffer.from(bytes)),
			fc
				.constantFrom('<SMS>', '</SMS>', '<authentification>', '&lt;', '%3C', '&amp;', '1.2.3.4')
				.map((piece) => Buffer.from(piece)),
		);
		fc.assert(
			fc.property(fc.array(pieces), fc.constantFrom(...CHARSETS), (parts, charset) => {
				const { matches, firstDifference } = read(Buffer.concat(parts), document, charset);
				expect(matches === false).toBe(firstDifference !== null);
			}),
		);
	});

	it('takes time proportional to the length of the answer', async () => {
		const document = documentOf(ISSUE_TEXT, 'iso-8859-15');
		for (const piece of ['<SMS>', '<authentification>', '%3C', '&lt;', ':1', '1.']) {
			const echo = Buffer.from(`<SMS>${piece.repeat(200_000)}`);
			await expectWithin(200, () => read(echo, document, 'iso-8859-15'));
		}
	});
});
