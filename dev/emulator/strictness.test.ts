import { formOf, post, xmlOf } from './posting';
import { emulatorForTests } from './forTests';

const emulator = emulatorForTests();

const GOOD = xmlOf({
	sender: 'Ma Marque',
	route: 'N',
	long: 'no',
	prog: '2099-01-31 09:20:10',
	id: '123456',
});

/** The violations of a body, having checked that it was refused and that nothing went out. */
async function violationsOf(
	body: string | Buffer,
	options: { method?: string; contentType?: string } = {},
): Promise<string[]> {
	const { status, text } = await post(emulator.sendUrl, body, options);
	const request = emulator.requests[0];
	expect({ status, text }).toEqual({ status: 200, text: 'XML_INVALID' });
	expect(request?.answer).toBe('XML_INVALID');
	expect(emulator.messages).toEqual([]);
	expect(emulator.credits).toBe(10_000);
	return request?.violations ?? [];
}

test('a document with every element of the page, in its order, is taken', async () => {
	const { text } = await post(emulator.sendUrl, formOf(GOOD));
	expect(text).toBe('SENDING_OK;9999');
	expect(emulator.requests[0]).toMatchObject({
		method: 'POST',
		path: '/api/sendsms/xml',
		xmlBytes: Buffer.from(GOOD),
		violations: [],
		accepted: 1,
		document: {
			username: 'demo',
			password: 'demo-password',
			text: 'Bonjour',
			sender: 'Ma Marque',
			route: 'N',
			long: 'no',
			prog: '2099-01-31 09:20:10',
			id: '123456',
			recipients: ['33611223344'],
		},
	});
});

test("the page's own skeleton, with its empty elements, is well formed and has no violation", async () => {
	const skeleton = `<SMS>

<authentification>
<username>demo</username>
<password>demo-password</password>
</authentification>

<message>
<text></text>
<sender></sender>
<route></route>
<long></long>
<prog></prog>
<id></id>
</message>

<recipients>
<gsm></gsm>
<gsm></gsm>
<gsm></gsm>
</recipients>

</SMS>`;
	await post(emulator.sendUrl, formOf(skeleton));
	expect(emulator.requests[0]).toMatchObject({ violations: [], answer: 'EMPTY_MESSAGE;10000' });
});

describe('the form', () => {
	test('another method than POST', async () => {
		expect(await violationsOf(formOf(GOOD), { method: 'PUT' })).toEqual([
			'method: PUT instead of POST',
		]);
	});
	test.each(['application/json', 'text/xml', 'multipart/form-data; boundary=x', ''])(
		'content type "%s"',
		async (contentType) => {
			const [violation] = await violationsOf(formOf(GOOD), { contentType });
			expect(violation).toMatch(/^content type: .* instead of application\/x-www-form-urlencoded$/);
		},
	);
	test('a charset after the content type changes nothing', async () => {
		const contentType = 'application/x-www-form-urlencoded; charset=ISO-8859-15';
		const { text } = await post(emulator.sendUrl, formOf(GOOD), { contentType });
		expect(text).toBe('SENDING_OK;9999');
	});
	test.each([
		[formOf(GOOD).replace('XML', 'xml'), ['form: unknown field "xml"', 'form: no field named XML']],
		[`${formOf(GOOD)}&a=1`, ['form: unknown field "a"']],
		[`${formOf(GOOD)}&${formOf(GOOD)}`, ['form: XML given twice']],
		['', ['form: no field named XML']],
	])('field names: %#', async (body, violations) => {
		expect(await violationsOf(body)).toEqual(violations);
	});
	test('a percent sign that escapes nothing', async () => {
		expect(await violationsOf(`${formOf(GOOD)}%0G`)).toContain(
			'form: % without two hexadecimal digits',
		);
	});
	test('a byte that is not ASCII', async () => {
		const [before, after] = formOf(GOOD).split('%42') as [string, string];
		const body = Buffer.from(`${before}\u00e9${after}`, 'latin1');
		expect(await violationsOf(body)).toContain(
			'form: a byte that should have been percent-encoded',
		);
	});
	test('a path that the page does not name', async () => {
		const { status } = await post(`${emulator.sendUrl}_v2`, formOf(GOOD));
		expect(status).toBe(404);
		expect(emulator.requests[0]?.violations).toEqual(['path: /api/sendsms/xml_v2 is unknown']);
	});
});

