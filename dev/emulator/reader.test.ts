import { formOf, post, xmlOf } from './posting';
import { emulatorForTests } from './forTests';
import type { Reader } from './reader';

const emulator = emulatorForTests();

const TEXT = 'Été à 5€ œuf ç';
const UTF8 = Buffer.from(TEXT);
const LATIN9 = Buffer.from('c974e920e02035a420bd756620e7', 'hex');
const DECLARED_LATIN9 = '<?xml version="1.0" encoding="ISO-8859-15"?>';
const REFERENCES = Buffer.from('&#201;t&#233; &#224; 5&#8364; &#339;uf &#231;');

function document(declaration: string, text: Buffer): Buffer {
	const [before = '', after = ''] = xmlOf({ text: 'TEXT' }).split('TEXT');
	return Buffer.concat([Buffer.from(declaration + before), text, Buffer.from(after)]);
}

const NOT_UTF8 = ['encoding: bytes that are not UTF-8'];
const MOJIBAKE = LATIN9.toString('latin1');

test.each<[string, Buffer, Record<Reader, string | string[]>]>([
	[
		'ISO-8859-15 that says so',
		document(DECLARED_LATIN9, LATIN9),
		{ declared: TEXT, 'iso-8859-15': TEXT, 'utf-8': NOT_UTF8 },
	],
	[
		'ISO-8859-15 that does not say so',
		document('', LATIN9),
		{ declared: NOT_UTF8, 'iso-8859-15': TEXT, 'utf-8': NOT_UTF8 },
	],
	[
		'UTF-8 that says nothing',
		document('', UTF8),
		{
			declared: TEXT,
			'iso-8859-15': new TextDecoder('iso-8859-15').decode(UTF8),
			'utf-8': TEXT,
		},
	],
	[
		'UTF-8 with a byte order mark',
		document('\ufeff', UTF8),
		{
			declared: TEXT,
			// The three bytes of the mark are text before the root for this reader.
			'iso-8859-15': [expect.stringMatching(/^xml: /)],
			'utf-8': TEXT,
		},
	],
	[
		'ISO-8859-1 by name, which has neither € nor œ',
		document('<?xml version="1.0" encoding="ISO-8859-1"?>', LATIN9),
		{ declared: MOJIBAKE, 'iso-8859-15': TEXT, 'utf-8': NOT_UTF8 },
	],
	[
		'numeric references in ASCII',
		document('<?xml version="1.0" encoding="US-ASCII"?>', REFERENCES),
		{ declared: TEXT, 'iso-8859-15': TEXT, 'utf-8': TEXT },
	],
	[
		'ASCII by name that is not',
		document('<?xml version="1.0" encoding="US-ASCII"?>', LATIN9),
		{
			declared: ['encoding: bytes that are not ASCII'],
			'iso-8859-15': TEXT,
			'utf-8': NOT_UTF8,
		},
	],
	[
		'an encoding nobody has',
		document('<?xml version="1.0" encoding="KLINGON"?>', Buffer.from('a')),
		{
			declared: ['encoding: klingon is not one that we read'],
			'iso-8859-15': 'a',
			'utf-8': 'a',
		},
	],
])('%s', async (_, xml, expected) => {
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

test('#param1# and the like are left as they are', async () => {
	const text = 'Hello World #param1# #param2# !';
	await post(emulator.sendUrl, formOf(xmlOf({ text })));
	expect(emulator.messages[0]?.text).toBe(text);
});
