/**
 * How `xml_test` lays out "l'IP de votre serveur ainsi que la valeur de variable XML telle que nous
 * la recevons": undocumented. `xml` is null when the variable did not come.
 */
export type EchoLayout = (ip: string, xml: Buffer | null) => Buffer;

const NOTHING = Buffer.alloc(0);

const escapeHtml = (bytes: Buffer): Buffer =>
	Buffer.from(
		bytes
			.toString('latin1')
			.replace(/&/g, '&amp;')
			.replace(/</g, '&lt;')
			.replace(/>/g, '&gt;')
			.replace(/"/g, '&quot;'),
		'latin1',
	);

const around = (before: string, bytes: Buffer, after: string): Buffer =>
	Buffer.concat([Buffer.from(before), bytes, Buffer.from(after)]);

const percentEncode = (bytes: Buffer): string =>
	Array.from(bytes, (byte) =>
		/[A-Za-z0-9._-]/.test(String.fromCharCode(byte))
			? String.fromCharCode(byte)
			: `%${byte.toString(16).toUpperCase().padStart(2, '0')}`,
	).join('');

const maskPassword = (xml: Buffer): Buffer =>
	Buffer.from(
		xml.toString('latin1').replace(/(<password>)[^<]*(<\/password>)/, '$1********$2'),
		'latin1',
	);

export const ECHO_LAYOUTS = {
	ipThenXml: (ip, xml) => around(`${ip}\n`, xml ?? NOTHING, ''),
	xmlThenIp: (ip, xml) => around('', xml ?? NOTHING, `\n${ip}`),
	labelled: (ip, xml) => around(`IP : ${ip}<br />\nXML : `, xml ?? NOTHING, '\n'),
	htmlPage: (ip, xml) =>
		around(
			`<html><body><p>IP : ${ip}</p><p>XML : `,
			escapeHtml(xml ?? NOTHING),
			'</p></body></html>\n',
		),
	preformatted: (ip, xml) => around(`${ip}<pre>`, escapeHtml(xml ?? NOTHING), '</pre>'),
	printR: (ip, xml) => around(`${ip}\nArray\n(\n    [XML] => `, xml ?? NOTHING, '\n)\n'),
	percentEncoded: (ip, xml) => Buffer.from(`${ip}\nXML=${percentEncode(xml ?? NOTHING)}`),
	passwordMasked: (ip, xml) => around(`${ip}\n`, maskPassword(xml ?? NOTHING), ''),
	utf8Encoded: (ip, xml) =>
		around(`${ip}\n`, Buffer.from((xml ?? NOTHING).toString('latin1'), 'utf8'), ''),
	ipOnly: (ip) => Buffer.from(ip),
} as const satisfies Record<string, EchoLayout>;
