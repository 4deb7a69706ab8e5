import type { Charset } from '../../nodes/CapitoleMobile/sms/document/charset';
import { buildDocument } from '../../nodes/CapitoleMobile/sms/document/document';
import { authenticatedForm } from '../../nodes/CapitoleMobile/transport/login';
import { execute, itemsOf } from '../engine/engine';
import { startEmulator } from '../../dev/emulator/emulator';
import { ISSUE_TEXT, WIRE_TEXTS } from '../sms/document/wireTexts';
import { hasPhp, PhpServer, readByParseStr } from './php';

const CREDENTIALS = { username: 'zoé', password: 'p&ss<é€😀>' };
const CHARSETS: readonly Charset[] = ['iso-8859-15', 'utf-8', 'ascii'];
const NUMBERS = ['33611223344', '34622334455'];

const formOf = (text: string, charset: Charset): string =>
	authenticatedForm(
		buildDocument(
			{ text, sender: 'Ma Marqué', route: 'N', long: false, prog: '', id: '' },
			NUMBERS,
			charset,
		),
		CREDENTIALS,
	);

/** The expected reading of `formOf(text, …)`. */
const found = (text: string) => ({
	...CREDENTIALS,
	text,
	sender: 'Ma Marqué',
	gsm: NUMBERS.join(','),
});

/** The readers that each charset serves, its main one first. */
const READERS: Readonly<Record<Charset, readonly string[]>> = {
	// Readers that follow the page: ISO-8859-15 from the declaration, or assumed.
	'iso-8859-15': ['simplexml', 'dom', 'pattern_references'],
	// UTF-8 readers, with or without regard for the declaration.
	'utf-8': ['simplexml', 'dom', 'utf8'],
	// Readers that know neither, and readers of either.
	ascii: ['simplexml', 'dom', 'utf8', 'utf8_encode', 'latin9', 'pattern_references'],
};

function declareTests(): void {
	let php: PhpServer;
	beforeAll(async () => {
		php = await PhpServer.start();
	}, 30_000);
	afterAll(async () => await php.stop());

	describe.each(CHARSETS)("PHP's $_POST['XML'] in %s", (charset) => {
		it.each(READERS[charset])(
			'equals every text when %s reads it over HTTP',
			async (reader) => {
				for (const [, text] of WIRE_TEXTS) {
					expect(await php.read(reader, formOf(text, charset))).toEqual(found(text));
				}
			},
			60_000,
		);

		it("is the issue's text when parse_str reads the raw body", () => {
			expect(readByParseStr('simplexml', formOf(ISSUE_TEXT, charset))).toEqual(found(ISSUE_TEXT));
		});
	});

	// Wrong pairs: why the choice of the charset matters, and what a wrong one looks like.
	it.each<[Charset, string, string | null]>([
		['iso-8859-15', 'utf8', null],
		['iso-8859-15', 'utf8_encode', 'Été à 5¤ ½uf ç'],
		['iso-8859-15', 'utf8_encode_declared', 'Ã\u0089tÃ© Ã\u00a0 5Â€ Âœuf Ã§'],
		['iso-8859-15', 'latin9', 'Été à 5€ œuf ç'],
		['iso-8859-15', 'pattern', 'Été à 5€ œuf ç'],
		['utf-8', 'utf8_encode', 'Ã\u0089tÃ© Ã\u00a0 5â\u0082¬ Å\u0093uf Ã§'],
		['utf-8', 'pattern_utf8', 'Été à 5€ œuf ç'],
		['ascii', 'pattern', '&#201;t&#233; &#224; 5&#8364; &#339;uf &#231;'],
		['ascii', 'utf8_encode_declared', 'Été à 5€ œuf ç'],
		['ascii', 'latin9_declared', 'Été à 5€ œuf ç'],
	])('in %s gives %s the text %j', async (charset, reader, expected) => {
		const reading = await php.read(reader, formOf('Été à 5€ œuf ç', charset));
		expect(reading === null ? null : reading.text).toBe(expected);
	});

	it('returns whole to Test Request from a test URL in PHP', async () => {
		const emulator = await startEmulator();
		try {
			for (const charset of CHARSETS) {
				const ended = await execute(emulator, {
					items: WIRE_TEXTS.map(([, text]) => ({ text })),
					parameters: {
						operation: 'testRequest',
						recipients: NUMBERS[0],
						text: '={{ $json.text }}',
						long: true,
						options: { charset },
					},
					credentials: { ...CREDENTIALS, testUrl: `${php.origin}/echo` },
				});
				expect(ended.error).toBeNull();
				for (const item of itemsOf(ended)) {
					expect(item).toMatchObject({
						serverIp: '127.0.0.1',
						matches: true,
						firstDifference: null,
						httpStatus: 200,
					});
				}
			}
		} finally {
			await emulator.close();
		}
	}, 60_000);
}

if (hasPhp) declareTests();
else {
	it('needs PHP', () => {
		const message = 'PHP not found: these tests did not run; apt-get install php-cli php-xml';
		if (process.env.CI) throw new Error(message);
		process.stderr.write(`${message}\n`);
	});
}
