import type { ECHO_LAYOUTS } from './echo';
import { formOf, post, xmlOf } from './posting';
import { emulatorForTests } from './forTests';

const emulator = emulatorForTests();

const XML = Buffer.from(xmlOf({ text: 'Été & "5€"' }), 'latin1');
const latin1 = XML.toString('latin1');
const escaped = latin1
	.replace(/&/g, '&amp;')
	.replace(/</g, '&lt;')
	.replace(/>/g, '&gt;')
	.replace(/"/g, '&quot;');

test.each<[keyof typeof ECHO_LAYOUTS, string]>([
	['ipThenXml', `127.0.0.1\n${latin1}`],
	['xmlThenIp', `${latin1}\n127.0.0.1`],
	['labelled', `IP : 127.0.0.1<br />\nXML : ${latin1}\n`],
	['htmlPage', `<html><body><p>IP : 127.0.0.1</p><p>XML : ${escaped}</p></body></html>\n`],
	['preformatted', `127.0.0.1<pre>${escaped}</pre>`],
	['printR', `127.0.0.1\nArray\n(\n    [XML] => ${latin1}\n)\n`],
	['passwordMasked', `127.0.0.1\n${latin1.replace('demo-password', '********')}`],
	['utf8Encoded', `127.0.0.1\n${Buffer.from(latin1).toString('latin1')}`],
	['ipOnly', '127.0.0.1'],
])('xml_test echoes as %s, and sends nothing', async (echoLayout, expected) => {
	emulator.configure({ echoLayout });
	const { status, body } = await post(emulator.testUrl, formOf(XML));
	expect(status).toBe(200);
	expect(body.toString('latin1')).toBe(expected);
	expect(emulator.messages).toEqual([]);
	expect(emulator.credits).toBe(10_000);
	expect(emulator.requests[0]).toMatchObject({ accepted: 0, xmlBytes: XML });
});

test('xml_test percent-encoded decodes to the same bytes', async () => {
	emulator.configure({ echoLayout: 'percentEncoded' });
	const { text } = await post(emulator.testUrl, formOf(XML));
	const [ip, form = ''] = text.split('\n');
	expect(ip).toBe('127.0.0.1');
	expect(form).toMatch(/^XML=[A-Za-z0-9._%-]+$/);
	expect(unescape(form.slice('XML='.length))).toBe(latin1);
});

test('xml_test without the variable XML echoes the address alone, and notes the violation', async () => {
	const { text } = await post(emulator.testUrl, 'xml=1');
	expect(text).toBe('127.0.0.1\n');
	expect(emulator.requests[0]?.violations).toContain('form: no field named XML');
});

test('a broken document is echoed as it came, with the violation noted', async () => {
	const { text } = await post(emulator.testUrl, formOf('<SMS>'));
	expect(text).toBe('127.0.0.1\n<SMS>');
	expect(emulator.requests[0]?.violations).toEqual([expect.stringMatching(/^xml: /)]);
});