describe('the document', () => {
	test.each<[string, (good: string) => string, string | RegExp]>([
		['not XML', () => 'Bonjour', /^xml: /],
		['nothing', () => '', /^xml: /],
		['a bare ampersand', (xml) => xml.replace('Bonjour', 'A & B'), /^xml: /],
		['an HTML entity', (xml) => xml.replace('Bonjour', '&eacute;'), /^xml: /],
		['a control character', (xml) => xml.replace('Bonjour', '\u0001'), /^xml: /],
		['a cut-off document', (xml) => xml.slice(0, -3), /^xml: /],
		['a second root', (xml) => `${xml}${xml}`, /^xml: /],
		['another root', (xml) => xml.replace(/SMS>/g, 'sms>'), 'structure: /sms is not on the page'],
		['a document type', (xml) => `<!DOCTYPE SMS>${xml}`, 'xml: a document type'],
		['a comment', (xml) => xml.replace('<message>', '<!-- x --><message>'), 'xml: a comment'],
		['a processing instruction', (xml) => `<?x y?>${xml}`, 'xml: a processing instruction'],
		[
			'an unknown element',
			(xml) => xml.replace('<sender>', '<unicode>1</unicode><sender>'),
			'structure: /SMS/message/unicode is not on the page',
		],
		[
			'the English spelling',
			(xml) => xml.replace(/authentification/g, 'authentication'),
			'structure: /SMS/authentication is not on the page',
		],
		[
			'a misplaced element',
			(xml) => xml.replace('<recipients>', '<recipients><sender>x</sender>'),
			'structure: /SMS/recipients/sender is not on the page',
		],
		[
			'a repeated element',
			(xml) => xml.replace('<route>', '<sender>x</sender><route>'),
			'structure: /SMS/message/sender repeated',
		],
		[
			'another order of the elements of message',
			(xml) => xml.replace('<text>Bonjour</text>', '').replace('</id>', '</id><text>x</text>'),
			'structure: /SMS/message/text out of order',
		],
		[
			'another order of the sections',
			(xml) => xml.replace(/(<message>.*<\/message>)(<recipients>.*<\/recipients>)/, '$2$1'),
			'structure: /SMS/message out of order',
		],
		[
			'an attribute',
			(xml) => xml.replace('<gsm>', '<gsm id="1">'),
			'structure: /SMS/recipients/gsm has attribute id',
		],
		[
			'text between elements',
			(xml) => xml.replace('<sender>', 'x<sender>'),
			'structure: text between the elements of /SMS/message',
		],
		[
			'no authentification',
			(xml) => xml.replace(/<authentification>.*<\/authentification>/, ''),
			'structure: /SMS/authentification is missing',
		],
		[
			'no recipients',
			(xml) => xml.replace(/<recipients>.*<\/recipients>/, ''),
			'structure: /SMS/recipients is missing',
		],
		['a route of its own', (xml) => xml.replace('>N<', '>P<'), 'route: P is not M or N'],
		['long in English', (xml) => xml.replace('>no<', '>true<'), 'long: true is not yes or no'],
		['an ID of 11', (xml) => xml.replace('123456', '12345678901'), 'id: over 10 characters'],
		['an ID with a dash', (xml) => xml.replace('123456', '1-2'), 'id: holds a "-"'],
		...[
			'2099-01-31T09:20:10',
			'2099-01-31 09:20',
			'31/01/2099 09:20:10',
			'2099-02-30 09:20:10',
			'2099-01-31 25:00:00',
			' 2099-01-31 09:20:10',
			'2026-03-29 02:30:00',
		].map((prog): [string, (good: string) => string, string] => [
			`prog ${prog}`,
			(xml) => xml.replace('2099-01-31 09:20:10', prog),
			`prog: ${prog} is not a time in Paris written aaaa-mm-jj hh:mm:ss`,
		]),
	])('%s', async (_, spoil, violation) => {
		const spoilt = spoil(GOOD);
		expect(spoilt).not.toBe(GOOD);
		const violations = await violationsOf(formOf(spoilt));
		expect(violations).toEqual(
			expect.arrayContaining([
				typeof violation === 'string' ? violation : expect.stringMatching(violation),
			]),
		);
	});
});
