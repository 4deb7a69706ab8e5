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

/** Posts a body, checks that it is refused and nothing is sent, and returns the violations. */
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
	const login = '<username>demo</username>\n<password>demo-password</password>';
	const skeleton = `<SMS>

<authentification>
${login}
</authentification>

<message>
<text></text>\n<sender></sender>\n<route></route>\n<long></long>\n<prog></prog>\n<id></id>
</message>

<recipients>
<gsm></gsm>\n<gsm></gsm>
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
	// Columns: text to replace, replacement, violation.
	test.each<[string | RegExp, string, string | RegExp]>([
		[GOOD, 'Bonjour', /^xml: /],
		[GOOD, '', /^xml: /],
		['Bonjour', 'A & B', /^xml: /],
		['Bonjour', '&eacute;', /^xml: /],
		['Bonjour', '\u0001', /^xml: /],
		['MS>', '', /^xml: /],
		[GOOD, GOOD + GOOD, /^xml: /],
		[/SMS>/g, 'sms>', 'structure: /sms is not on the page'],
		['<SMS>', '<!DOCTYPE SMS><SMS>', 'xml: a document type'],
		['<message>', '<!-- x --><message>', 'xml: a comment'],
		['<SMS>', '<?x y?><SMS>', 'xml: a processing instruction'],
		['<sender>', '<unicode/><sender>', 'structure: /SMS/message/unicode is not on the page'],
		[/authentification/g, 'authentication', 'structure: /SMS/authentication is not on the page'],
		['<gsm>', '<id/><gsm>', 'structure: /SMS/recipients/id is not on the page'],
		['<route>', '<sender>x</sender><route>', 'structure: /SMS/message/sender repeated'],
		[/(<text>.*)(<sender>.*<.sender>)/, '$2$1', 'structure: /SMS/message/text out of order'],
		[/(<message>.*)(<recipients>.*)(?=<.SMS>)/, '$2$1', 'structure: /SMS/message out of order'],
		['<gsm>', '<gsm id="1">', 'structure: /SMS/recipients/gsm has attribute id'],
		['<sender>', 'x<sender>', 'structure: text between the elements of /SMS/message'],
		[/<authent.*(?=<message>)/, '', 'structure: /SMS/authentification is missing'],
		[/<recipients>.*<.recipients>/, '', 'structure: /SMS/recipients is missing'],
		['>N<', '>P<', 'route: P is not M or N'],
		['>no<', '>true<', 'long: true is not yes or no'],
		['123456', '12345678901', 'id: over 10 characters'],
		['123456', '1-2', 'id: holds a "-"'],
		...[
			'2099-01-31T09:20:10',
			'2099-01-31 09:20',
			'31/01/2099 09:20:10',
			'2099-02-30 09:20:10',
			'2099-01-31 25:00:00',
			' 2099-01-31 09:20:10',
			'2026-03-29 02:30:00',
		].map((prog): [string, string, string] => [
			'2099-01-31 09:20:10',
			prog,
			`prog: ${prog} is not a time in Paris written aaaa-mm-jj hh:mm:ss`,
		]),
	])('with %.30s replaced by %.30j: %s', async (from, to, violation) => {
		const spoilt = GOOD.replace(from, to);
		expect(spoilt).not.toBe(GOOD);
		const expected = typeof violation === 'string' ? violation : expect.stringMatching(violation);
		expect(await violationsOf(formOf(spoilt))).toContainEqual(expected);
	});
});
