import { formOf, post, xmlOf } from './posting';
import { emulatorForTests } from './forTests';

const emulator = emulatorForTests();

const TEXT = 'Été à 5€ œuf ç';
const UTF8 = Buffer.from(TEXT);
const LATIN9 = Buffer.from('c974e920e02035a420bd756620e7', 'hex');
const REFERENCES = Buffer.from('&#201;t&#233; &#224; 5&#8364; &#339;uf &#231;');

function document(declaration: string, text: Buffer): Buffer {
	const [before = '', after = ''] = xmlOf({ text: 'TEXT' }).split('TEXT');
	return Buffer.concat([Buffer.from(declaration + before), text, Buffer.from(after)]);
}

const NOT_UTF8 = ['encoding: bytes that are not UTF-8'];
const MOJIBAKE = LATIN9.toString('latin1');

const declaring = (encoding: string): string => `<?xml version="1.0" encoding="${encoding}"?>`;
const UTF8_AS_LATIN9 = new TextDecoder('iso-8859-15').decode(UTF8);
// This reader sees the three bytes of the mark as text before the root.
const MARK = [expect.stringMatching(/^xml: /)];
const NOT_ASCII = ['encoding: bytes that are not ASCII'];
const KLINGON = ['encoding: klingon is not one that we read'];

/** Columns: name, declaration, bytes; the text or violations as declared, as ISO-8859-15, as UTF-8. */
type Read = string | string[];
test.each<[string, string, Buffer, Read, Read, Read]>([
	['ISO-8859-15, declared', declaring('ISO-8859-15'), LATIN9, TEXT, TEXT, NOT_UTF8],
	['ISO-8859-15, not declared', '', LATIN9, NOT_UTF8, TEXT, NOT_UTF8],
	['UTF-8, not declared', '', UTF8, TEXT, UTF8_AS_LATIN9, TEXT],
	['UTF-8 with a byte order mark', '\ufeff', UTF8, TEXT, MARK, TEXT],
	[
		'declared as ISO-8859-1, which lacks € and œ',
		declaring('ISO-8859-1'),
		LATIN9,
		MOJIBAKE,
		TEXT,
		NOT_UTF8,
	],
	['numeric references in ASCII', declaring('US-ASCII'), REFERENCES, TEXT, TEXT, TEXT],
	['declared as ASCII, which it is not', declaring('US-ASCII'), LATIN9, NOT_ASCII, TEXT, NOT_UTF8],
	['an unknown encoding', declaring('KLINGON'), Buffer.from('a'), KLINGON, 'a', 'a'],
])('%s', async (_, declaration, bytes, declared, latin9, utf8) => {
	const xml = document(declaration, bytes);
	const expected = { declared, 'iso-8859-15': latin9, 'utf-8': utf8 };
	for (const reader of ['declared', 'iso-8859-15', 'utf-8'] as const) {
		emulator.reset();
		emulator.configure({ reader });
		await post(emulator.sendUrl, formOf(xml));
		const [request] = emulator.requests;
		const read = expected[reader];
		expect(request?.xmlBytes).toEqual(xml);
		if (typeof read === 'string') {
			expect(request).toMatchObject({ violations: [], document: { text: read } });
			expect(emulator.messages[0]?.text).toBe(read);
		} else {
			expect(request?.violations).toEqual(expect.arrayContaining(read));
			expect(emulator.messages).toEqual([]);
		}
	}
});

test('markup characters, CDATA, references and line ends are read as XML 1.0 says', async () => {
	const text = Buffer.from(
		'a &amp;eacute; &lt;b&gt; ]]&gt; <![CDATA[<i> &amp;]]>&#x20AC;\r\nb\rc\n',
	);
	await post(emulator.sendUrl, formOf(document('', text)));
	expect(emulator.messages[0]?.text).toBe('a &eacute; <b> ]]> <i> &amp;€\nb\nc\n');
});

test('a plus sign in the form is a space, as in every form', async () => {
	await post(emulator.sendUrl, formOf(document('', Buffer.from('a b'))).replace('%20', '+'));
	expect(emulator.messages[0]?.text).toBe('a b');
});

test('#param1# and the like are not changed', async () => {
	const text = 'Hello World #param1# #param2# !';
	await post(emulator.sendUrl, formOf(xmlOf({ text })));
	expect(emulator.messages[0]?.text).toBe(text);
});
